"""What is in this workspace, and what counts as success?"""

import pandas as pd
import streamlit as st

from journey.analyses.info import Info
from journey.ingest.quality import Quality
from journey.model import Definitions
from journey.store.outcomes import define
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import parse_duration
from journey.text.format import count, date, duration, moment, percent
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.results import workspace_info
from journey.views.session import library, set_workspace, workspace


def answer(held: Info) -> str:
    return _("{journeys} journeys of {customers} customers, {events} events, from {first} to {last}.").format(
        journeys=count(held.journeys), customers=count(held.customers), events=count(held.events),
        first=date(held.first), last=date(held.last),
    )  # fmt: skip


def success(chosen: Workspace, held: Info) -> None:
    st.subheader(_("What is success? What is lost?"), anchor=False)
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
            wanted = Definitions(
                goals=tuple(goals), lost=tuple(lost), timeout_s=_read(timeout), horizon_s=_read(horizon),
                observed_end=now.observed_end,
            )  # type: ignore[arg-type]  # fmt: skip
            define(chosen, wanted)
            st.rerun()
    if held.outcomes:
        judged = held.judged
        counts = " · ".join(
            _("{outcome} {n} ({share})").format(
                outcome=outcome_name(outcome), n=count(n), share=percent(n / held.journeys)
            )
            for outcome, n in held.outcomes.items()
        )
        st.markdown(frame.escape(counts))
        frame.explain(
            _(
                "Dropped: silent for {timeout} before {end}. Judged: {mature} journeys that had {horizon} to succeed."
            ).format(
                timeout=_("ever") if judged.timeout_s is None else duration(judged.timeout_s),
                end=judged.observed_end[:10],
                mature=count(held.mature),
                horizon=duration(judged.horizon_s),
            )
        )
    else:
        st.info(_("No goal is set: outcome, conversion and exit rate stay blank."), icon=":material/flag:")


def _asked(value: float | str) -> str:
    return value if isinstance(value, str) else duration(value).replace(" ", "")


def _read(text: str) -> float | str:
    return text.strip() if text.strip() in ("auto", "never") else parse_duration(text)


def sources(held: Info) -> None:
    st.subheader(_("Where it came from"), anchor=False)
    for source in held.sources:
        st.markdown(
            _("**{name}**, imported {when}: {kept} of {read} rows kept, {rejected} left out.").format(
                name=frame.escape(source.name), when=moment(source.imported_at), kept=count(source.rows_kept),
                read=count(source.rows_read), rejected=count(source.rows_rejected),
            )
        )  # fmt: skip
        for warning in Quality.from_json(source.report).warnings():
            st.markdown(f"- {frame.escape(warning)}")
        with st.expander(_("Which column was what"), icon=":material/view_column:"):
            rows = [(name, str(value)) for name, value in source.mapping.items() if value not in (None, [], "")]
            st.dataframe(pd.DataFrame(rows, columns=[_("Part"), _("Column or value")]), hide_index=True)


chosen = workspace()
held = workspace_info(chosen)
names = library().names()
with st.container(horizontal=True, vertical_alignment="center"):
    picked = st.selectbox(
        _("Workspace"), names, index=names.index(chosen.name) if chosen.name in names else None,
        label_visibility="collapsed", width=190, key=f"ws_page_{chosen.name}",
    )  # fmt: skip
    if picked is not None and picked != chosen.name:
        set_workspace(picked)
        st.rerun()
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.write(
            _("The workspace {name} and all that was set in it goes for good.").format(name=frame.escape(chosen.name))
        )
        if st.button(_("Delete {name}").format(name=frame.escape(chosen.name)), type="primary"):
            library().delete(chosen.name)
            left = library().names()
            set_workspace(left[0] if left else "")
            st.rerun()
frame.headline(_("What is in this workspace?"), answer(held))
success(chosen, held)
sources(held)
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
