"""How the pages let slides ask their analyses: through the results that pages keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.analyses.friction.friction import friction
from journey.design.forecast import forecast
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.long_work import long_work, worked_out
from journey.views.results import kept

__all__ = ["ask", "ask_with_bar"]

_LONG: tuple[Callable[..., Any], ...] = (friction, forecast)


def ask(analysis: Callable[..., Any], workspace: Workspace, *given: Any, **named: Any) -> Any:
    """The result, where a page worked it out already without working it out again."""
    found = worked_out(analysis, workspace, *given, **named) if analysis in _LONG else None
    return kept(analysis, workspace, *given, **named) if found is None else found


def ask_with_bar(analysis: Callable[..., Any], workspace: Workspace, *given: Any, **named: Any) -> Any:
    """The same; what takes long is shown with a bar, and the page ends there until it is done."""
    if analysis not in _LONG:
        return kept(analysis, workspace, *given, **named)
    found = long_work(analysis, workspace, *given, label=_("Preparing the slides"), **named)
    if found is None:
        st.stop()
    return found
