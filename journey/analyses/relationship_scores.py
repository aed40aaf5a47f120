"""Relationship scores: asked now and then, they belong to the customer and to no touchpoint."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.scores import Counts, boxes, figure
from journey.model import Interval
from journey.scope import Scope
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["RelationshipScore", "relationship_scores"]


@dataclass(frozen=True)
class RelationshipScore:
    """One relationship score; n of its figure counts customers, each with the last answer."""

    score: Declaration
    figure: Interval


def relationship_scores(workspace: Workspace, scope: Scope) -> tuple[RelationshipScore, ...]:
    """The relationship scores of the customers who have a journey in scope."""
    found = []
    with select(workspace, scope) as selection:
        for score in read_declarations(selection.cursor):
            if not score.relationship:
                continue
            bounds = boxes(score)
            rows = selection.cursor.execute(
                f"""
                WITH given AS (
                    SELECT customer, time, row, value FROM survey_answer WHERE score = $score
                    UNION ALL
                    SELECT j.customer, e.time, e.row, a.value FROM answer a JOIN score s ON s.id = a.score
                    JOIN event e ON e.journey = a.journey AND e.position = a.position
                    JOIN journey j ON j.id = a.journey WHERE s.name = $score
                ), last_one AS (
                    SELECT customer, arg_max(value, (time, row)) AS value FROM given
                    WHERE value BETWEEN $low AND $high AND customer IN (
                        SELECT customer FROM journey WHERE id IN (SELECT id FROM {selection.journeys}))
                    GROUP BY customer
                )
                SELECT count(*), count(*) FILTER (value BETWEEN $good_from AND $good_to),
                       count(*) FILTER (value BETWEEN $bad_from AND $bad_to), avg(value), stddev_samp(value)
                FROM last_one
                """,
                {
                    "score": score.score, "low": score.low, "high": score.high, "good_from": bounds.good[0],
                    "good_to": bounds.good[1], "bad_from": bounds.bad[0], "bad_to": bounds.bad[1],
                },
            ).fetchall()  # fmt: skip
            found.append(RelationshipScore(score, figure(score.method, Counts(*rows[0]))))
    return tuple(found)
