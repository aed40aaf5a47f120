"""From what a page shows to an opportunity, in a click; it keeps the way back to its evidence."""

from __future__ import annotations

import streamlit as st

from journey.store.board_notes import add_note, notes
from journey.store.opportunities import Opportunity, add_opportunity, opportunities
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.page_registry import page_file
from journey.views.results import workspace_info
from journey.views.session import address

__all__ = ["opportunity_button", "take_up"]


def opportunity_button(workspace: Workspace, one: Opportunity, *, key: str, type: str = "secondary") -> None:
    """A button that writes an opportunity down, puts it on the board where there is one, and goes to it."""
    if st.button(
        _("Make it an opportunity"), icon=":material/lightbulb:", key=key, type="tertiary" if type == "tertiary"
        else "secondary",
    ):  # fmt: skip
        number = take_up(workspace, one)
        st.switch_page(
            page_file("to_be/opportunities"), query_params={**address(), "opportunity": str(number)}
        )  # fmt: skip


def take_up(workspace: Workspace, one: Opportunity) -> int:
    """Write an opportunity down, and a note of it on the board; the one there is where it is known already."""
    for known in opportunities(workspace):
        if (known.title, known.evidence) == (one.title, one.evidence):
            return known.id
    number = add_opportunity(workspace, one)
    noted = {note.text.partition("\n")[0] for note in notes(workspace) if note.lane == "ideas"}
    if one.stage in workspace_info(workspace).stages and one.title not in noted:
        add_note(workspace, "ideas", one.stage, one.title, evidence=one.evidence or None)
    return number
