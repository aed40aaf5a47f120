"""Taking a page or a story home: what as, on which paper, with pseudonyms or as it is; made beside the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any, Literal

import streamlit as st

from journey.errors import JourneyError
from journey.model import Progress, silent
from journey.scope import Scope
from journey.store.stories import Story
from journey.store.story_pins import Pin
from journey.store.workspace import Workspace
from journey.stories.pages import slide_of
from journey.stories.privacy import private
from journey.takehome.chromium import NoBrowser, find
from journey.takehome.take_home import Kind, mime, name_of, take_home
from journey.takehome.words import heading
from journey.text import _
from journey.views.frame import escape
from journey.views.long_work import long_work
from journey.views.page_questions import QUESTIONS
from journey.views.page_registry import this_page
from journey.views.page_settings import settings
from journey.views.pin_view import has_picture
from journey.views.privacy_switch import privacy_switch
from journey.views.results import kept

__all__ = ["take_page_home", "take_story_home"]

_LABELS = {
    "html": _("HTML: opens offline, maps move"), "pptx": _("PPTX: slides to edit"), "pdf": _("PDF: to print"),
    "png": _("PNG: pictures"), "csv": _("CSV: the board as a table"),
}  # fmt: skip
_NOTHING: tuple[Any, ...] = (None, 0, ())
"""What is wanted, the how manieth time, and of which pins."""


def take_page_home(workspace: Workspace, scope: Scope) -> None:
    """The button of the scope bar; nothing on pages that have no slide."""
    page = this_page()
    if not has_picture():
        return

    def now() -> tuple[Pin, ...]:
        return (Pin(0, 0, "", "", "", page, scope, dict(settings()), None, 0),)

    with st.popover("", icon=":material/download:", help=_("Take this view home"), key="take_home"):
        st.caption(_("This view as a file, with its scope, date and data version at the foot."))
        kinds: tuple[Kind, ...] = ("html", "pptx", "pdf", "png")
        _choices(workspace, now, "", (*kinds, "csv") if page == "as_is/board" else kinds, key="page")


def take_story_home(workspace: Workspace, story: Story, every: Sequence[Pin]) -> None:
    """The button of the page Story."""
    with st.popover(_("Take home"), icon=":material/download:", key="take_home"):
        st.caption(_("The whole story as a file; the notes for the speaker go into the PPTX only."))
        _choices(workspace, lambda: tuple(every), story.name, ("html", "pptx", "pdf", "png"), key=f"story_{story.id}")


def _choices(
    workspace: Workspace, now: Callable[[], tuple[Pin, ...]], title: str, kinds: Sequence[Kind], *, key: str
) -> None:
    asked, pressed = f"take_home_asked_{key}", f"take_home_pressed_{key}"
    kind: Kind = st.radio(_("As"), list(kinds), format_func=_LABELS.__getitem__, key=f"take_home_kind_{key}")
    printed = kind in ("pdf", "png")
    paper: Literal["A4", "A3"] = "A4"
    if printed:
        chosen = st.segmented_control(
            _("Paper"), ["A4", "A3"], default="A4", required=True, key=f"take_home_paper_{key}"
        )
        paper = "A3" if chosen == "A3" else "A4"
    kept_back = privacy_switch(workspace, place=f"take_home_{key}")
    if printed and find() is None:
        st.info(escape(str(NoBrowser())), icon=":material/print_disabled:")
        return
    wanted = (kind, paper, kept_back)
    st.button(
        _("Make the file"), type="primary", key=f"take_home_make_{key}", on_click=st.session_state.__setitem__,
        args=(pressed, True),
    )  # fmt: skip
    # What is asked for is read here: whoever chose a kind and pressed in one breath means the kind of now.
    if st.session_state.get(pressed):
        st.session_state[asked] = (wanted, st.session_state.get(asked, _NOTHING)[1] + 1, now())
        st.session_state[pressed] = False
    held, turn, pins = st.session_state.get(asked, _NOTHING)
    if held != wanted or pins != now():
        return
    try:
        made = long_work(_made, workspace, pins, title, kind, paper, kept_back, turn, label=_("Making the file"))
    except JourneyError as error:
        st.warning(escape(str(error)), icon=":material/error:")
        return
    if made is None:
        return
    name, content = made
    st.download_button(
        _("Save {name}").format(name=escape(name)), content, file_name=name, mime=mime(name),
        icon=":material/download:", on_click="ignore", key=f"take_home_save_{key}",
    )  # fmt: skip


def _made(
    workspace: Workspace,
    every: tuple[Pin, ...],
    title: str,
    kind: Kind,
    paper: Literal["A4", "A3"],
    kept_back: bool,
    _turn: int,
    *,
    progress: Progress = silent,
) -> tuple[str, bytes]:
    """The file and its name; each turn anew, for what people wrote changes without a new version of the data."""
    slides = []
    for n, pin in enumerate(every):
        progress(0.7 * n / len(every), pin.title or QUESTIONS.get(pin.page, ""))
        slide = slide_of(workspace, pin, _known)
        slides.append(private(workspace, slide) if kept_back else slide)
    title = title or heading(slides[0])

    def later(share: float, doing: str) -> None:
        progress(0.7 + 0.3 * share, doing)

    content = take_home(slides, kind, title=title, notes=[pin.notes for pin in every], paper=paper, progress=later)
    return name_of(title, kind, content), content


def _known(analysis: Callable[..., Any], workspace: Workspace, *given: Any, **named: Any) -> Any:
    """The result of an analysis, which a page may have already. What is long work itself is not asked for as such: two
    who wait for it here would take both of its workers."""
    if "progress" in signature(analysis).parameters:
        return analysis(workspace, *given, **named)
    return kept(analysis, workspace, *given, **named)
