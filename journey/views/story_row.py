"""The story that is worked on: chosen, begun, renamed, deleted, shared, presented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.errors import JourneyError
from journey.store.stories import LONGEST_NAME, Story, add_story, delete_story, rename_story, stories
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.frame import escape, short
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.session import address
from journey.views.story_link import story_link

__all__ = ["refusal", "say_refused", "story_choice", "told"]

_KEY, _REFUSED = "story_chosen", "story_refused"


def refusal() -> None:
    """What could not be done, once."""
    if words := st.session_state.pop(_REFUSED, ""):
        st.warning(escape(words), icon=":material/error:")


def told(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do it; what is refused is said on the next run."""
    try:
        return act(*given, **named)
    except JourneyError as error:
        say_refused(error)
        return None


def say_refused(error: JourneyError) -> None:
    """Let `refusal` say it."""
    st.session_state[_REFUSED] = str(error)


def story_choice(workspace: Workspace) -> Story | None:
    """Draw the row; the story that is chosen, or None where there is none yet."""
    every = {one.id: one for one in stories(workspace)}
    first = next(iter(every), None)
    seed("story", _KEY, first, lambda text: int(text) if text.isdecimal() and int(text) in every else None)
    if st.session_state[_KEY] not in every:
        st.session_state[_KEY] = first
    chosen = every.get(st.session_state[_KEY])
    with st.container(horizontal=True, vertical_alignment="bottom", key="story_row"):
        if chosen is not None:
            st.selectbox(
                _("Story"), list(every), format_func=lambda number: short(every[number].name, 60), key=_KEY, width=340
            )
            chosen = every[st.session_state[_KEY]]
        with st.popover(_("New story"), icon=":material/add:", key="story_new"):
            st.text_input(_("Name of the story"), key="story_new_name", max_chars=LONGEST_NAME)
            st.button(_("Begin"), type="primary", key="story_begin", on_click=_begin, args=(workspace,))
        if chosen is not None:
            story_link(workspace, chosen)
            _more(workspace, chosen)
            st.space("stretch")
            if st.button(
                _("Present"), type="primary", icon=":material/slideshow:", key="story_present", disabled=not chosen.pins
            ):
                st.switch_page(
                    page_file("present/present"), query_params={**address(), "story": str(chosen.id)}
                )  # fmt: skip
    tell("story", st.session_state[_KEY])
    return chosen


def _begin(workspace: Workspace) -> None:
    made = told(add_story, workspace, st.session_state["story_new_name"])
    if made is not None:
        st.session_state[_KEY] = made.id
        st.session_state["story_new_name"] = ""


def _more(workspace: Workspace, chosen: Story) -> None:
    key = f"{chosen.id}_{chosen.version}"
    with st.popover(
        "", icon=":material/more_vert:", help=_("Rename or delete"), type="tertiary", key=f"story_more_{key}"
    ):
        st.text_input(_("Name of the story"), chosen.name, key=f"story_name_{key}", max_chars=LONGEST_NAME)
        with st.container(horizontal=True):
            st.button(
                _("Rename"), key=f"story_rename_{key}", on_click=_rename, args=(workspace, chosen, f"story_name_{key}")
            )
            st.button(
                _("Delete"), key=f"story_delete_{key}", icon=":material/delete:", on_click=told,
                args=(delete_story, workspace, chosen),
            )  # fmt: skip


def _rename(workspace: Workspace, chosen: Story, key: str) -> None:
    told(rename_story, workspace, chosen, st.session_state[key])
