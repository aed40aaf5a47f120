"""The gate: where the server listens to a network, nothing is answered to who has not signed in, but what is for all.

It stands before every route, Streamlit's own among them: pages, their live connection, media, uploads, components.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from journey.access.host_password import is_set, signing_key
from journey.access.network import is_loopback
from journey.access.signed_out import is_signed_out, while_signed_in
from journey.access.ticket import valid
from journey.text import _

__all__ = ["COOKIE", "FOR_ALL", "Gate", "gate"]

COOKIE = "host"
FOR_ALL = ("/join/", "/story/", "/sign-in", "/healthz", "/source")
"""What is answered to everybody: a workshop to who knows its code, a story to who knows its link, the way in, and
the source of the program. None of it reads a log without such a code or link."""


def gate(listening: str | None, address: str | None) -> list[Middleware]:
    """The middleware for `streamlit.App`: none where the server listens to its own machine only.

    Parameters
    ----------
    listening : str or None
        The address the server listens on; none is every address.
    address : str or None
        The name or address by which others reach it.

    Raises
    ------
    SystemExit
        It listens to a network, and there is no host password: then it does not start.
    """
    if is_loopback(listening or "0.0.0.0"):
        return []
    if not is_set():
        raise SystemExit(
            _(
                "Not started: the server would listen on a network, and no host password is set. Start it with "
                "make share (or: python -m journey share), which sets one; or leave --server.address away."
            )
        )
    return [Middleware(Gate, hosts=frozenset({"localhost", "127.0.0.1", *filter(None, (address, listening))}))]


class Gate:
    """Asks for the sign-in before anything else answers.

    Parameters
    ----------
    hosts : frozenset of str
        The names this server goes by. Under another one, a page of somebody else's could reach it through the browser
        of who is signed in.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        refused = self._refused(asked, scope)
        if refused is None and scope["type"] == "websocket":
            # What is live was let in once; it has to end when the sign-in does.
            ticket = asked.cookies.get(COOKIE, "")
            await while_signed_in(ticket, lambda hear, say: self.app(scope, hear, say), receive, send)
        elif refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "sign in"})
        else:
            await refused(scope, receive, send)

    def _refused(self, asked: HTTPConnection, scope: Scope) -> Response | None:
        if urlsplit(f"//{asked.headers.get('host', '')}").hostname not in self.hosts:
            return PlainTextResponse(_("This server does not go by this name. Use the address it printed."), 421)
        path = str(scope["path"])
        # Neither a dot that leads elsewhere nor a doubled slash opens what only looks as if it were for all.
        plain = "//" not in path and "/." not in path and "\\" not in path
        if plain and any(path.startswith(name) if name.endswith("/") else path == name for name in FOR_ALL):
            return None
        if scope["type"] == "websocket" and urlsplit(asked.headers.get("origin", "")).netloc != asked.headers["host"]:
            return PlainTextResponse("", 403)
        ticket = asked.cookies.get(COOKIE, "")
        if valid(ticket, signing_key()) and not is_signed_out(ticket):
            return None
        if scope["type"] == "http" and scope["method"] == "GET" and "text/html" in asked.headers.get("accept", ""):
            query = f"?{asked.url.query}" if asked.url.query else ""
            return RedirectResponse(f"/sign-in?next={quote(f'{path}{query}', safe='')}", 303)
        return JSONResponse({"error": _("Sign in first.")}, 401)
