"""Stages as columns of touchpoints that are dragged from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from journey.analyses.touchpoints import TouchpointRow
from journey.text import _
from journey.text.format import count

__all__ = ["Move", "stage_columns"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_stage_columns",
    css=(_HERE / "stage_columns.css").read_text(encoding="utf-8"),
    js=(_HERE / "stage_columns.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Move:
    """What was dragged: a touchpoint into a stage (None: none), or a stage to before another (None: to the end)."""

    touchpoint: int | None
    stage: str | None
    before: str | None = None


def stage_columns(
    rows: tuple[TouchpointRow, ...], stages: tuple[str, ...], *, side: frozenset[str] = frozenset(), key: str
) -> Move | None:
    """Draw the columns, those of `side` as beside the journey; gives the last move, once."""
    columns = [*stages, None] if any(row.stage is None for row in rows) or not stages else [*stages]
    data: dict[str, Any] = {
        "columns": [
            {
                "stage": stage,
                "title": stage if stage is not None else _("No stage yet"),
                "side": stage in side,
                "cards": [
                    {
                        "id": row.id,
                        "name": row.name,
                        "events": count(row.events),
                        "hidden": row.hidden,
                        "marks": [word for there, word in ((row.moment_of_truth, "★"), (row.floating, "~")) if there],
                    }
                    for row in rows
                    if row.stage == stage
                ],
            }
            for stage in columns
        ],
        "words": {
            "empty": _("Drag touchpoints here"),
            "help": _("Drag a touchpoint into another stage; with the keyboard, arrow left and right move it."),
            "move": _("Drag to another place"),
            "side": _("beside the journey"),
            "★": _("Moment of truth"),
            "~": _("Floating: takes the stage of the event before it"),
        },
    }
    result = _component(key=key, data=data, on_moved_change=lambda: None)
    return _move(result.moved)


def _move(value: Any) -> Move | None:
    """What the browser sent, which is anybody's."""
    if not isinstance(value, dict):
        return None
    touchpoint, stage, before = value.get("touchpoint"), value.get("stage"), value.get("before")
    if not all(part is None or isinstance(part, str) for part in (stage, before)):
        return None
    return Move(touchpoint if isinstance(touchpoint, int) else None, stage, before)
