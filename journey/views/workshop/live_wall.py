"""The wall, looked at anew every second."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journey.charts import room_wall as walls
from journey.components.room_wall import CardAct, room_wall
from journey.store.workshops.cards import hide_card, merge_cards
from journey.store.workshops.state import RoomState, room_state
from journey.store.workspace import Workspace
from journey.views.workshop.told import attempt

__all__ = ["live_wall"]


@st.fragment(run_every=1.0)
def live_wall(workspace: Workspace, workshop: int, link: str, head: Callable[[RoomState], None]) -> None:
    """What the room says, live; `head` draws what stands above the wall."""

    def act(done: CardAct) -> None:
        if done.action in ("hide", "show"):
            attempt(hide_card, workspace, workshop, done.card, hidden=done.action == "hide")
        else:
            attempt(merge_cards, workspace, workshop, done.card, done.into)

    state = room_state(workspace, workshop)
    with st.container(key="live_wall"):
        head(state)
        room_wall(walls.room_wall(state, link), act, key=f"wall_{workspace.name}_{workshop}")
