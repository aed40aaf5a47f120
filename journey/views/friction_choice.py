"""What is chosen on the page Friction: the place looked at, who is compared with whom, what a journey is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import streamlit as st

from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.goals import goal_candidates
from journey.analyses.friction.parts import Friction
from journey.analyses.info import Info
from journey.scope import Scope
from journey.store.define import define
from journey.store.workspace import Workspace
from journey.store.worth import set_worth
from journey.stories.friction_place import ChosenPlace, parse_place, shared_attributes
from journey.text import _, ngettext
from journey.text.format import count, number, percent
from journey.views import frame
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.session import address

__all__ = ["alike", "chosen_place", "look_at", "no_goal", "place_text", "worth"]

KEY = "friction_place"


def place_text(one: Friction) -> str:
    """A place as it stands in the address."""
    return json.dumps([one.place.kind, one.name, one.target, bool(one.after)], ensure_ascii=False)


def chosen_place() -> ChosenPlace | None:
    """The place that is looked at closely; None: the list."""
    seed("place", KEY, None, parse_place)
    chosen: ChosenPlace | None = st.session_state[KEY]
    text = None if chosen is None else json.dumps(list(chosen), ensure_ascii=False)
    tell("place", text)
    return chosen


def look_at(one: Friction | None) -> None:
    """Look at a place closely; None: go back to the list."""
    st.session_state[KEY] = None if one is None else parse_place(place_text(one))


def alike(held: Info) -> tuple[str, ...]:
    """The attributes that affected and compared journeys are to share."""
    offered = shared_attributes(held)
    if not offered:
        return ()
    seed("alike", "friction_alike", [], lambda text: [name for name in json.loads(text) if name in offered])
    st.session_state["friction_alike"] = [name for name in st.session_state["friction_alike"] if name in offered]
    chosen = tuple(st.session_state["friction_alike"])
    tell("alike", json.dumps(list(chosen), ensure_ascii=False) if chosen else None)
    return chosen


def alike_choice(held: Info) -> None:
    """The choice that `alike` reads."""
    offered = shared_attributes(held)
    if offered:
        st.multiselect(
            _("Compare only journeys with the same"), offered, key="friction_alike", width=360,
            placeholder=_("place, visit and time"), persist_state="session",
            help=_("Those who were hit are always compared at the same place, visit and time since their start."),
        )  # fmt: skip


def no_goal(workspace: Workspace, scope: Scope, question: str) -> None:
    """Ask for the goal, and offer what may be one."""
    frame.headline(question, _("First say what success is: without a goal, nothing can be at stake."))
    candidates = kept(goal_candidates, workspace)
    if candidates:
        st.markdown(_("These touchpoints end most journeys. Choose the one that means success:"))
    for i, one in enumerate(candidates):
        with st.container(horizontal=True, vertical_alignment="center", key=f"goal_row_{i}"):
            label = frame.escape(frame.short(one.name))
            if st.button(label, icon=":material/flag:", key=f"goal_{i}", width=320):
                define(workspace, replace(workspace_info(workspace).definitions, goals=(one.name,)))
                st.rerun()
            st.caption(
                ngettext("{n} journey ends here ({share})", "{n} journeys end here ({share})", one.ends).format(
                    n=count(one.ends), share=percent(one.share)
                )
            )
    st.page_link(
        page_file("data/workspace"), label=_("Goal, losses and timeout in full"), icon=":material/tune:",
        query_params=address(),
    )  # fmt: skip


def worth(workspace: Workspace, found: FrictionList) -> None:
    """What a completed journey is worth, so that the list can tell money."""
    with st.popover(
        _("Value of a completed journey") if found.worth is None
        else _("A completed journey is worth {value}").format(value=number(found.worth)),
        icon=":material/payments:", key="friction_worth",
    ):  # fmt: skip
        given: Any = st.number_input(
            _("Value in the log's money; 0 takes it back"), min_value=0.0, value=found.worth or 0.0, step=10.0,
            key="friction_worth_value",
        )  # fmt: skip
        if st.button(_("Keep"), type="primary", key="friction_worth_keep"):
            set_worth(workspace, "completed", float(given) or None)
            st.rerun()
