"""Intervals at 95 %: for a share, for a mean, for a net promoter score, for differences of them."""

from __future__ import annotations

import math

from scipy.special import stdtrit

from journey.model import BLANK, Interval

__all__ = ["MINIMUM_N", "difference", "mean_interval", "net_promoter", "student_t", "wilson"]

MINIMUM_N = 30
"""Below it a figure is shown greyed with its n, and ranks nothing."""

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
        return BLANK
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
        return BLANK
    if n == 1:
        return Interval(mean, None, None, 1)
    half = student_t(n - 1) * deviation / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def net_promoter(promoters: int, detractors: int, n: int) -> Interval:
    """A net promoter score, -100 to +100, with its adjusted Wald interval (Rocks 2016; Sauro, measuringu.com).

    Three answers are added, a quarter of each promoters and detractors: without them the interval is too narrow at the
    ends of the scale. The score itself is the plain one.

    Parameters
    ----------
    promoters, detractors, n : int
        Answers of 9 or 10, of 0 to 6, and all.

    Examples
    --------
    >>> score = net_promoter(50, 20, 100)
    >>> round(score.value), round(score.low, 1), round(score.high, 1)
    (30, 14.1, 44.2)
    >>> net_promoter(0, 0, 0).value is None
    True
    """
    if n == 0:
        return BLANK
    size = n + 3
    good, bad = (promoters + 0.75) / size, (detractors + 0.75) / size
    half = Z * math.sqrt((good + bad - (good - bad) ** 2) / size)
    score = 100 * (promoters - detractors) / n
    low, high = 100 * (good - bad - half), 100 * (good - bad + half)
    # With one answer or two, the centre is so far from the score that it would lie outside.
    return Interval(score, min(score, max(-100.0, low)), max(score, min(100.0, high)), n)


def difference(a: Interval, b: Interval) -> Interval:
    """Figure a minus figure b of two independent groups, with Newcombe's hybrid interval (Newcombe 1998, method 10).

    For shares it joins their score intervals; for means and net promoter scores, whose intervals are symmetric, it is
    the root of the summed squares of their half widths. n is the smaller of the two, of customers where some
    come more than once.

    Examples
    --------
    >>> gap = difference(wilson(56, 70), wilson(48, 80))
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if a.value is None or b.value is None or a.low is None or b.low is None or a.high is None or b.high is None:
        return Interval(None, None, None, min(a.rests_on, b.rests_on))
    gap = a.value - b.value
    low = gap - math.sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    high = gap + math.sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Interval(gap, low, high, min(a.rests_on, b.rests_on))


def student_t(freedom: int) -> float:
    """The 97.5 % quantile of Student's t.

    >>> round(student_t(29), 3)
    2.045
    """
    return float(stdtrit(freedom, 0.975))
