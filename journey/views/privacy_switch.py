"""Whether others see pseudonyms and no group under 10: one switch a workspace, wherever it is drawn."""

from __future__ import annotations

import streamlit as st

from journey.store.privacy import privacy_wanted, set_privacy
from journey.store.workspace import Workspace
from journey.stories.privacy import explanation
from journey.text import _

__all__ = ["privacy_switch"]


def privacy_switch(workspace: Workspace, *, place: str) -> bool:
    """Draw it, with what it keeps back; whether it is on.

    Parameters
    ----------
    place : str
        Where: two of them may stand on one page.
    """
    wanted = privacy_wanted(workspace)
    # Of this state: the other switches follow what is kept in the workspace.
    key = f"privacy_{place}_{workspace.name}_{wanted}"
    st.toggle(
        _("Pseudonyms, and no group under 10"), wanted, help=explanation(), key=key,
        on_change=lambda: set_privacy(workspace, wanted=not wanted),
    )  # fmt: skip
    if not wanted:
        st.caption(_("Slides and files show ids and small groups as they are, until this is switched on again."))
    return wanted
