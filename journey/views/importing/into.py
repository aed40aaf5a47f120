"""What the file is to become: a workspace of its own, or a further source of one that is there."""

from __future__ import annotations

import streamlit as st

from journey.ingest.job import ImportJob
from journey.text import _
from journey.views.importing.current import remember_into, wanted_into
from journey.views.session import library

__all__ = ["choose", "offer"]


def choose() -> None:
    """Ask before the file is chosen."""
    chosen = _field(wanted_into())
    remember_into(chosen)


def offer(job: ImportJob) -> None:
    """Let a person think better of it, once the columns are seen."""
    chosen = _field(job.into)
    if chosen != job.into:
        job.join(chosen)
        remember_into(chosen)
        st.rerun()


def _field(now: str) -> str:
    names = library().names()
    if not names:
        return ""

    def shown(name: str) -> str:
        return (
            _("A source of {name}: joins its journeys by their ids").format(name=name) if name else _("A new workspace")
        )

    options = ["", *names]
    chosen = st.selectbox(
        _("The file becomes"),
        options,
        index=options.index(now) if now in options else 0,
        format_func=shown,
        key=f"import_into_{now}",
        width=460,
    )
    return str(chosen or "")
