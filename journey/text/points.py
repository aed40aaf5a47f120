"""Differences of shares, in percentage points with their sign."""

from __future__ import annotations

from journey.model import Interval
from journey.text import _
from journey.text.format import MINUS

__all__ = ["chance", "points", "points_interval"]


def points(gap: float | None) -> str:
    """A difference of two shares.

    >>> points(0.1234), points(-0.004), points(0.0), points(None)
    ('+12.3 points', '−0.4 points', '0 points', '–')
    """
    if gap is None:
        return "–"
    return _("{value} points").format(value=_signed(gap))


def points_interval(gap: Interval) -> str:
    """A difference of two shares, with its interval.

    >>> points_interval(Interval(-0.25, -0.3, -0.2, 90))
    '−25 points (−30 to −20)'
    """
    if gap.value is None or gap.low is None or gap.high is None:
        return points(gap.value)
    return _("{value} points ({low} to {high})").format(
        value=_signed(gap.value), low=_signed(gap.low), high=_signed(gap.high)
    )


def chance(p: float) -> str:
    """A p or q value.

    >>> chance(0.0312), chance(1e-9), chance(1.0)
    ('0.031', '<0.001', '1')
    """
    return "<0.001" if p < 0.001 else f"{p:.2g}"


def _signed(share: float) -> str:
    value = round(100 * share, 1)
    if not value:
        return "0"
    return f"{'+' if value > 0 else MINUS}{f'{abs(value):.1f}'.removesuffix('.0')}"
