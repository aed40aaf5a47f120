"""A file with several tables: which of them is the log."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.ingest.job import ImportJob, State
from journey.ingest.source import ChooseOne
from journey.ingest.wire import Seen
from journey.model import ReadOptions
from journey.text import _
from journey.views.frame import escape, headline
from journey.views.importing import draft

__all__ = ["choose", "switch"]


def choose(job: ImportJob, state: State) -> None:
    """Ask before anything is shown: nothing tells the tables apart."""
    assert isinstance(state.error, ChooseOne)
    headline(_("Step 1 of 3: which table is the log?"), state.error.message)
    key = f"{draft.prefix()}_table"
    chosen = st.radio(_("Read this one"), state.error.choices, index=None, format_func=escape, key=key)
    with st.container(horizontal=True):
        if st.button(_("Go on"), type="primary", disabled=chosen is None, key="import_table"):
            job.open(ReadOptions(sheet=chosen))
            st.rerun()
        if st.button(_("Choose another file"), type="tertiary", key="import_leave"):
            draft.leave()


def switch(job: ImportJob, seen: Seen) -> None:
    """Another table of the same file."""
    if len(seen.sheets) < 2:
        return
    now = seen.options.sheet
    chosen = st.selectbox(
        _("Table of the file"),
        seen.sheets,
        index=seen.sheets.index(now) if now in seen.sheets else None,
        key=f"{draft.prefix()}_sheet",
    )
    if chosen is not None and chosen != now:
        draft.reset()
        job.open(replace(seen.options, sheet=chosen))
        st.rerun()
