"""What should the journey be like?"""

import streamlit as st

from journey.analyses.command import options
from journey.charts.forecast_words import change, draft_words, figure_name, figure_text, preview_words, start_words
from journey.charts.to_be_table import places_table
from journey.design.draft import Draft, draft
from journey.design.preview import Preview, preview
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.copied import say_command
from journey.views.designer_picture import draft_picture, to_be_picture
from journey.views.edit_form import DESIGN_KINDS, Choices, edit_form
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
from journey.views.session import address

QUESTION = _("What should the journey be like?")

workspace, scope = scope_bar()
held = workspace_info(workspace)
kept = scenario_choice(workspace, scope, editing=True)
scenario = kept.scenario if kept is not None else Scenario(name="")
found: Preview | Draft
try:
    if scenario.start.is_design:
        found = result(draft, workspace, scenario)
    else:
        found = result(preview, workspace, scope, scenario)
except WrongInput as error:
    frame.headline(QUESTION, error.message)
    st.info(frame.escape(error.hint), icon=":material/info:")
    st.stop()


# A design that no log is behind has no forecast, and neither has one with an edit that cannot be made.
if kept is not None and isinstance(found, Preview) and found.wrong is None:
    say_command("simulate", workspace, scope, *options(scenario=scenario.name))


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


if isinstance(found, Draft):
    names = found.ways.touchpoints
    stages = (*held.stages, *(stage for stage in dict.fromkeys(found.stages.values()) if stage not in held.stages))
    choices = Choices(names, held.channels, held.scores, stages, DESIGN_KINDS)
    frame.headline(QUESTION, draft_words(found))
else:
    names = tuple(sorted(t.name for t in found.to_be.touchpoints))
    choices = Choices(names, held.channels, held.scores, found.to_be.stages)
    frame.headline(QUESTION, preview_words(found))
if scenario.start.kind != "as_is":
    frame.explain(frame.escape(start_words(scenario.start)))
if isinstance(found, Draft):
    assert kept is not None
    draft_picture(workspace, kept, found, held.stages, choices)
else:
    if found.scenario.active:
        figures(found)
    to_be_picture(workspace, kept, found, choices)

if kept is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('Edits, in the order they are made')}**", width="stretch")
        if isinstance(found, Draft):
            page, label = "to_be/conformance", _("Hold journeys against it")
        else:
            page, label = "to_be/forecast", _("Forecast with intervals")
        st.page_link(page_file(page), label=label, icon=":material/trending_up:", query_params=address())
    edit_list(workspace, kept, found, choices)
    if isinstance(found, Preview):
        label = _("Start from what hurts")
        with st.expander(label, icon=":material/local_fire_department:", on_change="rerun", key="hurts") as here:
            if here.open:
                friction_moves(workspace, found.scope, kept, found.both)
    with st.expander(_("Add an edit"), icon=":material/add:", expanded=not kept.scenario.edits, key="add_edit"):
        edit_form(workspace, kept, choices)
    with st.expander(_("All edits as a table"), icon=":material/table:", on_change="rerun", key="edits_table") as here:
        if here.open:
            edit_table(workspace, kept)
    with st.expander(_("Comments"), icon=":material/forum:", on_change="rerun", key="comments") as here:
        if here.open:
            scenario_comments(workspace, kept)
if isinstance(found, Preview):
    frame.table(places_table(found), name="to_be_places", label=_("Touchpoints behind it"))
with st.expander(_("BPMN and tables"), icon=":material/download:", on_change="rerun", key="files") as here:
    if here.open:
        scenario_files(workspace, scope, kept)
if isinstance(found, Preview):
    frame.explain(
        _(
            "The as-is is a model of the {n} journeys that are old enough to be judged: at each touchpoint it knows "
            "what came before and how often it was visited. Edits change it in their order; everything else stays as "
            "it was. What follows is an expectation; the forecast says how sure it is."
        ).format(n=count(found.journeys))
    )
