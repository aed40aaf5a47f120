"""Changing what success, loss and silence mean, without a new import."""

from __future__ import annotations

import json

import duckdb

from journey.model import Definitions, Grain
from journey.store.outcomes import Judged, judge, read_definitions
from journey.store.workspace import Workspace

__all__ = ["define", "remember", "remembered"]


def define(workspace: Workspace, definitions: Definitions) -> Judged:
    """Judge every journey anew, whole or not at all.

    Raises
    ------
    WrongInput
        A goal or lost touchpoint that the log does not have, or a time that makes no sense; nothing changes then.
    """
    mappings = [json.loads(row[0]) for row in workspace.run("SELECT mapping FROM source ORDER BY id")]
    gaps = [mapping["gap_s"] for mapping in mappings if mapping["grain"] == Grain.GAP]
    with workspace.transaction(definitions=True) as cursor:
        judged = judge(cursor, definitions, gap_s=gaps[0] if gaps else None)
        remember(cursor, definitions)
        return judged


def remember(cursor: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Keep goals and losses by the touchpoints as imported, so that edits of names never lose or widen them."""
    kept = {
        part: [
            row[0]
            for row in cursor.execute(
                """SELECT r.id FROM raw_touchpoint r JOIN touchpoint t ON t.id = r.touchpoint
                   WHERE t.name IN (SELECT unnest(?::VARCHAR[])) ORDER BY r.id""",
                [list(names)],
            ).fetchall()
        ]
        for part, names in (("goals", definitions.goals), ("lost", definitions.lost))
    }
    cursor.execute("INSERT OR REPLACE INTO definition VALUES ('raw', ?)", [json.dumps(kept)])


def remembered(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """Raw ids of the touchpoints that are goals and losses."""
    found = cursor.execute("SELECT value FROM definition WHERE key = 'raw'").fetchall()
    if not found:
        asked, _judged = read_definitions(cursor)
        remember(cursor, asked)
        return remembered(cursor)
    kept: dict[str, list[int]] = json.loads(found[0][0])
    return kept
