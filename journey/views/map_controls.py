"""The controls that sit on the map: what it shows, and how much of it is drawn."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow import FlowMap
from journey.analyses.info import Info
from journey.charts.flow_choice import choose
from journey.charts.flow_map import Overlay
from journey.text import _

__all__ = ["overlay_choice", "sliders"]


def overlay_choice(held: Info) -> Overlay:
    """What boxes and curves tell; of which score stands in the session as "map_score"."""
    offered = [
        overlay
        for overlay in Overlay
        if (overlay is not Overlay.SCORE or held.scores)
        and (overlay is not Overlay.COST or held.has_cost)
        and (overlay not in (Overlay.EXIT, Overlay.CONVERSION) or held.outcomes)
    ]
    overlay = st.selectbox(
        _("Show"), offered, format_func=lambda one: one.label, key="map_overlay", width=200, persist_state="session"
    )
    if overlay is Overlay.SCORE and len(held.scores) > 1:
        st.selectbox(_("Score"), held.scores, key="map_score", width=140, persist_state="session")
    return overlay or Overlay.EVENTS


def sliders(base: FlowMap, flow: FlowMap, key: str) -> tuple[int | None, int | None]:
    """How many touchpoints and transitions are drawn; None: as many as read well."""
    start = choose(base)
    boxes, most = len(start.touchpoints), start.touchpoints_total
    touchpoints: int | None = None
    if start.least_touchpoints < most:
        touchpoints = st.slider(
            _("Touchpoints drawn"), start.least_touchpoints, most, boxes, key=f"boxes_{key}", width=172,
            help=_("Changes the drawing only, never a number."),
        )  # fmt: skip
    touchpoints = None if touchpoints == boxes else touchpoints
    drawn = choose(flow, touchpoints, keep=choose(base, touchpoints).touchpoints)
    curves, every = len(drawn.transitions), drawn.transitions_total
    transitions: int | None = None
    if drawn.least_transitions < every:
        transitions = st.slider(
            _("Transitions drawn"), drawn.least_transitions, every, curves,
            key=f"curves_{key}_{touchpoints}", width=172,
            help=_("Changes the drawing only; no box is left unconnected."),
        )  # fmt: skip
    return touchpoints, None if transitions == curves else transitions
