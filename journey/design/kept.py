"""Scenarios kept in the workspace: every change is a version, so it can be undone, and nobody's is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from journey.design.scenario import Scenario, parse, to_json
from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Kept", "change", "delete", "keep", "redo", "scenario_of", "scenarios", "undo", "versions"]


@dataclass(frozen=True)
class Kept:
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
    scenario: Scenario


_STANDING = """
    SELECT s.id, v.version, v.before,
           (SELECT coalesce(max(a.version), 0) FROM scenario_version a
            WHERE a.scenario = s.id AND a.before = v.version),
           v.text
    FROM scenario s JOIN scenario_version v ON v.scenario = s.id AND v.version = s.current
"""


def scenarios(workspace: Workspace) -> tuple[Kept, ...]:
    """All scenarios, the oldest first."""
    return tuple(_kept(row) for row in workspace.run(f"{_STANDING} ORDER BY s.id"))


def scenario_of(workspace: Workspace, number: int) -> Kept | None:
    """One scenario; None where it is gone."""
    rows = workspace.run(f"{_STANDING} WHERE s.id = ?", [number])
    return _kept(rows[0]) if rows else None


def versions(workspace: Workspace, number: int) -> tuple[tuple[int, datetime, Scenario], ...]:
    """All versions of a scenario, the newest first."""
    rows = workspace.run(
        "SELECT version, made, text FROM scenario_version WHERE scenario = ? ORDER BY version DESC", [number]
    )
    return tuple((version, made, parse(text)) for version, made, text in rows)


def keep(workspace: Workspace, scenario: Scenario) -> int:
    """Keep a new scenario; its id. A name that is taken gets a number."""
    taken = {kept.scenario.name for kept in scenarios(workspace)}
    name, n = scenario.name, 2
    while name in taken:
        name, n = f"{scenario.name} {n}", n + 1
    with workspace.transaction() as cursor:
        (number,) = cursor.execute("SELECT nextval('scenario_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO scenario VALUES (?, 1)",
            [
                number,
            ],
        )
        _write(cursor, number, 1, 0, replace(scenario, name=name))
    return int(number)


def change(workspace: Workspace, number: int, version: int, scenario: Scenario) -> None:
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
        _write(cursor, number, newest + 1, version, scenario)
        cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [newest + 1, number])


def undo(workspace: Workspace, kept: Kept) -> None:
    """Go back to the version before."""
    _go(workspace, kept, kept.before)


def redo(workspace: Workspace, kept: Kept) -> None:
    """Go on to the version that was undone."""
    _go(workspace, kept, kept.after)


def delete(workspace: Workspace, number: int) -> None:
    """Take a scenario away, with all its versions."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM scenario WHERE id = ?", [number])
        cursor.execute("DELETE FROM scenario_version WHERE scenario = ?", [number])


def _go(workspace: Workspace, kept: Kept, to: int) -> None:
    if to:
        with workspace.transaction() as cursor:
            _held(cursor, kept.id, kept.version)
            cursor.execute("UPDATE scenario SET current = ? WHERE id = ?", [to, kept.id])


def _held(cursor: duckdb.DuckDBPyConnection, number: int, version: int) -> None:
    rows = cursor.execute("SELECT current FROM scenario WHERE id = ?", [number]).fetchall()
    if not rows or rows[0][0] != version:
        raise WrongInput(
            _("Somebody else changed this scenario meanwhile; nothing of yours was kept."),
            _("Look at how it stands now, and make the change again."),
        )


def _write(cursor: duckdb.DuckDBPyConnection, number: int, version: int, before: int, scenario: Scenario) -> None:
    made = datetime.now(UTC).replace(tzinfo=None)
    cursor.execute(
        "INSERT INTO scenario_version VALUES (?, ?, ?, ?, ?)", [number, version, before, made, to_json(scenario)]
    )


def _kept(row: tuple[int, int, int, int, str]) -> Kept:
    number, version, before, after, text = row
    return Kept(number, version, before, after, parse(text))
