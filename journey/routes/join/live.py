"""What a phone shows now: asked again and again, answered when something changed."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from journey.errors import JourneyError
from journey.routes.join.door import find, participant, refusal
from journey.store.workshops.guesses import bets_of
from journey.store.workshops.participants import Participant
from journey.store.workshops.pulse import pulse
from journey.store.workshops.rounds import Round
from journey.store.workshops.state import RoomState, room_state
from journey.store.workspace import Workspace

__all__ = ["live"]

HOLD_S = 4.0
"""How long an answer is held back while nothing changes; a server that is stopped waits so long at most."""
LOOK_S = 0.2


async def live(request: Request) -> JSONResponse:
    """GET /join/CODE/live?seen=PULSE: the workshop as this phone may see it.

    Where nothing changed since ``seen``, the answer comes after a few seconds and says only that.
    """
    try:
        workspace, who, number = await to_thread.run_sync(_who, request)
    except JourneyError as error:
        return refusal(error)
    seen = request.query_params.get("seen", "")
    until = time.monotonic() + HOLD_S
    while seen and pulse(workspace, number) == seen and time.monotonic() < until:
        await asyncio.sleep(LOOK_S)
    if seen and pulse(workspace, number) == seen:
        return JSONResponse({"pulse": seen}, headers={"Cache-Control": "no-store"})
    try:
        state = await to_thread.run_sync(room_state, workspace, number)
    except JourneyError as error:
        return refusal(error)
    return JSONResponse(view(state, who), headers={"Cache-Control": "no-store"})


def _who(request: Request) -> tuple[Workspace, Participant, int]:
    workspace, held = find(request)
    return workspace, participant(request, workspace, held.id), held.id


def view(state: RoomState, who: Participant) -> dict[str, Any]:
    """What one participant sees: the open question, the cards, and their own votes; nobody else's."""
    asked = state.round
    return {
        "pulse": state.pulse,
        "title": state.workshop.title,
        "over": state.workshop.closed,
        "me": who.nickname,
        "people": sum(not one.hand for one in state.participants),
        "round": _round(state, asked) if asked else None,
        "cards": [
            {"id": card.id, "stage": card.stage, "kind": card.kind, "text": card.text,
             "mine": card.participant == who.id, "open": asked is not None and card.round == asked.id and asked.open}
            for card in state.cards if card.shown
        ],
        "votes": _own(state, asked, who) if asked else {},
    }  # fmt: skip


def _round(state: RoomState, asked: Round) -> dict[str, Any]:
    told: dict[str, Any] = {"id": asked.id, "kind": asked.kind, "open": asked.open, **asked.settings}
    if asked.kind == "guess":
        # How a claim is checked is nobody's matter, and what the log says only when it is opened.
        told["claims"] = [
            {"key": one.key, "title": one.title, "verdict": one.verdict["verdict"] if one.verdict else None}
            for one in bets_of(state, asked)
        ]
        told.pop("scope", None)
    return told


def _own(state: RoomState, asked: Round, who: Participant) -> dict[str, int]:
    """Own votes by target; those on a card that was merged belong to the card it went into."""
    heads = {f"card:{card.id}": f"card:{card.into}" for card in state.cards if card.into is not None}
    own: dict[str, int] = {}
    for vote in state.votes:
        if vote.round == asked.id and vote.participant == who.id:
            target = heads.get(vote.target, vote.target)
            own[target] = own.get(target, 0) + vote.value
    return own
