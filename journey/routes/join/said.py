"""What a phone says: who it is, a card, a vote. It is answered when it lies on the disk, and not before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from journey.access.allowance import Allowance
from journey.errors import JourneyError, WrongInput
from journey.routes.join.door import COOKIE, Refused, client, find, participant, refusal, same_origin
from journey.store.workshops.cards import take_back, write_card
from journey.store.workshops.participants import Participant, join
from journey.store.workshops.pulse import pulse
from journey.store.workshops.votes import vote
from journey.store.workshops.workshop import Workshop
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["said"]

LARGEST = 16_000
"""Bytes of one request: a card of the longest, in any script."""
WEEK_S = 7 * 24 * 3600
_arrivals = Allowance(600, per_s=60)
_words = Allowance(120, per_s=20)


async def said(request: Request) -> JSONResponse:
    """POST /join/CODE/enter, card, back or vote, with a JSON object.

    ``{"pulse"}`` once it is kept: what ``live`` tells with this pulse or a later one holds it. Else ``{"error",
    "hint"}``: 401 for who has not joined, 403 for another origin, 404 for a code of no workshop, 409 for what cannot be
    done, 413 for too much, 429 for too often.
    """
    try:
        same_origin(request)
        given = await _body(request)
        return await to_thread.run_sync(_do, request, given)
    except JourneyError as error:
        return refusal(error)


async def _body(request: Request) -> dict[str, Any]:
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > LARGEST:
            raise Refused(413, _("This is more than fits on a card."), _("Make it shorter."))
    try:
        given = json.loads(bytes(held))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refused(400, _("This could not be read."), _("Reload the page."))
    return given


def _do(request: Request, given: dict[str, Any]) -> JSONResponse:
    workspace, workshop = find(request)
    what = request.path_params["what"]
    if what == "enter":
        return _enter(request, workspace, workshop, given)
    who = participant(request, workspace, workshop.id)
    if what not in _ACTS:
        raise Refused(404, _("This page may not send anything any more."), _("Reload it."))
    if not _words.take(f"{workshop.id}-{who.id}-{workspace.name}"):
        raise Refused(429, _("That was too fast."), _("Wait a moment."))
    _ACTS[what](workspace, workshop.id, who, given)
    return JSONResponse({"pulse": pulse(workspace, workshop.id)}, headers={"Cache-Control": "no-store"})


def _enter(request: Request, workspace: Workspace, workshop: Workshop, given: dict[str, Any]) -> JSONResponse:
    if not _arrivals.take(client(request)):
        raise Refused(429, _("Too many people came at once."), _("Wait a moment, and try again."))
    secret = _text(given, "secret")
    join(workspace, workshop.id, _text(given, "nickname"), secret)
    answer = JSONResponse({"pulse": pulse(workspace, workshop.id)}, headers={"Cache-Control": "no-store"})
    # The page itself cannot read it, and it goes nowhere but to this workshop.
    answer.set_cookie(
        COOKIE, secret, max_age=WEEK_S, path=f"/join/{request.path_params['code']}", httponly=True, samesite="strict"
    )
    return answer


def _card(workspace: Workspace, workshop: int, who: Participant, given: dict[str, Any]) -> None:
    parts = (_text(given, name) for name in ("kind", "stage", "text", "client"))
    write_card(workspace, workshop, who.id, *parts)


def _back(workspace: Workspace, workshop: int, who: Participant, given: dict[str, Any]) -> None:
    take_back(workspace, workshop, who.id, _number(given, "card"))


def _vote(workspace: Workspace, workshop: int, who: Participant, given: dict[str, Any]) -> None:
    value = None if given.get("value") is None else _number(given, "value")
    vote(workspace, workshop, _number(given, "round"), who.id, _text(given, "target"), value)


_ACTS: dict[str, Callable[[Workspace, int, Participant, dict[str, Any]], None]] = {
    "card": _card,
    "back": _back,
    "vote": _vote,
}


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise WrongInput(_("This could not be read."), _("Reload the page."))
    return value


def _number(given: dict[str, Any], name: str) -> int:
    value = given.get(name)
    if type(value) is not int or abs(value) > 2**31 - 1:
        raise WrongInput(_("This could not be read."), _("Reload the page."))
    return value
