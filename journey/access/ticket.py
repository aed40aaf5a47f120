"""A sign-in as a cookie: until when it holds, signed, so that nobody makes up one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

__all__ = ["HOLDS_S", "issue", "until", "valid"]

HOLDS_S = 12 * 3600
"""A day's work."""


def issue(key: bytes) -> str:
    """A sign-in that holds from now on.

    Examples
    --------
    >>> ticket = issue(b"key")
    >>> valid(ticket, b"key"), valid(ticket, b"other"), valid("9999999999.00.00", b"key")
    (True, False, False)
    """
    body = f"{int(time.time()) + HOLDS_S}.{secrets.token_hex(8)}"
    return f"{body}.{_sign(body, key)}"


def valid(ticket: str, key: bytes) -> bool:
    """Whether it was issued with that key, and holds still."""
    body, _dot, sign = ticket.rpartition(".")
    return bool(key) and until(ticket) > time.time() and hmac.compare_digest(sign.encode(), _sign(body, key).encode())


def until(ticket: str) -> int:
    """When it ends, in seconds since 1970, UTC; 0 where it does not say so.

    Examples
    --------
    >>> until("9999999999.ab.cd"), until("cd")
    (9999999999, 0)
    """
    text = ticket.partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _sign(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
