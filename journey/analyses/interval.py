"""Intervals at 95 %: for a share, for a mean, for a difference of shares."""

from __future__ import annotations

import math
from functools import lru_cache

from scipy.stats import t as student

from journey.model import Interval

__all__ = ["MINIMUM_N", "difference", "mean_interval", "wilson"]

MINIMUM_N = 30
"""Below it a figure is shown greyed with its n, and ranks nothing (DESIGN: honest numbers)."""

Z = 1.959963984540054


def wilson(successes: int, n: int) -> Interval:
    """A share with Wilson's score interval (Wilson 1927).

    Parameters
    ----------
    successes, n : int
        Counts, 0 <= successes <= n.

    Examples
    --------
    >>> share = wilson(8, 10)
    >>> round(share.low, 3), round(share.high, 3)
    (0.49, 0.943)
    >>> wilson(0, 0).value is None
    True
    """
    if n == 0:
        return Interval(None, None, None, 0)
    share = successes / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    # Rounding may leave the ends a hair inside the share at 0 and at 1.
    return Interval(share, min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half)), n)


def mean_interval(mean: float, deviation: float, n: int) -> Interval:
    """A mean with Student's t interval; no interval for a single value.

    Parameters
    ----------
    deviation : float
        Sample standard deviation (n - 1).

    Examples
    --------
    >>> figure = mean_interval(5.0, 1.0, 4)
    >>> round(figure.low, 2), round(figure.high, 2)
    (3.41, 6.59)
    """
    if n == 0:
        return Interval(None, None, None, 0)
    if n == 1:
        return Interval(mean, None, None, 1)
    half = _t(n - 1) * deviation / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def difference(a: Interval, b: Interval) -> Interval:
    """Share a minus share b, with Newcombe's hybrid score interval (Newcombe 1998, method 10).

    n is the smaller of the two.

    Examples
    --------
    >>> gap = difference(wilson(56, 70), wilson(48, 80))
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if a.value is None or b.value is None or a.low is None or b.low is None or a.high is None or b.high is None:
        return Interval(None, None, None, min(a.n, b.n))
    gap = a.value - b.value
    low = gap - math.sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    high = gap + math.sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Interval(gap, low, high, min(a.n, b.n))


@lru_cache(maxsize=4096)
def _t(freedom: int) -> float:
    return float(student.ppf(0.975, freedom))
