"""How do journeys move, and where do they fall out?"""

import streamlit as st

from journey.analyses.replay import replay
from journey.charts.flow_map import spec
from journey.charts.replay_spec import replay_spec
from journey.charts.replay_words import answer, passed_by, strata_table
from journey.components.replay import replay as draw
from journey.scope import Scope
from journey.stories.picture import MapPicture
from journey.text import _
from journey.views import frame, shown
from journey.views.map_controls import sliders
from journey.views.replay_choice import replay_choice
from journey.views.results import flow_map, kept, workspace_info
from journey.views.scope_bar import scope_bar

workspace, scope = scope_bar("map")
held = workspace_info(workspace)
flow = flow_map(workspace, scope)
base = flow_map(workspace, Scope(level=scope.level, hidden=scope.hidden))
if not flow.touchpoints:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
frame.headline(_("How do journeys move, and where do they fall out?"), answer(flow))
key = f"{workspace.name}_{scope.level}"
with st.container(horizontal=True, vertical_alignment="bottom"):
    colour, clock = replay_choice(held)
    touchpoints, transitions = sliders(base, flow, key)
found = kept(replay, workspace, scope, colour=colour)
picture = replay_spec(found, spec(flow, base, touchpoints=touchpoints, transitions=transitions), colour=colour)
shown.tell_picture(lambda: MapPicture(picture.map))
draw(picture, clock=clock, key=f"replay_{key}")
if passed := passed_by(picture):
    frame.explain(passed)
frame.table(strata_table(found, colour), name="replay", label=_("The sample behind it"))
frame.explain(
    _(
        "Each token is one journey. It takes as long along a curve as the customer waited there, of the chosen clock; "
        "a pale one goes where no curve is drawn. Completed ones arrive at the right; lost and dropped ones fall out "
        "of the place where they were seen last; open ones stay."
    )
)
