"""Do customers go the way we designed?"""

import pandas as pd
import streamlit as st

from journey.analyses.flow import flow_map
from journey.charts.conformance_trend import conformance_trend
from journey.charts.flow_map import spec
from journey.charts.flow_shading import shade_values
from journey.components.flow_map import flow_map as draw
from journey.design.bpmn import read, written
from journey.design.conformance.named import (
    allowed_in,
    conformance_of,
    design_called,
    designs,
    journeys_leaving,
)
from journey.design.conformance.report import Conformance, Found
from journey.design.conformance.words import deviation_words
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.designs import accept, design_files, forget_design, keep_design
from journey.text import _
from journey.text.format import count, interval, percent
from journey.views import frame
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept
from journey.views.scope_bar import scope_bar
from journey.views.session import address, open_journeys
from journey.views.way_out import refuse

QUESTION = _("Do customers go the way we designed?")
SHOWN = 12


def answer(found: Conformance) -> str:
    worst = next((one for one in found.found if one.effect > 0 and not one.accepted), None)
    share = _("{share} of {n} journeys go as “{name}” says").format(
        share=percent(found.follow.value), n=count(found.journeys), name=frame.short(found.name, 40)
    )
    if worst is None:
        return _("{share}.").format(share=share)
    return _("{share}; where they leave it, “{what}” goes with most losses.").format(
        share=share, what=frame.short(deviation_words(worst.deviation))
    )


def upload() -> None:
    """Take a BPMN file in."""
    given = st.file_uploader(_("A BPMN file"), type=["bpmn", "xml"], key="conformance_file", max_upload_size=5)
    if given is None or st.session_state.get("conformance_taken") == given.file_id:
        return
    try:
        read(given.getvalue(), given.name)
        keep_design(workspace, given.name, given.getvalue())
    except WrongInput as error:
        refuse(error)
        return
    st.session_state["conformance_taken"] = given.file_id
    st.session_state[key] = given.name
    st.rerun()


def toggle(one: Found) -> None:
    deviation = one.deviation
    accept(workspace, chosen, (deviation.kind, deviation.touchpoint, deviation.then), accepted=not one.accepted)


def points(one: Found) -> str:
    if one.gap.value is None:
        return "–"
    low, value, high = (f"{100 * (x or 0.0):+.1f}" for x in (one.gap.low, one.gap.value, one.gap.high))
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def row(one: Found, number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"deviation_{number}"):
        st.markdown(f"**{frame.escape(deviation_words(one.deviation))}**", width=330)
        st.markdown(
            frame.together(_("{n} journeys ({share})").format(n=count(one.journeys), share=percent(one.share))),
            width=190,
        )
        st.markdown(
            frame.together(_("conversion {gap} points").format(gap=points(one))) if one.gap.value is not None else "–",
            width=300,
            help=_("Against comparable journeys: at the same touchpoint, went on, and did not leave the design so."),
        )
        if st.button(_("Journeys"), key=f"deviation_open_{number}", icon=":material/timeline:"):
            open_journeys(Scope(journeys=journeys_leaving(workspace, scope, chosen, one.deviation)))
        st.button(
            _("Accept") if not one.accepted else _("Accept no more"),
            key=f"deviation_accept_{number}",
            type="tertiary",
            on_click=toggle,
            args=(one,),
            help=_("An accepted deviation does not break the design."),
        )


workspace, scope = scope_bar("conform")
key = f"conformance_design_{workspace.name}"
every = designs(workspace)
if not every:
    frame.headline(QUESTION, _("There is no design to hold reality against yet."))
    st.page_link(
        page_file("to_be/designer"),
        label=_("Design the to-be"),
        icon=":material/design_services:",
        query_params=address(),
    )
    upload()
    st.stop()
place = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    seed("design", key, every[0], lambda text: text if text in every else None)
    chosen = st.selectbox(_("Design"), every, key=key, width=300) or every[0]
    tell("design", chosen, every[0])
    with st.popover(_("Files"), icon=":material/upload_file:", key="conformance_files"):
        upload()
        if chosen in design_files(workspace):
            st.button(
                _("Forget {name}").format(name=frame.escape(frame.short(chosen, 40))),
                key="conformance_forget",
                on_click=forget_design,
                args=(workspace, chosen),
            )
        else:
            st.download_button(
                _("Download as BPMN"),
                lambda: written(design_called(workspace, Scope(), chosen).automaton),
                file_name="to-be.bpmn",
                mime="application/xml",
                on_click="ignore",
                key="conformance_bpmn",
            )
try:
    found = long_work(
        conformance_of, workspace, scope, chosen, allowed_in(workspace, chosen), label=_("Comparing with the design")
    )
except WrongInput as error:
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
frame.chart(conformance_trend(found.weeks, frame.mode()), alt=answer(found), key="conformance_trend")
st.markdown(f"**{_('Where journeys leave the design')}**")
if not found.found:
    st.info(_("Nowhere: every journey goes as designed."), icon=":material/check:")
for number, one in enumerate(found.found[:SHOWN]):
    row(one, number)
with st.expander(_("On the map"), icon=":material/map:", on_change="rerun", key="conformance_map") as here:
    if here.open:
        plain = scope.selection()
        flow = kept(flow_map, workspace, plain)
        leaving: dict[str, float] = {}
        for one in found.found:
            if not one.accepted:
                leaving[one.deviation.touchpoint] = max(leaving.get(one.deviation.touchpoint, 0.0), one.share)
        shading = shade_values(
            flow,
            _("Leave the design here"),
            boxes={t.id: leaving.get(t.name, 0.0) for t in flow.touchpoints},
            scale="pain",
            write=percent,
        )
        draw(spec(flow, flow, shading=shading), key=f"conformance_{workspace.name}", on_select=lambda chosen: None)
frame.table(
    pd.DataFrame(
        {
            _("Deviation"): [deviation_words(one.deviation) for one in found.found],
            _("Journeys"): [one.journeys for one in found.found],
            _("Share"): [one.share for one in found.found],
            _("Conversion"): [interval(one.with_it) for one in found.found],
            _("To comparable journeys, points"): [points(one) for one in found.found],
            _("Accepted"): [_("yes") if one.accepted else _("no") for one in found.found],
        }
    ),
    name="deviations",
    label=_("All deviations"),
)
frame.table(
    pd.DataFrame(
        {
            _("Week from"): [week.begins.date() for week in found.weeks],
            _("Go as designed"): [interval(week.share) for week in found.weeks],
        }
    ),
    name="conformance_weeks",
    label=_("By week"),
)
frame.explain(
    _(
        "Each way taken is aligned with the design so that the fewest touchpoints are left out or added. Journeys that "
        "reached the goal are judged to the end, the others as far as they came. Ranked by the journeys lost with it, "
        "against comparable ones: associated with, not caused by."
    )
)
