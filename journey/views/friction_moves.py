"""Where it hurts, each place with the moves that would ease it: from a friction to an edit in a click."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.analyses.friction.exits import exits
from journey.analyses.friction.friction import friction
from journey.analyses.friction.parts import Kind
from journey.analyses.interval import MINIMUM_N
from journey.charts.friction_words import claim, kind_name, place_words
from journey.design.edits import Edit
from journey.design.kept import Kept
from journey.design.ready import Channels, at_touchpoint, at_transition, channels_at
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count, interval
from journey.views import frame
from journey.views.edit_form import add
from journey.views.friction_choice import alike
from journey.views.long_work import long_work
from journey.views.results import kept as result
from journey.views.results import workspace_info

__all__ = ["easing_moves", "friction_moves"]

_MOST, _MOST_EXITS = 6, 3
# What eases a kind of friction; without a row, all that is offered at the place.
_EASES = {
    Kind.DETOUR: ("remove", "bypass", "exit_rate"),
    Kind.REPEAT: ("limit_repeats",),
    Kind.CONTACT: ("limit_repeats",),
    Kind.WAIT: ("wait",),
    Kind.BACKTRACK: ("remove",),
    Kind.PING_PONG: ("remove",),
    Kind.SWITCH: ("reroute", "channel", "remove"),
    Kind.FORCED: ("reroute", "channel", "remove"),
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
    channels = result(channels_at, workspace, scope)
    if not found.ranked:
        st.caption(_("Nothing is above the line of what chance could show."))
    for number, one in enumerate(found.ranked[:_MOST]):
        with st.container(border=True, gap="xsmall", key=f"friction_move_{number}"):
            st.markdown(
                f"**{frame.escape(frame.short(place_words(one), 90))}** · {frame.escape(kind_name(one.place.kind))}"
            )
            st.caption(frame.escape(frame.together(claim(one))))
            with st.container(horizontal=True, gap="small"):
                moves = easing_moves(flow, one.place.kind, one.place.source, one.place.target, channels)
                for at, (words, edit) in enumerate(moves):
                    st.button(
                        words, key=f"friction_move_{number}_{at}", icon=":material/add:",
                        on_click=add, args=(workspace, kept, edit),
                    )  # fmt: skip
                if not moves:
                    st.caption(_("No edit of the journey eases this: others have to be asked."))
    _leaving(workspace, scope, kept, flow)


def _leaving(workspace: Workspace, scope: Scope, kept: Kept, flow: FlowMap) -> None:
    """Where most leave, which is a list of its own: with a ceiling, and no rank among the frictions."""
    number_of = {touchpoint.name: touchpoint.id for touchpoint in flow.touchpoints}
    found = [one for one in result(exits, workspace, scope) if one.exit_rate.n >= MINIMUM_N][:_MOST_EXITS]
    if not found:
        return
    st.markdown(f"**{_('Where most leave')}**")
    for number, one in enumerate(found):
        with st.container(border=True, gap="xsmall", key=f"exit_move_{number}"):
            st.markdown(f"**{frame.escape(frame.short(one.touchpoint, 90))}**")
            words = _("{n} journeys end here, {share} of those who come").format(
                n=count(one.exits), share=interval(one.exit_rate)
            )
            st.caption(frame.escape(frame.together(words)))
            with st.container(horizontal=True, gap="small"):
                at = number_of.get(one.touchpoint)
                for n, (label, edit) in enumerate(at_touchpoint(flow, at) if at is not None else ()):
                    if edit.kind == "exit_rate":
                        st.button(
                            label, key=f"exit_move_{number}_{n}", icon=":material/add:",
                            on_click=add, args=(workspace, kept, edit),
                        )  # fmt: skip


def easing_moves(
    flow: FlowMap, kind: Kind, source: int, target: int | None, channels: Channels | None = None
) -> list[tuple[str, Edit]]:
    """What would ease a friction of a kind at a place, each with what to write on its button."""
    offered = at_touchpoint(flow, source, channels) if target is None else at_transition(flow, source, target)
    return [(words, edit) for words, edit in offered if edit.kind in _EASES.get(kind, (edit.kind,))]
