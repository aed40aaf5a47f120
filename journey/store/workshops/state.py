"""A workshop as it stands: read once after each change, for the wall and for every phone."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journey.store.workshops.card import Card
from journey.store.workshops.cards import cards_of
from journey.store.workshops.participants import Participant, hash_of
from journey.store.workshops.pulse import pulse
from journey.store.workshops.rounds import Round, rounds
from journey.store.workshops.votes import Vote
from journey.store.workshops.workshop import Workshop, workshop
from journey.store.workspace import Workspace

__all__ = ["RoomState", "room_state"]


@dataclass(frozen=True)
class RoomState:
    """All that was said so far.

    Attributes
    ----------
    pulse : str
        Another word after every change.
    participants : tuple of Participant
        In the order in which they came.
    votes : tuple of Vote
        Those on hidden and merged cards too.
    verdicts : mapping
        (round, key of a claim) -> what the log said of it, of the claims that the host has opened.
    by_secret : mapping
        Hash of a phone's secret -> its participant.
    """

    pulse: str
    workshop: Workshop
    participants: tuple[Participant, ...]
    rounds: tuple[Round, ...]
    cards: tuple[Card, ...]
    votes: tuple[Vote, ...]
    verdicts: Mapping[tuple[int, str], dict[str, Any]]
    by_secret: Mapping[str, Participant] = field(repr=False)

    def known_by(self, secret: str) -> Participant | None:
        """The participant whose phone holds that secret."""
        return self.by_secret.get(hash_of(secret))

    @property
    def round(self) -> Round | None:
        """The round that is open, or else the last one; None before the first."""
        return next((one for one in self.rounds if one.open), self.rounds[-1] if self.rounds else None)


_kept: dict[tuple[Path, str, int], RoomState] = {}
_guard = threading.Lock()
MOST = 8
"""Workshops that are kept in memory."""


def room_state(workspace: Workspace, number: int) -> RoomState:
    """The state of a workshop; the workspace is asked only where something changed.

    Raises
    ------
    WrongInput
        There is no such workshop.
    """
    # Another file may come to lie at the same place: it is told by its own id.
    place = (workspace.path.resolve(), workspace.version[0], number)
    with _guard:
        seen = pulse(workspace, number)
        held = _kept.get(place)
        if held is None or held.pulse != seen:
            held = _read(workspace, number, seen)
            _kept.pop(place, None)
            _kept[place] = held
            while len(_kept) > MOST:
                _kept.pop(next(iter(_kept)))
        return held


def _read(workspace: Workspace, number: int, seen: str) -> RoomState:
    # What changes between the word and the reading is read twice, and never missed.
    held = workshop(workspace, number)
    people = workspace.run(
        "SELECT id, nickname, secret FROM workshop_participant WHERE workshop = ? ORDER BY id", [number]
    )
    votes = workspace.run(
        """SELECT v.round, v.participant, v.target, v.value FROM workshop_vote v
           JOIN workshop_round r ON r.id = v.round WHERE r.workshop = ? ORDER BY ALL""",
        [number],
    )
    opened = workspace.run(
        """SELECT v.round, v.claim, v.verdict FROM workshop_verdict v
           JOIN workshop_round r ON r.id = v.round WHERE r.workshop = ?""",
        [number],
    )
    with workspace.cursor() as cursor:
        cards = cards_of(cursor, number)
    known = [(secret, Participant(who, nickname, secret is None)) for who, nickname, secret in people]
    return RoomState(
        pulse=seen,
        workshop=held,
        participants=tuple(one for _secret, one in known),
        rounds=rounds(workspace, number),
        cards=cards,
        votes=tuple(Vote(*row) for row in votes),
        verdicts={(asked, claim): json.loads(verdict) for asked, claim, verdict in opened},
        by_secret={secret: one for secret, one in known if secret is not None},
    )
