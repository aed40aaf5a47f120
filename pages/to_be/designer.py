"""What should the journey be like?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.charts.flow_map import spec
from journey.charts.forecast_shading import forecast_shading
from journey.charts.forecast_words import change, figure_name, figure_text, preview_words
from journey.components.flow_map import Selection
from journey.components.flow_map import flow_map as draw
from journey.design.preview import Preview, preview
from journey.design.ready import at_touchpoint, at_transition
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.scope import Then
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.edit_form import add, edit_form
from journey.views.edit_list import edit_list
from journey.views.edit_table import edit_table
from journey.views.friction_moves import friction_moves
from journey.views.page_registry import page_file
from journey.views.results import kept as result
from journey.views.results import workspace_info
from journey.views.scenario_choice import scenario_choice
from journey.views.scenario_comments import scenario_comments
from journey.views.scenario_files import scenario_files
from journey.views.scope_bar import scope_bar
from journey.views.session import address, open_journeys

QUESTION = _("What should the journey be like?")
SIDES = {
    "difference": _("Difference"), "exits": _("Who leaves"), "to_be": _("To-be"), "as_is": _("As-is"),
}  # fmt: skip

workspace, scope = scope_bar("simulate")
held = workspace_info(workspace)
try:
    base = result(preview, workspace, scope, Scenario(name=""))
except WrongInput as error:
    frame.headline(QUESTION, error.message)
    st.info(frame.escape(error.hint), icon=":material/info:")
    st.stop()
kept = scenario_choice(workspace, editing=True)
found = base if kept is None else result(preview, workspace, scope, kept.scenario)
frame.headline(QUESTION, preview_words(found))


def figures(shown: Preview) -> None:
    """At most four figures, before and after."""
    names = ("conversion", "median_duration_s", "contacts_per_journey", "cost_per_journey", "value_per_journey")
    with st.container(horizontal=True, key="preview_figures"):
        for name in [name for name in names if name in shown.figures][:4]:
            delta = shown.figures[name] - shown.as_is[name]
            st.metric(
                figure_name(name), figure_text(name, shown.figures[name]), change(name, delta), width="content",
                delta_color="off", delta_arrow="off",
            )  # fmt: skip


place_key = f"designer_place_{workspace.name}"


def select(chosen: Selection | None) -> None:
    st.session_state[place_key] = chosen.id if chosen else None


def moves(shown: Preview, selected: str) -> None:
    """The ready moves of what was clicked."""
    parts = [int(part[1:]) for part in selected.split(">") if part[:1] == "t" and part[1:].isdigit()]
    names = {t.id: t.name for t in shown.flow.touchpoints}
    st.markdown(f"**{' → '.join(frame.escape(frame.short(names.get(p, '–'))) for p in parts) or '–'}**")
    offered = (
        at_transition(shown.flow, *parts) if len(parts) == 2 else at_touchpoint(shown.flow, parts[0]) if parts else ()
    )
    if not offered:
        st.caption(_("Nothing can be changed here; click a touchpoint, or a curve between two."))
    for number, (words, edit) in enumerate(offered):
        st.button(
            words, key=f"move_{selected}_{number}", width="stretch", disabled=kept is None,
            on_click=add, args=(workspace, kept, edit),
        )  # fmt: skip
    if kept is None:
        st.caption(_("Start a to-be first."))
    behind = [names[part] for part in parts if part in names]
    if len(behind) == len(parts) > 0 and st.button(_("Its journeys"), key="moves_journeys", type="tertiary"):
        then = (Then(behind[0], behind[-1], directly=True),) if len(behind) > 1 else ()
        open_journeys(replace(scope, contains=(*scope.contains, *behind), then=(*scope.then, *then)))
    st.button(_("Close"), key="moves_close", type="tertiary", on_click=select, args=(None,))


if found.scenario.active:
    figures(found)
side = st.segmented_control(
    _("Show"), list(SIDES), format_func=SIDES.__getitem__, default="difference" if found.scenario.active else "as_is",
    required=True, key=f"designer_side_{bool(found.scenario.active)}",
)  # fmt: skip
selected = st.session_state.get(place_key)
flow = found.to_be if side == "to_be" else found.flow
picture = spec(
    flow, found.flow, shading=forecast_shading(found, side), touchpoints=24, transitions=40, selected=selected
)
with st.container(horizontal=True, key="map_row"):
    with st.container(key="map_place"):
        draw(picture, key=f"designer_{workspace.name}_{scope.level}", on_select=select)
    if selected is not None:
        with st.container(width=320, height=640, border=False, key="place_panel"):
            moves(found, selected)

if kept is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('Edits, in the order they are made')}**", width="stretch")
        st.page_link(
            page_file("to_be/forecast"), label=_("Forecast with intervals"), icon=":material/trending_up:",
            query_params=address(),
        )  # fmt: skip
    edit_list(workspace, kept, found)
    names = sorted({t.name for t in found.flow.touchpoints})
    label = _("Start from what hurts")
    with st.expander(label, icon=":material/local_fire_department:", on_change="rerun", key="hurts") as here:
        if here.open:
            friction_moves(workspace, scope, kept, found.flow)
    with st.expander(_("Add an edit"), icon=":material/add:", expanded=not kept.scenario.edits, key="add_edit"):
        edit_form(workspace, kept, names, list(held.channels), list(held.scores))
    with st.expander(_("All edits as a table"), icon=":material/table:", on_change="rerun", key="edits_table") as here:
        if here.open:
            edit_table(workspace, kept)
    with st.expander(_("Comments"), icon=":material/forum:", on_change="rerun", key="comments") as here:
        if here.open:
            scenario_comments(workspace, kept)
frame.table(
    pd.DataFrame(
        {
            _("Touchpoint"): [place.name for place in found.effect.places],
            _("Visits per 100, as is"): [100 * place.visits[0] for place in found.effect.places],
            _("to be"): [100 * place.visits[1] for place in found.effect.places],
            _("Exits per 100, as is"): [100 * place.exits[0] for place in found.effect.places],
            _("exits, to be"): [100 * place.exits[1] for place in found.effect.places],
        }
    ),
    name="to_be_places",
    label=_("Touchpoints behind it"),
)
with st.expander(_("BPMN and tables"), icon=":material/download:", on_change="rerun", key="files") as here:
    if here.open:
        scenario_files(workspace, scope, kept)
frame.explain(
    _(
        "The as-is is a model of the {n} journeys that are old enough to be judged: at each touchpoint it knows what "
        "came before and how often it was visited. Edits change it in their order; everything else stays as it was. "
        "What follows is an expectation; the forecast says how sure it is."
    ).format(n=count(found.journeys))
)
