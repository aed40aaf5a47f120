"""What is chosen on a page, kept in its address: a copied address and a saved view open it the same.

A page calls `seed` before a widget and `tell` after it. What has its default value is left out of the address.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import streamlit as st

from journey.errors import WrongInput
from journey.views.copied import say_link

__all__ = ["seed", "settings", "tell"]


def seed(name: str, key: str, default: Any, parse: Callable[[str], Any] = str) -> None:
    """Give a widget its value: that of the address where it changed, else the one it has, else the default.

    Parameters
    ----------
    name : str
        The word in the address; one word per page.
    key : str
        Of the widget, or of any value of the session.
    parse : callable
        From the text of the address to the value; what it refuses with ValueError, KeyError or None counts as absent.
    """
    text = st.query_params.get(name)
    # An address without the word means the default, too, unless another page was on: then the session's choice stays.
    if text != st.session_state["settings_told"].get(name) or key not in st.session_state:
        st.session_state[key] = _parsed(text, default, parse)


def tell(name: str, value: Any, default: Any = None) -> None:
    """Put a value that was chosen into the address."""
    text = "" if value is None else str(value)
    there = st.query_params.get(name)
    # A default that the address names stays in it: each rewriting would be a step of the browser's history.
    shown = text if value != default or there == text else None
    st.session_state["settings_told"][name] = shown
    st.session_state["settings_now"][name] = text
    if there == shown:
        return
    if shown is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = shown
    say_link()


def settings() -> dict[str, str]:
    """All that is chosen on this page, defaults too, and the journey that is open on it."""
    journey = {"journey": st.query_params["journey"]} if "journey" in st.query_params else {}
    return {**st.session_state["settings_now"], **journey}


def _parsed(text: str | None, default: Any, parse: Callable[[str], Any]) -> Any:
    if text:
        with suppress(ValueError, KeyError, WrongInput):
            found = parse(text)
            return default if found is None else found
    return default
