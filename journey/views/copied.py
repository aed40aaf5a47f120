"""What can be copied of a page, in its bar: the link to it, and the command that answers the same.

The bar is drawn before the page knows what is chosen on it, so it keeps places, and the page fills them then.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from journey.analyses.command import command
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["forget_places", "keep_places", "no_command", "say_command", "say_link"]

_LINK, _COMMAND = "copied_link", "copied_command"


def keep_places() -> None:
    """Keep them here, and show the link as the address is now."""
    st.session_state.update({_LINK: st.empty(), _COMMAND: st.empty()})
    say_link()


def forget_places() -> None:
    """The page has run: what is told before it runs again has no place."""
    for key in (_LINK, _COMMAND):
        st.session_state.pop(key, None)


def say_link() -> None:
    """Show the address as it is now, on a page that has a place for it."""
    if place := st.session_state.get(_LINK):
        parts = urlsplit(st.context.url or "http://localhost:8501/")
        query = urlencode(st.query_params.to_dict())
        whole = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
        place.code(whole, language=None, wrap_lines=True)


def say_command(name: str, workspace: Workspace, scope: Scope, *rest: str) -> None:
    """Offer a command, instead of the one before it (`analyses.command.command`)."""
    with st.session_state[_COMMAND].container():
        st.caption(_("The same on the command line"))
        st.code(command(name, workspace.name, scope, *rest), language="bash", wrap_lines=True)


def no_command() -> None:
    """Offer none: none answers what the page shows now."""
    st.session_state[_COMMAND].empty()
