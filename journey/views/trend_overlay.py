"""The second scope of a page: a saved view's, or the value of an attribute within the first."""

from __future__ import annotations

import streamlit as st

from journey.analyses.info import Info
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.trend_over import attributes_over, value_over, views_over
from journey.text import _
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import values_of

__all__ = ["overlay_choice"]


def overlay_choice(workspace: Workspace, scope: Scope, held: Info) -> tuple[str, Scope] | None:
    """Draw the fields; the name and scope to lay over the first, if one is chosen."""
    views, attributes = views_over(workspace, scope), attributes_over(held)
    sources = ["", *(["view"] if views else []), *(f"a:{name}" for name in attributes)]
    if len(sources) == 1:
        return None
    seed("over", "trends_over", "", lambda text: text if text in sources else None)
    chosen = st.selectbox(
        _("Lay over it"),
        sources,
        format_func=lambda name: {"": _("Nothing"), "view": _("A saved view")}.get(name) or frame.short(name[2:]),
        key="trends_over",
        width=200,
    )
    tell("over", chosen, "")
    if chosen == "view":
        name = _one(_("View"), list(views), "trends_view")
        return name, views[name]
    if not chosen:
        return None
    values = [value for value, _journeys in values_of(workspace, chosen[2:])]
    value = _one(_("Value"), values, f"trends_value_{chosen}")
    return value, value_over(scope, chosen[2:], value)


def _one(label: str, names: list[str], key: str) -> str:
    """A view, or a value of the attribute, kept in the address."""
    seed("with", key, names[0], lambda text: text if text in names else None)
    picked: str = st.selectbox(label, names, format_func=frame.short, key=key, width=220)
    tell("with", picked, names[0])
    return picked
