"""The single journeys behind a figure: every claim can be followed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journey.model import Outcome
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection

__all__ = ["Behind", "BehindList", "behind"]


@dataclass(frozen=True)
class Behind:
    """One journey behind a figure.

    Attributes
    ----------
    moment : datetime
        When it did what the figure counts.
    next : str
        The touchpoint directly after that; "" where there is none.
    outcome : Outcome or None
        None in a workspace without a goal.
    """

    key: str
    customer: str
    moment: datetime
    next: str
    events: int
    duration_s: float
    outcome: Outcome | None


@dataclass(frozen=True)
class BehindList:
    """Some of the journeys behind a figure, by time, and how many there are."""

    journeys: tuple[Behind, ...]
    matching: int


def behind(selection: Selection, rows: str, values: list[Any], top: int, *, newest: bool = False) -> BehindList:
    """List journeys, the first by time; with `newest` the last.

    Parameters
    ----------
    rows : str
        A query whose rows are (journey, time, next); `next` a node, or NULL or -1.
    values : list
        What to bind in it.
    top : int
        So many are listed.
    """
    order = "DESC" if newest else "ASC"
    found = selection.run(
        f"""
        WITH counted AS MATERIALIZED ({rows}),
        listed AS (SELECT journey, time, next FROM counted ORDER BY time {order}, journey LIMIT ?)
        SELECT j.key, j.customer, l.time, coalesce(n.name, ''), j.events, j.duration / 1e6, j.outcome,
               (SELECT count(*) FROM counted)
        FROM listed l JOIN journey j ON j.id = l.journey LEFT JOIN {selection.nodes} n ON n.id = l.next
        ORDER BY l.time {order}, l.journey
        """,
        [*values, top],
    )
    told = [(*row[:-2], OUTCOMES[row[-2]] if row[-2] < len(OUTCOMES) else None) for row in found]
    return BehindList(tuple(Behind(*row) for row in told), found[0][-1] if found else 0)
