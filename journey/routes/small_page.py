"""The small pages that need no session: the one of a phone, and the sign-in. They share their head and their style."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["small_page"]

_HERE = Path(__file__).parent


@cache
def small_page(name: str) -> str:
    """The text of a page with its head; what stands in braces is for its route to fill.

    Parameters
    ----------
    name : str
        Its file below `routes`.
    """
    head, text = ((_HERE / file).read_text(encoding="utf-8") for file in ("head.html", name))
    return text.replace("{head}", head)
