"""What happens around the board: edits are kept, clashing words are shown, lanes are chosen, the file is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.analyses.board import Board
from journey.charts.board_spec import lane_title, lane_titles, lanes_of
from journey.components.journey_board import BoardEdit
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.board_notes import (
    CHOICES,
    Layout,
    StaleNote,
    add_note,
    arrange,
    choose,
    delete_note,
    edit_note,
    layout,
    move_note,
    notes,
)
from journey.store.board_stages import add_stages, delete_stage, move_stage, rename_stage
from journey.store.privacy import privacy_wanted
from journey.store.workspace import Workspace
from journey.stories.board_file import board_file
from journey.stories.board_people import board_of
from journey.text import _
from journey.views.board_figure import ask_to_open
from journey.views.frame import escape
from journey.views.results import kept

__all__ = ["board", "clashes", "done", "download", "keep", "lane_choice", "notice"]

_ONE_AFTER_THE_OTHER = threading.Lock()
_DONE, _CLASHES, _REFUSED = "board_done", "board_clashes", "board_refused"


def board(workspace: Workspace, scope: Scope) -> Board:
    """What the log says about the stages in a scope, kept for the next rerun; what people wrote is read anew."""
    return board_of(workspace, scope, kept)


def done() -> dict[str, int]:
    """Client -> the last edit of it that this session did."""
    found: dict[str, int] = st.session_state.setdefault(_DONE, {})
    return found


def keep(workspace: Workspace, found: Board, edits: tuple[BoardEdit, ...]) -> None:
    """Do the edits that were not done yet.

    Nobody's words go: where somebody else was faster, both texts are kept for `clashes` to show.
    """
    # Asked for before anything is done: reading the session's state can end this run for a newer one, and an edit must
    # not be forgotten between its doing and its being marked.
    held = done()
    # The run that an edit began lasts while a newer one of the same session, told the edit once more, has begun.
    with _ONE_AFTER_THE_OTHER:
        for edit in edits:
            if edit.number <= held.get(edit.client, 0):
                continue
            try:
                _do(workspace, found, edit)
            except StaleNote as stale:
                if edit.action == "edit" or stale.theirs is not None:
                    st.session_state.setdefault(_CLASHES, []).append((edit, stale))
            except JourneyError as refused:
                st.session_state.setdefault(_REFUSED, []).append((edit, refused))
            held[edit.client] = edit.number


def _do(workspace: Workspace, found: Board, edit: BoardEdit) -> None:
    if edit.action == "add":
        add_note(workspace, edit.lane, edit.stage, edit.text or "")
    elif edit.action == "edit":
        edit_note(workspace, edit.note, edit.version, edit.text or "")
    elif edit.action == "move":
        before = edit.before if isinstance(edit.before, int) else None
        move_note(workspace, edit.note, edit.version, edit.lane, edit.stage, before)
    elif edit.action == "delete":
        delete_note(workspace, edit.note, edit.version)
    elif edit.action == "choose":
        choose(workspace, edit.lane, edit.stage, edit.text, edit.version)
    elif edit.action == "open":
        ask_to_open(edit.lane, edit.stage)
    elif edit.action == "lane" and isinstance(edit.before, str):
        _move_lane(workspace, found, edit.lane, edit.before)
    elif edit.action.startswith("stage-") and found.blank:
        _do_stage(workspace, edit)


def _do_stage(workspace: Workspace, edit: BoardEdit) -> None:
    if edit.action == "stage-add":
        add_stages(workspace, [edit.text or ""])
    elif edit.action == "stage-name":
        rename_stage(workspace, edit.stage, edit.text or "")
    elif edit.action == "stage-move":
        move_stage(workspace, edit.stage, edit.before if isinstance(edit.before, str) else None)
    elif edit.action == "stage-delete":
        delete_stage(workspace, edit.stage)


def _move_lane(workspace: Workspace, found: Board, lane: str, before: str) -> None:
    order, hidden = lanes_of(found, layout(workspace), notes(workspace))
    if lane in order and before in order and lane != before:
        rest = [name for name in order if name != lane]
        # Dragged down, a lane takes the place of the one it is dropped on; dragged up as well.
        at = rest.index(before) + (order.index(lane) < order.index(before))
        arrange(workspace, Layout((*rest[:at], lane, *rest[at:]), hidden))


def clashes(workspace: Workspace) -> None:
    """Show the words that met others, until somebody says which are to stay."""
    for number, (edit, refused) in enumerate(st.session_state.get(_REFUSED, [])):
        with st.container(border=True):
            st.error(escape(str(refused)), icon=":material/edit_off:")
            if edit.text:
                st.code(edit.text, language=None, wrap_lines=True)
            if st.button(_("Close"), key=f"refused_{edit.client}_{edit.number}"):
                st.session_state[_REFUSED].pop(number)
                st.rerun()
    for number, (edit, stale) in enumerate(st.session_state.get(_CLASHES, [])):
        _clash(workspace, number, edit, stale)


def notice() -> str:
    """What `clashes` shows, in a sentence; empty where it shows nothing."""
    if st.session_state.get(_CLASHES) or st.session_state.get(_REFUSED):
        return _("Some words could not be kept as they are. Leave the full screen to choose which are to stay.")
    return ""


def _clash(workspace: Workspace, number: int, edit: BoardEdit, stale: StaleNote) -> None:
    key = f"{edit.client}_{edit.number}"
    theirs = stale.theirs

    def close(*then: Callable[[], Any]) -> None:
        st.session_state[_CLASHES].pop(number)
        for act in then:
            act()
        st.rerun()

    with st.container(border=True, key=f"board_clash_{key}"):
        if edit.action != "edit" or edit.text is None:
            st.warning(_("Somebody else changed this note meanwhile, so it was left as it is now."))
            st.code(_label(theirs.lane, theirs.text) if theirs else "", language=None, wrap_lines=True)
            if st.button(_("Close"), key=f"close_{key}"):
                close()
            return
        mine = edit.text
        st.warning(
            _("Somebody else changed this note meanwhile. Which words are to stay?")
            if theirs
            else _("Somebody else deleted this note meanwhile. Are your words to stay?"),
            icon=":material/call_split:",
        )
        left, right = st.columns(2)
        with left:
            st.caption(_("Yours"))
            st.code(mine, language=None, wrap_lines=True)
        with right:
            st.caption(_("Theirs"))
            st.code(theirs.text if theirs else _("(deleted)"), language=None, wrap_lines=True)
        with st.container(horizontal=True):
            if theirs and st.button(_("Keep mine"), key=f"mine_{key}"):
                # A third person may have been faster than this click: then it clashes once more.
                again = BoardEdit(edit.client, edit.number, "edit", theirs.id, theirs.version, text=mine)
                close(lambda: _once_more(workspace, again))
            if st.button(_("Keep theirs") if theirs else _("Let it go"), key=f"theirs_{key}"):
                close()
            label = _("Keep both") if theirs else _("Put mine back")
            if st.button(label, key=f"both_{key}", type="primary"):
                close(lambda: add_note(workspace, edit.lane, edit.stage, mine))


def _once_more(workspace: Workspace, edit: BoardEdit) -> None:
    try:
        edit_note(workspace, edit.note, edit.version, edit.text or "")
    except StaleNote as stale:
        st.session_state[_CLASHES].append((edit, stale))


def _label(lane: str, text: str) -> str:
    return f"{lane_titles()[lane][0]}: {text}" if lane in CHOICES else text


def lane_choice(workspace: Workspace, found: Board, *, has_personas: bool) -> None:
    """Which lanes are shown; their order is changed on the board itself, by their heads."""
    order, hidden = lanes_of(found, layout(workspace), notes(workspace))
    with st.popover(_("Lanes"), icon=":material/view_agenda:"):
        st.caption(_("Drag a lane by its name to move it."))
        for lane in order:
            if lane == "personas" and not has_personas:
                continue
            shown = st.checkbox(
                escape(lane_title(found, lane)), value=lane not in hidden, key=f"lane_{workspace.name}_{lane}"
            )
            if shown == (lane in hidden):
                arrange(workspace, Layout(order, hidden - {lane} if shown else hidden | {lane}))
                st.rerun()


def download(workspace: Workspace, scope: Scope) -> None:
    """The board as a file that opens offline, made when it is asked for; private unless the host said otherwise."""
    st.download_button(
        _("Board (HTML)"),
        lambda: board_file(workspace, scope, as_it_is=not privacy_wanted(workspace), ask=kept).encode("utf-8"),
        file_name=f"{workspace.name}-board.html",
        mime="text/html",
        icon=":material/download:",
        on_click="ignore",
        key="board_file",
    )
