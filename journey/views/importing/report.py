"""The last look before anything is saved: can the log be used, what is success, and what is it to be called."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from journey.errors import WrongInput
from journey.ingest.job import ImportJob, State
from journey.ingest.load import TOO_MANY_TOUCHPOINTS
from journey.ingest.quality import Quality
from journey.model import Definitions
from journey.store.library import suggest_name
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.frame import headline
from journey.views.importing import draft, findings, names, silence, success
from journey.views.importing.upload import refuse
from journey.views.session import library

__all__ = ["decide"]


def decide(job: ImportJob, state: State) -> None:
    """Show what was found, ask what success is, and import."""
    quality, seen, mapping = state.quality, state.seen, state.mapping
    assert quality is not None and seen is not None and mapping is not None
    headline(_("Step 3 of 3: can the log be used?"), _answer(quality))
    if state.error is not None:
        refuse(state.error)
    left, right = st.columns(2, gap="large")
    with left:
        silence.choose(job, quality, mapping)
        try:
            definitions = success.ask(quality)
        except WrongInput as error:
            refuse(error)
            definitions = None
    with right:
        duplicates = findings.show(quality, seen)
        names.offer(job, quality, mapping)
    _import(job, state, quality, definitions, duplicates)


def _import(
    job: ImportJob,
    state: State,
    quality: Quality,
    definitions: Definitions | None,
    duplicates: Literal["keep", "drop"],
) -> None:
    assert state.seen is not None
    key = f"{draft.prefix()}_name"
    st.session_state.setdefault(key, suggest_name(state.seen.name))
    note = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom", key="import_last"):
        name = st.text_input(_("Name of the workspace"), key=key, width=260, persist_state="page").strip()
        taken = name.casefold() in (known.casefold() for known in library().names())
        replace = taken and st.toggle(_("Replace the one of that name"), key=f"{draft.prefix()}_replace")
        forget = replace and st.toggle(
            _("Forget what people wrote in it"), key=f"{draft.prefix()}_forget",
            help=_("Else notes, personas, targets, views, scenarios and changes of touchpoints stay."),
        )  # fmt: skip
        usable = quality.kept > 0 and quality.touchpoints <= TOO_MANY_TOUCHPOINTS
        ready = bool(name) and definitions is not None and usable and (replace or not taken)
        if st.button(_label(quality, duplicates), type="primary", key="import_commit", disabled=not ready):
            job.commit(name, definitions, replace=replace, bad_rows="drop", duplicates=duplicates, forget=forget)
            st.rerun()
        if st.button(_("Back to the columns"), type="tertiary", key="import_back"):
            job.back()
            st.rerun()
        stop = _("Stop, and mend the file") if quality.rejected else _("Choose another file")
        if st.button(stop, type="tertiary", key="import_leave"):
            draft.leave()
    if taken and not replace:
        note.caption(_("That name is taken: choose another, or replace its log; what people wrote in it stays."))
    elif replace and forget:
        note.warning(_("The old log goes, and with it all that people wrote: notes, personas, targets, scenarios."))
    elif replace:
        note.caption(_("The old log goes; notes, personas, targets, views, scenarios and stages stay."))


def _label(quality: Quality, duplicates: str) -> str:
    dropped = quality.duplicates if duplicates == "drop" else 0
    if not quality.rejected and not dropped:
        return _("Import")
    n = quality.kept - dropped
    return ngettext("Import the {n} row that can be used", "Import the {n} rows that can be used", n).format(n=count(n))


def _answer(quality: Quality) -> str:
    used = (
        _("All {read} rows can be used").format(read=count(quality.read))
        if not quality.rejected
        else _("{kept} of {read} rows can be used").format(kept=count(quality.kept), read=count(quality.read))
    )
    return _("{used}: {journeys} journeys over {touchpoints} touchpoints.").format(
        used=used, journeys=count(quality.journeys), touchpoints=count(quality.touchpoints)
    )
