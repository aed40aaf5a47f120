"""Cards of a workshop: written by the room, hidden and merged by the host."""

from __future__ import annotations

from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.store.workshops.card import LANES, Card
from journey.store.workshops.kinds import kind_of
from journey.store.workshops.participants import by_hand
from journey.store.workshops.pulse import changing
from journey.store.workshops.rounds import open_now
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LONGEST", "cards_of", "hide_card", "merge_cards", "take_back", "write_card"]

LONGEST = 280
MOST = 60
"""Cards of one person in one workshop."""
_COLUMNS = "id, round, participant, stage, kind, text, hidden, into_card"


def cards_of(cursor: duckdb.DuckDBPyConnection, workshop: int) -> tuple[Card, ...]:
    """All cards of a workshop, in the order in which they came."""
    rows = cursor.execute(f"SELECT {_COLUMNS} FROM workshop_card WHERE workshop = ? ORDER BY id", [workshop]).fetchall()
    return tuple(Card(*row) for row in rows)


def write_card(
    workspace: Workspace, workshop: int, participant: int | None, kind: str, stage: str, text: str, client: str
) -> Card:
    """Put a card on the wall. One that came before, and is sent again, stays one.

    Parameters
    ----------
    participant : int or None
        None: somebody without a phone, for whom the host writes.
    client : str
        What the sender calls the card.

    Raises
    ------
    WrongInput
        No round for cards is open, no words or too many, no such stage, or too many cards of one person.
    """
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not words:
        raise WrongInput(_("The card is empty."), _("Write what hurts, or what could be better."))
    if len(words) > LONGEST:
        raise WrongInput(
            _("The card has {n} signs, and {most} are room for.").format(n=len(words), most=LONGEST),
            _("Make it shorter, or two cards of it."),
        )
    if kind not in LANES:
        raise WrongInput(_("A card is a pain point or an idea."), _("Choose one of them."))
    with changing(workspace, workshop) as cursor:
        if participant is not None:
            known = cursor.execute(
                f"SELECT {_COLUMNS} FROM workshop_card WHERE participant = ? AND client = ?", [participant, client]
            ).fetchone()
            if known:
                return Card(*known)
        held = open_now(cursor, workshop)
        if not kind_of(held.kind).writes:
            raise WrongInput(_("No cards are collected in this round."), _("Wait for the next one."))
        if stage not in held.settings["stages"]:
            raise WrongInput(_("The journey has no stage {name}.").format(name=repr(stage)), _("Choose one of them."))
        if participant is None:
            participant = by_hand(cursor, workshop).id
        (n,) = cursor.execute("SELECT count(*) FROM workshop_card WHERE participant = ?", [participant]).fetchall()[0]
        if n >= MOST:
            raise WrongInput(_("You have written {most} cards, which is all.").format(most=MOST), _("Vote on them."))
        (number,) = cursor.execute("SELECT nextval('workshop_card_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO workshop_card VALUES (?, ?, ?, ?, ?, ?, ?, false, NULL, ?)",
            [number, workshop, held.id, participant, stage, kind, words, client],
        )
        return Card(number, held.id, participant, stage, kind, words, False, None)


def take_back(workspace: Workspace, workshop: int, participant: int, number: int) -> None:
    """Take one's own card from the wall, while cards are collected; a second time does nothing."""
    with changing(workspace, workshop) as cursor:
        held = open_now(cursor, workshop)
        cursor.execute(
            "DELETE FROM workshop_card WHERE id = ? AND participant = ? AND round = ?", [number, participant, held.id]
        )


def hide_card(workspace: Workspace, workshop: int, number: int, *, hidden: bool = True) -> None:
    """Take a card from the wall, or put it back; its dots are counted no more, or again."""
    with changing(workspace, workshop) as cursor:
        _card(cursor, workshop, number)
        cursor.execute("UPDATE workshop_card SET hidden = ? WHERE id = ?", [hidden, number])


def merge_cards(workspace: Workspace, workshop: int, number: int, into: int | None) -> None:
    """Make a card part of another one, with all that is part of it; None takes it out again.

    Raises
    ------
    WrongInput
        One of them is not there, or they are the same, or not both pain points or ideas.
    """
    with changing(workspace, workshop) as cursor:
        card = _card(cursor, workshop, number)
        if into is None:
            cursor.execute("UPDATE workshop_card SET into_card = NULL WHERE id = ?", [number])
            return
        other = _card(cursor, workshop, into)
        target = other.into if other.into is not None else other.id
        if target == number:
            raise WrongInput(_("A card cannot be merged with itself."), _("Choose another card."))
        if card.kind != other.kind:
            raise WrongInput(_("A pain point and an idea cannot be one card."), _("Choose another card."))
        cursor.execute("UPDATE workshop_card SET into_card = ? WHERE id = ? OR into_card = ?", [target, number, number])


def _card(cursor: duckdb.DuckDBPyConnection, workshop: int, number: int) -> Card:
    row: tuple[Any, ...] | None = cursor.execute(
        f"SELECT {_COLUMNS} FROM workshop_card WHERE workshop = ? AND id = ?", [workshop, number]
    ).fetchone()
    if row is None:
        raise WrongInput(_("This card is not on the wall any more."), _("Look again."))
    return Card(*row)
