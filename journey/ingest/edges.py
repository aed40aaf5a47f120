"""Journeys that the log's edges cut: begun before its first day, or still under way at its last."""

from __future__ import annotations

import duckdb

__all__ = ["cut_at_edges"]

EDGE = 0.1
"""Share of the log's period at either end in which a journey may be cut."""
USUAL = 0.01
"""Share of the uncut journeys that has to begin (or end) with a touchpoint for it to be a usual one."""
LEAST = 30


def cut_at_edges(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Mark the journeys that the log's start seems to cut, and count them and those that its end seems to cut.

    The mark is the column `cut` of `entity`.

    An estimate (ours): what journeys usually begin with is learned from those that start after the first tenth of the
    period, as the log's start cannot have cut them. A journey of the first tenth that begins with anything else seems
    cut; at the end likewise. (0, 0) where fewer than 30 journeys can be learned from, or the log has no length.

    Parameters
    ----------
    connection : connection
        With the temporary table `entity`.
    """
    at_start = _cut(connection, "first", "started < opened + (closed - opened) * $edge")
    connection.execute("UPDATE entity SET cut = true WHERE id IN (SELECT unnest(?::INTEGER[]))", [at_start])
    return len(at_start), len(_cut(connection, "last", "ended > closed - (closed - opened) * $edge"))


def _cut(connection: duckdb.DuckDBPyConnection, name: str, near: str) -> list[int]:
    """Ids of the entities near an edge whose touchpoint there is not usual among the others."""
    rows = connection.execute(
        f"""
        WITH period AS (SELECT min(started) AS opened, max(ended) AS closed FROM entity),
        placed AS (SELECT id, {name} AS name, {near} AS near FROM entity, period WHERE closed > opened),
        usual AS (
            SELECT name FROM placed WHERE NOT near
            GROUP BY name HAVING count(*) >= $usual * (SELECT count(*) FROM placed WHERE NOT near)
        )
        SELECT id FROM placed
        WHERE near AND name NOT IN (SELECT name FROM usual)
          AND (SELECT count(*) FROM placed WHERE NOT near) >= $least
        """,
        {"edge": EDGE, "usual": USUAL, "least": LEAST},
    ).fetchall()
    return [row[0] for row in rows]
