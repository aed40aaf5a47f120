"""The single journeys behind a step of a funnel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from journey.analyses.funnel_attempts import follow
from journey.analyses.funnel_question import Funnel
from journey.model import Outcome
from journey.scope import Scope
from journey.store.outcomes import OUTCOMES
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["Behind", "BehindStep", "Part", "funnel_journeys"]

Part = Literal["reached", "left"]


@dataclass(frozen=True)
class Behind:
    """One journey behind a figure.

    Attributes
    ----------
    entered : datetime
        When it came to the first step.
    next : str
        The touchpoint directly after the step; "" where the journey ended there.
    outcome : Outcome or None
        None in a workspace without a goal.
    """

    key: str
    customer: str
    entered: datetime
    events: int
    duration_s: float
    next: str
    outcome: Outcome | None


@dataclass(frozen=True)
class BehindStep:
    """Some of the journeys behind a figure, and how many there are."""

    journeys: tuple[Behind, ...]
    matching: int


def funnel_journeys(
    workspace: Workspace, scope: Scope, question: Funnel, step: int, part: Part, top: int = 100
) -> BehindStep:
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
        follow(selection, question)
        (matching,) = selection.run(
            f"SELECT count(*) FROM attempt WHERE judged AND NOT excluded AND {where}"
        )[0]  # fmt: skip
        rows = selection.run(
            f"""
            WITH listed AS (
                SELECT journey, time, p{step} AS position FROM attempt
                WHERE judged AND NOT excluded AND {where} ORDER BY time, journey LIMIT ?
            )
            SELECT j.key, j.customer, l.time, j.events, j.duration / 1e6, coalesce(n.name, ''), j.outcome
            FROM listed l JOIN journey j ON j.id = l.journey
            JOIN {selection.linked} e ON e.journey = l.journey AND e.position = l.position
            LEFT JOIN {selection.nodes} n ON n.id = e.next
            ORDER BY l.time, l.journey
            """,
            [top],
        )
    return BehindStep(
        tuple(
            Behind(key, customer, time, events, duration, after_it, OUTCOMES[outcome] if outcome < 4 else None)
            for key, customer, time, events, duration, after_it, outcome in rows
        ),
        matching,
    )
