"""From a request to the workshop it is about and the participant it comes from."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse

from journey.access.allowance import Allowance
from journey.errors import JourneyError, WrongInput
from journey.store.library import library
from journey.store.workshops.participants import Participant
from journey.store.workshops.register import listed_in
from journey.store.workshops.state import room_state
from journey.store.workshops.workshop import Workshop
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["COOKIE", "Refused", "client", "find", "participant", "refusal", "same_origin"]

COOKIE = "workshop"
_guesses = Allowance(30, per_s=60)
"""Wrong codes of one address; a room full of phones knows the right one."""


class Refused(JourneyError):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        self.status = status
        super().__init__(message, hint)


def client(request: Request) -> str:
    """The address a request comes from."""
    return request.client.host if request.client else ""


def find(request: Request) -> tuple[Workspace, Workshop]:
    """The workshop of the code in the address.

    Raises
    ------
    Refused
        There is none, or too many were tried.
    """
    code = str(request.path_params["code"]).upper()
    place = listed_in(code) if re.fullmatch(r"[0-9A-Z]{4,12}", code) else None
    if place is not None:
        with suppress(WrongInput):
            workspace = library().get(place[0])
            held = room_state(workspace, place[1]).workshop
            if held.code == code and not held.closed:
                return workspace, held
    if not _guesses.take(client(request)):
        raise Refused(429, _("Too many wrong codes."), _("Wait a minute, and look at the screen again."))
    raise Refused(404, _("There is no workshop of this code, or it is over."), _("Look at the screen for the code."))


def participant(request: Request, workspace: Workspace, workshop: int) -> Participant:
    """Whose phone asks.

    Raises
    ------
    Refused
        Nobody's who joined.
    """
    secret = request.cookies.get(COOKIE, "")
    known = room_state(workspace, workshop).known_by(secret)
    if known is None:
        raise Refused(401, _("You have not joined yet."), _("Write a nickname."))
    return known


def same_origin(request: Request) -> None:
    """Refuse what another page makes a browser send."""
    origin = request.headers.get("origin", "")
    if not origin or urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused(403, _("This page may not send anything any more."), _("Reload it."))


def refusal(error: JourneyError) -> JSONResponse:
    """An error as an answer: one sentence, and the way out."""
    status = error.status if isinstance(error, Refused) else 409 if isinstance(error, WrongInput) else 503
    return JSONResponse(
        {"error": error.message, "hint": error.hint}, status_code=status, headers={"Cache-Control": "no-store"}
    )
