"""What tells the moving journeys apart, and which clock runs."""

from __future__ import annotations

import streamlit as st

from journey.analyses.info import Info
from journey.charts.replay_spec import Clock
from journey.stories.replay_colours import replay_colours
from journey.text import _
from journey.views.page_settings import seed, tell

__all__ = ["replay_choice"]


def replay_choice(held: Info) -> tuple[str, Clock]:
    """Draw both choices; gives the colour as `journey.analyses.replay.replay` wants it, and the clock."""
    colours = replay_colours(held)
    seed("colour", "replay_colour", "outcome", lambda text: text if text in colours else None)
    if st.session_state["replay_colour"] not in colours:
        st.session_state["replay_colour"] = "outcome"
    colour = st.selectbox(
        _("Colour"), list(colours), format_func=colours.__getitem__, key="replay_colour", width=200,
        persist_state="session",
    )  # fmt: skip
    tell("colour", colour, "outcome")
    clocks: dict[Clock, str] = {
        "start": _("from each start"), "calendar": _("calendar"), "step": _("step by step"),
    }  # fmt: skip
    seed("clock", "replay_clock", "start", lambda text: text if text in clocks else None)
    clock = st.segmented_control(
        _("Clock"), list(clocks), format_func=clocks.__getitem__, key="replay_clock", required=True,
        persist_state="session",
    )  # fmt: skip
    tell("clock", clock, "start")
    return colour or "outcome", clock or "start"
