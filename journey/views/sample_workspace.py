"""The first start: a machine without any workspace gets the sample's."""

from __future__ import annotations

import threading

import streamlit as st

from journey.ingest.load import Load
from journey.sample import definitions, generate, mapping
from journey.store.library import workspace_path
from journey.text import _
from journey.views.session import SAMPLE, library

__all__ = ["ensure_sample"]

_making = threading.Lock()


def ensure_sample() -> None:
    """Make the sample's workspace where there is none of any name; others wait for it."""
    if library().names():
        return
    with st.status(_("Making the sample: 20,000 journeys of a telecom operator"), expanded=False), _making:
        if not library().names():
            with Load(generate(), workspace_path(SAMPLE)) as load:
                load.check(mapping())
                load.commit(definitions())
    st.rerun()
