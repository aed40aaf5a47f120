"""What happened to this customer?"""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from journey.analyses.journeys import customer_journeys, journeys, timeline
from journey.charts.timeline_rows import timeline_rows
from journey.components.journey_timeline import journey_timeline
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, moment
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.results import workspace_info
from journey.views.scope_bar import scope_bar

SORTS = {"started": _("Start"), "duration": _("Duration"), "events": _("Events"), "key": _("Journey")}
PAGE = 50


def show_one(workspace: Workspace, key: str) -> None:
    found = timeline(workspace, key)
    journey = found.journey
    st.button(
        _("All journeys"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=st.query_params.pop,
        args=("journey", None),
    )
    outcome = outcome_name(journey.outcome).lower() if journey.outcome else _("without a verdict: no goal is set")
    frame.headline(
        _("What happened in this journey?"),
        _("Journey {key}: {n} events in {time}, {outcome}.").format(
            key=key,
            n=count(journey.events),
            time=duration((journey.ended - journey.started).total_seconds()),
            outcome=outcome,
        ),
    )
    facts = " · ".join(f"{name}: {value}" for name, value in found.attributes)
    if facts:
        st.caption(frame.escape(facts))
    others = [one for one in customer_journeys(workspace, journey.customer) if one.key != key]
    if others:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                ngettext(
                    "Customer {name} has {n} other journey:", "Customer {name} has {n} other journeys:", len(others)
                ).format(name=frame.escape(journey.customer), n=len(others)),
                width="content",
            )
            for other in others[:8]:
                st.button(
                    f"{frame.escape(other.key)} · {moment(other.started)}",
                    key=f"other_{other.key}",
                    on_click=st.query_params.__setitem__,
                    args=("journey", other.key),
                )
    channels = workspace_info(workspace).channels
    journey_timeline(
        timeline_rows(found, channels, frame.mode()), label=_("Events of journey {key}").format(key=key), key="timeline"
    )
    rows = [
        {k: v for k, v in asdict(event).items() if k not in ("scores", "attributes", "position")}
        for event in found.events
    ]
    frame.table(pd.DataFrame(rows).dropna(axis=1, how="all"), name="journey", label=_("The table behind it"))


workspace, scope = scope_bar("journeys")
if key := st.query_params.get("journey"):
    show_one(workspace, key)
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    search = st.text_input(_("Search journey or customer"), key="journeys_search", icon=":material/search:", width=320)
    sort = st.selectbox(_("Sort by"), list(SORTS), format_func=SORTS.__getitem__, key="journeys_sort", width=160)
    down = st.toggle(_("Largest first"), key="journeys_down")
page = st.session_state.get("journeys_page", 0)
found = journeys(workspace, scope, search=search, sort=sort or "started", descending=down, top=PAGE, skip=page * PAGE)
if page and not found.journeys:
    st.session_state["journeys_page"] = 0
    st.rerun()
frame.headline(
    _("What happened to this customer?"),
    _("{n} of {total} journeys match; choose one to see it event by event.").format(
        n=count(found.matching), total=count(found.in_scope)
    ),
)
listed = pd.DataFrame(
    {
        _("Journey"): [one.key for one in found.journeys],
        _("Customer"): [one.customer for one in found.journeys],
        _("Started"): [moment(one.started) for one in found.journeys],
        _("Events"): [one.events for one in found.journeys],
        _("Duration"): [duration(one.duration_s) for one in found.journeys],
        _("Outcome"): [outcome_name(one.outcome) if one.outcome else "" for one in found.journeys],
        _("First"): [one.first for one in found.journeys],
        _("Last"): [one.last for one in found.journeys],
    }
)
picked = st.dataframe(
    listed,
    hide_index=True,
    on_select="rerun",
    selection_mode="single-row",
    alt=_("Journeys"),
    height="content",
    key="journeys_list",
)
if picked.selection.rows:
    st.query_params["journey"] = found.journeys[picked.selection.rows[0]].key
    st.rerun()
with st.container(horizontal=True, vertical_alignment="center"):
    last = max(0, (found.matching - 1) // PAGE)
    st.button(
        _("Back"),
        disabled=page == 0,
        on_click=st.session_state.__setitem__,
        args=("journeys_page", page - 1),
        key="back",
    )
    st.caption(
        _("{first} to {last} of {n}").format(
            first=count(page * PAGE + 1 if found.matching else 0),
            last=count(page * PAGE + len(found.journeys)), n=count(found.matching),
        ), width="content",
    )  # fmt: skip
    st.button(
        _("Next"),
        disabled=page >= last,
        on_click=st.session_state.__setitem__,
        args=("journeys_page", page + 1),
        key="next",
    )
