"""The comments on a scenario: read, added, taken back."""

from __future__ import annotations

import streamlit as st

from journey.design.kept import Kept
from journey.errors import JourneyError
from journey.store.scenario_comments import comment, comments, take_back
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import moment
from journey.views.frame import escape

__all__ = ["scenario_comments"]


def scenario_comments(workspace: Workspace, kept: Kept) -> None:
    """Draw them, and a form for another."""
    for one in comments(workspace, kept.id):
        with st.container(horizontal=True, vertical_alignment="center", key=f"comment_{one.id}"):
            with st.container(gap="xxsmall", width="stretch"):
                st.caption(escape(_("{who} · {when}").format(who=one.who or _("Somebody"), when=moment(one.made))))
                st.markdown(escape(one.text))
            st.button(
                "", icon=":material/delete:", help=_("Delete this comment"), type="tertiary",
                key=f"comment_delete_{one.id}", on_click=take_back, args=(workspace, one.id),
            )  # fmt: skip
    with st.form(f"comment_form_{kept.id}", border=False):
        # Who writes stays there for their next comment; what they wrote is sent.
        st.text_input(_("Your name"), max_chars=60, key="comment_who", width=240)
        st.text_area(_("Comment"), max_chars=2_000, key=f"comment_text_{kept.id}")
        st.form_submit_button(
            _("Add comment"), icon=":material/add_comment:", on_click=_send, args=(workspace, kept.id)
        )
    if told := st.session_state.pop("comment_told", ""):
        st.error(escape(told))


def _send(workspace: Workspace, scenario: int) -> None:
    key = f"comment_text_{scenario}"
    try:
        comment(workspace, scenario, st.session_state["comment_who"], st.session_state[key])
    except JourneyError as error:
        st.session_state["comment_told"] = str(error)
        return
    st.session_state[key] = ""
