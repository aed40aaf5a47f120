"""The last look before a file joins a workspace: do the ids match, and what is new?"""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from journey.analyses.sources import sources
from journey.charts.matched_ids import matched_ids
from journey.ingest.append import Alone
from journey.ingest.job import ImportJob, State
from journey.ingest.matching import Match
from journey.ingest.quality import Quality
from journey.model import Mapping
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.importing import draft, findings, names
from journey.views.importing.upload import refuse
from journey.views.results import kept
from journey.views.session import library

__all__ = ["decide"]


def decide(job: ImportJob, state: State) -> None:
    """Show how the ids match, and add what is new."""
    quality, seen, mapping, match = state.quality, state.seen, state.mapping, state.match
    assert quality is not None and seen is not None and mapping is not None and match is not None
    frame.headline(
        _("Step 3 of 3: do the ids match those of {name}?").format(name=frame.escape(job.into)), _answer(match)
    )
    if state.error is not None:
        refuse(state.error)
    left, right = st.columns(2, gap="large")
    with left:
        _ids(match)
        _source(job, match, mapping)
        alone = _alone(match)
    with right:
        duplicates = findings.show(quality, seen)
        names.offer(job, quality, mapping)
    _add(job, match, quality, alone, duplicates)


def _answer(match: Match) -> str:
    if match.newer and not match.new:
        return _("Nothing is new: all {n} rows are in {source} already.").format(
            n=count(match.rows), source=match.source
        )
    if not match.ids:
        return _("No row can be used.")
    if not match.matched and not match.newer:
        return _("No id matches: the rows would join no journey.")
    if match.newer:
        text = ngettext("{new} row of {rows} is new.", "{new} rows of {rows} are new.", match.new)
        return text.format(new=count(match.new), rows=count(match.rows))
    whose = _("journeys") if match.by == "journey" else _("customers")
    return _("{share} match: {matched} of the file's {ids} {whose} are in the workspace.").format(
        share=percent(match.matched / match.ids), matched=count(match.matched), ids=count(match.ids), whose=whose
    )


def _ids(match: Match) -> None:
    st.markdown(_("**Ids of column {column}**").format(column=frame.escape(match.column)))
    frame.chart(
        lambda mode: matched_ids(match.only_here, match.matched, match.only_there, mode),
        alt=match.summary(),
        key="import_ids",
    )
    frame.explain(match.summary())
    for sentence in match.warnings():
        st.markdown(f":orange[:material/info: {frame.escape(sentence)}]")
    if match.examples_here or match.examples_there:
        with st.expander(_("Ids that only one side has"), icon=":material/table:", expanded=not match.matched):
            rows = max(len(match.examples_here), len(match.examples_there))
            columns = {_("Only in the workspace"): match.examples_here, _("Only in the file"): match.examples_there}
            st.dataframe(
                pd.DataFrame({name: [*ids, *[""] * (rows - len(ids))] for name, ids in columns.items()}),
                hide_index=True,
                alt=_("Ids that only one side has"),
            )


def _source(job: ImportJob, match: Match, mapping: Mapping) -> None:
    there = [source.name for source in kept(sources, library().get(job.into))]
    known = [match.source, *(name for name in there if name != match.source)]

    def shown(name: str) -> str:
        return _("{name}: a newer export of it").format(name=name) if name in there else name

    chosen = st.selectbox(
        _("It belongs to the source"),
        known,
        format_func=shown,
        accept_new_options=True,
        key=f"{draft.prefix()}_source_{match.source}",
        help=_(
            "Of a newer export only the rows that are new are added. Write another name to make it a source of its own."
        ),
    )
    if chosen and chosen.strip() and chosen.strip() != match.source:
        job.check(mapping, chosen.strip())
        st.rerun()


def _alone(match: Match) -> Alone:
    if not match.alone or match.newer:
        return "ask"
    text = ngettext(
        "{n} row has an id that the workspace does not have",
        "{n} rows have ids that the workspace does not have",
        match.alone,
    )
    words: dict[Alone, str] = {"keep": _("Journeys of their own"), "drop": _("Leave out")}
    chosen = st.segmented_control(
        text.format(n=count(match.alone)),
        list(words),
        default="keep" if match.matched else "drop",
        required=True,
        format_func=words.__getitem__,
        key=f"{draft.prefix()}_alone",
        persist_state="page",
    )
    return "drop" if chosen == "drop" else "keep"


def _add(job: ImportJob, match: Match, quality: Quality, alone: Alone, duplicates: Literal["keep", "drop"]) -> None:
    new = match.new - (match.alone if alone == "drop" else 0)
    label = (
        ngettext("Add the {n} new row", "Add the {n} new rows", new).format(n=count(new))
        if new
        else _("Nothing to add")
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="import_last"):
        if st.button(label, type="primary", key="import_append", disabled=not new):
            job.append(alone=alone, duplicates=duplicates)
            st.rerun()
        if st.button(_("Back to the columns"), type="tertiary", key="import_back"):
            job.back()
            st.rerun()
        if st.button(_("Choose another file"), type="tertiary", key="import_leave"):
            draft.leave()
