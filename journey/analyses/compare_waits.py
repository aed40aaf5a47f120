"""Waits and durations of two groups: the difference of medians, with a bootstrap over customers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from journey.analyses.interval import MINIMUM_N
from journey.model import Interval
from journey.store.selection import Selection

__all__ = ["median_gap", "medians"]

RESAMPLES = 200
TRANSITIONS_AT_MOST = 40
VALUES_AT_MOST = 4000
"""Of each transition and side: the median of so many is sure enough, and drawn in no time."""

Gap = tuple[Interval, Interval, Interval, float]


def medians(selection: Selection) -> dict[tuple[int, int], Gap]:
    """Source, target -> median wait in a, in b, b - a, and p, of the busiest transitions; (-1, -1): the duration."""
    rows = selection.cursor.execute(
        f"""
        WITH wait AS (
            SELECT g.side, g.customer, e.node AS source, e.next AS target, e.wait / 1e6 AS seconds, e.journey,
                   e.position
            FROM {selection.linked} e JOIN member g ON g.journey = e.journey WHERE e.next >= 0 AND e.first_use
        ), busy AS (
            SELECT source, target FROM wait GROUP BY source, target
            HAVING count(DISTINCT customer) FILTER (side = 0) >= {MINIMUM_N}
               AND count(DISTINCT customer) FILTER (side = 1) >= {MINIMUM_N}
            ORDER BY count(*) DESC, source, target LIMIT {TRANSITIONS_AT_MOST}
        ), told AS (
            SELECT w.* FROM wait w JOIN busy b ON b.source = w.source AND b.target = w.target
            UNION ALL
            SELECT g.side, g.customer, -1, -1, j.duration / 1e6, g.journey, 0
            FROM member g JOIN {selection.journeys} j ON j.id = g.journey WHERE NOT j.cut
        )
        SELECT source, target, side, customer, seconds FROM told
        QUALIFY row_number() OVER (PARTITION BY source, target, side ORDER BY hash(journey), position)
                <= {VALUES_AT_MOST}
        ORDER BY source, target, side, seconds, customer
        """
    ).fetchnumpy()
    table = {name: np.asarray(values) for name, values in rows.items()}
    place = np.stack([table["source"], table["target"]])
    if not place.shape[1]:
        return {}
    begins = np.flatnonzero(np.append(True, (place[:, 1:] != place[:, :-1]).any(axis=0)))
    ends = [*begins[1:], place.shape[1]]
    found = {}
    for begin, end in zip(begins, ends, strict=True):
        part = {name: values[begin:end] for name, values in table.items()}
        sides = [(part["seconds"][part["side"] == side], part["customer"][part["side"] == side]) for side in (0, 1)]
        if all(len(np.unique(customers)) >= MINIMUM_N for _values, customers in sides):
            found[int(part["source"][0]), int(part["target"][0])] = median_gap(*sides[0], *sides[1])
    return found


def median_gap(a: NDArray[Any], of_a: NDArray[Any], b: NDArray[Any], of_b: NDArray[Any], draws: int = RESAMPLES) -> Gap:
    """Median of a, of b, b - a, and the p value of no difference.

    Parameters
    ----------
    a, b : array of float, sorted
    of_a, of_b : array of int
        The customer of each value: customers are drawn, with all their values.

    Notes
    -----
    Intervals are percentiles of the draws; p is that of a normal with their spread.
    """
    random = np.random.default_rng(20260101)
    customers, number = np.unique(np.concatenate((of_a, of_b)), return_inverse=True)
    drawn = np.empty((2, draws))
    for n in range(draws):
        weight = np.bincount(random.integers(0, len(customers), len(customers)), minlength=len(customers))[number]
        drawn[0, n] = _weighted_median(a, weight[: len(a)])
        drawn[1, n] = _weighted_median(b, weight[len(a) :])
    gaps = drawn[1] - drawn[0]
    gap = float(np.median(b) - np.median(a))
    spread = float(np.nanstd(gaps))
    p = 1.0 if not gap else float(2 * norm.sf(abs(gap) / spread)) if spread else 0.0
    sides = []
    for s, values in enumerate((a, b)):
        low, high = map(float, np.nanquantile(drawn[s], (0.025, 0.975)))
        sides.append(Interval(float(np.median(values)), low, high, len(values)))
    low, high = map(float, np.nanquantile(gaps, (0.025, 0.975)))
    fewer = min(len(np.unique(of_a)), len(np.unique(of_b)))
    return sides[0], sides[1], Interval(gap, min(low, gap), max(high, gap), fewer), p


def _weighted_median(values: NDArray[Any], weight: NDArray[Any]) -> float:
    total = weight.cumsum()
    if not len(total) or not total[-1]:
        return float("nan")
    # Between the two middle ones, as the median of repeated values is.
    low, high = np.searchsorted(total, [total[-1] / 2, total[-1] / 2 + 0.5], side="left")
    return float((values[low] + values[min(high, len(values) - 1)]) / 2)
