"""Where a figure over time changed its level."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from journey.analyses.interval import MINIMUM_N, difference, mean_interval, wilson
from journey.analyses.trends.measure import Measured
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import Period
from journey.model import Interval

__all__ = ["PENALTY", "Change", "changes"]

PENALTY = 3.0
"""Times the logarithm of the number of periods: what one more change must explain, in variances of the noise."""

SHORTEST = 2
"""Periods between two changes, at least."""


@dataclass(frozen=True)
class Change:
    """The figure changed its level on a day.

    Attributes
    ----------
    day : date
        The first of the periods with the new level.
    before, after : Interval
        The figure from the change before it (or the beginning), and up to the next one (or the end).
    gap : Interval
        after - before.
    """

    day: date
    before: Interval
    after: Interval
    gap: Interval


def changes(
    series: Sequence[tuple[Period, Interval]], metric: TrendMetric, pooled: Callable[[list[int]], list[Measured]]
) -> tuple[Change, ...]:
    """The change points of a series of periods.

    PELT (Killick, Fearnhead, Eckley 2012; `ruptures`) cuts the series into stretches of one mean each; a cut costs
    `PENALTY` * log(periods) variances of the noise; the noise is told by the differences of neighbours. A cut is
    reported where both stretches rest on 30 or more and the interval of their difference leaves out 0.

    Parameters
    ----------
    series : sequence of (Period, Interval)
        Whole and mature periods.
    pooled : callable
        From the first periods of the stretches to the figure of each.
    """
    known = [n for n, (_period, figure) in enumerate(series) if figure.value is not None]
    values = np.array([series[n][1].value for n in known], dtype=float)
    if len(values) < 2 * SHORTEST:
        return ()
    # Neighbours differ by the noise alone but at a change: the median of their differences does not see the few.
    noise = float(np.median(np.abs(np.diff(values)))) / 0.6745 / math.sqrt(2)
    if noise == 0:
        noise = float(np.std(np.diff(values))) / math.sqrt(2)
    if noise == 0:
        return ()
    edges = [0, *(known[cut] for cut in _cuts(values / noise))]
    while len(edges) > 1:
        levels = _levels(series, metric, edges, pooled)
        gaps = [difference(after, before) for before, after in pairwise(levels)]
        weak = [n for n, gap in enumerate(gaps) if not _tells(gap)]
        if not weak:
            return tuple(
                Change(series[edge][0].start, levels[n], levels[n + 1], gaps[n]) for n, edge in enumerate(edges[1:])
            )
        # The weakest cut falls first: its neighbours may stand once the stretches have grown together.
        edges.pop(1 + min(weak, key=lambda n: _strength(gaps[n])))
    return ()


def _cuts(values: np.ndarray) -> list[int]:
    import ruptures

    search = ruptures.Pelt(model="l2", min_size=SHORTEST, jump=1).fit(values.reshape(-1, 1))
    return [int(cut) for cut in search.predict(pen=PENALTY * math.log(len(values)))[:-1]]


def _levels(
    series: Sequence[tuple[Period, Interval]], metric: TrendMetric, edges: list[int],
    pooled: Callable[[list[int]], list[Measured]],
) -> list[Interval]:  # fmt: skip
    if metric.kind not in ("journeys", "share"):
        return [measured.figure for measured in pooled(edges)]
    stretches = [[figure for _period, figure in series[a:b]] for a, b in pairwise([*edges, len(series)])]
    if metric.kind == "share":
        # A journey counts in each period that it is in touch in: else long stretches would not compare to short ones.
        return [wilson(round(sum((f.value or 0) * f.n for f in s)), sum(f.n for f in s)) for s in stretches]
    return [_mean([figure.value or 0.0 for figure in stretch]) for stretch in stretches]


def _mean(values: list[float]) -> Interval:
    """The mean number a period; it rests on the journeys, its interval on the periods."""
    found = mean_interval(
        float(np.mean(values)), float(np.std(values, ddof=1)) if len(values) > 1 else 0.0, len(values)
    )
    return Interval(found.value, found.low, found.high, round(sum(values)))


def _tells(gap: Interval) -> bool:
    return gap.n >= MINIMUM_N and gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0)


def _strength(gap: Interval) -> float:
    if gap.value is None or gap.low is None or gap.high is None or gap.high == gap.low:
        return 0.0
    return abs(gap.value) / (gap.high - gap.low)
