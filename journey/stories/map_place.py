"""The box or curve that the address of the map names."""

from __future__ import annotations

import re

__all__ = ["known_place"]

_END = r"start|t\d{1,9}|end-[a-z]+"


def known_place(text: str) -> str | None:
    """A box or a curve that the address names, where it can be one.

    >>> known_place("t3>end-lost"), known_place("<b>")
    ('t3>end-lost', None)
    """
    return text if re.fullmatch(rf"(?:{_END})(?:>(?:{_END}))?", text) else None
