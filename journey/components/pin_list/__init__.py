"""The pins of a story as a list that is put in order by drag, keys or buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from journey.text import _

__all__ = ["PinRow", "pin_list"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_pin_list",
    css=(_HERE / "pin_list.css").read_text(encoding="utf-8"),
    js=(_HERE / "pin_list.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class PinRow:
    """A row; every text is shown as text.

    Attributes
    ----------
    page : str
        What the pin shows: "Map".
    state : str
        Live or frozen, in words; `frozen` marks it.
    """

    id: int
    title: str
    sentence: str
    page: str
    state: str
    frozen: bool


def pin_list(
    rows: Sequence[PinRow],
    *,
    chosen: int | None,
    on_choose: Callable[[int], None],
    on_move: Callable[[int, int | None], None],
    key: str,
) -> None:
    """Draw the list.

    Parameters
    ----------
    on_choose : callable
        Told the id of a row that was clicked.
    on_move : callable
        Told the id of a row, and of the one it is to stand before; None: it goes to the end.
    """
    data = {
        "rows": [vars(row) for row in rows],
        "chosen": chosen,
        "words": {
            "label": _("Slides in their order"),
            "help": _("Drag to another place; with the keyboard, Alt and arrow up or down."),
            "up": _("Earlier"),
            "down": _("Later"),
        },
    }
    ids = {row.id for row in rows}

    def told() -> tuple[Any, Any]:
        held = st.session_state.get(key) or {}
        return held.get("chosen"), held.get("moved")

    def choose() -> None:
        number, _moved = told()
        if isinstance(number, int) and number in ids:
            on_choose(number)

    def move() -> None:
        _chosen, moved = told()
        if isinstance(moved, dict) and moved.get("id") in ids and moved.get("before") in (*ids, None):
            on_move(moved["id"], moved["before"])

    _component(key=key, data=data, on_chosen_change=choose, on_moved_change=move)
