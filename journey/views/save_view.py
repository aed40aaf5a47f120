"""Keeping the page that is on, with its scope and settings, under a name."""

from __future__ import annotations

import streamlit as st

from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.saved_views import SavedView, overwrite_view, save_view, saved_views
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.frame import escape
from journey.views.page_registry import page_file, this_page
from journey.views.page_settings import settings
from journey.views.session import address

__all__ = ["save_view_popover"]

_NAME, _SAID, _REFUSED = "view_name", "view_said", "view_refused"


def save_view_popover(workspace: Workspace, scope: Scope) -> None:
    """The button of the scope bar, and what it opens: a name, and Save or Replace."""
    with st.popover("", icon=":material/bookmark_add:", help=_("Save view"), key="scope_save"):
        st.caption(_("Keep this page with its filters and settings under a name. It is listed on the home page."))
        name = st.text_input(_("Name of the view"), key=_NAME, placeholder=_("Payment trouble on mobile"))
        same = _of_name(workspace, name)
        st.button(
            _("Replace the view of this name") if same else _("Save view"), type="primary", key="view_save",
            icon=":material/bookmark:", on_click=_keep, args=(workspace, scope),
        )  # fmt: skip
        if said := st.session_state.pop(_SAID, ""):
            st.success(said, icon=":material/check:")
            st.page_link(page_file("home/home"), label=_("See it on the home page"), query_params=address())
        if refused := st.session_state.pop(_REFUSED, ""):
            st.warning(refused, icon=":material/error:")


def _of_name(workspace: Workspace, name: str) -> SavedView | None:
    wanted = " ".join(name.split()).lower()
    return next((view for view in saved_views(workspace) if view.name.lower() == wanted), None) if wanted else None


def _keep(workspace: Workspace, scope: Scope) -> None:
    name = st.session_state[_NAME]
    same = _of_name(workspace, name)
    try:
        kept = (
            overwrite_view(workspace, same, this_page(), scope, settings())
            if same
            else save_view(workspace, name, this_page(), scope, settings())
        )
    except JourneyError as error:
        st.session_state[_REFUSED] = escape(str(error))
        return
    st.session_state[_NAME] = ""
    st.session_state[_SAID] = _("Saved as {name}.").format(name=escape(kept.name))
