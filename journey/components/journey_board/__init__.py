"""The board in the browser: draws a board spec, tells what people wrote, dragged and deleted on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.theme import MODES, tokens

__all__ = ["BoardEdit", "journey_board"]

_KINDS: dict[str, tuple[type, ...]] = {
    "number": (int,), "action": (str,), "note": (int,), "version": (int,), "lane": (str,), "stage": (str,),
    "text": (str,), "before": (int, str),
}  # fmt: skip
_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_journey_board",
    css=(_HERE / "journey_board.css").read_text(encoding="utf-8"),
    # One inline module: the page draws with what the exported file draws with.
    js="\n".join(
        (_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("../elements", "draw", "journey_board")
    ),
)


@dataclass(frozen=True)
class BoardEdit:
    """One thing that a person did on the board.

    Attributes
    ----------
    client, number : str, int
        Which open board told it, and its how-manieth edit it is: an edit may be told twice, and is to be done once.
    action : str
        "add", "edit", "move", "delete", "choose", "lane" or "open": a figure of a stage, `lane` being the metric (or
        "touchpoint:" and its id); on a board without a log also "stage-add", "stage-name",
        "stage-move" and "stage-delete"; on a board of a to-be "chip": a touchpoint was put elsewhere.
    note, version : int
        The note, and the version of it that the person saw; for "chip" the touchpoint.
    lane, stage, text : str
        The cell, and the words or the choice; `text` None takes a choice back.
    before : int, str or None
        The note (for "lane" and "stage-move" the lane or stage, for "chip" the touchpoint) that it is to come before.
    """

    client: str
    number: int
    action: str
    note: int = 0
    version: int = 0
    lane: str = ""
    stage: str = ""
    text: str | None = None
    before: int | str | None = None


def journey_board(
    spec: dict[str, Any],
    done: dict[str, int],
    act: Callable[[tuple[BoardEdit, ...]], None],
    *,
    notice: str = "",
    key: str,
) -> None:
    """Show the board.

    Parameters
    ----------
    spec : dict
        From `journey.charts.board_spec.board_spec`.
    done : dict of str to int
        Client -> number of its last edit that was done.
    act : callable
        Gets what people did, again and again until `done` says that it was. It is called before the page runs, also
        where the person has gone on to another page meanwhile.
    notice : str
        What the rest of the page says, for those who do not see it on the full screen.
    """
    data = {"spec": spec, "done": done, "notice": notice, "themes": {mode: tokens(mode) for mode in MODES}}

    def told() -> None:
        # Told once more by a page that was left meanwhile, it has no state any more: the first time it was done.
        held = st.session_state.get(key)
        if held is not None:
            act(_edits(held.get("edited")))

    _component(key=key, data=data, on_edited_change=told)


def _edits(told: Any) -> tuple[BoardEdit, ...]:
    """What the browser sent, which is anybody's: only what has the right kinds."""
    if not isinstance(told, dict) or not isinstance(told.get("client"), str) or not isinstance(told.get("edits"), list):
        return ()
    found = (_edit(told["client"], edit) for edit in told["edits"])
    return tuple(edit for edit in found if edit is not None)


def _edit(client: str, told: Any) -> BoardEdit | None:
    if not isinstance(told, dict):
        return None
    given = {name: told[name] for name in _KINDS if told.get(name) is not None}
    if not {"number", "action"} <= set(given) or any(type(given[name]) not in _KINDS[name] for name in given):
        return None
    return BoardEdit(client, **given)
