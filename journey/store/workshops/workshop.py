"""A workshop: a session with a title and a code, under which people join it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from journey.errors import WrongInput
from journey.store.workshops.pulse import changing
from journey.store.workshops.register import enlist, listed_in, strike
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Workshop", "close_workshop", "now", "open_workshop", "reopen_workshop", "workshop", "workshops", "writable"]

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs of a join code: none that is taken for another when it is read out."""
LONGEST = 80
_COLUMNS = "id, title, code, made, closed IS NOT NULL"


@dataclass(frozen=True)
class Workshop:
    """One workshop.

    Attributes
    ----------
    code : str
        Six signs, under which people join.
    made : datetime
        When it was begun, UTC.
    closed : bool
        Whether it is over: nobody joins, writes or votes any more.
    """

    id: int
    title: str
    code: str
    made: datetime
    closed: bool


def now() -> datetime:
    """This moment as the workspace keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def workshops(workspace: Workspace) -> tuple[Workshop, ...]:
    """All workshops of a workspace, the newest first."""
    return tuple(Workshop(*row) for row in workspace.run(f"SELECT {_COLUMNS} FROM workshop ORDER BY id DESC"))


def workshop(workspace: Workspace, number: int) -> Workshop:
    """The workshop of that number.

    Raises
    ------
    WrongInput
        There is none.
    """
    rows = workspace.run(f"SELECT {_COLUMNS} FROM workshop WHERE id = ?", [number])
    if not rows:
        raise WrongInput(_("There is no such workshop in this workspace."), _("Choose another one."))
    return Workshop(*rows[0])


def open_workshop(workspace: Workspace, title: str) -> Workshop:
    """Begin a workshop.

    Raises
    ------
    WrongInput
        Its title is empty or too long.
    """
    words = " ".join(title.split())
    if not words or len(words) > LONGEST:
        raise WrongInput(_("A workshop has a title of up to {most} signs.").format(most=LONGEST), _("Write one."))
    with workspace.transaction() as cursor:
        (number,) = cursor.execute("SELECT nextval('workshop_number')").fetchall()[0]
        made = Workshop(number, words, _new_code(), now(), False)
        cursor.execute("INSERT INTO workshop VALUES (?, ?, ?, ?, NULL)", [made.id, made.title, made.code, made.made])
    enlist(made.code, workspace.name, made.id)
    return made


def close_workshop(workspace: Workspace, number: int) -> None:
    """End it; what was said stays."""
    held = workshop(workspace, number)
    with changing(workspace, number) as cursor:
        cursor.execute("UPDATE workshop_round SET closed = ? WHERE workshop = ? AND closed IS NULL", [now(), number])
        cursor.execute("UPDATE workshop SET closed = ? WHERE id = ? AND closed IS NULL", [now(), number])
    strike(held.code, workspace.name, number)


def reopen_workshop(workspace: Workspace, number: int) -> Workshop:
    """Let people in again, also after the workspace was copied or renamed.

    The code stays where it can; where another workspace uses it by now, there is a new one.
    """
    held = workshop(workspace, number)
    here = (workspace.name, number)
    code = held.code if listed_in(held.code) in (None, here) else _new_code()
    if held.closed or code != held.code:
        with changing(workspace, number) as cursor:
            cursor.execute("UPDATE workshop SET closed = NULL, code = ? WHERE id = ?", [code, number])
    if listed_in(code) != here:
        enlist(code, *here)
    return workshop(workspace, number)


def writable(cursor: duckdb.DuckDBPyConnection, number: int) -> None:
    """Within a transaction: refuse where the workshop is over.

    Raises
    ------
    WrongInput
        It is.
    """
    if not cursor.execute("SELECT 1 FROM workshop WHERE id = ? AND closed IS NULL", [number]).fetchall():
        raise WrongInput(_("This workshop is over."), _("Ask your host."))


def _new_code() -> str:
    while listed_in(code := "".join(secrets.choice(ALPHABET) for _sign in range(6))):
        pass
    return code
