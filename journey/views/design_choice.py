"""The design that reality is held against: chosen, given as a file, written as a file, with the day of its launch."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.design.bpmn import read, written
from journey.design.conformance.named import design_called, designs
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.designs import design_files, forget_design, keep_design, launch_of, set_launch
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.way_out import refuse

__all__ = ["design_choice", "give_file"]


def design_choice(workspace: Workspace) -> str:
    """Draw the row; the name of the design. There is one at least."""
    every = designs(workspace)
    key = _key(workspace)
    seed("design", key, every[0], lambda text: text if text in every else None)
    if st.session_state[key] not in every:
        st.session_state[key] = every[0]
    with st.container(horizontal=True, vertical_alignment="bottom", key="conformance_choice"):
        chosen = st.selectbox(_("Design"), every, key=key, width=300, persist_state="session") or every[0]
        tell("design", chosen, every[0])
        _launch(workspace, chosen)
        with st.popover(_("Files"), icon=":material/upload_file:", key="conformance_files"):
            give_file(workspace)
            _file_of(workspace, chosen)
    return chosen


def _launch(workspace: Workspace, chosen: str) -> None:
    was = launch_of(workspace, chosen)
    given: Any = st.date_input(
        _("In force since"), was, key=f"launch_{workspace.name}_{chosen}", width=160,
        help=_("The day of its launch: journeys that begin before and since are then told apart."),
    )  # fmt: skip
    if given != was:
        set_launch(workspace, chosen, given)
        st.rerun()


def _file_of(workspace: Workspace, chosen: str) -> None:
    if chosen in design_files(workspace):
        st.button(
            _("Forget {name}").format(name=frame.escape(frame.short(chosen, 40))), key="conformance_forget",
            on_click=forget_design, args=(workspace, chosen),
        )  # fmt: skip
        return
    st.download_button(
        _("Download as BPMN"), lambda: written(design_called(workspace, Scope(), chosen).automaton),
        file_name="to-be.bpmn", mime="application/xml", on_click="ignore", key="conformance_bpmn",
    )  # fmt: skip


def give_file(workspace: Workspace) -> None:
    """Take a BPMN file in, and look at it."""
    given = st.file_uploader(_("A BPMN file"), type=["bpmn", "xml"], key="conformance_file", max_upload_size=5)
    if given is None or st.session_state.get("conformance_taken") == given.file_id:
        return
    try:
        read(given.getvalue(), given.name)
        keep_design(workspace, given.name, given.getvalue())
    except WrongInput as error:
        refuse(error)
        return
    st.session_state["conformance_taken"] = given.file_id
    st.session_state[f"{_key(workspace)}_next"] = given.name
    st.rerun()


def _key(workspace: Workspace) -> str:
    key = f"conformance_design_{workspace.name}"
    # A file that was just taken in is looked at; a widget's value cannot change once it is drawn.
    if f"{key}_next" in st.session_state:
        st.session_state[key] = st.session_state.pop(f"{key}_next")
    return key
