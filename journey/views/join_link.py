"""The address under which phones join a workshop, and whether they can reach it at all."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from journey.access.network import is_loopback

__all__ = ["join_link", "reachable"]


def reachable() -> bool:
    """Whether the server listens to more than its own machine."""
    return not is_loopback(str(st.get_option("server.address") or "localhost"))


def join_link(code: str) -> str:
    """The address of the page for phones. Where the host looks at localhost, phones get the machine's own address."""
    here = urlsplit(st.context.url or "http://localhost:8501/")
    place = here.netloc or "localhost:8501"
    if reachable() and is_loopback(here.hostname or ""):
        place = f"{st.get_option('browser.serverAddress')}:{here.port or 80}"
    return f"{here.scheme or 'http'}://{place}/join/{code}"
