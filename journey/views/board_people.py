"""Personas and pictures of the board: who is looked at, and what touchpoints look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from journey.analyses.board import Board, Persona
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.personas import add_persona, change_persona, delete_persona
from journey.store.pictures import drawn, picture_of, set_picture
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.frame import escape, short
from journey.views.session import set_scope

__all__ = ["persona_choice", "picture_choice"]

KINDS = ["png", "jpg", "jpeg", "webp"]


def persona_choice(
    workspace: Workspace, scope: Scope, held: list[tuple[Persona, Board | None]], *, blank: bool
) -> None:
    """Make personas from the filters that are set, look at one alone, change and delete them."""
    with st.popover(_("Personas"), icon=":material/group:", key="board_personas"):
        for persona, _board in held:
            _one(workspace, scope, persona, blank=blank)
        st.markdown(_("**New persona**"))
        if not blank:
            st.caption(
                _("It stands for the journeys that are filtered now. Set filters above first, for example a segment.")
                if scope.selects_all
                else _("It stands for the journeys that are filtered now.")
            )
        with st.form("new_persona", border=False, clear_on_submit=True):
            name = st.text_input(_("Name"))
            about = st.text_input(_("In a sentence"), placeholder=_("Busy, buys on the phone, hates to wait"))
            given = st.file_uploader(_("Picture (PNG, JPEG, WebP)"), type=KINDS)
            if st.form_submit_button(_("Make it"), type="primary"):
                _try(lambda: add_persona(
                    workspace, name, scope, about=about, picture=drawn(given.getvalue(), given.name) if given else None
                ))  # fmt: skip


def _one(workspace: Workspace, scope: Scope, persona: Persona, *, blank: bool) -> None:
    with st.expander(escape(short(persona.name, 40)), key=f"persona_{persona.id}"):
        segment = Scope.parse(persona.scope) if persona.scope else Scope()
        if not blank and segment.text() != scope.text():
            st.button(
                _("Look at this persona alone"), icon=":material/filter_alt:", key=f"persona_only_{persona.id}",
                on_click=set_scope, args=(segment,),
            )  # fmt: skip
        with st.form(f"persona_form_{persona.id}_{persona.version}", border=False):
            name = st.text_input(_("Name"), value=persona.name)
            about = st.text_input(_("In a sentence"), value=persona.about)
            given = st.file_uploader(_("Another picture"), type=KINDS)
            here = not blank and st.checkbox(_("Let it stand for what is filtered now"))
            if st.form_submit_button(_("Save")):
                _try(lambda: change_persona(workspace, replace(
                    persona, name=name, about=about, scope=scope.text() if here else persona.scope,
                    picture=drawn(given.getvalue(), given.name) if given else persona.picture,
                )))  # fmt: skip
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"persona_delete_{persona.id}"):
            delete_persona(workspace, persona.id)
            st.rerun()


def picture_choice(workspace: Workspace, found: Board) -> None:
    """Put pictures on touchpoints."""
    names = {contact.id: contact.name for stage in found.stages for contact in stage.contacts}
    if not names:
        return
    with st.popover(_("Pictures"), icon=":material/image:", key="board_pictures"):
        touchpoint = st.selectbox(
            _("Touchpoint"), list(names), format_func=lambda number: short(names[number]), key="picture_touchpoint"
        )
        held = picture_of(workspace, touchpoint)
        if held is not None:
            st.image(held, width=120)
            if st.button(_("Take it off"), icon=":material/delete:", key="picture_off"):
                set_picture(workspace, touchpoint, None)
                st.rerun()
        given = st.file_uploader(
            _("Picture (PNG, JPEG, WebP)"), type=KINDS, key=f"picture_file_{touchpoint}_{held is None}"
        )
        if given is not None and st.button(_("Put it on"), type="primary", key="picture_on"):
            _try(lambda: set_picture(workspace, touchpoint, drawn(given.getvalue(), given.name)))


def _try(act: Callable[[], object]) -> None:
    """Do it and draw the page anew, or say here why it cannot be."""
    try:
        act()
    except JourneyError as error:
        st.error(escape(str(error)), icon=":material/error:")
    else:
        st.rerun()
