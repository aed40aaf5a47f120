"""What came of the host's last deed, said once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.errors import JourneyError
from journey.views.frame import escape

__all__ = ["attempt", "tell", "told"]

_TOLD = "workshop_told"


def tell(what: JourneyError | str) -> None:
    """Say something at the next run of the page."""
    st.session_state.setdefault(_TOLD, []).append(what)


def told() -> None:
    """Show what was to be said."""
    for what in st.session_state.pop(_TOLD, ()):
        if isinstance(what, JourneyError):
            st.error(escape(str(what)), icon=":material/error:")
        else:
            st.success(escape(what), icon=":material/check:")


def attempt(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do something, and say why where it cannot be done."""
    try:
        return act(*given, **named)
    except JourneyError as error:
        tell(error)
        return None
