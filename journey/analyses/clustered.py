"""Shares and means over journeys whose customers come more than once: intervals over customers, not journeys."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import norm

from journey.analyses.interval import difference, wilson
from journey.analyses.two_by_two import chance
from journey.model import BLANK, Interval

__all__ = ["Sums", "mean_gap", "mean_of", "share_gap"]

Z = 1.959963984540054


@dataclass(frozen=True)
class Sums:
    """What a ratio over customers needs: each customer brings x (of what is counted) out of m.

    Attributes
    ----------
    x, m : float
        Sums over customers; the share or mean is x / m.
    xx, xm, mm : float
        Sums of the products, customer by customer.
    customers : int
        Those with any m.
    """

    x: float
    m: float
    xx: float
    xm: float
    mm: float
    customers: int

    @property
    def ratio(self) -> float | None:
        """The share or mean."""
        return self.x / self.m if self.m else None

    @property
    def variance(self) -> float:
        """Of the ratio, by the residuals of customers (the delta method; Deng et al. 2017)."""
        if not self.m or self.customers < 2:
            return math.inf
        ratio = self.x / self.m
        squares = max(0.0, self.xx - 2 * ratio * self.xm + ratio * ratio * self.mm)
        return squares / self.m**2 * self.customers / (self.customers - 1)


def share_gap(a: Sums, b: Sums) -> tuple[Interval, Interval, Interval, float]:
    """Share in a, share in b, b - a, and the p value of no difference.

    Where each customer comes once these are Wilson, Newcombe and chi-square (or Fisher). Else the counts are first
    divided by the design effect: as many journeys of as many different customers would tell as much.

    Examples
    --------
    >>> a, b, gap, p = share_gap(Sums(56, 70, 56, 56, 70, 70), Sums(48, 80, 48, 48, 80, 80))
    >>> round(gap.value, 2), round(gap.low, 4), round(gap.high, 4), round(p, 4)
    (-0.2, -0.3339, -0.0524, 0.008)
    """
    effects = [_design(one) for one in (a, b)]
    shares = []
    for one, effect in zip((a, b), effects, strict=True):
        share = wilson(one.x / effect, one.m / effect)  # type: ignore[arg-type]
        shares.append(Interval(share.value, share.low, share.high, round(one.m)))
    gap = difference(shares[1], shares[0])
    cells = [cell / effect for one, effect in zip((a, b), effects, strict=True) for cell in (one.x, one.m - one.x)]
    if max(effects) == 1:
        cells = [round(cell) for cell in cells]
    return shares[0], shares[1], _of(gap, a, b), chance(*cells)  # type: ignore[arg-type]


def mean_of(one: Sums) -> Interval:
    """A mean over customers; n is what it is a mean of.

    Examples
    --------
    >>> told = mean_of(Sums(10.0, 4.0, 30.0, 10.0, 4.0, 4))
    >>> told.value, round(told.low, 2), round(told.high, 2), told.n
    (2.5, 1.23, 3.77, 4)
    """
    mean, half = one.ratio, Z * math.sqrt(one.variance)
    if mean is None or not math.isfinite(half):
        return Interval(mean, None, None, round(one.m))
    return Interval(mean, mean - half, mean + half, round(one.m))


def mean_gap(a: Sums, b: Sums) -> tuple[Interval, Interval, Interval, float]:
    """Mean in a, mean in b, b - a, and the p value of no difference (normal, over customers)."""
    means = [mean_of(one) for one in (a, b)]
    if a.ratio is None or b.ratio is None:
        return means[0], means[1], BLANK, 1.0
    gap, error = b.ratio - a.ratio, math.sqrt(a.variance + b.variance)
    if not math.isfinite(error):
        return means[0], means[1], _of(Interval(gap, None, None, 0), a, b), 1.0
    p = 1.0 if not gap else float(2 * norm.sf(abs(gap) / error)) if error else 0.0
    return means[0], means[1], _of(Interval(gap, gap - Z * error, gap + Z * error, 0), a, b), p


def _of(gap: Interval, a: Sums, b: Sums) -> Interval:
    """A difference rests on the customers of the smaller side."""
    return Interval(gap.value, gap.low, gap.high, min(a.customers, b.customers))


def _design(one: Sums) -> float:
    """How many times wider the variance over customers is than that of as many independent journeys."""
    share = one.ratio
    if share is None or not 0 < share < 1 or one.mm == one.m:
        return 1.0
    return max(1.0, one.variance / (share * (1 - share) / one.m)) if math.isfinite(one.variance) else 1.0
