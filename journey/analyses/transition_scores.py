"""Scores by transition: what customers answer at a touchpoint, by where they came from."""

from __future__ import annotations

from journey.analyses.scores import Counts, boxes, figure
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.score_declarations import read_declarations
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["transition_scores"]


def transition_scores(workspace: Workspace, scope: Scope, score: str) -> dict[tuple[int, int], Interval]:
    """(source, target) -> the figure of the answers given at the target by those who came directly from the source.

    Parameters
    ----------
    scope : Scope
        Its level says what source and target are.
    score : str
        Name of a score; its declared method counts.

    Raises
    ------
    WrongInput
        The log has no such score.
    """
    with select(workspace, scope) as selection:
        declared = next((one for one in read_declarations(selection.cursor) if one.score == score), None)
        if declared is None:
            raise WrongInput(_("This log has no score {name}.").format(name=repr(score)))
        bounds = boxes(declared)
        rows = selection.cursor.execute(
            f"""
            WITH given AS (
                SELECT a.journey, a.position, a.value FROM answer a JOIN score s ON s.id = a.score
                WHERE s.name = $score AND a.value BETWEEN $low AND $high
            ), placed AS (
                SELECT g.journey, e.position, e.node, g.value FROM given g
                JOIN {selection.events} e
                  ON e.journey = g.journey AND e.position <= g.position AND g.position < e.until
            )
            SELECT e.node, p.node, count(*), count(*) FILTER (p.value BETWEEN $good_from AND $good_to),
                   count(*) FILTER (p.value BETWEEN $bad_from AND $bad_to), avg(p.value), stddev_samp(p.value)
            FROM placed p JOIN {selection.events} e ON e.journey = p.journey AND e.until = p.position
            GROUP BY e.node, p.node
            """,
            {
                "score": score, "low": declared.low, "high": declared.high, "good_from": bounds.good[0],
                "good_to": bounds.good[1], "bad_from": bounds.bad[0], "bad_to": bounds.bad[1],
            },
        ).fetchall()  # fmt: skip
    return {(source, target): figure(declared.method, Counts(*counts)) for source, target, *counts in rows}
