"""Rounds: what the room is asked, one after the other; one is open at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.store.workshops.kinds import kind_of
from journey.store.workshops.pulse import changing
from journey.store.workshops.workshop import now, writable
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Round", "close_round", "open_now", "open_round", "reopen_round", "rounds"]

_COLUMNS = "id, kind, settings, closed IS NULL"


@dataclass(frozen=True)
class Round:
    """One question to the room.

    Attributes
    ----------
    kind : str
        A key of `KINDS`.
    settings : mapping
        "stages" of a round of cards or emotion; "dots" of a round of dots; "items" (each with "key" and "title") of one
        of value and effort; "claims" (also with "claim", as it is checked) of a guess, with the "scope" it is about.
    open : bool
        Whether votes and cards are taken.
    """

    id: int
    kind: str
    settings: Mapping[str, Any]
    open: bool


def rounds(workspace: Workspace, workshop: int) -> tuple[Round, ...]:
    """All rounds of a workshop, in their order."""
    rows = workspace.run(f"SELECT {_COLUMNS} FROM workshop_round WHERE workshop = ? ORDER BY opened, id", [workshop])
    return tuple(_round(row) for row in rows)


def open_round(workspace: Workspace, workshop: int, kind: str, settings: Mapping[str, Any]) -> int:
    """Ask the room something; a round that is open is closed by it. Gives its number.

    Raises
    ------
    WrongInput
        Settings that make no sense, or a workshop that is over.
    """
    kind_of(kind).check(settings)
    with changing(workspace, workshop) as cursor:
        writable(cursor, workshop)
        _close(cursor, workshop)
        (number,) = cursor.execute("SELECT nextval('workshop_round_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO workshop_round VALUES (?, ?, ?, ?, ?, NULL)",
            [number, workshop, kind, json.dumps(dict(settings)), now()],
        )
    return int(number)


def close_round(workspace: Workspace, workshop: int) -> None:
    """Take no more votes and cards."""
    with changing(workspace, workshop) as cursor:
        _close(cursor, workshop)


def reopen_round(workspace: Workspace, workshop: int, number: int) -> None:
    """Go on with a round that was closed, where it stopped; it becomes the last one."""
    with changing(workspace, workshop) as cursor:
        writable(cursor, workshop)
        _close(cursor, workshop)
        cursor.execute(
            "UPDATE workshop_round SET closed = NULL, opened = ? WHERE id = ? AND workshop = ?",
            [now(), number, workshop],
        )


def open_now(cursor: duckdb.DuckDBPyConnection, workshop: int, number: int | None = None) -> Round:
    """The open round, within a transaction that writes to it.

    Parameters
    ----------
    number : int, optional
        The round that is meant: if another one is open by now, nothing is to be written.

    Raises
    ------
    WrongInput
        The workshop is over, or the round is closed.
    """
    row = cursor.execute(
        f"SELECT {_COLUMNS} FROM workshop_round WHERE workshop = ? AND closed IS NULL", [workshop]
    ).fetchone()
    if row is None or (number is not None and row[0] != number):
        writable(cursor, workshop)
        raise WrongInput(_("This round is closed."), _("Wait for the next one."))
    return _round(row)


def _close(cursor: duckdb.DuckDBPyConnection, workshop: int) -> None:
    cursor.execute("UPDATE workshop_round SET closed = ? WHERE workshop = ? AND closed IS NULL", [now(), workshop])


def _round(row: tuple[Any, ...]) -> Round:
    number, kind, settings, is_open = row
    return Round(number, kind, json.loads(settings), is_open)
