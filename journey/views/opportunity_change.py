"""Changing an opportunity from a widget; what goes wrong is told on the next run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count
from typing import Any

import streamlit as st

from journey.design.edits import Edit
from journey.design.kept import Kept, change, keep, scenarios
from journey.design.linked_edits import edit_names, same_change
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.store.opportunities import Opportunity, change_opportunity
from journey.store.workspace import Workspace
from journey.store.worth import COMPLETED, worth
from journey.text import _
from journey.views.way_out import refuse

__all__ = ["alter", "ask_value", "asked", "design_of", "guarded", "link_edits", "take_move", "tell_refused"]


def tell_refused() -> None:
    """What went wrong with the last change."""
    if error := st.session_state.pop("opportunity_refused", None):
        refuse(error)


def guarded(work: Callable[..., Any], *args: Any) -> None:
    """Do it, or keep the error for `tell_refused`."""
    try:
        work(*args)
    except WrongInput as error:
        st.session_state["opportunity_refused"] = error


def alter(workspace: Workspace, one: Opportunity, **changes: Any) -> None:
    """Write other parts of an opportunity."""
    wanted = replace(one, **changes)
    if wanted != one:
        guarded(change_opportunity, workspace, wanted)


def design_of(workspace: Workspace, one: Opportunity) -> Kept | None:
    """The scenario an opportunity names, where it is still there."""
    return next((kept for kept in scenarios(workspace) if kept.scenario.name == one.scenario), None)


def link_edits(workspace: Workspace, one: Opportunity, scenario: str, names: tuple[str, ...]) -> None:
    """Let other edits do it; what was forecast of those before is no longer said, and asked for anew."""
    alter(workspace, one, scenario=scenario, edits=names, value=None, low=None, high=None, touched=None)
    if names:
        ask_value(one)


def take_move(workspace: Workspace, one: Opportunity, edit: Edit) -> None:
    """Put an edit into the scenario of the opportunity, and let it be one of those that do it.

    Without a scenario of its own it takes the newest that changes the as-is of the log, or begins one: a move is
    forecast on what journeys do, which a design that no log is behind does not tell.
    """
    kept = design_of(workspace, one) or _changes_as_is(workspace)
    if kept is None:
        names = {other.scenario.name for other in scenarios(workspace)}
        name = next(
            name for name in chain([_("To-be")], (_("To-be {n}").format(n=n) for n in count(2))) if name not in names
        )
        keep(workspace, Scenario(name=name, value_per_completed=worth(workspace, COMPLETED)))
        kept = _changes_as_is(workspace)
        assert kept is not None
    edits = kept.scenario.edits
    at = next((n for n, other in enumerate(edits) if same_change(edit, other)), len(edits))
    if at == len(edits):
        edits = (*edits, edit)
        guarded(change, workspace, kept, replace(kept.scenario, edits=edits))
    link_edits(workspace, one, kept.scenario.name, tuple(sorted({*one.edits, edit_names(edits)[at]})))


def _changes_as_is(workspace: Workspace) -> Kept | None:
    every = [kept for kept in scenarios(workspace) if kept.scenario.start.kind == "as_is"]
    return every[-1] if every else None


def ask_value(one: Opportunity) -> None:
    """Ask for the forecast of an opportunity."""
    st.session_state["opportunity_asked"] = one.id


def asked(one: Opportunity) -> bool:
    """Whether somebody did."""
    return st.session_state.get("opportunity_asked") == one.id
