"""Pinning the page that is on, with its scope and settings, to a story."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.stories import LONGEST_NAME, add_story, stories
from journey.store.story_pins import LONGEST_SENTENCE, LONGEST_TITLE, add_pin
from journey.store.workspace import Workspace
from journey.stories import Slide, slide_at
from journey.stories.pages import PAGES
from journey.text import _
from journey.views.asking import NotReady, ask
from journey.views.frame import escape, short
from journey.views.page_questions import QUESTIONS
from journey.views.page_registry import page_file, this_page
from journey.views.page_settings import settings
from journey.views.session import address
from journey.views.shown import has_shown, shown_slide

__all__ = ["has_picture", "pin_view_popover"]

_TITLE, _SENTENCE, _STORY, _NAME, _FROZEN = "pin_title", "pin_sentence", "pin_story", "pin_story_name", "pin_frozen"
_SAID, _REFUSED = "pin_said", "pin_refused"


def pin_view_popover(workspace: Workspace, scope: Scope) -> None:
    """The button of the scope bar, and what it opens; nothing where nothing is a picture."""
    page = this_page()
    if not has_picture():
        return
    with st.popover("", icon=":material/push_pin:", help=_("Pin this view to a story"), key="scope_pin"):
        st.caption(_("A story is a list of views to show to a room. This one becomes its next slide."))
        st.text_input(_("What the room is to see"), key=_TITLE, placeholder=QUESTIONS[page], max_chars=LONGEST_TITLE)
        st.text_input(
            _("A sentence to it, if it needs one"), key=_SENTENCE, max_chars=LONGEST_SENTENCE,
            placeholder=_("They wait for a letter that nobody announced."),
        )  # fmt: skip
        _story_choice(workspace)
        st.segmented_control(
            _("When it is shown"), ["live", "frozen"], default="live", required=True, key=_FROZEN,
            format_func={"live": _("live: newest data"), "frozen": _("frozen: as it is now")}.__getitem__,
        )  # fmt: skip
        st.button(
            _("Pin"), type="primary", key="pin_keep", icon=":material/push_pin:", on_click=_keep,
            args=(workspace, scope),
        )  # fmt: skip
        if said := st.session_state.pop(_SAID, None):
            number, words = said
            st.success(words, icon=":material/check:")
            st.page_link(
                page_file("present/story"), label=_("Go to the story"), icon=":material/auto_stories:",
                query_params={**address(), "story": str(number)},
            )  # fmt: skip
        if refused := st.session_state.pop(_REFUSED, ""):
            st.warning(refused, icon=":material/error:")


def has_picture() -> bool:
    """Whether the page that is on can have a picture at all: work places and lists have none."""
    page = this_page()
    if page == "as_is/journeys":
        return "journey" in st.query_params
    return page in PAGES


def _story_choice(workspace: Workspace) -> None:
    names = {one.id: one.name for one in stories(workspace)}
    if st.session_state.get(_STORY) not in (*names, 0):
        st.session_state[_STORY] = next(iter(names), 0)
    if names:
        st.selectbox(
            _("Story"), [*names, 0], key=_STORY,
            format_func=lambda number: short(names[number], 50) if number else _("A new story"),
        )  # fmt: skip
    if not st.session_state[_STORY]:
        st.text_input(
            _("Name of the story"), key=_NAME, placeholder=_("Why customers leave before they pay"),
            max_chars=LONGEST_NAME,
        )  # fmt: skip


def _keep(workspace: Workspace, scope: Scope) -> None:
    page, chosen = this_page(), settings()
    title = st.session_state.get(_TITLE, "").strip() or QUESTIONS[page]
    sentence = st.session_state.get(_SENTENCE, "")
    try:
        frozen = None
        if st.session_state.get(_FROZEN) == "frozen":
            slide = shown_slide(workspace, scope, page, ask) if has_shown() else _drawn(workspace, scope, page, chosen)
            frozen = json.dumps(slide.to_json(), ensure_ascii=False)
        else:
            # Live it is drawn once it is ready; what has no picture is refused at once.
            with suppress(NotReady):
                _drawn(workspace, scope, page, chosen)
        number = st.session_state.get(_STORY) or add_story(workspace, st.session_state.get(_NAME, "")).id
        add_pin(workspace, number, page, scope, chosen, title=title, sentence=sentence, frozen=frozen)
    except JourneyError as error:
        st.session_state[_REFUSED] = escape(str(error))
        return
    st.session_state.update({_TITLE: "", _SENTENCE: "", _NAME: "", _STORY: number})
    st.session_state[_SAID] = (number, _("Pinned: {title}").format(title=escape(title)))


def _drawn(workspace: Workspace, scope: Scope, page: str, chosen: Mapping[str, str]) -> Slide:
    return slide_at(workspace, page, scope, chosen, ask=ask)
