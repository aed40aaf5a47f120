"""The page of a phone, and the two files it is made of. It is the same for all: what differs comes by `live`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from journey.routes.join.door import Refused, find
from journey.routes.join.words import words
from journey.routes.small_page import small_page

__all__ = ["POLICY", "SAFE", "nothing", "page", "part"]

_HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""A browser runs and loads nothing in these pages but what comes as a file of ours."""
SAFE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_KINDS = {"js": "text/javascript", "css": "text/css"}


async def page(request: Request) -> HTMLResponse:
    """GET /join/CODE: the page; 404 with a sentence where no workshop has the code."""
    try:
        _workspace, workshop = await to_thread.run_sync(find, request)
    except Refused as refused:
        return HTMLResponse(_page({"refused": str(refused)}), status_code=refused.status, headers=SAFE)
    return HTMLResponse(_page({"title": workshop.title}), headers=SAFE)


def part(request: Request) -> Response:
    """GET /join/join.js and /join/join.css."""
    file, kind = request.path_params["file"], request.path_params["kind"]
    if file != "join" or kind not in _KINDS:
        return HTMLResponse("", status_code=404, headers=SAFE)
    return Response(_file(f"join.{kind}"), media_type=_KINDS[kind], headers=SAFE)


def nothing(_request: Request) -> Response:
    """Anything else below /join."""
    return Response("", status_code=404, headers=SAFE)


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _page(given: dict[str, str]) -> str:
    # Data, not script: and no sign in it can end the element it stands in.
    data = json.dumps({"words": words(), **given}).replace("<", "\\u003c")
    return small_page("join/join.html").replace("{data}", data)
