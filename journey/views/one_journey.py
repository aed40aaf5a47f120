"""One journey, event by event, and the others of the same customer."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.analyses.journeys import Journey, customer_journeys, timeline
from journey.charts.journey_words import event_table, journey_answer
from journey.charts.timeline_rows import timeline_rows
from journey.components.journey_timeline import journey_timeline
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, moment
from journey.views import frame
from journey.views.results import workspace_info
from journey.views.session import set_scope

__all__ = ["leave_journey", "one_journey"]

OTHERS = 6
"""Other journeys of the customer that get a button; the rest are a click further."""


def one_journey(workspace: Workspace, key: str) -> None:
    """Draw the journey of that key."""
    found = timeline(workspace, key)
    st.button(
        _("All journeys"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=leave_journey,
        key="leave_journey",
    )
    frame.headline(_("What happened in this journey?"), journey_answer(found.journey))
    facts = " · ".join(f"{name}: {value}" for name, value in found.attributes)
    if facts:
        st.caption(frame.escape(facts))
    _others(found.journey, customer_journeys(workspace, found.journey.customer))
    channels = workspace_info(workspace).channels
    journey_timeline(
        timeline_rows(found, channels, frame.mode()), label=_("Events of journey {key}").format(key=key), key="timeline"
    )
    frame.table(event_table(found), name="journey", label=_("The table behind it"))


def leave_journey() -> None:
    """Go back to the list."""
    st.query_params.pop("journey", None)


def _others(journey: Journey, every: tuple[Journey, ...]) -> None:
    others = [one for one in every if one.key != journey.key]
    if not others:
        return
    words = ngettext("Customer {name} has {n} other journey:", "Customer {name} has {n} other journeys:", len(others))
    with st.container(horizontal=True, vertical_alignment="center", key="other_journeys"):
        name = frame.escape(frame.short(journey.customer))
        st.caption(words.format(name=name, n=count(len(others))), width="content")
        for number, other in enumerate(others[:OTHERS]):
            st.button(
                _("{key} · {time}").format(key=frame.escape(frame.short(other.key, 30)), time=moment(other.started)),
                key=f"other_{number}",
                on_click=st.query_params.__setitem__,
                args=("journey", other.key),
            )
        if len(others) > OTHERS:
            st.button(_("All {n} in a list").format(n=count(len(every))), on_click=_list, args=(journey.customer,))


def _list(customer: str) -> None:
    set_scope(replace(Scope(), customers=(customer,)))
    leave_journey()
