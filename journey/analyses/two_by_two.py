"""Two groups and a share in each: the odds ratio, and the chance that nothing is behind the difference."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import chi2, fisher_exact

from journey.model import Interval

__all__ = ["chance", "odds_ratio"]

Z = 1.959963984540054


def odds_ratio(a: int, b: int, c: int, d: int) -> Interval:
    """Odds ratio (a / b) / (c / d) of a table, every cell raised by 0.5 (Haldane 1956, Anscombe 1956).

    Parameters
    ----------
    a, b, c, d : int
        With and without the event in the one group, and in the other.

    Returns
    -------
    Interval
        On the log scale the error is the root of the summed reciprocals of the raised cells; n is the smaller group.

    Examples
    --------
    >>> ratio = odds_ratio(20, 10, 10, 20)
    >>> round(ratio.value, 3), round(ratio.low, 2), round(ratio.high, 2)
    (3.812, 1.33, 10.91)
    """
    cells = [cell + 0.5 for cell in (a, b, c, d)]
    ratio = cells[0] * cells[3] / (cells[1] * cells[2])
    half = Z * math.sqrt(sum(1 / cell for cell in cells))
    return Interval(ratio, ratio * math.exp(-half), ratio * math.exp(half), min(a + b, c + d))


def chance(a: int, b: int, c: int, d: int) -> float:
    """p value of a table: Fisher's exact where a cell is expected to hold under 5, else chi-square, uncorrected.

    Examples
    --------
    >>> round(chance(20, 10, 10, 20), 4), round(chance(3, 1, 1, 3), 4), chance(5, 0, 7, 0)
    (0.0098, 0.4857, 1.0)
    """
    n = a + b + c + d
    with_it, without_it = (a + b, c + d)
    happened, not_so = (a + c, b + d)
    if not (with_it and without_it and happened and not_so):
        return 1.0
    least = min(with_it, without_it) * min(happened, not_so) / n
    if least < 5:
        return float(fisher_exact(np.array([[a, b], [c, d]])).pvalue)
    return float(chi2.sf(n * (a * d - b * c) ** 2 / (with_it * without_it * happened * not_so), 1))
