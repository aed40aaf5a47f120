"""While the import works: what it does, how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journey.ingest.job import ImportJob, Phase, State
from journey.text import _
from journey.text.file_size import file_size
from journey.text.format import count
from journey.views.frame import escape, headline
from journey.views.importing.current import end

__all__ = ["bar", "watch"]

EVERY_S = 0.4


def watch(job: ImportJob) -> None:
    """Show how far the work is until it is done, then the page anew."""
    words = {
        Phase.OPENING: _("Step 1 of 3: looking at the file"),
        Phase.CHECKING: _("Step 2 of 3: checking every row"),
        Phase.IMPORTING: _("Step 3 of 3: making the workspace"),
    }
    if job.into:
        words[Phase.IMPORTING] = _("Step 3 of 3: adding it to {name}").format(name=escape(job.into))
    headline(words.get(job.state.phase, ""), job.file.name)
    bar(job, stop=lambda: end() if job.state.seen is None else job.back())


@st.fragment(run_every=EVERY_S)
def bar(job: ImportJob, *, stop: Callable[[], None]) -> None:
    """How far the work is, and the way to stop it."""
    state = job.state
    if not state.working:
        st.rerun()
    share = min(1.0, state.done / state.total) if state.total else 0.0
    with st.container(key="import_progress"):
        st.progress(share, text=_line(state))
        if st.button(_("Cancel"), icon=":material/close:", key="import_cancel"):
            stop()
            st.rerun()


def _line(state: State) -> str:
    what = escape(state.what or _("Starting"))
    if not state.total:
        return _("{what} …").format(what=what)
    amount = count if state.phase is Phase.IMPORTING else file_size
    rows = state.seen.rows_estimate if state.seen is not None and state.phase is Phase.CHECKING else None
    if rows:
        return _("{what}: {done} of {total}, about {rows} rows").format(
            what=what,
            done=amount(state.done),
            total=amount(state.total),
            rows=count(round(rows * state.done / state.total)),
        )
    return _("{what}: {done} of {total}").format(what=what, done=amount(state.done), total=amount(state.total))
