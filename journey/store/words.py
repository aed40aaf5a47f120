"""Words that people write, as they are kept."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str) -> str:
    """Words on one line: whatever cannot be printed is a space, and spaces come singly.

    >>> one_line("  Pay \\n day ")
    'Pay day'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
