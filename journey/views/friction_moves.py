"""Where it hurts, each place with the moves that would ease it: from a friction to an edit in a click."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.analyses.friction.friction import friction
from journey.analyses.friction.parts import Friction, Kind
from journey.charts.friction_words import claim, kind_name, place_words
from journey.design.edits import Edit
from journey.design.kept import Kept
from journey.design.ready import at_touchpoint, at_transition
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.edit_form import add
from journey.views.friction_choice import alike
from journey.views.long_work import long_work
from journey.views.results import workspace_info

__all__ = ["friction_moves"]

_MOST = 6
# What eases a kind of friction; without a row, all that is offered at the place.
_EASES = {
    Kind.DETOUR: ("remove", "bypass", "exit_rate"),
    Kind.REPEAT: ("limit_repeats",),
    Kind.CONTACT: ("limit_repeats",),
    Kind.WAIT: ("wait",),
    Kind.BACKTRACK: ("remove",),
    Kind.PING_PONG: ("remove",),
    Kind.SWITCH: ("remove",),
    Kind.ANSWER: (),
}


def friction_moves(workspace: Workspace, scope: Scope, kept: Kept, flow: FlowMap) -> None:
    """List the frictions with most at stake; without a goal there is nothing to be at stake."""
    held = workspace_info(workspace)
    if not held.outcomes:
        st.caption(_("Set a goal on the page Workspace, and what is at stake can be told."))
        return
    found = long_work(friction, workspace, scope, attributes=alike(held), label=_("Comparing journeys"))
    if found is None:
        return
    if not found.ranked:
        st.caption(_("Nothing is above the line of what chance could show."))
    for number, one in enumerate(found.ranked[:_MOST]):
        with st.container(border=True, gap="xsmall", key=f"friction_move_{number}"):
            st.markdown(
                f"**{frame.escape(frame.short(place_words(one), 90))}** · {frame.escape(kind_name(one.place.kind))}"
            )
            st.caption(frame.escape(frame.together(claim(one))))
            with st.container(horizontal=True, gap="small"):
                for at, (words, edit) in enumerate(_moves(flow, one)):
                    st.button(
                        words, key=f"friction_move_{number}_{at}", icon=":material/add:",
                        on_click=add, args=(workspace, kept, edit),
                    )  # fmt: skip


def _moves(flow: FlowMap, one: Friction) -> list[tuple[str, Edit]]:
    place = one.place
    offered = (
        at_touchpoint(flow, place.source) if place.target is None else at_transition(flow, place.source, place.target)
    )
    return [(words, edit) for words, edit in offered if edit.kind in _EASES.get(place.kind, (edit.kind,))]
