"""The import this browser is at: found by its id in the address, also after a reload."""

from __future__ import annotations

import functools
from pathlib import Path

import streamlit as st

from journey.ingest.imports import Imports
from journey.ingest.job import ImportJob
from journey.views.session import library

__all__ = ["begin", "current", "end", "imports", "remember_into", "wanted_into"]


@functools.cache
def imports() -> Imports:
    """The imports of this server."""
    return Imports(library())


def begin(file: Path, *, owned: Path | None = None) -> None:
    """Start the import of a file; the address follows."""
    end()
    number = imports().start(file, owned=owned, owner=_browser())
    job = imports().get(number, owner=_browser())
    if job is not None:
        job.join(wanted_into())
    _remember(number)


def current() -> ImportJob | None:
    """The import this browser is at, if there is one."""
    number = st.query_params.get("import") or st.session_state.get("import", "")
    job = imports().get(number, owner=_browser()) if number else None
    _remember(number if job else "")
    return job


def end() -> None:
    """Leave the import; what it has not saved is gone."""
    number = st.session_state.get("import", "")
    if number:
        imports().drop(number)
    _remember("")


def wanted_into() -> str:
    """The workspace that the next file is to join; "" for one of its own."""
    name = str(st.session_state.get("import_into", ""))
    return name if name in library().names() else ""


def remember_into(name: str) -> None:
    """Let the next file join a workspace, or with "" become one."""
    st.session_state["import_into"] = name


def _remember(number: str) -> None:
    st.session_state["import"] = number
    if number and st.query_params.get("import") != number:
        st.query_params["import"] = number
    elif not number and "import" in st.query_params:
        del st.query_params["import"]


def _browser() -> str:
    """What stays the same in one browser and differs between two: the secret in the cookie against forged requests.

    So an address that was copied to somebody else does not open one's import there.
    """
    parts = st.context.cookies.get("_streamlit_xsrf", "").split("|")
    if len(parts) != 4:
        return ""
    # The cookie is masked anew at every answer: 2|mask|masked secret|time.
    mask, masked = (bytes.fromhex(part) for part in parts[1:3])
    return bytes(byte ^ mask[n % len(mask)] for n, byte in enumerate(masked)).hex()
