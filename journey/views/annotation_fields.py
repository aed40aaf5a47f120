"""The notes on the time of a log: listed, added, changed, deleted."""

from __future__ import annotations

from datetime import date

import streamlit as st

from journey.errors import WrongInput
from journey.store.annotations import (
    KINDS,
    Annotation,
    add_annotation,
    change_annotation,
    delete_annotation,
)
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame

__all__ = ["annotation_fields", "annotation_kind"]


def annotation_kind(kind: str) -> str:
    """A kind of note in words."""
    return {"release": _("▲ Release"), "incident": _("✕ Incident"), "other": _("● Other")}[kind]


def annotation_fields(workspace: Workspace, notes: tuple[Annotation, ...], first: date, last: date) -> None:
    """Draw the list of notes, each in its own fields, and the fields of a new one."""
    with st.expander(
        _("Releases and incidents"), icon=":material/flag:", on_change="rerun", key="trends_notes"
    ) as here:
        if not here.open:
            return
        for note in notes:
            _fields(workspace, note, note.day)
        _fields(workspace, None, min(max(first, last), last))


def _fields(workspace: Workspace, note: Annotation | None, day: date) -> None:
    key = f"note_{note.id}_{note.version}" if note else f"note_new_{st.session_state.setdefault('note_round', 0)}"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"row_{key}"):
        st.text_input(
            _("What happened"), value=note.text if note else "", key=f"{key}_text", width=260,
            placeholder=_("Release 2.4, card outage ..."),
        )  # fmt: skip
        st.selectbox(
            _("Kind"), KINDS, index=KINDS.index(note.kind) if note else 0, format_func=annotation_kind,
            key=f"{key}_kind", width=140,
        )  # fmt: skip
        st.date_input(_("Day"), value=day, min_value=date(1970, 1, 1), key=f"{key}_day", width=140)
        st.date_input(
            _("Until"), value=note.until if note else None, min_value=date(1970, 1, 1), key=f"{key}_until", width=140
        )
        st.button(
            _("Save") if note else _("Add"), key=f"{key}_save", on_click=_save, args=(workspace, note, key),
            icon=":material/check:" if note else ":material/add:",
        )  # fmt: skip
        if note:
            st.button(_("Delete"), key=f"{key}_delete", type="tertiary", on_click=_delete, args=(workspace, note))
    if told := st.session_state.pop(f"{key}_error", ""):
        st.warning(frame.escape(told))


def _save(workspace: Workspace, note: Annotation | None, key: str) -> None:
    given = [st.session_state[f"{key}_{part}"] for part in ("day", "until", "kind", "text")]
    try:
        if note is None:
            add_annotation(workspace, *given)
            st.session_state["note_round"] += 1
        else:
            change_annotation(workspace, note.id, note.version, *given)
    except WrongInput as error:
        st.session_state[f"{key}_error"] = str(error)


def _delete(workspace: Workspace, note: Annotation) -> None:
    try:
        delete_annotation(workspace, note.id, note.version)
    except WrongInput as error:
        st.toast(frame.escape(str(error)))
