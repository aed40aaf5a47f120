"""Retention and churn: of the customers seen in one period, those seen again in the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from journey.analyses.again import Again, clustered_share, of_a_share
from journey.analyses.metric_answers import placed
from journey.analyses.metric_groups import groups
from journey.analyses.metrics import LEVELS, Metrics
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["kept_customers", "retention", "with_retention"]

_WIDE = 2**32


def retention(workspace: Workspace, scope: Scope, by: str) -> tuple[tuple[int, Interval], ...]:
    """(group, retention) with Wilson's interval over customers: (E - N) / S.

    S are the customers of journeys in scope that are seen in the group in a calendar month (a week, where groups are
    weeks), added up over the months whose next one the log covers whole. E - N are those of them that are seen anywhere
    in that next month: all customers of it without the new ones. Churn is the rest. n counts customer-months.

    Parameters
    ----------
    by : str
        As in `journey.analyses.metrics.metrics`; a row of a week or month tells of the customers seen in it.

    Returns
    -------
    tuple of (int, Interval)
        Groups that have no month with a whole next one are left out.
    """
    unit = "week" if by == "week" else "month"
    scope = replace(scope, level=LEVELS.get(by, Level.TOUCHPOINT))
    with select(workspace, scope) as selection:
        told = groups(selection, by)
        spans = f"(SELECT DISTINCT journey, date_trunc('{unit}', time) AS period FROM event)"
        if told.kind == "period":
            here = f"""
                SELECT x.journey, x.period, date_diff('day', DATE '1970-01-01', x.period) AS place
                FROM {spans} x JOIN {selection.journeys} k ON k.id = x.journey"""
        elif told.of_journeys:
            here = placed(selection, told, spans)
        else:
            events = f"(SELECT journey, position, date_trunc('{unit}', time) AS period FROM event)"
            here = placed(selection, told, events)
        rows = _seen_again(selection, here, unit, {} if told.kind == "period" else told.bound)
    return tuple(rows)


def kept_customers(workspace: Workspace, scope: Scope) -> dict[tuple[int, int], Interval]:
    """(source, target) -> the same of the customers who go that way in a month, at the level of the scope."""
    with select(workspace, scope) as selection:
        here = f"""
            SELECT journey, date_trunc('month', time) AS period, CAST(node AS BIGINT) * {_WIDE} + next AS place
            FROM {selection.events} WHERE next >= 0"""
        rows = _seen_again(selection, here, "month", {})
    return {divmod(place, _WIDE): kept for place, kept in rows}


def _seen_again(selection: Selection, here: str, unit: str, bound: dict[str, Any]) -> list[tuple[int, Interval]]:
    """Place -> of the customers of `here` (journey, period, place), month by month, those seen in the next."""
    _asked, applied = read_definitions(selection.cursor)
    rows = selection.cursor.execute(
        f"""
        WITH here AS ({here}), held AS (
            SELECT DISTINCT h.place, j.customer, h.period FROM here h JOIN journey j ON j.id = h.journey
            WHERE h.place IS NOT NULL AND h.period + INTERVAL 2 {unit} <= CAST($end AS TIMESTAMP)
        ), seen AS (
            SELECT DISTINCT j.customer, date_trunc('{unit}', e.time) AS period
            FROM event e JOIN journey j ON j.id = e.journey
        ), per AS (
            SELECT h.place, count(*) AS m, count(s.customer) AS x FROM held h
            LEFT JOIN seen s ON s.customer = h.customer AND s.period = h.period + INTERVAL 1 {unit}
            GROUP BY h.place, h.customer
        )
        SELECT place, sum(x), sum(m), {of_a_share()} FROM per GROUP BY place ORDER BY place
        """,
        {"end": applied.observed_end} | bound,
    ).fetchall()
    return [(int(place), clustered_share(int(again), int(n), Again.of(*sums))) for place, again, n, *sums in rows]


def with_retention(found: Metrics, kept: tuple[tuple[int, Interval], ...]) -> Metrics:
    """The table with its column of retention filled."""
    of = dict(kept)
    return replace(found, rows=tuple(replace(row, retention=of.get(row.id, row.retention)) for row in found.rows))
