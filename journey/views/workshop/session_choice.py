"""Which workshop the host looks at: one that is on, one that was, or a new one. It stands in the address."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from journey.store.workshops.workshop import Workshop, close_workshop, open_workshop, reopen_workshop, workshops
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import date
from journey.views.frame import short
from journey.views.page_settings import seed, tell
from journey.views.workshop.told import attempt

__all__ = ["begin_workshop", "end_workshop", "session_choice"]

_CHOSEN = "workshop_session"


def session_choice(workspace: Workspace) -> Workshop | None:
    """The workshop that is shown: that of the address, or the newest; None where there is none yet."""
    found = workshops(workspace)
    if not found:
        return None
    numbers = [one.id for one in found]
    seed("session", _CHOSEN, numbers[0], int)
    if st.session_state[_CHOSEN] not in numbers:
        st.session_state[_CHOSEN] = numbers[0]
    titles = {one.id: short(one.title, 40) for one in found}
    chosen = st.selectbox(
        _("Workshop"), numbers, key=_CHOSEN, format_func=titles.__getitem__, label_visibility="collapsed", width=280
    )
    tell("session", chosen, None)
    held = next(one for one in found if one.id == chosen)
    # A workspace that was copied or renamed brings its open workshop along: its code is made to lead here.
    return held if held.closed else reopen_workshop(workspace, held.id)


def begin_workshop(workspace: Workspace, *, first: bool) -> None:
    """The title of a new workshop, and the button that begins it."""
    if first:
        _begin(workspace)
        return
    with st.popover(_("New workshop"), icon=":material/add:", key="workshop_new"):
        _begin(workspace)


def end_workshop(workspace: Workspace, held: Workshop) -> None:
    """End it, or let people in again."""
    if held.closed:
        st.button(
            _("Open the workshop again"), key="workshop_reopen", icon=":material/lock_open:",
            on_click=attempt, args=(reopen_workshop, workspace, held.id),
        )  # fmt: skip
    else:
        st.button(
            _("End the workshop"), key="workshop_end", icon=":material/lock:",
            on_click=attempt, args=(close_workshop, workspace, held.id),
        )  # fmt: skip


def _begin(workspace: Workspace) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("What is the workshop about?"), value=_("Workshop of {day}").format(day=date(datetime.now())),
            key="workshop_title", max_chars=80, width=360,
        )  # fmt: skip
        st.button(
            _("Start"), key="workshop_start", type="primary", icon=":material/play_arrow:", on_click=_start,
            args=(workspace,),
        )  # fmt: skip


def _start(workspace: Workspace) -> None:
    made = attempt(open_workshop, workspace, st.session_state["workshop_title"])
    if made is not None:
        st.session_state[_CHOSEN] = made.id
