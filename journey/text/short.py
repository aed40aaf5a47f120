"""A name where there is room for a few words only."""

from __future__ import annotations

__all__ = ["short"]


def short(text: str, most: int = 60) -> str:
    """A name, cut with an ellipsis after so many signs.

    >>> short("Payment page", 8), short("Payment", 8)
    ('Payment…', 'Payment')
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
