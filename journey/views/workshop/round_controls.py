"""Opening, closing and going on with rounds: one row of buttons, the likely next one in colour."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.store.board_stages import stage_names
from journey.store.opportunities import opportunities
from journey.store.workshops.kinds import KINDS
from journey.store.workshops.rounds import close_round, open_round, reopen_round
from journey.store.workshops.state import RoomState
from journey.store.workshops.tally import dots_of
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.workshop.told import attempt

__all__ = ["round_controls"]

MOST_ITEMS = 12
"""Items that a room can judge before it is tired."""
DOTS = 5


def round_name(kind: str) -> str:
    """A kind of round as the host reads it."""
    return {
        "cards": _("Collect cards"),
        "dots": _("Vote with dots"),
        "emotion": _("Rate the emotion"),
        "value_effort": _("Judge value and effort"),
        "guess": _("Sealed guess"),
    }.get(kind, kind)


def round_controls(workspace: Workspace, state: RoomState) -> None:
    """A button for each kind of round, and those for the round that is on."""
    asked = state.round
    done = {one.kind for one in state.rounds}
    following = next((kind for kind in KINDS if kind not in done and kind in _ICONS), None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="round_controls"):
        if asked is not None and asked.open:
            st.button(
                _("Close this round"), key="round_close", icon=":material/stop_circle:", type="primary",
                on_click=attempt, args=(close_round, workspace, state.workshop.id),
            )  # fmt: skip
        elif asked is not None:
            st.button(
                _("Open it again"), key="round_reopen", icon=":material/replay:",
                on_click=attempt, args=(reopen_round, workspace, state.workshop.id, asked.id),
            )  # fmt: skip
        for kind, icon in _ICONS.items():
            on = asked is not None and asked.open
            likely = kind == following and not on
            st.button(
                round_name(kind), key=f"round_{kind}", icon=f":material/{icon}:",
                type="primary" if likely else "secondary", disabled=on and asked is not None and asked.kind == kind,
                on_click=_begin, args=(workspace, state, kind),
            )  # fmt: skip
        st.number_input(_("Dots for each"), 1, 50, DOTS, key="dots_each", width=130)


def _begin(workspace: Workspace, state: RoomState, kind: str) -> None:
    settings: dict[str, Any]
    if kind == "dots":
        settings = {"dots": int(st.session_state.get("dots_each", DOTS))}
    elif kind == "value_effort":
        settings = {"items": items(workspace, state)}
    else:
        settings = {"stages": list(stage_names(workspace))}
    attempt(open_round, workspace, state.workshop.id, kind, settings)


def items(workspace: Workspace, state: RoomState) -> list[dict[str, str]]:
    """What is judged: the ideas of the room, those with most dots first, then the opportunities written down."""
    ideas = sorted((one for one in dots_of(state) if one.card.kind == "idea"), key=lambda one: -one.dots)
    found = [{"key": f"card:{one.card.id}", "title": one.card.text} for one in ideas]
    known = {item["title"] for item in found}
    found += [
        {"key": f"opportunity:{one.id}", "title": one.title}
        for one in opportunities(workspace)
        if one.status != "live" and one.title not in known
    ]
    return found[:MOST_ITEMS]


_ICONS = {"cards": "sticky_note_2", "dots": "radio_button_checked", "emotion": "mood", "value_effort": "balance"}
