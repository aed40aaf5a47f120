"""Names that people gave, as the address of the page Groups holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping

__all__ = ["names_given", "names_text"]


def names_given(text: str) -> dict[str, str]:
    """Own name -> given name; ValueError where the text holds none.

    >>> names_given(names_text({"web": "The quick ones"}))
    {'web': 'The quick ones'}
    """
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(text)
    return {name: given for name, given in found.items() if isinstance(given, str)}


def names_text(given: Mapping[str, str]) -> str:
    """The text of an address; empty where nothing was given a name."""
    return json.dumps(dict(given), ensure_ascii=False) if given else ""
