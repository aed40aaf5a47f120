"""The wall of a workshop in the browser: draws it, live and without jumping, and tells what the host did to a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.theme import MODES, tokens

__all__ = ["CardAct", "room_wall"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_room_wall",
    css=(_HERE / "room_wall.css").read_text(encoding="utf-8"),
    js="\n".join(
        (_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("../elements", "pictures", "room_wall")
    ),
)


@dataclass(frozen=True)
class CardAct:
    """What the host did: "hide", "show", "merge" (into `into`) or "apart" (out of what it was merged into)."""

    action: str
    card: int
    into: int | None = None


def room_wall(wall: dict[str, Any], act: Callable[[CardAct], None], *, key: str) -> None:
    """Show the wall.

    Parameters
    ----------
    wall : dict
        From `journey.charts.room_wall.room_wall`.
    act : callable
        Does what the host did; called before the page runs.
    """

    def told() -> None:
        held = st.session_state.get(key)
        found = _act(held.get("acted")) if held is not None else None
        if found is not None:
            act(found)

    _component(key=key, data={"wall": wall, "themes": {mode: tokens(mode) for mode in MODES}}, on_acted_change=told)


def _act(value: Any) -> CardAct | None:
    """What the browser sent, which is anybody's."""
    if not isinstance(value, dict) or value.get("action") not in ("hide", "show", "merge", "apart"):
        return None
    card, into = value.get("card"), value.get("into")
    if type(card) is not int or (into is not None and type(into) is not int):
        return None
    return CardAct(value["action"], card, into)
