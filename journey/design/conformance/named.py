"""A design by its name, or from a file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from journey.design.conformance.align import Deviation
from journey.design.conformance.designs import Design, design_of_file, design_of_scenario
from journey.design.conformance.report import Conformance, conformance, journeys_with
from journey.design.kept import scenarios
from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.scope import Scope
from journey.store.designs import accepted, design_file, design_files
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["allowed_in", "conformance_of", "design_called", "designs", "journeys_leaving"]


def designs(workspace: Workspace) -> tuple[str, ...]:
    """Names of the scenarios and files that reality can be held against."""
    return (*(kept.scenario.name for kept in scenarios(workspace)), *design_files(workspace))


def design_called(workspace: Workspace, scope: Scope, name: str) -> Design:
    """The design of a scenario or of a kept file, or, where it is a path ending in .bpmn, of that file.

    Raises
    ------
    WrongInput
        There is none of that name, or it cannot be read or made.
    """
    for kept in scenarios(workspace):
        if kept.scenario.name == name:
            return design_of_scenario(workspace, scope, kept.scenario)
    content = design_file(workspace, name)
    if content is None and name.lower().endswith((".bpmn", ".xml")) and Path(name).is_file():
        content = Path(name).read_bytes()
    if content is None:
        known = ", ".join(map(repr, designs(workspace)))
        raise WrongInput(
            _("There is no design {name}.").format(name=repr(name)),
            _("There are: {names}.").format(names=known)
            if known
            else _("Make one on the page Designer, or give a file."),
        )
    return design_of_file(content, Path(name).name)


def conformance_of(
    workspace: Workspace,
    scope: Scope,
    name: str,
    allowed: Collection[Deviation],
    launch: date | None = None,
    *,
    progress: Progress = silent,
) -> Conformance:
    """`conformance` with the design of that name.

    A scenario is compiled from all journeys, whatever the scope: a design does not change with who is looked at.
    """
    design = design_called(workspace, Scope(), name)
    return conformance(workspace, scope, design, allowed, launch=launch, progress=progress)


def journeys_leaving(workspace: Workspace, scope: Scope, name: str, deviation: Deviation) -> tuple[str, ...]:
    """`journeys_with` with the design of that name."""
    return journeys_with(workspace, scope, design_called(workspace, Scope(), name), deviation)


def allowed_in(workspace: Workspace, name: str) -> tuple[Deviation, ...]:
    """The deviations that people accept for a design."""
    return tuple(Deviation(kind, touchpoint, then) for kind, touchpoint, then in accepted(workspace, name))  # type: ignore[arg-type]
