"""How far customers come again within the spans of a trend."""

from __future__ import annotations

from typing import Any

from journey.analyses.scores import ANSWERS_AGAIN, OF_ANSWERS, AnswersAgain, boxes
from journey.analyses.trends.metric import TrendMetric
from journey.store.dialect import quote
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection

__all__ = ["come_again"]


def come_again(
    selection: Selection, metric: TrendMetric, score: Declaration | None, span: str, who: str, served: str | None
) -> dict[int, AnswersAgain]:
    """Number of a span -> how far the customers behind its figure come again: of shares their `good`.

    Of medians, `good` is the share at or below: its interval is that of the median's rank.

    Parameters
    ----------
    span : str
        SQL of the number of the span that a column `moment` lies in.
    who : str
        The relation `again.whose`.
    served : str or None
        What `service.served` tells.
    """
    if metric.kind == "journeys":
        return {}
    single, bound = (_of_service(metric, span, served), []) if served else _single(selection, metric, score, span)
    # One journey may answer, leave or make contact several times in a span; of everything else it has one.
    if metric.kind not in ("score", "mean", "wait", "time", "resolved") and not selection.run(
        f"SELECT 1 FROM {who} LIMIT 1"
    ):
        return {}
    rows = selection.run(
        f"""
        WITH single AS ({single}), per AS (
            SELECT span, {OF_ANSWERS} FROM single s LEFT JOIN {who} w ON w.journey = s.journey
            WHERE span > 0 GROUP BY span, coalesce(w.who, -1 - s.journey)
        )
        SELECT span, {ANSWERS_AGAIN} FROM per GROUP BY span
        """,
        bound,
    )
    return {number: AnswersAgain.of(*sums) for number, *sums in rows}


def _single(selection: Selection, metric: TrendMetric, score: Declaration | None, span: str) -> tuple[str, list[Any]]:
    """SQL of (journey, span, good, bad, value), a row for each that the figure counts."""
    node = f"SELECT id FROM {quote(metric.place or 'touchpoint')} WHERE name = ?"
    if metric.kind in ("conversion", "lost"):
        good = "j.converted" if metric.kind == "conversion" else "j.outcome IN (1, 2)"
        return (
            f"""
            SELECT journey, {span} AS span, good, false AS bad, 0.0 AS value FROM (
                SELECT j.id AS journey, k.started AS moment, {good} AS good
                FROM {selection.journeys} j JOIN journey k ON k.id = j.id WHERE j.mature)""",
            [],
        )
    if metric.kind == "cost":
        return (
            f"""
            SELECT journey, {span} AS span, false AS good, false AS bad, value FROM (
                SELECT j.id AS journey, k.started AS moment, coalesce(p.paid, 0) AS value
                FROM {selection.journeys} j JOIN journey k ON k.id = j.id
                LEFT JOIN (SELECT journey, sum(cost) AS paid FROM event GROUP BY journey) p ON p.journey = j.id)""",
            [],
        )
    if metric.kind == "share":
        return (
            f"""
            SELECT journey, span, bool_or(here) AS good, false AS bad, 0.0 AS value FROM (
                SELECT journey, {span} AS span, here FROM (
                    SELECT e.journey, e.time AS moment, e.node = ({node}) AS here FROM {selection.events} e)
            ) GROUP BY journey, span""",
            [metric.name],
        )
    if metric.kind == "exit":
        return (
            f"""
            SELECT journey, span, bool_or(exits) AS good, false AS bad, 0.0 AS value FROM (
                SELECT journey, {span} AS span, exits FROM (
                    SELECT e.journey, e.time AS moment,
                           e.position <= j.exit_position AND j.exit_position < e.until AS exits
                    FROM {selection.events} e JOIN {selection.journeys} j ON j.id = e.journey
                    WHERE e.node = ({node}) AND e.position < j.goal_position AND j.mature)
            ) GROUP BY journey, span""",
            [metric.name],
        )
    if metric.kind in ("duration", "wait"):
        times = f"""
            SELECT j.id AS journey, k.started AS moment, j.duration AS value
            FROM {selection.journeys} j JOIN journey k ON k.id = j.id WHERE j.outcome = 0"""
        if metric.kind == "wait":
            times = f"""
                SELECT e.journey, e.time AS moment, e.wait AS value FROM {selection.events} e
                WHERE e.node = ({node}) AND e.next >= 0"""
        return _below_median(times, span), ([metric.name] if metric.kind == "wait" else [])
    assert score is not None
    edges, here = boxes(score), ""
    bound: list[Any] = [*edges.good, *edges.bad, score.score, score.low, score.high]
    if metric.place is not None:
        here = f"""AND EXISTS (
            SELECT 1 FROM {selection.linked} v WHERE v.journey = a.journey AND v.node = ({node})
            AND v.position <= a.position AND a.position < v.until)"""
        bound.append(metric.name)
    return (
        f"""
        SELECT journey, {span} AS span, good, bad, value FROM (
            SELECT a.journey, a.value, a.value BETWEEN ? AND ? AS good, a.value BETWEEN ? AND ? AS bad, e.time AS moment
            FROM answer a JOIN score s ON s.id = a.score
            JOIN event e ON e.journey = a.journey AND e.position = a.position
            WHERE s.name = ? AND a.value BETWEEN ? AND ? AND a.journey IN (SELECT id FROM {selection.journeys}) {here}
        )""",
        bound,
    )


def _of_service(metric: TrendMetric, span: str, served: str) -> str:
    if metric.kind in ("time", "reply"):
        return _below_median(served, span)
    return f"SELECT journey, {span} AS span, good, false AS bad, 0.0 AS value FROM {served} WHERE judged"


def _below_median(times: str, span: str) -> str:
    return f"""
        SELECT journey, span, value <= median(value) OVER (PARTITION BY span) AS good, false AS bad, 0.0 AS value
        FROM (SELECT journey, {span} AS span, CAST(value AS DOUBLE) AS value FROM ({times}))"""
