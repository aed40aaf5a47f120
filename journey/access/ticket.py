"""A sign-in as a cookie: until when it holds, signed, so that nobody makes up one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

__all__ = ["HOLDS_S", "issue", "valid"]

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
    until = body.partition(".")[0]
    if not key or not (until.isascii() and until.isdigit()):
        return False
    return hmac.compare_digest(sign.encode(), _sign(body, key).encode()) and int(until) > time.time()


def _sign(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
