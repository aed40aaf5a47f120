"""How the file is read, for the rare case that it was found out wrongly: encoding and delimiter."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.ingest.job import ImportJob
from journey.ingest.wire import Seen
from journey.text import _
from journey.views.importing import draft

__all__ = ["offer"]

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp1252", "latin-1", "koi8-r", "cp866")


def offer(job: ImportJob, seen: Seen) -> None:
    """Fields to read a text file in another way; other formats leave nothing to choose."""
    if seen.format != "csv":
        return
    delimiters = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar")}
    with st.popover(_("Does it look wrong?"), type="tertiary", key="import_reading"):
        now = seen.options
        encodings = list(dict.fromkeys([now.encoding or ENCODINGS[0], *ENCODINGS]))
        encoding = st.selectbox(_("Encoding of the text"), encodings, index=0, key=f"{draft.prefix()}_encoding")
        marks = list(dict.fromkeys([now.delimiter or ",", *delimiters]))
        delimiter = st.selectbox(
            _("Columns are separated by"),
            marks,
            index=0,
            format_func=lambda mark: delimiters.get(mark, mark),
            key=f"{draft.prefix()}_delimiter",
        )
        changed = replace(now, encoding=encoding, delimiter=delimiter)
        if st.button(_("Read it again"), disabled=changed == now, key="import_reread"):
            draft.reset()
            job.open(changed)
            st.rerun()
