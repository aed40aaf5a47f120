"""One pin of a story: what the room will see, its words, live or frozen."""

from __future__ import annotations

import json
from dataclasses import replace

import streamlit as st

from journey.components.present_stage import present_stage
from journey.errors import JourneyError
from journey.store.story_pins import (
    LONGEST_NOTES,
    LONGEST_SENTENCE,
    LONGEST_TITLE,
    Pin,
    StalePin,
    delete_pin,
    edit_pin,
    freeze_pin,
    pin,
)
from journey.store.workspace import Workspace
from journey.stories import slide_at
from journey.stories.pages import PAGES
from journey.text import _
from journey.views.asking import ask
from journey.views.frame import escape
from journey.views.page_registry import every_page, page_file, page_icon
from journey.views.session import scope_text
from journey.views.staged_pin import again_when_ready, staged
from journey.views.story_row import say_refused, told

__all__ = ["pin_clash", "pin_editor"]

_CLASH = "pin_clash"


def pin_editor(workspace: Workspace, held: Pin) -> None:
    """Draw the preview and the form."""
    st.caption(_("What the room sees"))
    slide, ready = staged(workspace, held)
    present_stage([slide], name=held.title, key=f"pin_preview_{workspace.name}")
    if not ready:
        again_when_ready(workspace, [held])
    key = f"{held.id}_{held.version}"
    with st.form(f"pin_words_{key}", border=False):
        st.text_input(_("Title"), held.title, max_chars=LONGEST_TITLE, key=f"pin_title_{key}")
        st.text_input(_("Sentence"), held.sentence, max_chars=LONGEST_SENTENCE, key=f"pin_sentence_{key}")
        st.text_area(
            _("Notes for the speaker"), held.notes, max_chars=LONGEST_NOTES, height=120, key=f"pin_notes_{key}",
            help=_("The room does not see them; while presenting, N or S shows them."),
        )  # fmt: skip
        # Before the page runs: whoever presents in the same breath is gone before it comes to this form.
        st.form_submit_button(_("Keep the words"), type="primary", on_click=_keep, args=(workspace, held, key))
    with st.container(horizontal=True, vertical_alignment="center", key="pin_actions"):
        if held.page in PAGES:
            state = st.segmented_control(
                _("When it is shown"), ["live", "frozen"], default="live" if held.frozen is None else "frozen",
                required=True, key=f"pin_state_{key}", label_visibility="collapsed",
                format_func={"live": _("live"), "frozen": _("frozen as it is")}.__getitem__,
            )  # fmt: skip
            if (state == "frozen") != (held.frozen is not None):
                told(_freeze, workspace, held, state == "frozen")
                st.rerun()
        if held.page in every_page():
            scope = scope_text(workspace, held.scope)
            query = {"workspace": workspace.name, **({"scope": scope} if scope else {}), **held.settings}
            st.page_link(
                page_file(held.page), label=_("Open the page"), icon=page_icon(held.page), query_params=query,
                width="content",
            )  # fmt: skip
        st.button(
            _("Take out"), icon=":material/delete:", type="tertiary", key=f"pin_delete_{key}", on_click=told,
            args=(delete_pin, workspace, held),
        )  # fmt: skip


def _keep(workspace: Workspace, held: Pin, key: str) -> None:
    title, sentence, notes = (str(st.session_state[f"pin_{part}_{key}"]) for part in ("title", "sentence", "notes"))
    try:
        edit_pin(workspace, held, title=title, sentence=sentence, notes=notes)
    except StalePin as stale:
        st.session_state[_CLASH] = (replace(held, title=title, sentence=sentence, notes=notes), stale)
    except JourneyError as error:
        say_refused(error)


def _freeze(workspace: Workspace, held: Pin, frozen: bool) -> None:
    slide = slide_at(workspace, held.page, held.scope, held.settings, ask=ask) if frozen else None
    freeze_pin(workspace, held, json.dumps(slide.to_json(), ensure_ascii=False) if slide else None)


def pin_clash(workspace: Workspace) -> None:
    """Show the words that met others, until somebody says which are to stay."""
    if _CLASH not in st.session_state:
        return
    mine, stale = st.session_state[_CLASH]
    with st.container(border=True, key="pin_clash_box"):
        st.warning(escape(str(stale)), icon=":material/call_split:")
        left, right = st.columns(2)
        for column, name, words in ((left, _("Yours"), mine), (right, _("Theirs"), stale.theirs)):
            with column:
                st.caption(name)
                text = _("(deleted)") if words is None else "\n".join((words.title, words.sentence, words.notes))
                st.code(text, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            if stale.theirs is not None:
                st.button(_("Keep mine"), key="pin_mine", on_click=_once_more, args=(workspace, mine))
            st.button(_("Keep theirs"), key="pin_theirs", on_click=st.session_state.pop, args=(_CLASH,))


def _once_more(workspace: Workspace, mine: Pin) -> None:
    st.session_state.pop(_CLASH)
    try:
        now = pin(workspace, mine.id)
        edit_pin(workspace, now, title=mine.title, sentence=mine.sentence, notes=mine.notes)
    except StalePin as stale:
        st.session_state[_CLASH] = (mine, stale)
    except JourneyError as error:
        say_refused(error)
