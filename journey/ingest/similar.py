"""Names that may be one: alike but for case, blanks, punctuation, or a letter."""

from __future__ import annotations

import difflib
import re

__all__ = ["similar_names"]


def similar_names(names: list[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of names that may be one.

    Examples
    --------
    >>> similar_names(["Pay now", "Payed", "pay-now", "T02 check", "T12 check", "Release A", "Release B"])
    (('Pay now', 'pay-now'),)
    """
    plain = {name: re.sub(r"[\W_]+", "", name).casefold() for name in names}
    pairs = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            if plain[a] == plain[b] or (_codes(a) == _codes(b) and _typo(plain[a], plain[b])):
                pairs.append((a, b))
    return tuple(pairs[:20])


def _codes(name: str) -> list[str]:
    """Numbers and the shortest words: where they differ, the names are meant to."""
    return re.findall(r"\d+|\b\w{1,2}\b", name.casefold())


def _typo(a: str, b: str) -> bool:
    # A first letter that differs is a code (A_SENT, O_SENT), rarely a slip of the finger.
    if min(len(a), len(b)) < 8 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() > 1 - 1.5 / max(len(a), len(b))
