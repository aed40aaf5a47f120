"""A figure in each of some spans of time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from journey.analyses.again import Again, clustered_share, design_effect, of_customers, whose
from journey.analyses.interval import Z
from journey.analyses.scores import NOBODY, AnswersAgain, Counts, boxes, figure, mean
from journey.analyses.trends.customers import come_again
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.service import served
from journey.model import BLANK, Interval
from journey.store.dialect import quote
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["Measured", "measure"]


@dataclass(frozen=True)
class Measured:
    """A figure in one span.

    Attributes
    ----------
    figure : Interval
        n counts what it rests on: journeys, events or answers.
    journeys : int
        Journeys that started in it, or with the figure of what happened, journeys it rests on.
    mature : float or None
        Share of its journeys that are old enough to be judged; None where that is of no account.
    """

    figure: Interval
    journeys: int
    mature: float | None = None


def measure(
    workspace: Workspace,
    selection: Selection,
    metric: TrendMetric,
    score: Declaration | None,
    starts: Sequence[date],
    hidden: tuple[str, ...] = (),
) -> list[Measured]:
    """The figure in each span from one of `starts` to before the next; the last span has no end.

    Parameters
    ----------
    selection : Selection
        Of the scope at the level of the metric.
    starts : sequence of date
        Ascending. What lies before the first counts nowhere.
    hidden : tuple of str
        The touchpoints that the scope hides.
    """
    span = _span(starts)
    with whose(workspace, selection.cursor) as who, served(workspace, selection, metric, hidden) as here:
        rows = _served(selection, metric, here, span) if here else _ROWS[metric.kind](selection, metric, score, span)
        again = come_again(selection, metric, score, span, who, here)
    found = {row[0]: row[1:] for row in rows if row[0] > 0}
    return [_told(metric, score, found.get(number), again.get(number, NOBODY)) for number in range(1, len(starts) + 1)]


def _span(starts: Sequence[date]) -> str:
    """SQL of the number of the span, from 1, that a column `moment` lies in; 0: before all of them."""
    first = starts[0]
    steps = [(start - first).days for start in starts]
    # One entry a day: a look into a list, where counting the bounds passed would take twenty times as long. Dates and
    # numbers are of our own making, so they may stand in the text.
    last = steps[-1]
    numbers, at = [], 0
    for day in range(last + 1):
        while at < len(steps) and steps[at] <= day:
            at += 1
        numbers.append(at)
    passed = f"date_diff('day', TIMESTAMP '{first.isoformat()}', moment)"
    return f"CASE WHEN {passed} < 0 THEN 0 ELSE {numbers}[least({passed}, {last}) + 1] END"


def _started(selection: Selection, metric: TrendMetric, _score: object, span: str) -> list[tuple[Any, ...]]:
    """By start: journeys, mature, converted, lost or dropped, sorted durations of completed, cost."""
    cost = ""
    if metric.kind == "cost":
        cost = "LEFT JOIN (SELECT journey, sum(cost) AS paid FROM event GROUP BY journey) p ON p.journey = s.id"
    paid = "avg(coalesce(p.paid, 0)), coalesce(stddev_samp(coalesce(p.paid, 0)), 0)" if cost else "NULL, NULL"
    return selection.run(
        f"""
        WITH started AS (
            SELECT j.id, j.mature, j.converted, j.outcome, j.duration, k.started AS moment
            FROM {selection.journeys} j JOIN journey k ON k.id = j.id
        )
        SELECT {span} AS span, count(*), count(*) FILTER (s.mature), count(*) FILTER (s.mature AND s.converted),
               count(*) FILTER (s.mature AND s.outcome IN (1, 2)),
               list(s.duration ORDER BY s.duration) FILTER (s.outcome = 0), {paid}
        FROM started s {cost} GROUP BY span
        """
    )


def _shared(selection: Selection, metric: TrendMetric, _score: object, span: str) -> list[tuple[Any, ...]]:
    """Journeys with an event in the span, and those of them with one at the place."""
    return selection.run(
        f"""
        WITH happened AS (
            SELECT e.journey, e.time AS moment, e.node = ({_node(metric)}) AS here
            FROM {selection.events} e
        ), spans AS (SELECT journey, {span} AS span, bool_or(here) AS here FROM happened GROUP BY journey, span)
        SELECT span, count(*), count(*) FILTER (here) FROM spans GROUP BY span
        """,
        [metric.name],
    )


def _exits(selection: Selection, metric: TrendMetric, _score: object, span: str) -> list[tuple[Any, ...]]:
    """Journeys at the place before any goal; the mature ones; those of them that end there without a goal."""
    return selection.run(
        f"""
        WITH came AS (
            SELECT e.journey, e.time AS moment, j.mature,
                   j.mature AND e.position <= j.exit_position AND j.exit_position < e.until AS exits
            FROM {selection.events} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.node = ({_node(metric)}) AND e.position < j.goal_position
        ), spans AS (
            SELECT journey, {span} AS span, bool_or(mature) AS mature, bool_or(exits) AS exits FROM came
            GROUP BY journey, span
        )
        SELECT span, count(*), count(*) FILTER (mature), count(*) FILTER (exits) FROM spans GROUP BY span
        """,
        [metric.name],
    )


def _waits(selection: Selection, metric: TrendMetric, _score: object, span: str) -> list[tuple[Any, ...]]:
    return selection.run(
        f"""
        WITH left_here AS (
            SELECT e.wait, e.journey, e.time AS moment FROM {selection.events} e
            WHERE e.node = ({_node(metric)}) AND e.next >= 0
        )
        SELECT {span} AS span, count(DISTINCT journey), list(wait ORDER BY wait) FROM left_here GROUP BY span
        """,
        [metric.name],
    )


def _served(selection: Selection, metric: TrendMetric, here: str, span: str) -> list[tuple[Any, ...]]:
    """Journeys; sorted times of a median; else the share that is old enough, what can be judged, and what is good."""
    counts = "list(value ORDER BY value)"
    if metric.kind in ("resolved", "escalated"):
        counts = "avg(CAST(old AS INT)), count(*) FILTER (judged), count(*) FILTER (judged AND good)"
    return selection.run(f"SELECT {span} AS span, count(DISTINCT journey), {counts} FROM {here} GROUP BY span")


def _answered(selection: Selection, metric: TrendMetric, score: Declaration | None, span: str) -> list[tuple[Any, ...]]:
    assert score is not None
    edges = boxes(score)
    here = ""
    bound: list[Any] = [*edges.good, *edges.bad, score.score, score.low, score.high]
    if metric.place is not None:
        # A folded visit holds every answer up to the next one.
        here = f"""AND EXISTS (
            SELECT 1 FROM {selection.linked} v WHERE v.journey = a.journey AND v.node = ({_node(metric)})
            AND v.position <= a.position AND a.position < v.until)"""
        bound.append(metric.name)
    return selection.run(
        f"""
        WITH given AS (
            SELECT a.journey, a.value, a.value BETWEEN ? AND ? AS good, a.value BETWEEN ? AND ? AS bad, e.time AS moment
            FROM answer a JOIN score s ON s.id = a.score
            JOIN event e ON e.journey = a.journey AND e.position = a.position
            WHERE s.name = ? AND a.value BETWEEN ? AND ? AND a.journey IN (SELECT id FROM {selection.journeys}) {here}
        )
        SELECT {span} AS span, count(DISTINCT journey), count(*), count(*) FILTER (good), count(*) FILTER (bad),
               avg(value), coalesce(stddev_samp(value), 0)
        FROM given GROUP BY span
        """,
        bound,
    )


def _node(metric: TrendMetric) -> str:
    return f"SELECT id FROM {quote(metric.place or 'touchpoint')} WHERE name = ?"


_ROWS = {
    "journeys": _started, "conversion": _started, "lost": _started, "duration": _started, "cost": _started,
    "share": _shared, "exit": _exits, "wait": _waits, "score": _answered, "mean": _answered,
}  # fmt: skip


def _told(metric: TrendMetric, score: Declaration | None, row: tuple[Any, ...] | None, again: AnswersAgain) -> Measured:
    """One row as a figure."""
    if row is None:
        empty = Interval(0.0, None, None, 0) if metric.kind == "journeys" else BLANK
        return Measured(empty, 0)
    if metric.kind in ("score", "mean"):
        journeys, n, good, bad, average, deviation = row
        counts = Counts(n, good, bad, average, deviation, again)
        assert score is not None
        return Measured(figure(score.method, counts) if metric.kind == "score" else mean(counts), journeys)
    if metric.kind == "share":
        active, here = row
        return Measured(clustered_share(here, active, again.good), here)
    if metric.kind == "exit":
        here, mature, ended = row
        return Measured(clustered_share(ended, mature, again.good), here, mature / here)
    if metric.kind in ("resolved", "escalated"):
        journeys, mature, judged, good = row
        return Measured(clustered_share(good, judged, again.good), journeys, mature)
    if metric.kind in ("wait", "time", "reply"):
        journeys, sorted_waits = row
        return Measured(_median(sorted_waits, again.good), journeys)
    journeys, mature, converted, failed, durations, paid, spread = row
    if metric.kind == "journeys":
        return Measured(Interval(float(journeys), None, None, journeys), journeys)
    if metric.kind == "cost":
        return Measured(mean(Counts(journeys, 0, 0, paid, spread, again)), journeys, mature / journeys)
    if metric.kind == "duration":
        return Measured(_median(durations or [], again.good), journeys, mature / journeys)
    share = clustered_share(converted if metric.kind == "conversion" else failed, mature, again.good)
    return Measured(share, journeys, mature / journeys)


def _median(values: list[int], again: Again) -> Interval:
    """The median of ascending microseconds, in seconds, with the interval of its order statistics (Conover 1999).

    Where customers bring several, the ranks of its ends are as far apart as the design effect of the share below it
    makes them.
    """
    n = len(values)
    if not n:
        return BLANK
    middle = (values[(n - 1) // 2] + values[n // 2]) / 2
    below = bisect_right(values, middle)
    effect = design_effect(below, below, n, again, below / n * (1 - below / n))
    arm = Z * (n * effect) ** 0.5 / 2
    low, high = int(n / 2 - arm), int(n / 2 + arm)
    if low < 1 or high >= n:
        return of_customers(Interval(middle / 1e6, None, None, n), n, again, effect)
    found = Interval(middle / 1e6, min(values[low - 1], middle) / 1e6, max(values[high], middle) / 1e6, n)
    return of_customers(found, n, again, effect)
