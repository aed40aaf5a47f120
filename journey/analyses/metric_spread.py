"""Intervals of the metrics that are medians and means: asked for one by one, since they take longer than the table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.clustered import Sums, Z, mean_of
from journey.analyses.interval import MINIMUM_N
from journey.analyses.metric_catalogue import Metric
from journey.analyses.metric_groups import Groups, groups
from journey.analyses.metric_visits import visits
from journey.analyses.metrics import LEVELS
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["QUICK", "SPREAD", "median_interval", "metric_spread", "spreads"]

_MEDIANS = {"time": "v.spent", "reply": "v.reply"}
_RATIOS = {
    "contacts": ("v.contacts", "v.first"),
    "cost": ("v.cost", "v.first"),
    "cost_per_completed": ("v.cost", "v.done"),
}
SPREAD = (*_MEDIANS, *_RATIOS)
"""The metrics that have their interval from here."""


QUICK = 300_000
"""Events up to which the intervals of a whole table take no time that anybody notices."""


def spreads(
    workspace: Workspace, scope: Scope, by: str, metrics: Iterable[Metric], ask: Callable[..., dict[int, Interval]]
) -> dict[str, dict[int, Interval]]:
    """The intervals of those metrics that have theirs from here, by their keys.

    Parameters
    ----------
    ask : callable
        Measures one: `metric_spread` called at once, or whatever keeps its results. Takes the analysis and what that
        takes.
    """
    return {one.key: ask(metric_spread, workspace, scope, by, one.key) for one in metrics if one.key in SPREAD}


def metric_spread(workspace: Workspace, scope: Scope, by: str, metric: str) -> dict[int, Interval]:
    """The 95 % intervals of a metric in every group.

    Parameters
    ----------
    by : str
        As in `journey.analyses.metrics.metrics`.
    metric : str
        One of `SPREAD`.

    Returns
    -------
    dict of group to Interval
        The value is that of the table; n counts visits, replies, or journeys (of a cost per completed one, completed
        ones). The bounds are None where fewer than 30 customers stand behind it.
    """
    scope = replace(scope, level=LEVELS.get(by, Level.TOUCHPOINT))
    with select(workspace, scope) as selection:
        told = groups(selection, by)
        with visits(workspace, selection, told, scope.hidden) as relation:
            rows = _Rows(selection, told, relation)
            return _medians(rows, _MEDIANS[metric]) if metric in _MEDIANS else _ratios(rows, *_RATIOS[metric])


class _Rows:
    """The visits in scope, each with its group and customer."""

    def __init__(self, selection: Selection, told: Groups, relation: str) -> None:
        self.cursor = selection.cursor
        self.bound: dict[str, Any] = told.bound if told.of_journeys else {}
        self.place = "m.place" if told.of_journeys else "v.node"
        members = f"JOIN {told.members} m ON m.id = v.journey" if told.of_journeys else ""
        self.source = f"{relation} v {members} JOIN journey j ON j.id = v.journey {selection.only('v.journey')}"


def _medians(rows: _Rows, column: str) -> dict[int, Interval]:
    table = rows.cursor.execute(
        f"""SELECT {rows.place} AS place, {column} AS value, hash(j.customer) AS customer FROM {rows.source}
            WHERE {column} IS NOT NULL AND {rows.place} IS NOT NULL""",
        rows.bound,
    ).fetchnumpy()
    place, value, customer = (np.asarray(table[name]) for name in ("place", "value", "customer"))
    if not len(place):
        return {}
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    found = {}
    for group, at in zip(place[order][starts].tolist(), np.split(order, starts[1:]), strict=True):
        found[int(group)] = median_interval(value[at] / 1e6, len(np.unique(customer[at])))
    return found


def median_interval(values: NDArray[np.float64], customers: int) -> Interval:
    """A median with the order statistics that hold it in 19 of 20 samples of so many independent customers.

    By the normal approximation of the binomial (Conover, Practical Nonparametric Statistics, 3.2): the shares
    1/2 +- 1.96 / (2 sqrt(customers)) of the ordered values. Visits of one customer count as one: it errs to the wide.

    Examples
    --------
    >>> median_interval(np.arange(1.0, 102.0), 101)
    Interval(value=51.0, low=41.0, high=61.0, n=101)
    """
    n = len(values)
    value = float(np.median(values))
    reach = min(0.5, Z / (2 * math.sqrt(customers)))
    ordered = np.sort(values)
    low, high = (ordered[round((n - 1) * (0.5 + side * reach))] for side in (-1, 1))
    return _sure(Interval(value, float(low), float(high), n), customers)


def _ratios(rows: _Rows, over: str, under: str) -> dict[int, Interval]:
    found = rows.cursor.execute(
        f"""
        WITH per AS (
            SELECT {rows.place} AS place, coalesce(sum({over}), 0) AS c, count(*) FILTER ({under}) AS d,
                   count({over}) AS known
            FROM {rows.source} GROUP BY {rows.place}, j.customer
        )
        SELECT place, sum(known), sum(c), sum(d), sum(c * c), sum(c * d), sum(d * d), count(*)
        FROM per WHERE place IS NOT NULL GROUP BY place
        """,
        rows.bound,
    ).fetchall()
    sums = {
        int(place): Sums(float(c), float(d), float(cc), float(cd), float(dd), int(customers))
        for place, known, c, d, cc, cd, dd, customers in found
        if known
    }
    return {place: _sure(mean_of(one), one.customers) for place, one in sums.items() if one.m}


def _sure(found: Interval, customers: int) -> Interval:
    """Without its bounds where few stand behind it, or where all are the same: never an interval of no width."""
    if found.low is None or found.high is None or customers < MINIMUM_N or not found.low < found.high:
        return Interval(found.value, None, None, found.n)
    return found
