"""Who takes part in a workshop: people with a phone and a nickname, and those whose words the host enters by hand."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.store.workshops.pulse import changing
from journey.store.workshops.workshop import now, writable
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Participant", "by_hand", "hash_of", "join"]

LONGEST = 30
MOST = 500
"""People in one workshop."""


@dataclass(frozen=True)
class Participant:
    """One of the room.

    Attributes
    ----------
    hand : bool
        Whether the host entered what they say; they have no phone.
    """

    id: int
    nickname: str
    hand: bool


def join(workspace: Workspace, workshop: int, nickname: str, secret: str) -> Participant:
    """Let somebody in. Whoever comes with a secret that is known is the one who came with it before.

    Parameters
    ----------
    secret : str
        What the phone made up and keeps; 32 signs or more of base 16. Only its hash is kept.

    Raises
    ------
    WrongInput
        The nickname is empty or too long, the workshop is over or full.
    """
    if not re.fullmatch(r"[0-9a-f]{32,64}", secret):
        raise WrongInput(_("This phone could not be told from others."), _("Reload the page."))
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in nickname).split())
    if not words:
        raise WrongInput(_("A nickname has a letter at least."), _("Write one."))
    if len(words) > LONGEST:
        raise WrongInput(_("A nickname has {most} signs at most.").format(most=LONGEST), _("Write a shorter one."))
    with changing(workspace, workshop) as cursor:
        writable(cursor, workshop)
        # A phone that does not know whether it was heard comes again.
        held = cursor.execute(
            "SELECT id, nickname FROM workshop_participant WHERE workshop = ? AND secret = ?",
            [workshop, hash_of(secret)],
        ).fetchone()
        if held:
            return _known(held)
        (n,) = cursor.execute("SELECT count(*) FROM workshop_participant WHERE workshop = ?", [workshop]).fetchall()[0]
        if n >= MOST:
            raise WrongInput(
                _("This workshop is full: {most} people are in it.").format(most=MOST), _("Share a phone.")
            )
        return _insert(cursor, workshop, words, hash_of(secret))


def by_hand(cursor: duckdb.DuckDBPyConnection, workshop: int) -> Participant:
    """Somebody of the room without a phone, within a transaction."""
    return _insert(cursor, workshop, _("By hand"), None)


def _known(row: tuple[Any, ...]) -> Participant:
    number, nickname = row
    return Participant(number, nickname, False)


def _insert(cursor: duckdb.DuckDBPyConnection, workshop: int, nickname: str, secret: str | None) -> Participant:
    (number,) = cursor.execute("SELECT nextval('workshop_participant_number')").fetchall()[0]
    cursor.execute(
        "INSERT INTO workshop_participant VALUES (?, ?, ?, ?, ?)", [number, workshop, nickname, secret, now()]
    )
    return Participant(number, nickname, secret is None)


def hash_of(secret: str) -> str:
    """What is kept of a phone's secret: of 128 random bits, so that it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
