"""Time zones that were mistaken: events of one customer that lie whole hours apart again and again."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

__all__ = ["Shift", "shift"]

SEEN = 20_000
"""Rows looked at."""
LEAST = 20
"""Rows that must say so."""
SHARE = 0.3
"""Of the rows whose customer has other events within a day."""


@dataclass(frozen=True)
class Shift:
    """Rows lie whole hours from other events of their customer.

    Attributes
    ----------
    hours : int
        By how many: 2 where the new rows are two hours later.
    share : float
        Of the rows that could show it.
    """

    hours: int
    share: float


def shift(connection: duckdb.DuckDBPyConnection, customer: str) -> Shift | None:
    """Look for whole hours between the new rows and what the attached workspace `old` has of the same customers.

    Ours: of up to 20,000 new rows with an event of their customer within 14 hours, the share that has one at k hours,
    give or take a second (k from -14 to 14, not 0). By chance that is rare; where two systems tell of the same contact
    and one was read in the wrong zone, or where an export of the same source was, it is most of them. At least 30 % and
    20 rows, and at least three times as many as at 0 hours.

    Parameters
    ----------
    customer : str
        What of a journey `j` is compared with the entity of `fresh_row`.
    """
    found = connection.execute(
        f"""
        WITH looked_at AS (
            SELECT row, entity, time FROM fresh_row WHERE here AND NOT known ORDER BY hash(row) LIMIT {SEEN}
        ), near AS (
            SELECT l.row, date_diff('second', e.time, l.time) AS seconds
            FROM looked_at l JOIN old.journey j ON {customer} = l.entity JOIN old.event e ON e.journey = j.id
            WHERE e.time BETWEEN l.time - INTERVAL 14 HOUR AND l.time + INTERVAL 14 HOUR
        ), placed AS (
            SELECT row, CAST(round(seconds / 3600) AS INTEGER) AS hours FROM near
            WHERE abs(seconds - 3600 * round(seconds / 3600)) <= 1
        )
        SELECT hours, count(DISTINCT row), (SELECT count(DISTINCT row) FROM near) FROM placed
        GROUP BY hours ORDER BY count(DISTINCT row) DESC, hours
        """
    ).fetchall()
    at = {hours: rows for hours, rows, _all in found}
    for hours, rows, comparable in found:
        if hours and rows >= LEAST and rows >= SHARE * comparable and rows >= 3 * at.get(0, 0):
            return Shift(hours, rows / comparable)
    return None
