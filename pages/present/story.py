"""What do we tell the room?"""

import streamlit as st

from journey.components.pin_list import PinRow, pin_list
from journey.store.story_pins import Pin, move_pin, pins
from journey.stories.frozen import frozen_version
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.page_registry import page_title
from journey.views.pin_editor import pin_clash, pin_editor
from journey.views.privacy_switch import privacy_switch
from journey.views.scope_bar import workspace_choice
from journey.views.session import workspace
from journey.views.story_row import refusal, story_choice
from journey.views.take_home import take_story_home

QUESTION = _("What do we tell the room?")


def answer(every: tuple[Pin, ...]) -> str:
    if not every:
        return _("Nothing is pinned yet: open a page, and press the pin in its bar.")
    frozen = sum(pin.frozen is not None for pin in every)
    slides = ngettext("{n} slide", "{n} slides", len(every)).format(n=count(len(every)))
    if not frozen:
        return _("{slides}, each drawn from the newest data.").format(slides=slides)
    return ngettext(
        "{slides}; {n} of them is frozen as it was.", "{slides}; {n} of them are frozen as they were.", frozen
    ).format(slides=slides, n=count(frozen))


def row(pin: Pin) -> PinRow:
    version = frozen_version(pin)
    state = _("live") if version is None else _("frozen, data version {version}").format(version=version)
    return PinRow(pin.id, pin.title, pin.sentence, page_title(pin.page), state, version is not None)


def choose(number: int) -> None:
    st.session_state["pin_chosen"] = number


held = workspace()
workspace_choice(held)
head = st.container()
refusal()
story = story_choice(held)
if story is None:
    with head:
        frame.headline(QUESTION, _("There is no story yet. Begin one here, or pin a view to a new one."))
    st.stop()
every = pins(held, story.id)
with head:
    frame.headline(QUESTION, answer(every))
pin_clash(held)
if not every:
    st.info(
        _("Pin the map, the board, a friction, a funnel, metrics, a forecast or one journey: each becomes a slide."),
        icon=":material/push_pin:",
    )
    st.stop()
if st.session_state.get("pin_chosen") not in [pin.id for pin in every]:
    st.session_state["pin_chosen"] = every[0].id
left, right = st.columns([2, 3], gap="large")
with left:
    take_story_home(held, story, every)
    privacy_switch(held, place="story")
    pin_list(
        [row(pin) for pin in every],
        chosen=st.session_state["pin_chosen"],
        on_choose=choose,
        on_move=lambda number, before: move_pin(held, number, before),
        key=f"pins_{held.name}_{story.id}",
    )
with right:
    pin_editor(held, next(pin for pin in every if pin.id == st.session_state["pin_chosen"]))
frame.explain(
    _(
        "A live slide is drawn from the newest data whenever it is shown; a frozen one stays as it was, with its data "
        "version. Drag the slides into their order."
    )
)
