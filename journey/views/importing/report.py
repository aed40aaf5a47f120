"""The quality report, and the last decisions before anything is saved."""

from __future__ import annotations

import streamlit as st

from journey.ingest.job import ImportJob, State
from journey.ingest.quality import Quality
from journey.store.library import suggest_name
from journey.text import _
from journey.text.format import count
from journey.views.frame import escape, headline
from journey.views.importing import draft, success
from journey.views.importing.upload import refuse
from journey.views.session import library

__all__ = ["decide"]


def decide(job: ImportJob, state: State) -> None:
    """Show what was found, ask what success is, and import."""
    quality = state.quality
    assert quality is not None and state.seen is not None
    headline(_("Can the log be used?"), _answer(quality))
    if state.error is not None:
        refuse(state.error)
    left, right = st.columns(2, gap="large")
    with left:
        definitions = success.ask(quality)
    with right:
        _report(quality)
        bad_rows, duplicates = _choices(quality)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"{draft.prefix()}_name"
        st.session_state.setdefault(key, suggest_name(state.seen.name))
        name = st.text_input(_("Name of the workspace"), key=key, width=260)
        taken = name in library().names()
        replace = taken and st.toggle(_("Replace the one that is there"), key=f"{draft.prefix()}_replace")
        if st.button(_("Import"), type="primary", key="import_commit", disabled=not name or (taken and not replace)):
            job.commit(name, definitions, replace=replace, bad_rows=bad_rows, duplicates=duplicates)
            st.rerun()
        if st.button(_("Back to the columns"), type="tertiary", key="import_back"):
            job.back()
            st.rerun()


def _answer(quality: Quality) -> str:
    used = (
        _("All {read} rows can be used").format(read=count(quality.read))
        if not quality.rejected
        else _("{kept} of {read} rows can be used").format(kept=count(quality.kept), read=count(quality.read))
    )
    return _("{used}: {journeys} journeys over {touchpoints} touchpoints.").format(
        used=used, journeys=count(quality.journeys), touchpoints=count(quality.touchpoints)
    )


def _report(quality: Quality) -> None:
    st.markdown(_("**What was found**"))
    for warning in quality.warnings():
        st.markdown(f"- {escape(warning)}")


def _choices(quality: Quality) -> tuple[str, str]:
    return "drop", "keep"
