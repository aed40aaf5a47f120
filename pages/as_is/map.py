"""How do customers really travel?"""

import streamlit as st

from journey.charts.flow_map import spec
from journey.charts.flow_svg import to_svg
from journey.charts.flow_tables import touchpoint_table, transition_table
from journey.charts.map_words import map_answer
from journey.components.flow_map import Selection
from journey.components.picture_download import picture_download
from journey.scope import Scope
from journey.stories.map_place import known_place
from journey.stories.map_shows import map_metrics, map_shading
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.map_controls import overlay_choice, sliders
from journey.views.page_settings import seed, tell
from journey.views.place_detail import place_detail
from journey.views.results import flow_map, kept, workspace_info
from journey.views.scope_bar import scope_bar

workspace, scope = scope_bar("map")
held = workspace_info(workspace)
flow = flow_map(workspace, scope)
base = flow_map(workspace, Scope(level=scope.level, hidden=scope.hidden))
if not flow.touchpoints:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
frame.headline(_("How do customers really travel?"), map_answer(flow))
key = f"{workspace.name}_{scope.level}"
with st.container(horizontal=True, vertical_alignment="bottom"):
    overlay, metric = overlay_choice(held, map_metrics(workspace, scope, held, kept))
    touchpoints, transitions = sliders(base, flow, key)

place = f"map_selected_{key}"


def select(chosen: Selection | None) -> None:
    st.session_state[place] = chosen.id if chosen else None


seed("place", place, None, known_place)
selected = st.session_state[place]
tell("place", selected)
shading = map_shading(workspace, scope, flow, metric, kept)
picture = spec(
    flow, base, overlay=overlay, shading=shading, touchpoints=touchpoints, transitions=transitions, selected=selected
)
with st.container(horizontal=True, key="map_row"):
    with st.container(key="map_place"):
        frame.flow(picture, key=f"map_{key}", on_select=select)
    if selected is not None:
        # As tall as the picture, so that what is below stays near.
        with st.container(width=320, height=640, border=False, key="place_panel"):
            place_detail(workspace, scope, flow, selected, on_close=select)

if flow.journeys_empty:
    frame.explain(_("{n} journeys have no event left to show.").format(n=count(flow.journeys_empty)))
picture_download(to_svg(picture, frame.mode()), name=f"{workspace.name}-map", key="map_picture")
frame.table(touchpoint_table(flow), name="touchpoints", label=_("Touchpoints behind it"))
frame.table(transition_table(flow), name="transitions", label=_("Transitions behind it"))
frame.explain(
    _(
        "A box is a touchpoint, a curve what directly follows it; its width grows with the square root of the volume. "
        "Sliders change the drawing only, never a number. Exit rate and conversion count the journeys that are old "
        "enough to be judged."
    )
)
