"""How a board begins and grows: without a log, from sticky notes, and bound to a log later."""

from __future__ import annotations

import streamlit as st

from journey.analyses.board import Board
from journey.charts.board_spec import lane_words
from journey.errors import JourneyError
from journey.store.board_notes import notes
from journey.store.board_stages import is_blank, new_board
from journey.store.library import workspace_path
from journey.store.sticky_notes import Carried, Sticky, carry, place_stage, put_stickies, stickies
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.frame import escape, short
from journey.views.session import library, set_workspace

__all__ = ["begin", "bind", "bring", "sticky_file", "told", "unplaced"]

_TOLD = "board_told"


def usual_stages() -> tuple[str, ...]:
    """What a board begins with where nobody says otherwise."""
    return (_("Discover"), _("Choose"), _("Buy"), _("Set up"), _("Use"), _("Get help"))


def told() -> None:
    """What came of the last notes that were put on the board."""
    for text in st.session_state.pop(_TOLD, ()):
        st.info(escape(text), icon=":material/sticky_note_2:")


def begin() -> None:
    """A board without a log: stages by hand, notes from a file where there is one."""
    with st.popover(_("New board"), icon=":material/add_box:", key="board_begin"):
        st.caption(_("A board that people fill, with no log behind it yet; it can be bound to one later."))
        name = st.text_input(_("Name"), key="begin_name").strip()
        typed = st.text_area(_("Stages, one on each line"), value="\n".join(usual_stages()), key="begin_stages")
        given = st.file_uploader(_("Sticky notes: a CSV with stage, lane, text"), type="csv", key="begin_notes")
        if st.button(_("Make the board"), type="primary", disabled=not name, key="begin_make"):
            try:
                wanted = stickies(given.getvalue(), given.name, lane_words()) if given else []
                new_board(workspace_path(name), typed.splitlines())
                if wanted:
                    _tell(put_stickies(library().get(name), wanted))
            except JourneyError as error:
                st.error(escape(str(error)), icon=":material/error:")
            else:
                set_workspace(name)
                st.rerun()


def sticky_file(workspace: Workspace) -> None:
    """Sticky notes from a file, onto this board."""
    with st.popover(_("Notes from a file"), icon=":material/upload:", key="board_notes"):
        st.caption(_("A CSV with the columns stage, lane and text; lanes by their names as on the board."))
        given = st.file_uploader(_("Sticky notes"), type="csv", key="notes_file", label_visibility="collapsed")
        if given is not None and st.button(_("Put them on the board"), type="primary", key="notes_put"):
            try:
                wanted: list[Sticky] = stickies(given.getvalue(), given.name, lane_words())
                _tell(put_stickies(workspace, wanted))
            except JourneyError as error:
                st.error(escape(str(error)), icon=":material/error:")
            else:
                st.rerun()


def bind(workspace: Workspace) -> None:
    """Bring this board, which has no log, to a workspace that has one."""
    logs = [name for name in library().names() if name != workspace.name and not is_blank(library().get(name))]
    with st.popover(_("Bind to a log"), icon=":material/link:", key="board_bind"):
        st.caption(_("Notes, personas and lanes go along, and stay here as well. Stages are matched by name."))
        chosen = st.selectbox(_("Workspace with a log"), logs, index=None, key="bind_to")
        if chosen and st.button(_("Bring the board there"), type="primary", key="bind_do"):
            _tell(carry(workspace, library().get(chosen)))
            set_workspace(chosen)
            st.rerun()
        st.page_link("../../pages/data/import_log.py", label=_("Import a log first"), icon=":material/upload_file:")


def bring(workspace: Workspace) -> None:
    """Bring the board of another workspace to this one."""
    others = [name for name in library().names() if name != workspace.name]
    with st.popover(_("Bring a board"), icon=":material/content_copy:", key="board_bring"):
        st.caption(_("Notes, personas and lanes of another board, which stays as it is. Stages are matched by name."))
        chosen = st.selectbox(_("From the workspace"), others, index=None, key="bring_from")
        if chosen and st.button(_("Bring it here"), type="primary", key="bring_do"):
            _tell(carry(library().get(chosen), workspace))
            st.rerun()


def unplaced(workspace: Workspace, found: Board) -> None:
    """Columns that the log does not have: into which of its stages their notes are to go."""
    names = [stage.name for stage in found.stages]
    gone = sorted({note.stage for note in notes(workspace)} - set(names))
    if not gone or not names:
        return
    label = ngettext("{n} column without a stage", "{n} columns without a stage", len(gone)).format(n=len(gone))
    with st.popover(label, icon=":material/question_mark:", key="board_unplaced"):
        st.caption(_("Their notes are kept. Choose a stage, and they go there."))
        for number, name in enumerate(gone):
            into = st.selectbox(
                escape(short(name)),
                names,
                index=None,
                placeholder=_("Stay as they are"),
                key=f"unplaced_{number}_{name}",
            )
            if into:
                place_stage(workspace, name, into)
                st.rerun()


def _tell(found: Carried) -> None:
    lines = [
        ngettext("{n} note is on the board.", "{n} notes are on the board.", found.notes).format(n=count(found.notes))
    ]
    if found.known:
        lines.append(
            ngettext("{n} hung there already.", "{n} hung there already.", found.known).format(n=count(found.known))
        )
    if found.refused:
        lines.append(
            ngettext(
                "{n} choice was left out: its cell has another one.",
                "{n} choices were left out: their cells have others.",
                found.refused,
            ).format(n=count(found.refused))
        )
    if found.unmatched:
        lines.append(
            _("The log has no stage {names}; their notes stand in columns of their own, at the right.").format(
                names=", ".join(map(repr, found.unmatched))
            )
        )
    st.session_state[_TOLD] = [" ".join(lines)]
