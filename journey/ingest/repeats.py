"""Repeats: rows of a log that are like an earlier one."""

from __future__ import annotations

import duckdb
import numpy as np

from journey.store.dialect import quote

__all__ = ["repeats", "whole_row"]

SORTED_AT_ONCE = 20_000_000
"""Rows compared at a time: 160 MB."""


def repeats(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Kept rows of `parsed` at the same moment of the same entity as an earlier one, and those that repeat one whole.

    Rows are told apart by 64-bit hashes: of 5 million rows two different ones are taken for one with a chance of 1 in
    a million.
    """
    ties = _again(connection, "hash(entity, time)")
    return ties, _again(connection, whole_row(connection)) if ties else 0


def whole_row(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL of what tells a row of `parsed` from others, as a number: how it writes its time is no difference."""
    described = connection.execute("SELECT * FROM parsed LIMIT 0").description or []
    return f"hash({', '.join(quote(name) for name, *_rest in described if name not in ('zoned', 'start_zoned'))})"


def _again(connection: duckdb.DuckDBPyConnection, hashed: str) -> int:
    """Kept rows that are like an earlier one in what is hashed."""
    (rows,) = connection.execute("SELECT count(*) FROM parsed WHERE reason IS NULL").fetchall()[0]
    parts = rows // SORTED_AT_ONCE + 1
    again = 0
    for part in range(parts):
        # Sorting numbers is several times cheaper than a hash table of as many groups.
        found = connection.execute(
            f"""
            SELECT h FROM (SELECT {hashed} AS h FROM parsed WHERE reason IS NULL)
            {f"WHERE h % {parts}::UBIGINT = {part}::UBIGINT" if parts > 1 else ""}
            """
        ).fetchnumpy()["h"]
        found = np.sort(np.asarray(found))
        again += int(np.count_nonzero(found[1:] == found[:-1]))
    return again
