"""An edit by a form that asks what its kind needs: a new one, one at a place of the map, or one that is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from journey.charts.forecast_words import KIND_NAMES
from journey.design.edits import EVIDENCE, KINDS, SWITCHES, Edit, edit_of, edit_record
from journey.design.kept import Kept
from journey.errors import JourneyError
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import duration_text, parse_duration
from journey.views import frame
from journey.views.scenario_choice import alter

__all__ = ["DESIGN_KINDS", "EVIDENCE_NAMES", "Choices", "add", "edit_form"]

EVIDENCE_NAMES = {"guess": _("a guess"), "experiment": _("an experiment"), "evidence": _("evidence")}
DESIGN_KINDS = (
    "add", "draw", "insert", "remove", "bypass", "rename", "move", "reroute", "merge", "split", "inflow", "wait",
    "channel", "exit_rate",
)  # fmt: skip
"""Kinds that change a design which no log is behind; the others change only numbers."""

_FIELDS = {
    "touchpoint": _("Touchpoint"),
    "source": _("From"),
    "target": _("To"),
    "to": _("Instead to"),
    "other": _("And"),
    "score": _("Score"),
    "from": _("From channel"),
    "stage": _("Stage"),
    "before": _("Before"),
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
_NEW_NAMES = (("insert", "touchpoint"), ("add", "touchpoint"), ("split", "to"), ("merge", "to"), ("rename", "to"))


@dataclass(frozen=True)
class Choices:
    """What the fields of the form offer."""

    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    scores: tuple[str, ...]
    stages: tuple[str, ...]
    kinds: Collection[str] = field(default_factory=lambda: tuple(KINDS))


def add(workspace: Workspace, kept: Kept, *edits: Edit) -> None:
    """Put edits at the end of the list."""
    alter(workspace, kept, replace(kept.scenario, edits=(*kept.scenario.edits, *edits)))


def edit_form(
    workspace: Workspace,
    kept: Kept,
    choices: Choices,
    *,
    prefix: str = "edit",
    given: Mapping[str, str] | None = None,
    number: int | None = None,
) -> None:
    """Ask for a kind, then for what it needs; a wrong answer is told here, and nothing is changed.

    Parameters
    ----------
    prefix : str
        Of the keys of its fields: forms that are drawn at once need one each.
    given : mapping
        Names that are known, and not asked for.
    number : int, optional
        The edit that is changed; without it one is added.
    """
    given = given or {}
    was = None if number is None else kept.scenario.edits[number]
    if was is not None:
        kind = was.kind
    else:
        kinds = [kind for kind in KINDS if kind in choices.kinds and _goes(kind, given)]
        kind = st.selectbox(_("What is to change?"), kinds, format_func=KIND_NAMES.__getitem__, key=f"{prefix}_kind")
    shape = KINDS[kind]
    held = edit_record(was) if was is not None else {}
    record: dict[str, Any] = {"kind": kind}
    how = _how(shape.one_of, held, prefix)
    with st.form(f"{prefix}_form_{kind}", border=False, clear_on_submit=False):
        texts = [name for name in (*shape.texts, *shape.optional) if name not in SWITCHES]
        record |= {name: given[name] for name in texts if name in given}
        asked = [name for name in texts if name not in given]
        if asked:
            with st.container(horizontal=True):
                for name in asked:
                    optional = name in shape.optional
                    record[name] = _text(prefix, kind, name, choices, held.get(name), optional=optional)
        numbers = {
            name: _number(prefix, kind, name, held.get(name))
            for name in shape.numbers
            if name not in shape.one_of or name == how
        }
        if "carry" in shape.optional:
            record["carry"] = st.checkbox(
                _("Who waited longer then goes on as those do who waited less"), value=held.get("carry", True),
                help=_("An assumption: what goes with waiting need not follow from it."), key=f"{prefix}_{kind}_carry",
            )  # fmt: skip
        if "stay" in shape.optional:
            record["stay"] = st.checkbox(
                _("Who came there goes on to another touchpoint"), value=held.get("stay", was is None),
                help=_("Who came had not left. Off: some of them leave, as the others do."),
                key=f"{prefix}_{kind}_stay",
            )  # fmt: skip
        with st.container(horizontal=True):
            evidence = st.selectbox(
                _("It rests on"), EVIDENCE, format_func=EVIDENCE_NAMES.__getitem__, key=f"{prefix}_{kind}_evidence",
                index=EVIDENCE.index(held.get("evidence", "guess")), width=160,
            )  # fmt: skip
            note = st.text_input(_("Note"), held.get("note", ""), max_chars=500, key=f"{prefix}_{kind}_note")
            linked = st.text_input(
                _("Goes with"), held.get("linked", ""), max_chars=40, key=f"{prefix}_{kind}_linked", width=160,
                help=_("Assumptions with the same word here go up and down together."),
            )  # fmt: skip
        words = _("Add edit") if was is None else _("Change it")
        sent = st.form_submit_button(
            words, type="primary", icon=":material/add:" if was is None else ":material/check:"
        )
    if not sent:
        return
    try:
        record = {name: value for name, value in record.items() if value not in (None, "")}
        record |= {name: value for name, text in numbers.items() if (value := _read(name, text)) is not None}
        record |= {"evidence": evidence, "note": note.strip(), "linked": linked.strip()}
        edit = edit_of(record)
    except JourneyError as error:
        st.error(frame.escape(str(error)))
        return
    if number is None or was is None:
        add(workspace, kept, edit)
    else:
        edits = list(kept.scenario.edits)
        edits[number] = replace(edit, on=was.on)
        alter(workspace, kept, replace(kept.scenario, edits=tuple(edits)))
    st.rerun()


def _goes(kind: str, given: Mapping[str, str]) -> bool:
    """Whether a kind has a place for all names that are known."""
    return set(given) <= {*KINDS[kind].texts, *KINDS[kind].optional}


def _how(one_of: tuple[str, ...], held: Mapping[str, Any], prefix: str) -> str:
    if not one_of:
        return ""
    return st.segmented_control(
        _("How"), one_of, format_func=_NUMBER_NAMES.__getitem__, required=True,
        default=next((name for name in one_of if name in held), one_of[0]), key=f"{prefix}_how_{'_'.join(one_of)}",
    )  # fmt: skip


def _text(prefix: str, kind: str, name: str, choices: Choices, held: str | None, *, optional: bool) -> str | None:
    label = _FIELDS[name]
    key = f"{prefix}_{kind}_{name}"
    if (kind, name) in _NEW_NAMES:
        words = _("New name") if kind == "rename" else _("Name of the new touchpoint")
        return st.text_input(words, held or "", max_chars=200, key=key)
    if name == "stage":
        return st.selectbox(
            label, _with(choices.stages, held), index=None if held is None else _with(choices.stages, held).index(held),
            key=key, accept_new_options=True, placeholder=_("as it is"),
        )  # fmt: skip
    if (kind, name) == ("channel", "to"):
        offered, label = choices.channels, _("To channel")
    else:
        offered = {"from": choices.channels, "score": choices.scores}.get(name, choices.touchpoints)
    offered = _with(offered, held)
    first = offered.index(held) if held is not None else None if optional or not offered else 0
    return st.selectbox(label, offered, index=first, key=key)


def _with(offered: tuple[str, ...], held: str | None) -> tuple[str, ...]:
    return offered if held is None or held in offered else (*offered, held)


def _number(prefix: str, kind: str, name: str, held: Any) -> tuple[str, str, str]:
    """Low, likely and high as they are typed."""
    three = [_typed(name, value) for value in (held if isinstance(held, list) else [None, held, None])]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        needed = name in (*KINDS[kind].needs, *KINDS[kind].one_of)
        hint = "" if needed else _("all") if name == "share" else _("as it is")
        key = f"{prefix}_{kind}_{name}"
        likely = st.text_input(_NUMBER_NAMES[name], three[1], key=f"{key}_likely", width=220, placeholder=hint)
        low = st.text_input(_("low"), three[0], key=f"{key}_low", width=120, help=_("One in ten is lower"))
        high = st.text_input(_("high"), three[2], key=f"{key}_high", width=120, help=_("One in ten is higher"))
    return low, likely, high


def _typed(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return duration_text(value) if name.endswith("_s") else f"{value:g}"


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
