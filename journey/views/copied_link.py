"""The link to what a page shows, in its bar: it follows what is chosen on the page after the bar was drawn."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

__all__ = ["forget_link", "place_link", "show_link"]

_KEY = "copied_link"


def place_link() -> None:
    """Keep a place for it here, and show it as the address is now."""
    st.session_state[_KEY] = st.empty()
    show_link()


def show_link() -> None:
    """Show the address as it is now, on a page that has a place for it."""
    place = st.session_state.get(_KEY)
    if place is None:
        return
    parts = urlsplit(st.context.url or "http://localhost:8501/")
    query = urlencode(st.query_params.to_dict())
    place.code(urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, "")), language=None, wrap_lines=True)


def forget_link() -> None:
    """The page has run: what is told before it runs again has no place."""
    st.session_state.pop(_KEY, None)
