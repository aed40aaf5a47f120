"""The command that answers what a page shows, in its bar.

The bar is drawn before the page knows what is chosen on it, so it keeps a place, and the page says its command then.
"""

from __future__ import annotations

import streamlit as st

from journey.analyses.command import command
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["no_command", "place_command", "say_command"]

_KEY = "copied_command"


def place_command() -> None:
    """Keep a place for it here."""
    st.session_state[_KEY] = st.empty()


def say_command(name: str, workspace: Workspace, scope: Scope, *rest: str) -> None:
    """Offer a command, instead of the one before it (`analyses.command.command`)."""
    with st.session_state[_KEY].container():
        st.caption(_("The same on the command line"))
        st.code(command(name, workspace.name, scope, *rest), language="bash", wrap_lines=True)


def no_command() -> None:
    """Offer none: none answers what the page shows now."""
    st.session_state[_KEY].empty()
