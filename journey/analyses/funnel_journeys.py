"""The single journeys behind a step of a funnel."""

from __future__ import annotations

from typing import Literal

from journey.analyses.behind import BehindList, behind
from journey.analyses.funnel_attempts import follow, lay_attempts
from journey.analyses.funnel_question import Funnel
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["Part", "funnel_journeys"]

Part = Literal["reached", "left"]


def funnel_journeys(
    workspace: Workspace, scope: Scope, question: Funnel, step: int, part: Part, top: int = 100
) -> BehindList:
    """The entries that reached a step, or those of them that did not go on to the next.

    Parameters
    ----------
    step : int
        From 0.
    part : {"reached", "left"}
    """
    last = len(question.steps) - 1
    after = min((k for k in range(step + 1, last + 1) if k not in question.optional), default=last)
    where = f"p{step} IS NOT NULL" if part == "reached" else f"p{step} IS NOT NULL AND p{after} IS NULL"
    with select(workspace, scope) as selection:
        lay_attempts(selection, follow(selection, question))
        rows = f"""
            SELECT a.journey, a.time + to_microseconds(a.d{step}) AS time, e.next
            FROM attempt a JOIN {selection.linked} e ON e.journey = a.journey AND e.position = a.p{step}
            WHERE {where}"""
        return behind(selection, rows, [], top)
