"""A story before a room: the slides fill the window."""

import streamlit as st

from journey.components.present_stage import present_stage
from journey.store.stories import stories
from journey.store.story_pins import pins
from journey.text import _
from journey.views import frame
from journey.views.page_registry import page_file
from journey.views.session import address, workspace
from journey.views.staged_pin import again_when_ready, staged


def whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


held = workspace()
number = whole(st.query_params.get("story"))


def leave() -> None:
    st.session_state["story_left"] = number


if st.session_state.pop("story_left", None) is not None:
    st.switch_page(page_file("present/story"), query_params={**address(), "story": str(number)})
chosen = next((one for one in stories(held) if one.id == number), None)
every = pins(held, number)
if chosen is None or not every:
    # There is no menu here to leave by.
    missing = _("This workspace has no such story; it may have been deleted.")
    frame.headline(_("What do we tell the room?"), missing if chosen is None else _("Nothing is pinned to it yet."))
    st.page_link(
        page_file("present/story"), label=_("Go to the stories"), icon=":material/arrow_back:", query_params=address()
    )
    st.stop()
slides = [staged(held, pin) for pin in every]
present_stage(
    [slide for slide, _ready in slides],
    name=chosen.name,
    at=min(max(whole(st.query_params.get("at")) - 1, 0), len(slides) - 1),
    channel=f"{held.name}-{number}",
    on_leave=leave,
    key=f"present_stage_{held.name}_{number}",
)
if waiting := [pin for pin, (_slide, ready) in zip(every, slides, strict=True) if not ready]:
    again_when_ready(held, waiting)
