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
    """How many journeys seem cut by the log's start, and how many by its end.

    An estimate (ours): what journeys usually begin with is learned from those that start after the first tenth of the
    period, as the log's start cannot have cut them. A journey of the first tenth that begins with anything else seems
    cut; at the end likewise. (0, 0) where fewer than 30 journeys can be learned from, or the log has no length.

    Parameters
    ----------
    connection : connection
        With the temporary table `entity`.
    """
    found = connection.execute(
        """
        WITH period AS (SELECT min(started) AS opened, max(ended) AS closed FROM entity),
        inner_period AS (
            SELECT opened + (closed - opened) * $edge AS low, closed - (closed - opened) * $edge AS high
            FROM period WHERE closed > opened
        ),
        placed AS (SELECT e.*, started < low AS early, ended > high AS late FROM entity e, inner_period),
        firsts AS (
            SELECT first AS name FROM placed WHERE NOT early
            GROUP BY first HAVING count(*) >= $usual * (SELECT count(*) FROM placed WHERE NOT early)
        ),
        lasts AS (
            SELECT last AS name FROM placed WHERE NOT late
            GROUP BY last HAVING count(*) >= $usual * (SELECT count(*) FROM placed WHERE NOT late)
        )
        SELECT count(*) FILTER (early AND first NOT IN (SELECT name FROM firsts)),
               count(*) FILTER (late AND last NOT IN (SELECT name FROM lasts)),
               count(*) FILTER (NOT early), count(*) FILTER (NOT late)
        FROM placed
        """,
        {"edge": EDGE, "usual": USUAL},
    ).fetchall()
    at_start, at_end, sure_starts, sure_ends = found[0]
    return at_start if sure_starts >= LEAST else 0, at_end if sure_ends >= LEAST else 0
