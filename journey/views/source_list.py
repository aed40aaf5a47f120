"""The sources of a workspace: what each brought, its files, and taking one out again."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.sources import SourceFile, SourceSummary, sources
from journey.ingest.job import ImportJob
from journey.ingest.matching import Match
from journey.ingest.quality import Quality
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, date, duration, moment
from journey.views import frame
from journey.views.importing import progress
from journey.views.importing.current import imports, remember_into
from journey.views.importing.upload import refuse
from journey.views.results import kept

__all__ = ["show"]

PARTS = {
    "journey": _("Journey"),
    "customer": _("Customer"),
    "grain": _("What makes a journey"),
    "gap_s": _("Silence that ends a journey"),
    "touchpoint": _("Touchpoint"),
    "as_touchpoint": _("Touchpoint of all rows"),
    "prefix": _("Put before touchpoints"),
    "time": _("Time"),
    "clock": _("Time of day"),
    "end_time": _("End time"),
    "timezone": _("Time zone"),
    "date_format": _("How times are written"),
    "channel": _("Channel"),
    "as_channel": _("Channel of all rows"),
    "stage": _("Stage"),
    "scores": _("Scores"),
    "cost": _("Cost"),
    "decimal": _("Decimal sign"),
    "comment": _("Comment"),
    "initiator": _("Who started it"),
    "lifecycle": _("Lifecycle"),
    "lifecycle_keep": _("Steps of the lifecycle kept"),
    "where": _("Rows kept"),
    "attributes": _("Attributes"),
    "group_patterns": _("Touchpoints read as one"),
}


def show(workspace: Workspace) -> None:
    """List the sources; each can be taken out, all but the last."""
    st.markdown(_("#### Where it came from"))
    if _taking_out(workspace):
        return
    held = kept(sources, workspace)
    st.dataframe(_table(held), hide_index=True, alt=_("The sources of this workspace"), key="sources")
    for source in held:
        with st.expander(_label(source), icon=":material/database:", key=f"source_{held.index(source)}"):
            for file in source.files:
                _file(file)
            if len(held) > 1:
                _offer(workspace, source)
    if st.button(_("Add a source"), icon=":material/add:", key="source_add"):
        remember_into(workspace.name)
        st.switch_page("../../pages/data/import_log.py")


def _table(held: tuple[SourceSummary, ...]) -> pd.DataFrame:
    rows = [
        (
            source.name, _period(source), count(source.events), count(source.journeys),
            count(sum(file.read for file in source.files)), count(sum(file.kept for file in source.files)),
            count(sum(file.known for file in source.files)), count(sum(file.rejected for file in source.files)),
            moment(source.files[-1].imported_at),
        )
        for source in held
    ]  # fmt: skip
    columns = (
        _("Source"), _("Period"), _("Events"), _("In journeys"), _("Rows read"), _("Kept"), _("Known"), _("Left out"),
        _("Imported"),
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def _period(source: SourceSummary) -> str:
    if source.first is None or source.last is None:
        return "–"
    first, last = date(source.first), date(source.last)
    return first if first == last else _("{first} – {last}").format(first=first, last=last)


def _label(source: SourceSummary) -> str:
    files = ngettext("{n} file", "{n} files", len(source.files)).format(n=count(len(source.files)))
    return _("{name}: {files}").format(name=frame.escape(source.name), files=files)


def _file(file: SourceFile) -> None:
    st.markdown(
        _("**{name}**, imported {when}: {kept} of {read} rows kept, {known} known, {rejected} left out.").format(
            name=frame.escape(file.file), when=moment(file.imported_at), kept=count(file.kept), read=count(file.read),
            known=count(file.known), rejected=count(file.rejected),
        )
    )  # fmt: skip
    told = []
    if file.match:
        match = Match.from_json(file.match)
        told = [match.summary(), *match.warnings()]
    for sentence in [*told, *Quality.from_json(file.report).warnings()]:
        st.markdown(f"- {frame.escape(sentence)}")
    rows = [(PARTS[name], _shown(value)) for name, value in file.mapping.items() if name in PARTS and value]
    with st.popover(_("Which column was what"), icon=":material/view_column:", type="tertiary"):
        st.dataframe(pd.DataFrame(rows, columns=[_("Part"), _("Column or value")]), hide_index=True)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return duration(value)
    if isinstance(value, dict):
        return _("{pattern} as {name}").format(**value)
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)


def _offer(workspace: Workspace, source: SourceSummary) -> None:
    with st.popover(_("Take it out"), icon=":material/remove_circle:", key=f"take_out_{source.name}"):
        st.write(
            _(
                "{n} events of {name} leave the workspace. Edits, definitions and notes stay, and apply again when it "
                "comes back."
            ).format(n=count(source.events), name=frame.escape(source.name))
        )
        words = _("Take {name} out").format(name=frame.escape(source.name))
        if st.button(words, type="primary", key=f"take_out_sure_{source.name}"):
            st.session_state["take_out"] = imports().take_out(workspace.name, source.name)
            st.rerun()


def _taking_out(workspace: Workspace) -> bool:
    """Whether a source is leaving just now; what became of it, once."""
    job: ImportJob | None = imports().get(st.session_state.get("take_out", ""))
    if job is None or job.into != workspace.name:
        return False
    state = job.state
    if state.working:
        progress.bar(job, stop=job.close)
        return True
    imports().drop(st.session_state.pop("take_out"))
    if state.error is not None:
        refuse(state.error)
    elif state.taken_out is not None:
        text = ngettext("{name} is out: {n} event went.", "{name} is out: {n} events went.", state.taken_out.removed)
        st.success(text.format(name=frame.escape(state.taken_out.source), n=count(state.taken_out.removed)))
    return False
