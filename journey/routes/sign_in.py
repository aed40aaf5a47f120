"""Signing in as the host, where the server listens to a network; and signing out."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from journey.access import signed_out
from journey.access.allowance import Allowance
from journey.access.gate import COOKIE
from journey.access.host_password import is_right, signing_key
from journey.access.network import is_loopback
from journey.access.ticket import HOLDS_S, issue
from journey.routes.join.page import SAFE
from journey.routes.small_page import small_page
from journey.text import _

__all__ = ["sign_in", "sign_out"]

LARGEST = 4_000
_tries = Allowance(6, per_s=60)
_all_tries = Allowance(30, per_s=60)
"""Passwords of one address in a minute, and of all other machines together."""


async def sign_in(request: Request) -> Response:
    """GET /sign-in: the form. POST /sign-in: the password; right, it leads on to where one wanted to go."""
    if request.method == "GET":
        return _form(request.query_params.get("next", "/"))
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > LARGEST:
            return _form("/", _("This is too long for a password."), 413)
    given = parse_qs(held.decode("utf-8", "replace"), keep_blank_values=True)
    following = given.get("next", ["/"])[0]
    origin = request.headers.get("origin", "")
    if not origin or urlsplit(origin).netloc != request.headers.get("host"):
        return _form(following, _("This page is out of date; try once more."), 403)
    who = request.client.host if request.client else ""
    # However many guess from outside, the host can sign in at the machine itself.
    if not (_tries.take(who) and (is_loopback(who) or _all_tries.take(""))):
        return _form(following, _("Too many tries. Wait a minute."), 429)
    if not await to_thread.run_sync(is_right, given.get("password", [""])[0]):
        return _form(following, _("This is not the host password."), 403)
    answer = RedirectResponse(_own(following), 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(COOKIE, issue(signing_key()), max_age=HOLDS_S, httponly=True, samesite="strict", path="/")
    return answer


async def sign_out(request: Request) -> Response:
    """GET /sign-out: the sign-in ends, in every tab and for every copy of its cookie; then the form comes."""
    signed_out.sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in", 303, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _own(address: str) -> str:
    """The address where it is one of ours, else the first page: nobody is sent elsewhere after signing in."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


def _form(following: str, told: str = "", status: int = 200) -> HTMLResponse:
    text = small_page("sign_in.html")
    parts = {
        "title": _("Desire Path"),
        "label": _("Host password"),
        "button": _("Sign in"),
        "note": _("For the host. To take part in a workshop, open the link or the QR code on the screen."),
    }
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", escape(value))
    text = text.replace("{told}", f'<p class="wrong" role="alert">{escape(told)}</p>' if told else "")
    # What comes from outside goes in last, so that nothing in it is taken for a place of ours.
    page = text.replace("{next}", escape(_own(following), quote=True))
    # Without a referrer a browser does not say either from where a form is sent, and the form would be refused.
    return HTMLResponse(page, status_code=status, headers={**SAFE, "Referrer-Policy": "same-origin"})
