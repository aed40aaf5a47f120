"""Choosing a file: a drop zone, and two ways for what is too large for it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pandas as pd
import streamlit as st

from journey.components.upload import upload
from journey.errors import JourneyError, WrongInput
from journey.ingest.full_disk import disk
from journey.ingest.uploads import limit, uploads
from journey.text import _
from journey.text.file_size import file_size
from journey.views.frame import escape
from journey.views.importing import into
from journey.views.importing.current import begin

__all__ = ["choose"]

HERE = ("localhost", "127.0.0.1", "::1")


def choose(problem: JourneyError | None) -> None:
    """Offer the ways to choose a file, and start the import of the one that was chosen."""
    if problem is not None:
        refuse(problem)
    into.choose()
    try:
        _small()
        with st.expander(_("Larger than 200 MB, or already on this machine"), icon=":material/hard_drive:"):
            _large()
            _on_disk()
        _example()
    except JourneyError as error:
        refuse(error)


def _example() -> None:
    st.caption(_("A log has one row per event. It may look like this, under any names and in any order:"))
    rows = [
        ("C-1041", _("Visit the shop"), "2026-03-02 10:15", _("Web"), "", ""),
        ("C-1041", _("Call the help line"), "2026-03-02 10:48", _("Phone"), "3", _("Could not pay by card")),
        ("C-1042", _("Visit the shop"), "2026-03-02 11:03", _("App"), "", ""),
    ]
    columns = [_("Who"), _("What"), _("When"), _("Channel"), _("Score"), _("Comment")]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, alt=_("An example of a log"))


def refuse(error: JourneyError) -> None:
    """Say what was wrong, and the way out."""
    # Hints name options of the command line in brackets; here there are fields for them.
    hint = re.sub(r" \(--[^)]*\)", "", error.hint)
    with st.container(key="problem"):
        st.error(f"**{escape(error.message)}** {escape(hint)}", icon=":material/error:")


def _small() -> None:
    given = st.file_uploader(
        _("A log of events: CSV, Excel, XES, Parquet, JSON or OCEL, also packed"),
        key=f"import_file_{st.session_state.setdefault('import_round', 0)}",
    )
    if given is None:
        return
    ticket = _ticket()
    # A widget of another name: the server's memory lets go of the file.
    st.session_state["import_round"] += 1
    try:
        with disk(), uploads.place(ticket, given.name).open("wb") as out:
            shutil.copyfileobj(given, out)
    except JourneyError:
        uploads.discard(ticket)
        raise
    _begin_sent(ticket)


def _large() -> None:
    ticket = _ticket()
    if upload(ticket, most=limit(), most_text=file_size(limit()), key="import_large"):
        _begin_sent(ticket)


def _on_disk() -> None:
    if st.get_option("server.address") not in HERE:
        return  # whoever reaches the page over a network may not read the server's disk
    with st.form("import_path", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Path of a file on this machine"), placeholder="/home/ann/exports/log.csv.gz")
        if not st.form_submit_button(_("Open")) or not text.strip():
            return
    path = Path(text.strip().strip('"')).expanduser()
    if not path.is_file() or not os.access(path, os.R_OK):
        raise WrongInput(
            _("There is no file {path} that can be read.").format(path=path), _("Check the path, and its rights.")
        )
    begin(path.resolve())
    st.rerun()


def _begin_sent(ticket: str) -> None:
    file = uploads.find(ticket)
    if file is None:
        raise WrongInput(_("The file did not arrive whole."), _("Send it again."))
    st.session_state.pop("import_ticket")
    uploads.take(ticket)
    begin(file, owned=file.parent)
    st.rerun()


def _ticket() -> str:
    ticket = st.session_state.get("import_ticket", "")
    if not uploads.valid(ticket):
        ticket = st.session_state["import_ticket"] = uploads.issue()
    return str(ticket)
