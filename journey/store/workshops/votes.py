"""Votes: what a participant says of a target, as a number. Said again it takes the place of what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from journey.errors import WrongInput
from journey.store.workshops.cards import cards_of
from journey.store.workshops.kinds import kind_of
from journey.store.workshops.participants import by_hand
from journey.store.workshops.pulse import changing
from journey.store.workshops.rounds import Round, open_now
from journey.store.workspace import Workspace
from journey.text import _, ngettext

__all__ = ["Vote", "take_back_by_hand", "vote", "vote_by_hand"]

MOST_BY_HAND = 500


@dataclass(frozen=True)
class Vote:
    """One vote: `target` is "card:7", "stage:Buy", "value:..." or "effort:...", or what another kind of round names."""

    round: int
    participant: int
    target: str
    value: int


def vote(workspace: Workspace, workshop: int, round: int, participant: int, target: str, value: int | None) -> None:
    """Say something of a target; the same said twice is said once. When this returns, it is on the disk.

    Parameters
    ----------
    value : int or None
        Of dots, how many lie there altogether; None takes the vote back.

    Raises
    ------
    WrongInput
        The round is closed, there is no such target or value, or the dots are spent.
    """
    with changing(workspace, workshop) as cursor:
        held = open_now(cursor, workshop, round)
        if value is None or (value == 0 and kind_of(held.kind).counted):
            _gather(cursor, held, participant, target)
            cursor.execute(
                "DELETE FROM workshop_vote WHERE round = ? AND participant = ? AND target = ?",
                [round, participant, target],
            )
            return
        _check(cursor, workshop, held, target, value)
        if kind_of(held.kind).counted:
            _check_dots(cursor, held, participant, target, value)
            _gather(cursor, held, participant, target)
        _put(cursor, Vote(round, participant, target, value))


def vote_by_hand(workspace: Workspace, workshop: int, round: int, ballots: Sequence[Sequence[tuple[str, int]]]) -> None:
    """Enter what people without a phone say: a ballot for each of them. The host counts their dots, not the program.

    Raises
    ------
    WrongInput
        As `vote`; then no ballot is taken.
    """
    if len(ballots) > MOST_BY_HAND:
        raise WrongInput(_("These are more than {most} votes at once.").format(most=MOST_BY_HAND), _("Enter fewer."))
    with changing(workspace, workshop) as cursor:
        held = open_now(cursor, workshop, round)
        for ballot in ballots:
            who = by_hand(cursor, workshop).id
            for target, value in ballot:
                _check(cursor, workshop, held, target, value)
                _put(cursor, Vote(round, who, target, value))


def take_back_by_hand(workspace: Workspace, workshop: int, round: int) -> None:
    """Take back the last ballot that was entered by hand in the open round."""
    with changing(workspace, workshop) as cursor:
        open_now(cursor, workshop, round)
        cursor.execute(
            """
            DELETE FROM workshop_vote WHERE round = ? AND participant = (
                SELECT max(p.id) FROM workshop_participant p JOIN workshop_vote v ON v.participant = p.id
                WHERE p.workshop = ? AND p.secret IS NULL AND v.round = ?
            )
            """,
            [round, workshop, round],
        )


def _check(cursor: duckdb.DuckDBPyConnection, workshop: int, held: Round, target: str, value: int) -> None:
    kind = kind_of(held.kind)
    cards = cards_of(cursor, workshop) if target.startswith("card:") else ()
    if target not in kind.targets(held.settings, cards):
        raise WrongInput(_("This cannot be voted on any more."), _("Look at the list again."))
    if type(value) is not int or not kind.low <= value <= kind.high:
        raise WrongInput(
            _("A vote here goes from {low} to {high}.").format(low=kind.low, high=kind.high), _("Vote again.")
        )


def _check_dots(cursor: duckdb.DuckDBPyConnection, held: Round, participant: int, target: str, value: int) -> None:
    # Dots on a card that was merged lie on the card it went into; those on a hidden card lie there until taken back.
    (spent,) = cursor.execute(
        """
        SELECT coalesce(sum(v.value), 0) FROM workshop_vote v
        LEFT JOIN workshop_card c ON v.target = 'card:' || c.id
        WHERE v.round = ? AND v.participant = ? AND v.target <> ? AND coalesce('card:' || c.into_card, '') <> ?
        """,
        [held.id, participant, target, target],
    ).fetchall()[0]
    dots = int(held.settings["dots"])
    if spent + value > dots:
        raise WrongInput(
            ngettext("Your {n} dot is spent.", "Your {n} dots are spent.", dots).format(n=dots),
            _("Take one from another card first."),
        )


def _gather(cursor: duckdb.DuckDBPyConnection, held: Round, participant: int, target: str) -> None:
    """What is said of a card from now on holds for all that was merged into it."""
    cursor.execute(
        """
        DELETE FROM workshop_vote WHERE round = ? AND participant = ? AND target IN (
            SELECT 'card:' || id FROM workshop_card WHERE 'card:' || into_card = ?
        )
        """,
        [held.id, participant, target],
    )


def _put(cursor: duckdb.DuckDBPyConnection, one: Vote) -> None:
    cursor.execute(
        """INSERT INTO workshop_vote VALUES (?, ?, ?, ?)
           ON CONFLICT (round, participant, target) DO UPDATE SET value = excluded.value""",
        [one.round, one.participant, one.target, one.value],
    )
