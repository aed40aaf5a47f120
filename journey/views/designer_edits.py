"""From what people do on the map and the board of a to-be to edits of its scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.components.flow_map import Selection
from journey.components.journey_board import BoardEdit
from journey.design.assumption import Assumption
from journey.design.edits import Edit
from journey.design.kept import Kept, scenarios
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.edit_form import add

__all__ = ["board_moves", "cut", "draw_way", "move_edit", "place_key", "way"]

_SOME = Assumption(0.05, 0.1, 0.2)
"""So many take a way that somebody drew, until they say how many."""


def place_key(workspace: Workspace) -> str:
    """Under which the session holds what is selected on the map of the designer."""
    return f"designer_place_{workspace.name}"


def way(source: str, target: str, *, all_of: bool) -> Edit:
    """A way that was drawn between two touchpoints.

    Parameters
    ----------
    all_of : bool
        Whether all take it, since there is no other.
    """
    share = Assumption.one(1.0) if all_of else _SOME
    return Edit(kind="draw", texts=(("source", source), ("target", target)), numbers=(("share", share),))


def draw_way(workspace: Workspace, kept: Kept, flow: FlowMap, told: Selection, *, draft: bool) -> None:
    """A way was drawn on the map, and is selected there."""
    names = {t.id: t.name for t in flow.touchpoints}
    if told.start is not None and told.start in names:
        share = Assumption.one(0.5) if draft else _SOME
        edit = Edit(kind="inflow", texts=(("touchpoint", names[told.start]),), numbers=(("share", share),))
    elif draft and told.end_of in names:
        # Some may leave there: how many is nothing that a design says.
        texts = (("touchpoint", names[told.end_of]),)
        edit = Edit(kind="exit_rate", texts=texts, numbers=(("value", Assumption.one(0.5)),))
    elif (pair := told.transition) and pair[0] in names and pair[1] in names:
        alone = not any(m.source == pair[0] and m.events for m in flow.transitions)
        edit = way(names[pair[0]], names[pair[1]], all_of=draft or alone)
    else:
        return
    add(workspace, kept, edit)
    st.session_state[place_key(workspace)] = told.id


def cut(workspace: Workspace, kept: Kept, flow: FlowMap, told: Selection) -> None:
    """A way between two touchpoints is to go."""
    names = {t.id: t.name for t in flow.touchpoints}
    pair = told.transition
    if pair and pair[0] in names and pair[1] in names:
        texts = (("touchpoint", names[pair[1]]), ("source", names[pair[0]]), ("stay", "yes"))
        add(workspace, kept, Edit(kind="remove", texts=texts))


def move_edit(name: str, stage: str, before: str) -> Edit | None:
    """A touchpoint was put into a stage, before another; None where that says nothing."""
    texts = [
        ("touchpoint", name),
        *((field, value) for field, value in (("stage", stage), ("before", before)) if value),
    ]
    return Edit(kind="move", texts=tuple(texts)) if len(texts) > 1 else None


def board_moves(
    workspace: Workspace, number: int, names: Mapping[int, str]
) -> tuple[dict[str, int], Callable[[tuple[BoardEdit, ...]], None]]:
    """What the board is told that was done, and who does it.

    Parameters
    ----------
    number : int
        The scenario.
    names : mapping of int to str
        Chip -> touchpoint.
    """
    done: dict[str, int] = st.session_state.setdefault("designer_board_done", {})

    def act(told: tuple[BoardEdit, ...]) -> None:
        for one in told:
            if one.number <= done.get(one.client, 0):
                continue
            done[one.client] = one.number
            if one.action != "chip" or one.note not in names:
                continue
            before = names.get(one.before, "") if isinstance(one.before, int) else ""
            # As it stands now: several moves may be told at once, each over the one before.
            kept = next((held for held in scenarios(workspace) if held.id == number), None)
            edit = move_edit(names[one.note], one.stage, before)
            if kept is None:
                st.session_state["scenario_told"] = _("This scenario was deleted meanwhile.")
            elif edit is not None:
                add(workspace, kept, edit)

    return done, act
