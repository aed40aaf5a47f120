"""Do customers go the way we designed?"""

import streamlit as st

from journey.analyses.command import options
from journey.charts.conformance_trend import conformance_trend
from journey.charts.conformance_words import answer, at_place, leaving_shading
from journey.charts.flow_map import spec
from journey.components.flow_map import Selection
from journey.design.conformance.named import allowed_in, conformance_of, designs
from journey.errors import WrongInput
from journey.store.designs import launch_of
from journey.stories.map_place import known_place
from journey.text import _
from journey.text.format import percent
from journey.views import frame
from journey.views.copied import no_command, say_command
from journey.views.design_choice import design_choice, give_file
from journey.views.deviation_list import accepted_list, deviation_list, deviation_tables
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map
from journey.views.scope_bar import scope_bar
from journey.views.session import address

QUESTION = _("Do customers go the way we designed?")
VIEWS = {"map": _("On the map"), "weeks": _("By week")}

workspace, scope = scope_bar()
if not designs(workspace):
    frame.headline(QUESTION, _("There is no design to hold reality against yet."))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            page_file("to_be/designer"), label=_("Design the to-be"), icon=":material/design_services:",
            query_params=address(),
        )  # fmt: skip
        st.caption(_("or give a process model from another tool:"), width="content")
    give_file(workspace)
    st.stop()
place = st.container()
chosen = design_choice(workspace)
say_command("conform", workspace, scope, *options(design=chosen))
try:
    found = long_work(
        conformance_of, workspace, scope, chosen, allowed_in(workspace, chosen), launch_of(workspace, chosen),
        label=_("Comparing with the design"),
    )  # fmt: skip
except WrongInput as error:
    no_command()
    with place:
        frame.headline(QUESTION, error.message)
    st.info(frame.escape(error.hint), icon=":material/info:")
    st.stop()
if found is None:
    with place:
        frame.headline(QUESTION, _("One moment: journeys are being held against the design."))
    st.stop()
with place:
    frame.headline(QUESTION, answer(found))
if found.unknown:
    st.warning(
        _("The log has no touchpoint of these names, so journeys seem to leave them out: {names}.").format(
            names=frame.escape(", ".join(found.unknown[:8]))
        ),
        icon=":material/help:",
    )
open_ones = [one for one in found.found if not one.accepted]
rows, where = open_ones, ""
seed("view", "conformance_view", "map", lambda text: text if text in VIEWS else None)
view = st.segmented_control(
    _("Show"), list(VIEWS), format_func=VIEWS.__getitem__, key="conformance_view", required=True,
    label_visibility="collapsed",
)  # fmt: skip
tell("view", view, "map")
if view == "weeks":
    launch = launch_of(workspace, chosen)
    frame.chart(lambda mode: conformance_trend(found.weeks, mode, launch), alt=answer(found), key="conformance_trend")
else:
    kept_at = f"conformance_at_{workspace.name}"
    seed("place", kept_at, None, known_place)

    def select(selected: Selection | None) -> None:
        st.session_state[kept_at] = selected.id if selected else None

    flow = flow_map(workspace, scope.selection())
    clicked = st.session_state[kept_at]
    tell("place", clicked)
    frame.flow(
        spec(flow, flow, shading=leaving_shading(flow, open_ones), selected=clicked),
        key=f"conformance_{workspace.name}", on_select=select,
    )  # fmt: skip
    if clicked:
        rows = at_place(flow, open_ones, clicked)
        where = _("Where journeys leave the design there") if rows else _("Nobody leaves the design there. Elsewhere:")
        rows = rows or open_ones
st.markdown(f"**{where or _('Where journeys leave the design, by the journeys lost with it')}**")
if not open_ones:
    st.info(_("Nowhere: every journey goes as designed, or as you accept."), icon=":material/check:")
deviation_list(workspace, scope, chosen, rows)
accepted_list(workspace, scope, chosen, found.found)
deviation_tables(found)
frame.explain(
    _(
        "Each way taken is aligned with the design so that the fewest touchpoints are left out or added; {strictly} "
        "leave it nowhere. Journeys that reached the goal are judged to the end, the others as far as they came. "
        "Ranked by the journeys lost with it, against comparable ones: associated with, not caused by."
    ).format(strictly=percent(found.strictly.value))
)
