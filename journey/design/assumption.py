"""A number that people assume: one value, or low / likely / high, read as P10, mode and P90."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from scipy.optimize import brentq

__all__ = ["Assumption"]

_TAIL = 0.1


@dataclass(frozen=True)
class Assumption:
    """A number, and how sure people are of it.

    Between low and high it is a triangle with its top at `likely`, stretched so that a tenth of it lies under `low`
    and a tenth over `high`.

    Attributes
    ----------
    low, likely, high : float
        In this order; all the same where it is one value.

    Examples
    --------
    >>> half = Assumption(0.4, 0.5, 0.6)
    >>> round(half.at(0.1), 6), round(half.at(0.5), 6), round(half.at(0.9), 6)
    (0.4, 0.5, 0.6)
    >>> Assumption(2, 2, 2).at(0.3)
    2.0
    """

    low: float
    likely: float
    high: float

    @classmethod
    def one(cls, value: float) -> Assumption:
        """A value that nobody doubts."""
        return cls(value, value, value)

    @property
    def is_sure(self) -> bool:
        """Whether it is a single value."""
        return self.low == self.high

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value it can have."""
        return self.at(0.0), self.at(1.0)

    def at(self, u: float) -> float:
        """The value under which a share `u` of the belief lies."""
        if self.is_sure:
            return float(self.likely)
        width, below = self._shape
        if u < below:
            return self.likely - width * below + width * math.sqrt(u * below)
        return self.likely + width * (1 - below) - width * math.sqrt((1 - u) * (1 - below))

    @cached_property
    def _shape(self) -> tuple[float, float]:
        """Width of the triangle, and its share under the mode."""
        down, span = self.likely - self.low, self.high - self.low

        def reach(share: float) -> float:
            # From the mode to the tenth on the side that holds this share, in widths.
            return share - math.sqrt(_TAIL * share)

        def gap(below: float) -> float:
            total = reach(below) + reach(1 - below)
            return reach(below) / total - down / span

        below = float(brentq(gap, _TAIL, 1 - _TAIL))
        return span / (reach(below) + reach(1 - below)), below
