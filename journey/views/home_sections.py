"""What stands on the home page below its sentence: each section draws itself, or nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journey.scope import Scope
from journey.store.saved_views import saved_views
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.alert_list import alert_section
from journey.views.page_questions import page_questions
from journey.views.saved_view_cards import saved_view_cards

__all__ = ["SECTIONS", "Section"]

Section = Callable[[Workspace, Scope], None]


def first_steps(workspace: Workspace, _scope: Scope) -> None:
    """What each page answers; folded once somebody has saved a view, and so knows the way."""
    label = _("What each page answers")
    if saved_views(workspace):
        with st.expander(label, icon=":material/help:", on_change="rerun", key="home_help") as here:
            if here.open:
                page_questions()
        return
    st.markdown(f"**{label}**")
    page_questions()
    st.caption(_("Save what you look at with the bookmark above, on any page: it is then listed here for everybody."))


SECTIONS: tuple[Section, ...] = (alert_section, saved_view_cards, first_steps)
"""In their order on the page."""
