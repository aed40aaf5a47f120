"""What people wrote into a workspace, taken along when a log is replaced by another one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.ingest.survey_places import rejoin
from journey.model import Definitions
from journey.store.dialect import quote
from journey.store.people_tables import TABLES
from journey.store.rebuild import rebuild
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["attached", "copy_people", "keep", "same_workspace", "written"]


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, target: Path, name: str, wait_s: float) -> Iterator[None]:
    """A workspace beside a connection, brought up to date, to be read."""
    with Workspace(target, wait_s=wait_s) as workspace:
        workspace.run("SELECT 1")
    path = str(target).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
    try:
        yield
    finally:
        # Closed by now where all went well; else the file must not stay taken.
        with suppress(duckdb.Error):
            connection.execute(f"DETACH {name}")


def copy_people(connection: duckdb.DuckDBPyConnection) -> None:
    """What people wrote in the attached workspace `live`, with the numbers that were never to be used twice."""
    for name in TABLES:
        if name == "source_join":
            continue
        connection.execute(f"DELETE FROM {quote(name)}")
        connection.execute(f"INSERT INTO {quote(name)} BY NAME SELECT * FROM live.{quote(name)}")
    used = connection.execute(
        "SELECT sequence_name, last_value FROM duckdb_sequences() WHERE database_name = 'live'"
    ).fetchall()
    for name, last in used:
        if last is not None:
            connection.execute(f"SELECT max(nextval('{name}')) FROM range(?)", [last])


def same_workspace(connection: duckdb.DuckDBPyConnection) -> None:
    """The same workspace as the attached `live` to whoever knew it, with newer data."""
    connection.execute(
        """
        UPDATE meta SET value = m.value FROM live.meta m
        WHERE m.key = meta.key AND m.key IN ('uuid', 'data_version', 'definitions_version')
        """
    )
    connection.execute("UPDATE meta SET value = CAST(value AS BIGINT) + 1 WHERE key = 'data_version'")


def keep(
    connection: duckdb.DuckDBPyConnection, target: Path, definitions: Definitions, *, wait_s: float = 0.0
) -> dict[str, int]:
    """Take along into a new log what people wrote and set in the workspace that it replaces.

    Changes of touchpoints and stages speak of touchpoints by name: what the new log has under that name they change as
    before; the others wait, as when a source is taken out. Goals are the old ones where none are given.

    Parameters
    ----------
    connection : connection
        To the new file, with nothing of people's in it.

    Returns
    -------
    dict
        "written": rows that people wrote; "changes": changes of touchpoints and stages; "unfit": those of them whose
        touchpoints this log does not have.

    Raises
    ------
    WrongInput
        The old file cannot be read by this program.
    """
    try:
        with attached(connection, target, "live", wait_s):
            return _taken(connection, definitions)
    except WrongInput as error:
        raise WrongInput(
            error.message, _("Choose another name, or replace it and forget what was written in it (--forget).")
        ) from error


def _taken(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> dict[str, int]:
    numbers = _numbers(connection)
    copy_people(connection)
    for old, new in sorted(numbers.items(), key=lambda pair: -pair[0]):
        connection.execute("UPDATE touchpoint_picture SET raw = ? WHERE raw = ?", [-1 - new, old])
    connection.execute("UPDATE touchpoint_picture SET raw = -1 - raw WHERE raw < 0")
    here = {number for (number,) in connection.execute("SELECT id FROM raw_touchpoint").fetchall()}
    unfit = changes = 0
    for number, made, kind, payload, undone in connection.execute(
        "SELECT id, made, kind, payload, undone FROM live.edit ORDER BY id"
    ).fetchall():
        plain = json.loads(payload)
        plain["raw"] = [numbers[raw] for raw in plain["raw"] if raw in numbers]
        changes += 1
        unfit += bool(plain["raw"]) and not here & set(plain["raw"])
        connection.execute(
            "INSERT INTO edit VALUES (?, ?, ?, ?, ?)",
            [number, made, kind, json.dumps(plain, ensure_ascii=False), undone],
        )
    if not definitions.goals and not definitions.lost:
        _goals(connection, numbers)
    rebuild(connection)
    rejoin(connection)
    same_workspace(connection)
    return {"written": written(connection), "changes": changes, "unfit": unfit}


def _numbers(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Number of a touchpoint in the old log -> in the new one; those that are not in it get numbers of their own."""
    new = {name: number for number, name in connection.execute("SELECT id, name FROM raw_touchpoint").fetchall()}
    old = dict(connection.execute("SELECT name, id FROM live.raw_touchpoint").fetchall())
    ever = connection.execute("SELECT value FROM live.definition WHERE key = 'raw_numbers'").fetchall()
    old = (json.loads(ever[0][0]) if ever else {}) | old
    for name in sorted(old, key=old.__getitem__):
        new.setdefault(name, max(new.values(), default=-1) + 1)
    connection.execute(
        "INSERT OR REPLACE INTO definition VALUES ('raw_numbers', ?)", [json.dumps(new, ensure_ascii=False)]
    )
    return {number: new[name] for name, number in old.items()}


def _goals(connection: duckdb.DuckDBPyConnection, numbers: dict[int, int]) -> None:
    """The goals and losses of the old log, and its times, as people set them there."""
    rows = dict(connection.execute("SELECT key, value FROM live.definition WHERE key IN ('asked', 'raw')").fetchall())
    if "asked" not in rows:
        return
    old = json.loads(rows["asked"])
    if "raw" in rows:
        held = json.loads(rows["raw"])
        raw = {part: [numbers[one] for one in found if one in numbers] for part, found in held.items()}
    else:
        new = {name: number for number, name in connection.execute("SELECT id, name FROM raw_touchpoint").fetchall()}
        raw = {part: [new[name] for name in old[part] if name in new] for part in ("goals", "lost")}
    connection.execute("INSERT OR REPLACE INTO definition VALUES ('asked', ?)", [rows["asked"]])
    connection.execute("INSERT OR REPLACE INTO definition VALUES ('raw', ?)", [json.dumps(raw)])


def written(connection: duckdb.DuckDBPyConnection) -> int:
    """How many things people wrote: rows of their tables, but for how lanes are laid and what a file was joined by."""
    aside = {"source_join", "board_lane", "survey_answer", "scenario_version", "survey_score", "saved_scope"}
    counts = " + ".join(f"(SELECT count(*) FROM {quote(name)})" for name in TABLES if name not in aside)
    return int(connection.execute(f"SELECT {counts}").fetchall()[0][0])
