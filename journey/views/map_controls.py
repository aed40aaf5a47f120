"""The controls that sit on the map: what it shows, and how much of it is drawn."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow import FlowMap
from journey.analyses.info import Info
from journey.charts.flow_choice import choose
from journey.charts.flow_map import Overlay
from journey.text import _
from journey.views.page_settings import seed, tell

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
    seed("show", "map_overlay", Overlay.EVENTS, lambda text: offered[offered.index(Overlay(text))])
    overlay = st.selectbox(
        _("Show"), offered, format_func=lambda one: one.label, key="map_overlay", width=200, persist_state="session"
    )
    tell("show", overlay, Overlay.EVENTS)
    if overlay is Overlay.SCORE and len(held.scores) > 1:
        seed("score", "map_score", held.scores[0], lambda text: held.scores[held.scores.index(text)])
        score = st.selectbox(_("Score"), held.scores, key="map_score", width=140, persist_state="session")
        tell("score", score, held.scores[0])
    return overlay or Overlay.EVENTS


def sliders(base: FlowMap, flow: FlowMap, key: str) -> tuple[int | None, int | None]:
    """How many touchpoints and transitions are drawn; None: as many as read well."""
    start = choose(base)
    boxes, most = len(start.touchpoints), start.touchpoints_total
    touchpoints: int | None = None
    if start.least_touchpoints < most:
        least = start.least_touchpoints
        seed("boxes", f"boxes_{key}", boxes, lambda text: min(max(int(text), least), most))
        touchpoints = st.slider(
            _("Touchpoints drawn"), least, most, key=f"boxes_{key}", width=172, on_change=tell, args=("curves", None),
            help=_("Changes the drawing only, never a number."),
        )  # fmt: skip
        tell("boxes", touchpoints, boxes)
    touchpoints = None if touchpoints == boxes else touchpoints
    drawn = choose(flow, touchpoints, keep=choose(base, touchpoints).touchpoints)
    curves, every = len(drawn.transitions), drawn.transitions_total
    transitions: int | None = None
    if (fewest := drawn.least_transitions) < every:
        name = f"curves_{key}_{touchpoints}_{fewest}_{curves}_{every}"
        seed("curves", name, curves, lambda text: min(max(int(text), fewest), every))
        transitions = st.slider(
            _("Transitions drawn"), fewest, every, key=name, width=172,
            help=_("Changes the drawing only; no box is left unconnected."),
        )  # fmt: skip
        tell("curves", transitions, curves)
    return touchpoints, None if transitions == curves else transitions
