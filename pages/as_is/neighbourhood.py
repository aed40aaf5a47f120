"""What leads here, and what follows?"""

from dataclasses import replace
from itertools import pairwise

import streamlit as st

from journey.analyses.flow import FlowMap
from journey.charts.neighbour_words import neighbour_table, neighbourhood_answer
from journey.charts.neighbourhood import neighbourhood
from journey.components.graph_frame import graph_frame
from journey.model import Level
from journey.scope import Scope, Then
from journey.stories.pictures.neighbourhood import around
from journey.text import _
from journey.text.format import count
from journey.views import frame, shown
from journey.views.neighbourhood_graph import draw_neighbourhood
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map
from journey.views.scope_bar import scope_bar
from journey.views.session import set_scope


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
frame.headline(_("What leads here, and what follows?"), neighbourhood_answer(flow, middle))
trail_bar(trail, scope, list(parts))
shown.tell_picture(lambda: around(flow, middle))
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
frame.table(neighbour_table(flow, middle), name="neighbourhood", label=_("The table behind it"))
frame.explain(
    _("Shares are of the events in the middle: what led to them, and what followed directly, with the median wait.")
)
