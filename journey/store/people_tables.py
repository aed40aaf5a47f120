"""Tables of what people write into a workspace, beside the log: they outlive every import of newer data.

A table that is missing in a file is laid when the file is opened, so adding one here needs no migration; changing one
does (`schema.py`).
"""

from __future__ import annotations

import duckdb

__all__ = ["TABLES", "lay"]

TABLES = {
    "saved_scope": "CREATE TABLE saved_scope (id VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)",
    # Notes of the board name their stage: the numbers of stages change with every rebuild. Their own are never used
    # twice.
    "board_note": """
        CREATE SEQUENCE IF NOT EXISTS board_note_number;
        CREATE TABLE board_note (
            id INTEGER PRIMARY KEY, lane VARCHAR NOT NULL, stage VARCHAR NOT NULL, text VARCHAR NOT NULL,
            position DOUBLE NOT NULL, version INTEGER NOT NULL
        )""",
    "board_lane": """
        CREATE TABLE board_lane (lane VARCHAR PRIMARY KEY, position INTEGER NOT NULL, hidden BOOLEAN NOT NULL)""",
}
"""Name of a table -> the statements that lay it."""


def lay(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay the tables that a workspace does not have yet."""
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, statements in TABLES.items():
        if name not in there:
            connection.execute(statements)
