"""The ways on from a page that could not be shown: what may be wrong in its address can be let go."""

from __future__ import annotations

import streamlit as st

from journey.errors import JourneyError, NoLog, WorkspaceBusy
from journey.scope import Scope
from journey.text import _
from journey.views.frame import escape
from journey.views.one_journey import leave_journey
from journey.views.session import address, library, set_scope, set_workspace

__all__ = ["refuse"]


def refuse(error: JourneyError) -> None:
    """Say what was wrong, and offer the ways on."""
    st.error(escape(error.message), icon=":material/error:")
    hint = error.hint
    if isinstance(error, WorkspaceBusy):
        # The error's own hint is for those who type commands.
        hint = _("It is let go as soon as that program is done. Try again then, or open another workspace.")
    if hint:
        st.info(escape(hint), icon=":material/lightbulb:")
    here = st.session_state.get("workspace")
    names = [name for name in library().names() if name != here]
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(error, NoLog):
            for page, label in (("as_is/board", _("Its board")), ("data/import_log", _("Import a log"))):
                st.page_link(f"../../pages/{page}.py", label=label, query_params=address())
        if "journey" in st.query_params:
            st.button(_("All journeys"), on_click=leave_journey, key="out_journey")
        if st.session_state.get("scope"):
            st.button(_("Clear the filters"), on_click=set_scope, args=(Scope(),), key="out_clear")
        st.button(_("Try again"), type="tertiary", key="out_again")
        if names:
            st.selectbox(
                _("Open another workspace"),
                names,
                index=None,
                placeholder=_("Open another workspace"),
                label_visibility="collapsed",
                width=240,
                key="out_workspace",
                on_change=_open,
            )


def _open() -> None:
    if name := st.session_state["out_workspace"]:
        set_workspace(name)
