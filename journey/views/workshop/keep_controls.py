"""Keeping the result: on the board, as its perceived curve, and among the opportunities."""

from __future__ import annotations

import streamlit as st

from journey.store.workshops.keep import keep_result
from journey.store.workshops.state import RoomState, room_state
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.page_registry import page_file
from journey.views.session import address
from journey.views.workshop.told import attempt, tell

__all__ = ["keep_controls"]


def keep_controls(workspace: Workspace, state: RoomState) -> None:
    """One button, and the ways to what it wrote."""
    with st.container(horizontal=True, vertical_alignment="center", key="workshop_keep"):
        st.button(
            _("Keep the result on the board"), key="keep_result", icon=":material/push_pin:",
            disabled=not (state.cards or state.votes), on_click=attempt, args=(_keep, workspace, state.workshop.id),
            help=_(
                "Cards become pain points and opportunities of their stage, with their dots; emotions the perceived "
                "curve; value and effort go to Opportunities. Pressed again, it brings them up to date."
            ),
        )  # fmt: skip
        if workspace.run("SELECT 1 FROM workshop_kept LIMIT 1") or workspace.run("SELECT 1 FROM room_feeling LIMIT 1"):
            for page, label, icon in (
                ("as_is/board", _("The board"), "view_kanban"), ("to_be/opportunities", _("Opportunities"), "lightbulb")
            ):  # fmt: skip
                st.page_link(page_file(page), label=label, icon=f":material/{icon}:", query_params=address())


def _keep(workspace: Workspace, workshop: int) -> None:
    kept = keep_result(workspace, room_state(workspace, workshop))
    parts = [
        ngettext("{n} card", "{n} cards", kept.cards).format(n=count(kept.cards)) if kept.cards else "",
        ngettext("the emotion of {n} stage", "the emotion of {n} stages", kept.feelings).format(n=count(kept.feelings))
        if kept.feelings
        else "",
        ngettext("{n} opportunity", "{n} opportunities", kept.opportunities).format(n=count(kept.opportunities))
        if kept.opportunities
        else "",
    ]
    what = ", ".join(part for part in parts if part)
    tell(_("Kept: {what}.").format(what=what) if what else _("There is nothing to keep yet."))
    if kept.left:
        tell(
            ngettext(
                "{n} was changed on the board since it was kept, and is left as it is there.",
                "{n} were changed on the board since they were kept, and are left as they are there.",
                kept.left,
            ).format(n=count(kept.left))
        )
