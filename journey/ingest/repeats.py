"""Repeats: rows of a log that are like an earlier one."""

from __future__ import annotations

import duckdb
import numpy as np

__all__ = ["repeats"]

SORTED_AT_ONCE = 20_000_000
"""Rows compared at a time: 160 MB."""


def repeats(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Kept rows of `parsed` at the same moment of the same entity as an earlier one, and those that repeat one whole.

    Rows are told apart by 64-bit hashes: of 5 million rows two different ones are taken for one with a chance of 1 in
    a million.
    """
    ties = _again(connection, "entity, time")
    return ties, _again(connection, "p") if ties else 0


def _again(connection: duckdb.DuckDBPyConnection, what: str) -> int:
    """Kept rows that are like an earlier one in what is given."""
    (rows,) = connection.execute("SELECT count(*) FROM parsed WHERE reason IS NULL").fetchall()[0]
    parts = rows // SORTED_AT_ONCE + 1
    again = 0
    for part in range(parts):
        # Sorting numbers is several times cheaper than a hash table of as many groups.
        found = connection.execute(
            f"""
            SELECT h FROM (SELECT hash({what}) AS h FROM parsed p WHERE reason IS NULL)
            {f"WHERE h % {parts}::UBIGINT = {part}::UBIGINT" if parts > 1 else ""}
            """
        ).fetchnumpy()["h"]
        found = np.sort(np.asarray(found))
        again += int(np.count_nonzero(found[1:] == found[:-1]))
    return again
