"""What people note on the time of a log: releases, incidents, campaigns. Each a row with a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["KINDS", "Annotation", "add_annotation", "change_annotation", "delete_annotation", "noted"]

KINDS = ("release", "incident", "other")
LONGEST = 200


@dataclass(frozen=True)
class Annotation:
    """A day, or the days from `day` to `until` (included), and what happened then."""

    id: int
    day: date
    until: date | None
    kind: str
    text: str
    version: int


def noted(workspace: Workspace) -> tuple[Annotation, ...]:
    """All of them, by day."""
    rows = workspace.run("SELECT id, day, until, kind, text, version FROM annotation ORDER BY day, id")
    return tuple(Annotation(*row) for row in rows)


def add_annotation(workspace: Workspace, day: date, until: date | None, kind: str, text: str) -> Annotation:
    """Note something.

    Raises
    ------
    WrongInput
        No words or too many, an unknown kind, or an end before the beginning.
    """
    words, last = _checked(day, until, kind, text)
    with workspace.transaction() as cursor:
        (number,) = cursor.execute("SELECT nextval('annotation_number')").fetchall()[0]
        cursor.execute("INSERT INTO annotation VALUES (?, ?, ?, ?, ?, 1)", [number, day, last, kind, words])
    return Annotation(number, day, last, kind, words, 1)


def change_annotation(
    workspace: Workspace, number: int, version: int, day: date, until: date | None, kind: str, text: str
) -> None:
    """Change a note that has this version; WrongInput where somebody changed it meanwhile, or as `add_annotation`."""
    words, last = _checked(day, until, kind, text)
    with workspace.transaction() as cursor:
        _hold(cursor, number, version)
        cursor.execute(
            "UPDATE annotation SET day = ?, until = ?, kind = ?, text = ?, version = version + 1 WHERE id = ?",
            [day, last, kind, words, number],
        )


def delete_annotation(workspace: Workspace, number: int, version: int) -> None:
    """Take a note away; WrongInput where somebody changed it meanwhile."""
    with workspace.transaction() as cursor:
        _hold(cursor, number, version)
        cursor.execute("DELETE FROM annotation WHERE id = ?", [number])


def _checked(day: date, until: date | None, kind: str, text: str) -> tuple[str, date | None]:
    words = " ".join(text.split())
    if not words:
        raise WrongInput(_("Say what happened on that day."), _("A few words are enough: release 2.4, card outage."))
    if len(words) > LONGEST:
        raise WrongInput(
            _("The note has {n} signs, and {most} are room for.").format(n=len(words), most=LONGEST), _("Shorten it.")
        )
    if kind not in KINDS:
        raise WrongInput(_("{kind} is no kind of note.").format(kind=repr(kind)), _("Choose release or incident."))
    if until is not None and until < day:
        raise WrongInput(_("It ends before it begins."), _("Give the first day first."))
    return words, None if until == day else until


def _hold(cursor: duckdb.DuckDBPyConnection, number: int, version: int) -> None:
    found = cursor.execute("SELECT version FROM annotation WHERE id = ?", [number]).fetchall()
    if not found or found[0][0] != version:
        raise WrongInput(_("Somebody else changed this note meanwhile."), _("Look at it anew, and change it again."))
