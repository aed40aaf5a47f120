"""Counts in the words of a picture: which texts tell of a group under 10, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from journey.text import _

__all__ = ["DASH", "LEAST", "complement", "hidden", "is_few", "tells_few", "with_word"]

LEAST = 10
DASH = "–"


def hidden() -> str:
    """What stands in the place of a figure that is kept back."""
    return _("– (under {n})").format(n=LEAST)


def with_word() -> str:
    """A sentence for where a whole one is kept back."""
    return _("Groups under {n} are not shown.").format(n=LEAST)


def is_few(n: float | None) -> bool:
    """Whether so many are a group that is kept back; nobody is none.

    >>> is_few(9), is_few(10), is_few(0), is_few(None)
    (True, False, False, False)
    """
    return n is not None and 0 < n < LEAST


def tells_few(text: str) -> bool:
    """Whether a text tells of a group under 10, by its number, or by a share and what it is a share of.

    The others of a share are a group, too: 995 of 1,000 tell of 5.

    Examples
    --------
    >>> tells_few("62 % (58-66), n 412"), tells_few("50 % (15-85), n 6"), tells_few("7 (0.3 %)")
    (False, True, True)
    >>> tells_few("0.5 % (0.2-1.2), n 1,000"), tells_few("99.5 % (98.8-99.8), n 1,000"), tells_few("2 of 40 journeys")
    (True, True, True)
    >>> tells_few("Most leave after Payment error: 9 of the 64 who came there."), tells_few("31 of 64.")
    (True, False)
    """
    if any(is_few(_number(found["n"])) for pattern in _patterns() for found in pattern.finditer(text)):
        return True
    share = re.match(r"\D*?(?P<share>[\d.]+) %.*?\bn (?P<n>\d[\d,]*)", text)
    if share is None:
        return False
    n = _number(share["n"])
    part = round(float(share["share"]) / 100 * n)
    return is_few(part) or is_few(n - part)


def complement(sizes: Sequence[float | None], few: Iterable[int]) -> set[int]:
    """Which parts of a whole are kept back: the few, and where that is a single one, the next smallest with it.

    Else the whole less the other parts would tell it.

    Examples
    --------
    >>> sorted(complement([200, 5, 40], [1])), sorted(complement([200, 5, 7], [1, 2])), complement([20, 30], [])
    ([1, 2], [1, 2], set())
    """
    held = set(few)
    if len(held) == 1:
        others = [(size, n) for n, size in enumerate(sizes) if n not in held and size]
        if others:
            held.add(min(others)[1])
    return held


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The phrases of the interface that hold the size of a group, in whatever language it speaks."""
    phrases = (
        _("n {n}"), _("{n} journeys"), _("{n} journey"), _("{n} ({share})"), _("of {n} departures"), _("{n} comments"),
        _("{n} comment"), _("{share} of {n} departures go back"), _("{n}, {share} of the step before"),
        _("{n} came to {step}"), _("{n} went no further than {step}"), _("{share} of {n} wait longer"),
        _("{n} of {total} journeys"), _("{n} answers"), _("{n} of the {total} who came there"), _("{n} of {total}"),
        _("{n} fall out"),
    )  # fmt: skip
    made = []
    for phrase in phrases:
        before, _mark, after = phrase.partition("{n}")
        # What stands around the number.
        left, right = (re.sub(r"\\\{(\w+)\\\}", _gap, re.escape(part)) for part in (before, after))
        made.append(re.compile(rf"(?<![\w.,]){left}(?P<n>\d[\d,]*){right}(?!\w)"))
    return tuple(made)


def _gap(found: re.Match[str]) -> str:
    """What may stand in another gap of a phrase."""
    return {"share": r"<?[\d.]+ %", "total": r"\d[\d,]*"}.get(found[1], ".{1,200}?")


def _number(text: str) -> int:
    return int(text.replace(",", ""))
