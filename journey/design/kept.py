"""Scenarios kept in the workspace, each with all its versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from journey.design.scenario import Scenario, parse, to_json
from journey.store import scenarios as texts
from journey.store.designs import design_files
from journey.store.workspace import Workspace

__all__ = ["Kept", "change", "delete", "keep", "redo", "scenarios", "undo", "versions"]


@dataclass(frozen=True)
class Kept:
    """A scenario as it stands; the numbers are those of `store.scenarios.Standing`."""

    id: int
    version: int
    before: int
    after: int
    scenario: Scenario


def scenarios(workspace: Workspace) -> tuple[Kept, ...]:
    """All scenarios, the oldest first."""
    return tuple(
        Kept(held.id, held.version, held.before, held.after, parse(held.text)) for held in texts.standing(workspace)
    )


def versions(workspace: Workspace, kept: Kept) -> tuple[tuple[int, datetime, Scenario], ...]:
    """All versions of a scenario, the newest first, with the time (UTC) each was made."""
    return tuple((version, made, parse(text)) for version, made, text in texts.versions(workspace, kept.id))


def keep(workspace: Workspace, scenario: Scenario) -> int:
    """Keep a new scenario; its id. A name that is taken gets a number."""
    taken = {*(kept.scenario.name for kept in scenarios(workspace)), *design_files(workspace)}
    name, n = scenario.name, 2
    while name in taken:
        name, n = f"{scenario.name} {n}", n + 1
    return texts.add(workspace, to_json(replace(scenario, name=name)))


def change(workspace: Workspace, kept: Kept, scenario: Scenario) -> None:
    """Let a scenario be another.

    Raises
    ------
    WrongInput
        Somebody else changed it meanwhile, it is gone, or its new name is taken; nothing was changed.
    """
    texts.change(workspace, kept.id, kept.version, to_json(scenario))


def undo(workspace: Workspace, kept: Kept) -> None:
    """Go back to the version before."""
    if kept.before:
        texts.go(workspace, kept.id, kept.version, kept.before)


def redo(workspace: Workspace, kept: Kept) -> None:
    """Go on to the version that was undone."""
    if kept.after:
        texts.go(workspace, kept.id, kept.version, kept.after)


def delete(workspace: Workspace, kept: Kept) -> None:
    """Take a scenario away, with all its versions."""
    texts.delete(workspace, kept.id)
