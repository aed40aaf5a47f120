"""Scenarios as texts with versions: every change is a row, so it can be undone, and nobody's is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Standing", "add", "change", "delete", "go", "standing", "versions"]


@dataclass(frozen=True)
class Standing:
    """A scenario as it stands.

    Attributes
    ----------
    id : int
        Never used again, also when the scenario is gone.
    version : int
        The version that stands; a change is made over one.
    before, after : int
        The version that undoing goes back to, and the newest that redoing goes on to; 0: none.
    """

    id: int
    version: int
    before: int
    after: int
    text: str


def standing(workspace: Workspace) -> tuple[Standing, ...]:
    """All scenarios, the oldest first."""
    rows = workspace.run(
        """
        SELECT s.id, v.version, v.before,
               (SELECT coalesce(max(a.version), 0) FROM scenario_version a
                WHERE a.scenario = s.id AND a.before = v.version),
               v.text
        FROM scenario s JOIN scenario_version v ON v.scenario = s.id AND v.version = s.current
        ORDER BY s.id
        """
    )
    return tuple(Standing(*row) for row in rows)


def versions(workspace: Workspace, number: int) -> tuple[tuple[int, datetime, str], ...]:
    """All versions of a scenario, the newest first: number, time (UTC), text."""
    rows = workspace.run(
        "SELECT version, made, text FROM scenario_version WHERE scenario = ? ORDER BY version DESC", [number]
    )
    return tuple((version, made, text) for version, made, text in rows)


def add(workspace: Workspace, text: str) -> int:
    """Keep a new scenario; its id."""
    with workspace.transaction() as cursor:
        (number,) = cursor.execute("SELECT nextval('scenario_number')").fetchall()[0]
        cursor.execute("INSERT INTO scenario VALUES (?, 1)", [number])
        _write(cursor, number, 1, 0, text)
    return int(number)


def change(workspace: Workspace, number: int, version: int, text: str) -> None:
    """Let a scenario be another.

    Parameters
    ----------
    version : int
        The version that the change was made over.

    Raises
    ------
    WrongInput
        Somebody else changed it meanwhile, it is gone, or its new name is taken; nothing was changed.

    Notes
    -----
    Opportunities, accepted deviations and the day of the launch are held by the name, and follow it.
    """
    with workspace.transaction() as cursor:
        _held(cursor, number, version)
        was = _name(cursor, number)
        (newest,) = cursor.execute("SELECT max(version) FROM scenario_version WHERE scenario = ?", [number]).fetchall()[
            0
        ]
        _write(cursor, number, newest + 1, version, text)
        cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [newest + 1, number])
        _follow(cursor, number, was)


def go(workspace: Workspace, number: int, version: int, to: int) -> None:
    """Let another of its versions stand; `WrongInput` as `change`."""
    with workspace.transaction() as cursor:
        _held(cursor, number, version)
        was = _name(cursor, number)
        cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [to, number])
        _follow(cursor, number, was)


def delete(workspace: Workspace, number: int) -> None:
    """Take a scenario away, with all its versions and comments, and what was said of it as a design."""
    with workspace.transaction() as cursor:
        _forget(cursor, _name(cursor, number))
        cursor.execute("DELETE FROM scenario WHERE id = ?", [number])
        cursor.execute("DELETE FROM scenario_comment WHERE scenario = ?", [number])
        cursor.execute("DELETE FROM scenario_version WHERE scenario = ?", [number])


def _held(cursor: duckdb.DuckDBPyConnection, number: int, version: int) -> None:
    rows = cursor.execute("SELECT current FROM scenario WHERE id = ?", [number]).fetchall()
    if not rows or rows[0][0] != version:
        raise WrongInput(
            _("Somebody else changed this scenario meanwhile; nothing of yours was kept."),
            _("Look at how it stands now, and make the change again."),
        )


_NAMED = {"accepted_deviation": "design, kind, touchpoint, next", "design_launch": "design, day"}
"""What is said of a design by its name."""


def _name(cursor: duckdb.DuckDBPyConnection, number: int) -> str:
    rows = cursor.execute(
        """SELECT v.text ->> '$.name' FROM scenario s
           JOIN scenario_version v ON v.scenario = s.id AND v.version = s.current WHERE s.id = ?""",
        [number],
    ).fetchall()
    return str(rows[0][0] or "") if rows else ""


def _follow(cursor: duckdb.DuckDBPyConnection, number: int, was: str) -> None:
    """Let what points to a scenario by its name point to its new one."""
    name = _name(cursor, number)
    if name == was:
        return
    taken = cursor.execute(
        """SELECT 1 FROM scenario s JOIN scenario_version v ON v.scenario = s.id AND v.version = s.current
           WHERE s.id <> $number AND v.text ->> '$.name' = $name
           UNION ALL SELECT 1 FROM design_file WHERE name = $name""",
        {"number": number, "name": name},
    ).fetchall()
    if taken:
        raise WrongInput(_("There is a design {name} already.").format(name=repr(name)), _("Choose another name."))
    told = {
        table: cursor.execute(f"SELECT {columns} FROM {table} WHERE design = ?", [was]).fetchall()
        for table, columns in _NAMED.items()
    }
    _forget(cursor, name)
    _forget(cursor, was)
    for table, rows in told.items():
        for _design, *said in rows:
            cursor.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * (1 + len(said)))})", [name, *said])
    # Whoever looks at an opportunity now would write the old name back.
    cursor.execute("UPDATE opportunity SET scenario = ?, version = version + 1 WHERE scenario = ?", [name, was])


def _forget(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    for table in _NAMED:
        cursor.execute(f"DELETE FROM {table} WHERE design = ?", [name])


def _write(cursor: duckdb.DuckDBPyConnection, number: int, version: int, before: int, text: str) -> None:
    made = datetime.now(UTC).replace(tzinfo=None)
    cursor.execute("INSERT INTO scenario_version VALUES (?, ?, ?, ?, ?)", [number, version, before, made, text])
