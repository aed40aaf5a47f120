"""The journeys behind a row of a table: who met it, how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journey.model import Outcome
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection

__all__ = ["Met", "met"]


@dataclass(frozen=True)
class Met:
    """A journey that met something so many times."""

    key: str
    customer: str
    started: datetime
    times: int
    outcome: Outcome | None


def met(selection: Selection, table: str, where: str, values: list[Any], top: int) -> tuple[Met, ...]:
    """Journeys with rows of a table for which a condition holds, those with most first.

    Parameters
    ----------
    table : str
        With a column ``journey``.
    where : str
        SQL, with a ? for each value.
    """
    rows = selection.run(
        f"""
        WITH met AS (SELECT journey, count(*) AS times FROM {table} WHERE {where} GROUP BY journey)
        SELECT j.key, j.customer, j.started, m.times, j.outcome FROM met m JOIN journey j ON j.id = m.journey
        ORDER BY m.times DESC, j.started DESC, j.key LIMIT {top}
        """,
        values,
    )
    return tuple(
        Met(key, customer, started, times, OUTCOMES[end] if end < len(OUTCOMES) else None)
        for key, customer, started, times, end in rows
    )
