"""The saved views of a workspace as cards: open, rename, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.saved_views import LONGEST_NAME, SavedView, delete_view, rename_view, saved_views
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import moment
from journey.text.scope_words import sentence
from journey.views.frame import escape, short
from journey.views.page_questions import QUESTIONS
from journey.views.page_registry import every_page, page_file, page_icon
from journey.views.session import scope_text

__all__ = ["saved_view_cards"]

_SAID = "view_card_said"


def saved_view_cards(workspace: Workspace, _scope: Scope) -> None:
    """Draw a card for each view, the youngest first; nothing where none is saved."""
    if refused := st.session_state.pop(_SAID, ""):
        st.warning(refused, icon=":material/error:")
    views = saved_views(workspace)
    if not views:
        return
    st.markdown(_("**Saved views**"))
    with st.container(horizontal=True, gap="small", key="saved_views"):
        for view in views:
            with st.container(width=340, border=True, gap="xxsmall", key=f"view_{view.id}"):
                _card(workspace, view)


def _card(workspace: Workspace, view: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"view_head_{view.id}"):
        if view.page in every_page():
            scope = scope_text(workspace, view.scope)
            query = {"workspace": workspace.name, **({"scope": scope} if scope else {}), **view.settings}
            st.page_link(
                page_file(view.page), label=escape(view.name), icon=page_icon(view.page), query_params=query,
                width="stretch",
            )  # fmt: skip
        else:
            st.markdown(escape(view.name), width="stretch")
        _changes(workspace, view)
    st.caption(escape(short(sentence(view.scope), 160)))
    question = QUESTIONS.get(view.page, "") if view.page in every_page() else _("This page is not there any more.")
    saved = _("saved {time}").format(time=moment(view.saved))
    st.caption(_("{question} · {saved}").format(question=question, saved=saved) if question else saved)


def _changes(workspace: Workspace, view: SavedView) -> None:
    key = f"{view.id}_{view.version}"
    with st.popover("", icon=":material/more_vert:", help=_("Rename or delete"), type="tertiary", key=f"more_{key}"):
        st.text_input(_("Name of the view"), view.name, key=f"rename_{key}", max_chars=LONGEST_NAME)
        with st.container(horizontal=True):
            st.button(_("Rename"), key=f"renamed_{key}", on_click=_rename, args=(workspace, view, f"rename_{key}"))
            st.button(
                _("Delete"), key=f"delete_{key}", icon=":material/delete:",
                on_click=_told, args=(delete_view, workspace, view),
            )  # fmt: skip


def _rename(workspace: Workspace, view: SavedView, key: str) -> None:
    _told(rename_view, workspace, view, st.session_state[key])


def _told(act: Callable[..., Any], *given: Any) -> None:
    try:
        act(*given)
    except JourneyError as error:
        st.session_state[_SAID] = escape(str(error))
