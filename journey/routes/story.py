"""A story to whoever knows its link: one document to read, which opens nothing else of the server."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from contextlib import suppress

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from journey.access.allowance import Allowance
from journey.errors import JourneyError
from journey.store.library import library
from journey.store.stories import Story, story_of_token
from journey.store.story_pins import pins
from journey.store.workspace import Workspace
from journey.stories import slide_of
from journey.stories.privacy import private
from journey.takehome.document import document
from journey.text import _

__all__ = ["story"]

FRESH_S = 30.0
"""So long a document is handed out again: a room that opens the link at once costs one drawing."""
MOST = 16
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex"}  # fmt: skip
_TOKEN = re.compile(r"[\w-]{32}")
_guesses = Allowance(30, per_s=60)
"""Wrong links of one address."""
_drawn: OrderedDict[str, tuple[float, str]] = OrderedDict()
_drawing = threading.Lock()


async def story(request: Request) -> Response:
    """GET /story/TOKEN: the story, with pseudonyms and without small groups; 404 where no story has the token."""
    token = str(request.path_params["token"])
    found = await to_thread.run_sync(_found, token)
    if found is None:
        known = _guesses.take(request.client.host if request.client else "")
        words = (
            _("No story has this link, or it was taken back.") if known else _("Too many wrong links; wait a minute.")
        )
        return PlainTextResponse(words, status_code=404 if known else 429, headers=SAFE)
    try:
        return HTMLResponse(await to_thread.run_sync(_document, token, *found), headers=SAFE)
    except JourneyError as error:
        return PlainTextResponse(str(error), status_code=503, headers=SAFE)


def _found(token: str) -> tuple[Workspace, Story] | None:
    if not _TOKEN.fullmatch(token):
        return None
    for name in library().names():
        with suppress(JourneyError):
            workspace = library().get(name)
            held = story_of_token(workspace, token)
            if held is not None:
                return workspace, held
    return None


def _document(token: str, workspace: Workspace, held: Story) -> str:
    # One at a time: the second to ask finds what the first had drawn.
    with _drawing:
        made, text = _drawn.get(token, (0.0, ""))
        if text and time.monotonic() - made < FRESH_S:
            return text
        slides = []
        for pin in pins(workspace, held.id):
            # A view that this log does not have any more is left out, as nobody here can mend it.
            with suppress(JourneyError):
                slides.append(private(workspace, slide_of(workspace, pin)))
        text = document(slides, title=held.name)
        _drawn[token] = (time.monotonic(), text)
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return text
