"""The attributes of a log that tell groups apart."""

from __future__ import annotations

import duckdb

from journey.store.journey_attributes import KNOWN_ON_THE_WAY

__all__ = ["VALUES_AT_MOST", "of_events_too", "of_journeys"]

VALUES_AT_MOST = 50
"""Attributes with more values than this say nothing about groups."""


def of_events_too(cursor: duckdb.DuckDBPyConnection, *, known: bool = False) -> list[tuple[int, str, bool]]:
    """Id, name, and whether it is of journeys, of every attribute with 2 to `VALUES_AT_MOST` values.

    Parameters
    ----------
    known : bool
        Only those that were known on the way.
    """
    also = f"AND {KNOWN_ON_THE_WAY}" if known else ""
    return cursor.execute(
        f"SELECT id, name, of_journey FROM attribute WHERE distinct_values BETWEEN 2 AND ? {also} ORDER BY id",
        [VALUES_AT_MOST],
    ).fetchall()


def of_journeys(cursor: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Id -> name of those that are of journeys."""
    return {number: name for number, name, of_journey in of_events_too(cursor) if of_journey}
