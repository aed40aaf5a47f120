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
        Somebody else changed it meanwhile, or it is gone; nothing was changed.
    """
    with workspace.transaction() as cursor:
        _held(cursor, number, version)
        (newest,) = cursor.execute("SELECT max(version) FROM scenario_version WHERE scenario = ?", [number]).fetchall()[
            0
        ]
        _write(cursor, number, newest + 1, version, text)
        cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [newest + 1, number])


def go(workspace: Workspace, number: int, version: int, to: int) -> None:
    """Let another of its versions stand; `WrongInput` as `change`."""
    with workspace.transaction() as cursor:
        _held(cursor, number, version)
        cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [to, number])


def delete(workspace: Workspace, number: int) -> None:
    """Take a scenario away, with all its versions and comments."""
    with workspace.transaction() as cursor:
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


def _write(cursor: duckdb.DuckDBPyConnection, number: int, version: int, before: int, text: str) -> None:
    made = datetime.now(UTC).replace(tzinfo=None)
    cursor.execute("INSERT INTO scenario_version VALUES (?, ?, ?, ?, ?)", [number, version, before, made, text])
