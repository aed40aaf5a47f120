"""The controls that sit on the map: what it shows, and how much of it is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from journey.analyses.flow import FlowMap
from journey.analyses.info import Info
from journey.analyses.metric_catalogue import Metric
from journey.charts.flow_choice import choose
from journey.charts.flow_map import Overlay
from journey.charts.metric_shading import shading_title
from journey.stories.map_shows import overlays
from journey.text import _
from journey.views.page_settings import seed, tell

__all__ = ["overlay_choice", "sliders"]


def overlay_choice(held: Info, metrics: Mapping[str, Metric]) -> tuple[Overlay, Metric | None]:
    """What boxes and curves tell: something the map counts itself, or a metric (then the overlay does not count).

    Parameters
    ----------
    metrics : dict of str to Metric
        By their keys.
    """
    counted = overlays(held)
    titles = {key: one.label for key, one in counted.items()} | {
        key: shading_title(one) for key, one in metrics.items()
    }
    seed("show", "map_overlay", Overlay.EVENTS.value, lambda text: text if text in titles else None)
    if st.session_state["map_overlay"] not in titles:
        st.session_state["map_overlay"] = Overlay.EVENTS.value
    chosen = st.selectbox(
        _("Show"), list(titles), format_func=titles.__getitem__, key="map_overlay", width=240,
        persist_state="session",
    )  # fmt: skip
    tell("show", chosen, Overlay.EVENTS.value)
    return counted.get(chosen, Overlay.EVENTS), metrics.get(chosen)


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
