"""The edits as a table to type in: for the keyboard, and for many at once."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from journey.charts.forecast_words import KIND_NAMES
from journey.design.edits import EVIDENCE, KINDS, Edit, edit_of, edit_record
from journey.design.kept import Kept
from journey.errors import JourneyError
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.scenario_choice import alter

__all__ = ["edit_table", "edits_of", "frame_of"]

_TEXTS = ("touchpoint", "source", "target", "to", "other", "stage")
_OWN = ("kind", "on", "note", "evidence", "linked")
_COLUMNS = ("on", "kind", *_TEXTS, "number", "low", "likely", "high", "also", "evidence", "note", "linked")


def edit_table(workspace: Workspace, kept: Kept) -> None:
    """Draw the table; what is typed is kept when it is right as a whole, else told by its row."""
    shown = frame_of(kept.scenario.edits)
    typed = st.data_editor(
        shown, num_rows="dynamic", hide_index=True, key=f"edit_table_{kept.id}_{kept.version}",
        column_config={
            "on": st.column_config.CheckboxColumn(_("on"), default=True),
            "kind": st.column_config.SelectboxColumn(
                _("kind"), options=list(KINDS), format_func=lambda kind: KIND_NAMES[str(kind)], required=True
            ),
            "number": st.column_config.SelectboxColumn(
                _("number"), options=sorted({name for kind in KINDS.values() for name in kind.numbers}),
                help=_("Which number low, likely and high are; times end in _s and are seconds"),
            ),
            "also": st.column_config.TextColumn(_("also"), help=_("Further fields of the edit, as JSON")),
            "evidence": st.column_config.SelectboxColumn(_("rests on"), options=list(EVIDENCE), default="guess"),
            "linked": st.column_config.TextColumn(_("goes with")),
        },
    )  # fmt: skip
    if typed.equals(shown):
        return
    try:
        edits = edits_of(typed)
    except JourneyError as error:
        st.error(frame.escape(str(error)))
        return
    if edits != kept.scenario.edits:
        alter(workspace, kept, replace(kept.scenario, edits=edits))
        st.rerun()


def frame_of(edits: tuple[Edit, ...]) -> pd.DataFrame:
    """A row an edit; the first of its numbers in columns of their own, what else it has as JSON."""
    rows = []
    for edit in edits:
        record = edit_record(edit)
        row: dict[str, Any] = {"on": edit.on, "kind": edit.kind, "evidence": edit.evidence}
        row |= {"note": edit.note, "linked": edit.linked} | {name: record.get(name, "") for name in _TEXTS}
        first = edit.numbers[0] if edit.numbers else None
        if first is not None:
            row |= {"number": first[0], "low": first[1].low, "likely": first[1].likely, "high": first[1].high}
        rest = {
            name: value
            for name, value in record.items()
            if name not in (*_OWN, *_TEXTS) and (first is None or name != first[0])
        }
        row["also"] = json.dumps(rest, ensure_ascii=False) if rest else ""
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    words = [name for name in _COLUMNS if name not in ("on", "low", "likely", "high")]
    return table.astype(dict.fromkeys(words, object) | {"on": bool, "low": float, "likely": float, "high": float})


def edits_of(table: pd.DataFrame) -> tuple[Edit, ...]:
    """The edits of such a table.

    Raises
    ------
    WrongInput
        A row is no edit; the message names it.
    """
    edits = []
    for number, row in enumerate(table.to_dict("records")):
        try:
            edits.append(edit_of(_record(row)))
        except JourneyError as error:
            raise type(error)(_("Row {n}: {reason}").format(n=number + 1, reason=error.message), error.hint) from error
    return tuple(edits)


def _record(row: dict[Any, Any]) -> dict[str, Any]:
    known = {name: value for name, value in row.items() if not _blank(value)}
    record: dict[str, Any] = {name: known[name] for name in (*_OWN, *_TEXTS) if name in known}
    if "number" in known and "likely" in known:
        likely = float(known["likely"])
        record[known["number"]] = [float(known.get("low", likely)), likely, float(known.get("high", likely))]
    try:
        also = json.loads(known.get("also", "{}"))
    except ValueError:
        also = {"also": None}
    return record | (also if isinstance(also, dict) else {"also": None})


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
