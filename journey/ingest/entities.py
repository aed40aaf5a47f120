"""Entities: what one id of the log stands for, a journey or a customer, numbered once."""

from __future__ import annotations

import duckdb

__all__ = ["hashed", "number_entities"]


def hashed(column: str) -> str:
    """SQL of the number that stands for a name in `entity`: the numbers are kept at half the price of names.

    Examples
    --------
    >>> hashed("p.touchpoint")
    '(hash(p.touchpoint) >> 1)::BIGINT'
    """
    return f"(hash({column}) >> 1)::BIGINT"


def number_entities(connection: duckdb.DuckDBPyConnection, *, customer: bool) -> None:
    """Make the temporary table `entity` from the kept rows of `parsed`.

    Columns: id, key, customer, events, started, ended, first and last (a touchpoint of the first and of the last
    moment, `hashed`), cut (see `journey.ingest.edges`). Ids follow the start, so that a period touches a contiguous
    part of the workspace file.

    Parameters
    ----------
    customer : bool
        Whether `parsed` names customers; else every entity is one.
    """
    name = "any_value(customer)" if customer else "NULL::VARCHAR"
    # Numbering rows that are sorted already costs nothing; a window that sorts would do so on one core.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE entity AS
        WITH named AS (
            SELECT entity AS key, time, {"customer," if customer else ""} {hashed("touchpoint")} AS touchpoint
            FROM parsed WHERE reason IS NULL
        ), begun AS (
            SELECT key, min(time) AS started, max(time) AS ended, {name} AS customer,
                   count(*) AS events, arg_min(touchpoint, time) AS first, arg_max(touchpoint, time) AS last
            FROM named GROUP BY key ORDER BY started, key
        )
        SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS id, key,
               coalesce(customer, key) AS customer, events, started, ended, first, last, false AS cut
        FROM begun
        """
    )
