"""Rebuilding: the dictionaries and events of a workspace, derived anew from what was imported and the list of edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.model import Definitions, Grain
from journey.store.board_notes import follow_stage
from journey.store.define import remembered
from journey.store.edits import Edit, Plan, add, history, plan, set_undone
from journey.store.link import link
from journey.store.outcomes import judge, read_definitions
from journey.store.variants import Variants
from journey.store.workspace import Workspace

__all__ = ["change", "rebuild", "undo"]

RANGE = 2_000_000
"""Events linked at a time: memory stays flat however long the log is."""


def change(workspace: Workspace, *edits: Edit) -> None:
    """Make edits, whole or not at all; every page follows.

    Raises
    ------
    WrongInput
        An edit that cannot be; nothing changes then.
    """
    with workspace.transaction(data=True, definitions=True) as cursor:
        for edit in edits:
            add(cursor, edit)
        rebuild(cursor)
        _follow(cursor, edits)


def undo(workspace: Workspace, number: int, *, undone: bool = True) -> None:
    """Undo one edit of the list, whichever it is, or do it again; the others stay."""
    with workspace.transaction(data=True, definitions=True) as cursor:
        set_undone(cursor, number, undone)
        rebuild(cursor)
        _follow(cursor, [edit for edit in history(cursor) if edit.id == number])


def _follow(cursor: duckdb.DuckDBPyConnection, edits: Iterable[Edit]) -> None:
    """Take the notes of the board along where a stage got another name, or its old one back."""
    present = {name for (name,) in cursor.execute("SELECT name FROM stage").fetchall()}
    for edit in edits:
        if edit.kind == "stage_name":
            old, new = reversed(edit.value) if edit.undone else edit.value
            if old not in present and new in present:
                follow_stage(cursor, old, new)


def rebuild(cursor: duckdb.DuckDBPyConnection) -> None:
    """Derive touchpoints, stages and, where names were merged or parted, events and variants."""
    found = plan(cursor, history(cursor))
    before = dict(cursor.execute("SELECT id, touchpoint FROM raw_touchpoint").fetchall())
    after = {touch.raw: group[0].raw for group in found.groups().values() for touch in group}
    definitions = _renamed(cursor, found)
    _write(cursor, found, after)
    if after != before:
        _events(cursor, after)
    cursor.execute(
        """
        UPDATE touchpoint SET position = placed.position FROM (
            SELECT e.node, avg(e.position / greatest(j.events - 1, 1)) AS position
            FROM event e JOIN journey j ON j.id = e.journey GROUP BY e.node
        ) placed WHERE placed.node = touchpoint.id
        """
    )
    gaps = cursor.execute(
        "SELECT mapping ->> '$.gap_s' FROM source WHERE mapping ->> '$.grain' = ?", [Grain.GAP.value]
    ).fetchall()
    judge(cursor, definitions, gap_s=float(gaps[0][0]) if gaps else None)


def _renamed(cursor: duckdb.DuckDBPyConnection, found: Plan) -> Definitions:
    """The definitions, with goals and losses under the names they have now."""
    asked, _judged = read_definitions(cursor)
    kept = remembered(cursor)

    def names(raws: list[int]) -> tuple[str, ...]:
        # One that a source brought which was taken out is remembered until it comes again.
        return tuple(dict.fromkeys(found.touches[raw].name for raw in raws if raw in found.touches))

    goals = names(kept["goals"])
    return replace(asked, goals=goals, lost=tuple(name for name in names(kept["lost"]) if name not in goals))


def _write(cursor: duckdb.DuckDBPyConnection, found: Plan, after: dict[int, int]) -> None:
    groups = found.groups()
    used = {group[0].stage for group in groups.values()}
    stages = [name for name in found.stages if name in used]
    cursor.execute("DELETE FROM stage")
    cursor.execute("DELETE FROM touchpoint")
    if stages:
        cursor.executemany(
            "INSERT INTO stage (id, name, ordinal, side) VALUES (?, ?, ?, ?)",
            [[i, name, i, found.side.get(name)] for i, name in enumerate(stages)],
        )
    cursor.executemany(
        """INSERT INTO touchpoint (id, name, stage, position, hidden, floating, by_company, moment_of_truth,
                                   planned_cost, target_wait_s, assisted) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""",
        [
            [t.raw, name, stages.index(t.stage) if t.stage is not None else None, t.hidden, t.floating, t.by_company,
             t.moment_of_truth, t.planned_cost, t.target_wait_s, t.assisted]
            for name, (t, *_others) in groups.items()
        ],
    )  # fmt: skip
    cursor.executemany(
        "UPDATE raw_touchpoint SET touchpoint = ? WHERE id = ?", [[node, raw] for raw, node in after.items()]
    )
    cursor.execute("UPDATE channel SET assisted = NULL")
    for channel, assisted in found.assisted.items():
        cursor.execute("UPDATE channel SET assisted = ? WHERE name = ?", [assisted, channel])


def _events(cursor: duckdb.DuckDBPyConnection, after: dict[int, int]) -> None:
    node_of = np.zeros(max(after) + 1, dtype=np.int32)
    for raw, node in after.items():
        node_of[raw] = node
    names = dict(cursor.execute("SELECT id, name FROM touchpoint").fetchall())
    variants = Variants([names.get(i, "") for i in range(max(after) + 1)])
    cursor.execute("CREATE TABLE event_next AS FROM event LIMIT 0")
    cursor.execute("CREATE TEMP TABLE journey_variant (id INTEGER, variant INTEGER)")
    journeys, events = cursor.execute("SELECT count(*), coalesce(sum(events), 0) FROM journey").fetchall()[0]
    step = max(1, round(journeys * RANGE / max(1, events)))
    for first in range(0, journeys, step):
        part = cursor.sql(
            "SELECT * FROM event WHERE journey >= ? AND journey < ? ORDER BY journey, position",
            params=[first, first + step],
        ).to_arrow_table()
        part, chosen = _relinked(part, node_of, variants)
        cursor.register("part", part)
        cursor.execute("INSERT INTO event_next BY NAME SELECT * FROM part")
        cursor.unregister("part")
        cursor.register("chosen", chosen)
        cursor.execute("INSERT INTO journey_variant FROM chosen")
        cursor.unregister("chosen")
    cursor.execute("DROP TABLE event")
    cursor.execute("ALTER TABLE event_next RENAME TO event")
    cursor.execute("DELETE FROM variant")
    variants.write(cursor)
    cursor.execute("UPDATE journey SET variant = v.variant FROM journey_variant v WHERE v.id = journey.id")
    cursor.execute("DROP TABLE journey_variant")


def _relinked(part: pa.Table, node_of: NDArray[np.int32], variants: Variants) -> tuple[pa.Table, pa.Table]:
    journey, position = (part[name].to_numpy() for name in ("journey", "position"))
    node = node_of[part["raw"].to_numpy()]
    links = link(journey, position, node, part["time"].cast(pa.int64()).to_numpy())
    columns = {"node": node, "next": links.next, "first_visit": links.first_visit, "first_use": links.first_use}
    for name, values in columns.items():
        part = part.set_column(part.schema.get_field_index(name), name, pa.array(values))
    starts = np.flatnonzero(position == 0)
    lengths = np.diff(np.append(starts, len(journey)))
    chosen = pa.table({"id": journey[starts], "variant": variants.add(node, starts, lengths)})
    return part, chosen
