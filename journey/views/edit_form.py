"""A new edit, by a form that asks what its kind needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from journey.charts.forecast_words import KIND_NAMES
from journey.design.edits import EVIDENCE, KINDS, SWITCHES, Edit, edit_of
from journey.design.kept import Kept
from journey.errors import JourneyError
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import parse_duration
from journey.views import frame
from journey.views.edit_list import EVIDENCE_NAMES
from journey.views.scenario_choice import alter

__all__ = ["add", "edit_form"]

_FIELDS = {
    "touchpoint": _("Touchpoint"),
    "source": _("From"),
    "target": _("To"),
    "to": _("Instead to"),
    "other": _("And"),
    "score": _("Score"),
    "from": _("From channel"),
}
_NUMBER_NAMES = {
    "share": _("Share, 0 to 1"),
    "factor": _("Times (1: as it is)"),
    "value": _("New value"),
    "cap_s": _("At most (like 1d, 4h)"),
    "median_s": _("Median (like 1d, 4h)"),
    "p90_s": _("p90 (like 1d, 4h)"),
    "max": _("At most so often (1 or 2)"),
    "wait_s": _("After a wait of (like 10m)"),
    "exit_rate": _("Exit rate, 0 to 1"),
    "cost": _("Cost of a visit"),
    "exit_factor": _("Exit rate times"),
    "wait_factor": _("Wait times"),
    "shift": _("Change by"),
}


def add(workspace: Workspace, kept: Kept, edit: Edit) -> None:
    """Put an edit at the end of the list."""
    alter(workspace, kept, replace(kept.scenario, edits=(*kept.scenario.edits, edit)))


def edit_form(workspace: Workspace, kept: Kept, names: list[str], channels: list[str], scores: list[str]) -> None:
    """Ask for a kind, then for what it needs; a wrong answer is told here, and nothing is added."""
    kind = st.selectbox(_("What is to change?"), list(KINDS), format_func=KIND_NAMES.__getitem__, key="edit_kind")
    shape = KINDS[kind]
    record: dict[str, Any] = {"kind": kind}
    how = _how(shape.one_of)
    with st.form(f"edit_form_{kind}", border=False, clear_on_submit=False):
        texts = [name for name in (*shape.texts, *shape.optional) if name not in SWITCHES]
        if texts:
            with st.container(horizontal=True):
                for name in texts:
                    record[name] = _text(kind, name, names, channels, scores, optional=name in shape.optional)
        given = {name: _number(kind, name) for name in shape.numbers if name not in shape.one_of or name == how}
        if "carry" in shape.optional:
            record["carry"] = st.checkbox(
                _("Who waited longer then goes on as those do who waited less"), value=True,
                help=_("An assumption: what goes with waiting need not follow from it."),
            )  # fmt: skip
        if "stay" in shape.optional:
            record["stay"] = st.checkbox(
                _("Who came there goes on to another touchpoint"), value=True,
                help=_("Who came had not left. Off: some of them leave, as the others do."),
            )  # fmt: skip
        with st.container(horizontal=True):
            evidence = st.selectbox(
                _("It rests on"), EVIDENCE, format_func=EVIDENCE_NAMES.__getitem__, key=f"{kind}_evidence", width=160
            )
            note = st.text_input(_("Note"), max_chars=500, key=f"{kind}_note")
            linked = st.text_input(
                _("Goes with"), max_chars=40, key=f"{kind}_linked", width=160,
                help=_("Assumptions with the same word here go up and down together."),
            )  # fmt: skip
        sent = st.form_submit_button(_("Add edit"), type="primary", icon=":material/add:")
    if not sent:
        return
    try:
        record = {name: value for name, value in record.items() if value not in (None, "")}
        record |= {name: number for name, text in given.items() if (number := _read(name, text)) is not None}
        record |= {"evidence": evidence, "note": note.strip(), "linked": linked.strip()}
        edit = edit_of(record)
    except JourneyError as error:
        st.error(frame.escape(str(error)))
        return
    add(workspace, kept, edit)
    st.rerun()


def _how(one_of: tuple[str, ...]) -> str:
    if not one_of:
        return ""
    return st.segmented_control(
        _("How"), one_of, format_func=_NUMBER_NAMES.__getitem__, default=one_of[0], required=True,
        key=f"edit_how_{'_'.join(one_of)}",
    )  # fmt: skip


def _text(
    kind: str, name: str, names: list[str], channels: list[str], scores: list[str], *, optional: bool
) -> str | None:
    label = _FIELDS[name]
    key = f"edit_{kind}_{name}"
    if (kind, name) in (("insert", "touchpoint"), ("split", "to"), ("merge", "to")):
        return st.text_input(_("Name of the new touchpoint"), max_chars=200, key=key)
    choices = {"from": channels, "score": scores}.get(name, names)
    if (kind, name) == ("channel", "to"):
        choices, label = channels, _("To channel")
    return st.selectbox(label, choices, index=None if optional else 0 if choices else None, key=key)


def _number(kind: str, name: str) -> tuple[str, str, str]:
    """Low, likely and high as they are typed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        needed = name in (*KINDS[kind].needs, *KINDS[kind].one_of)
        hint = "" if needed else _("all") if name == "share" else _("as it is")
        likely = st.text_input(_NUMBER_NAMES[name], key=f"edit_{kind}_{name}_likely", width=220, placeholder=hint)
        low = st.text_input(_("low"), key=f"edit_{kind}_{name}_low", width=120, help=_("One in ten is lower"))
        high = st.text_input(_("high"), key=f"edit_{kind}_{name}_high", width=120, help=_("One in ten is higher"))
    return low, likely, high


def _read(name: str, typed: tuple[str, str, str]) -> Any:
    """A number or three of what was typed; None where nothing was."""
    low, likely, high = (text.strip() for text in typed)
    if not likely:
        return None
    values = [_value(name, text) for text in (low or likely, likely, high or likely)]
    return values[1] if values[0] == values[2] else values


def _value(name: str, text: str) -> Any:
    if name.endswith("_s"):
        try:
            return parse_duration(text)
        except ValueError:
            pass
    percent = text.endswith("%")
    try:
        number = float(text.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        return text
    return number / 100 if percent else number
