"""What is in this workspace, and what counts as success?"""

from dataclasses import replace
from datetime import datetime
from typing import Literal

import pandas as pd
import streamlit as st

from journey.analyses.info import Info
from journey.errors import WrongInput
from journey.store.define import define
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.durations import duration_text
from journey.text.format import count, date, duration, percent
from journey.text.scope_words import outcome_name
from journey.views import frame, source_list
from journey.views.results import workspace_info
from journey.views.scope_bar import workspace_choice
from journey.views.session import library, set_workspace, workspace
from journey.views.typed import seconds


def answer(held: Info) -> str:
    first, last = date(held.first), date(held.last)
    parts = {
        "journeys": ngettext("{n} journey", "{n} journeys", held.journeys).format(n=count(held.journeys)),
        "customers": ngettext("{n} customer", "{n} customers", held.customers).format(n=count(held.customers)),
        "events": ngettext("{n} event", "{n} events", held.events).format(n=count(held.events)),
    }
    if first == last:
        return _("{journeys} of {customers}, {events}, on {day}.").format(**parts, day=first)
    return _("{journeys} of {customers}, {events}, from {first} to {last}.").format(**parts, first=first, last=last)


def success(chosen: Workspace, held: Info) -> None:
    st.markdown(_("#### What is success? What is lost?"))
    now = held.definitions
    with st.form("definitions", border=False):
        goals = st.multiselect(_("Goal: the journey has succeeded with"), held.touchpoints, default=now.goals)
        lost = st.multiselect(_("Lost: the journey has ended badly with"), held.touchpoints, default=now.lost)
        with st.container(horizontal=True):
            timeout = st.text_input(
                _("Dropped after a silence of"), value=_asked(now.timeout_s), help=_("auto, never, or a time like 14d")
            )
            horizon = st.text_input(
                _("Time given to succeed"), value=_asked(now.horizon_s), help=_("auto, or a time like 30d")
            )
        if st.form_submit_button(_("Apply"), type="primary"):
            try:
                wanted = replace(
                    now, goals=tuple(goals), lost=tuple(lost), timeout_s=_timeout(timeout), horizon_s=_horizon(horizon)
                )
                define(chosen, wanted)
            except WrongInput as error:
                st.error(frame.escape(f"{error.message} {error.hint}"), icon=":material/error:")
            else:
                st.rerun()
    if held.outcomes:
        counts = " · ".join(
            _("{outcome} {n} ({share})").format(
                outcome=outcome_name(outcome), n=count(n), share=percent(n / held.journeys)
            )
            for outcome, n in held.outcomes.items()
        )
        st.markdown(frame.escape(frame.together(counts)))
        frame.explain(_judging(held))
    else:
        st.info(_("No goal is set: outcome, conversion and exit rate stay blank."), icon=":material/flag:")


def _judging(held: Info) -> str:
    timeout = held.judged.timeout_s
    judged = ngettext("{n} journey", "{n} journeys", held.mature).format(n=count(held.mature))
    rest = {
        "end": date(datetime.fromisoformat(held.judged.observed_end)),
        "judged": judged,
        "horizon": duration(held.judged.horizon_s),
    }
    if timeout is None:
        return _("Silence is no drop here. Judged, as they had {horizon} to succeed by {end}: {judged}.").format(**rest)
    return _(
        "Dropped: silent for more than {timeout} by {end}. Judged, as they had {horizon} to succeed by then: {judged}."
    ).format(timeout=duration(timeout), **rest)


def _asked(value: float | str) -> str:
    return value if isinstance(value, str) else duration_text(value)


def _timeout(text: str) -> float | Literal["auto", "never"]:
    return "never" if text.strip() == "never" else _horizon(text)


def _horizon(text: str) -> float | Literal["auto"]:
    return "auto" if text.strip() == "auto" else seconds(text)


chosen = workspace()
with st.container(horizontal=True, vertical_alignment="center"):
    workspace_choice(chosen)
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.write(
            _("The workspace {name} and all that was set in it goes for good.").format(name=frame.escape(chosen.name))
        )
        if st.button(_("Delete {name}").format(name=frame.escape(chosen.name)), type="primary"):
            library().delete(chosen.name)
            left = library().names()
            set_workspace(left[0] if left else "")
            st.rerun()
held = workspace_info(chosen)
frame.headline(_("What is in this workspace?"), answer(held))
success(chosen, held)
source_list.show(chosen)
frame.table(
    pd.DataFrame(
        {
            _("Attribute"): [attribute.name for attribute in held.attributes],
            _("Belongs to"): [_("journey") if attribute.of_journey else _("event") for attribute in held.attributes],
            _("Values"): [attribute.distinct_values for attribute in held.attributes],
        }
    ),
    name="attributes",
    label=_("Attributes"),
)
