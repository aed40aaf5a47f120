"""What leads here, and what follows?"""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import streamlit as st

from journey.analyses.flow import FlowMap, Touchpoint
from journey.charts.flow_map import spec
from journey.charts.neighbourhood import neighbourhood
from journey.components.graph_frame import graph_frame
from journey.model import Level
from journey.scope import Scope, Then
from journey.stories.picture import MapPicture
from journey.text import _
from journey.text.format import count, duration, percent
from journey.views import frame, shown
from journey.views.neighbourhood_graph import draw_neighbourhood
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map
from journey.views.scope_bar import scope_bar
from journey.views.session import set_scope


def answer(flow: FlowMap, middle: Touchpoint) -> str:
    names = {t.id: t.name for t in flow.touchpoints}
    follows = max((m for m in flow.transitions if m.source == middle.id), key=lambda m: m.events, default=None)
    if follows is None:
        return _("{name} is always the last.").format(name=middle.name)
    return _("After {name}, {share} go on to {next}; {ends} end there.").format(
        name=middle.name, share=percent(follows.events / middle.events), next=names[follows.target],
        ends=percent(middle.ends.total / middle.events),
    )  # fmt: skip


def walk(flow: FlowMap, key: str) -> list[str]:
    """The trail of this session: names, the last one in the middle; what left the scope is passed over."""
    known = {t.name for t in flow.touchpoints}
    first = flow.touchpoints[0].name
    seed("at", key, [first], lambda text: [*st.session_state.get(key, []), text] if text in known else None)
    trail = [name for name in st.session_state[key] if name in known] or [first]
    tell("at", trail[-1], first)
    return trail


def trail_bar(trail: list[str], scope: Scope, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            _("In the middle"), names, index=names.index(trail[-1]), width=260, key=f"mid_{len(trail)}_{trail[-1]}"
        )
        if picked != trail[-1]:
            st.session_state[key] = [*trail, picked]
            st.rerun()
        st.button(
            _("Back"), icon=":material/arrow_back:", disabled=len(trail) < 2, key="walk_back",
            on_click=st.session_state.__setitem__, args=(key, trail[:-1] or trail),
        )  # fmt: skip
        steps = tuple(Then(a, b, directly=True) for a, b in pairwise(trail) if a != b)
        if steps and scope.level is Level.TOUCHPOINT:
            st.button(
                _("Only journeys on this walk"), icon=":material/filter_alt:", key="walk_scope",
                on_click=set_scope, args=(replace(scope, then=(*scope.then, *steps)),),
            )  # fmt: skip
    if len(trail) > 1:
        st.caption(frame.escape(" → ".join(trail[-8:])))


workspace, scope = scope_bar("map")
flow = flow_map(workspace, scope)
if not flow.touchpoints:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
key = f"walk_{workspace.name}_{scope.level}"
trail = walk(flow, key)
parts = {t.name: t for t in flow.touchpoints}
middle = parts[trail[-1]]
frame.headline(_("What leads here, and what follows?"), answer(flow, middle))
trail_bar(trail, scope, list(parts))
shown.tell_picture(lambda: MapPicture(spec(flow, keep=(middle.id,), selected=f"t{middle.id}")))
narrow = graph_frame(key="graph_frame")
picture = neighbourhood(flow, middle.id, frame.mode(), narrow=narrow)
if narrow:
    frame.explain(_("Above the middle: what leads to it; below: what follows. Tap one to walk on."))
clicked = draw_neighbourhood(picture, frame.mode(), narrow=narrow)
if clicked is not None and clicked != middle.id:
    st.session_state[key] = [*trail, next(t.name for t in flow.touchpoints if t.id == clicked)]
    st.rerun()
if picture.left_out:
    frame.explain(_("{n} weaker neighbours are in the table only.").format(n=count(picture.left_out)))
names = {t.id: t.name for t in flow.touchpoints}
rows = [
    {
        _("Side"): _("before") if move.target == middle.id else _("after"),
        _("Touchpoint"): names[move.source if move.target == middle.id else move.target],
        _("Events"): move.events,
        _("Share"): percent(move.events / middle.events),
        _("Journeys"): move.journeys,
        _("Median wait"): duration(move.wait_median_s),
    }
    for move in flow.transitions
    if middle.id in (move.source, move.target)
]
frame.table(pd.DataFrame(rows), name="neighbourhood", label=_("The table behind it"))
frame.explain(
    _("Shares are of the events in the middle: what led to them, and what followed directly, with the median wait.")
)
