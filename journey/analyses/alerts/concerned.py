"""The customers that an alert is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from journey.analyses.scores import boxes
from journey.analyses.trends.metric import TrendMetric, checked
from journey.analyses.trends.periods import Period
from journey.analyses.trends.service import served
from journey.scope import Scope
from journey.store.dialect import quote
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Concerned", "concerned"]


@dataclass(frozen=True)
class Concerned:
    """A customer, with the journey and moment that concern the alert.

    Attributes
    ----------
    value : float or None
        The answer, the wait or the duration in seconds, the cost; None where it is the mere event.
    """

    customer: str
    journey: str
    time: datetime
    value: float | None


def concerned(
    workspace: Workspace, scope: Scope, metric: TrendMetric, period: Period, *, everybody: bool = False
) -> tuple[Concerned, ...]:
    """Whom a figure in a period is about.

    Scores: those whose answer was not good; with `everybody`, all who answered. Share, wait, time and first reply:
    everybody at the place. First-contact resolution: those whose contact did not settle the matter. Escalated: those
    who went on to a person. Exit: those that end there. Conversion and lost: the mature journeys that did not convert,
    or were lost or dropped. Else: all journeys that started. By time.
    """
    score = checked(workspace, metric)
    bounds = [period.start, period.end]
    with (
        select(workspace, replace(scope, level=metric.level)) as selection,
        served(workspace, selection, metric, scope.hidden) as here,
    ):
        if here:
            rows = _served(selection, metric, here, bounds, everybody=everybody)
        else:
            rows = _rows(selection, metric, score, bounds, everybody=everybody)
    return tuple(Concerned(*row) for row in rows)


def _served(
    selection: Selection, metric: TrendMetric, here: str, bounds: list[Any], *, everybody: bool
) -> list[tuple[Any, ...]]:
    failed = {"resolved": "AND NOT v.good", "escalated": "AND v.good"}
    only = "" if everybody else failed.get(metric.kind, "")
    return selection.run(
        f"""SELECT j.customer, j.key, min(v.moment) AS first, max(v.value) / 1e6
            FROM {here} v JOIN journey j ON j.id = v.journey
            WHERE v.moment >= ? AND v.moment < ? AND v.judged {only} GROUP BY ALL ORDER BY first, j.key""",
        bounds,
    )


def _rows(
    selection: Selection, metric: TrendMetric, score: Declaration | None, bounds: list[Any], *, everybody: bool
) -> list[tuple[Any, ...]]:
    node = f"SELECT id FROM {quote(metric.place or 'touchpoint')} WHERE name = ?"
    if metric.by_start:
        only = {
            "conversion": "AND j.mature AND NOT j.converted",
            "lost": "AND j.mature AND j.outcome IN (1, 2)",
            "duration": "AND j.outcome = 0",
        }.get(metric.kind, "")
        value = {
            "duration": "j.duration / 1e6",
            "cost": "(SELECT sum(cost) FROM event e WHERE e.journey = j.id)",
        }.get(metric.kind, "NULL")
        return selection.run(
            f"""SELECT j.customer, j.key, j.started, {value} FROM journey j
                WHERE j.id IN (SELECT id FROM {selection.journeys}) AND j.started >= ? AND j.started < ? {only}
                ORDER BY j.started, j.key""",
            bounds,
        )
    if metric.kind == "exit":
        only = "" if everybody else "AND e.position <= s.exit_position AND s.exit_position < e.until"
        return selection.run(
            f"""SELECT j.customer, j.key, min(e.time) AS first, NULL
                FROM {selection.events} e JOIN {selection.journeys} s ON s.id = e.journey
                JOIN journey j ON j.id = e.journey
                WHERE e.node = ({node}) AND e.time >= ? AND e.time < ?
                AND s.mature AND e.position < s.goal_position {only}
                GROUP BY ALL ORDER BY first, j.key""",
            [metric.name, *bounds],
        )
    if metric.kind in ("share", "wait"):
        value = "max(e.wait) FILTER (e.next >= 0) / 1e6" if metric.kind == "wait" else "NULL"
        return selection.run(
            f"""SELECT j.customer, j.key, min(e.time) AS first, {value}
                FROM {selection.events} e JOIN journey j ON j.id = e.journey
                WHERE e.node = ({node}) AND e.time >= ? AND e.time < ? GROUP BY ALL ORDER BY first, j.key""",
            [metric.name, *bounds],
        )
    assert score is not None
    good = boxes(score).good
    at_place, names = "", []
    if metric.place is not None:
        at_place = f"""AND EXISTS (SELECT 1 FROM {selection.linked} v WHERE v.journey = a.journey
            AND v.node = ({node}) AND v.position <= a.position AND a.position < v.until)"""
        names = [metric.name]
    return selection.run(
        f"""SELECT j.customer, j.key, e.time, a.value
            FROM answer a JOIN score s ON s.id = a.score JOIN journey j ON j.id = a.journey
            JOIN event e ON e.journey = a.journey AND e.position = a.position
            WHERE s.name = ? AND a.value BETWEEN ? AND ? AND (? OR NOT a.value BETWEEN ? AND ?)
            AND e.time >= ? AND e.time < ?
            AND a.journey IN (SELECT id FROM {selection.journeys}) {at_place} ORDER BY e.time, j.key""",
        [score.score, score.low, score.high, everybody, *good, *bounds, *names],
    )
