"""Designs to hold reality against: a scenario compiled to what it allows, or a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journey.design.bpmn import read
from journey.design.conformance.automaton import Automaton
from journey.design.draft import drawn
from journey.design.logged import as_logged, called
from journey.design.preview import preview
from journey.design.scenario import Scenario
from journey.design.start import AS_IS, Start, part_of
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LEAST_SHARE", "Design", "design_of_file", "design_of_scenario"]

LEAST_SHARE = 0.05
"""Share of the departures from a touchpoint at which a way belongs to the design: rarer ones are exceptions."""


@dataclass(frozen=True)
class Design:
    """What journeys are held against.

    Attributes
    ----------
    caps : tuple of (source, target, seconds)
        Waits that the design cuts.
    left : tuple of (touchpoint, channel or "", channel)
        Touchpoints that move whole from a channel (any other, where empty) to another.
    start : Start
        The part of the as-is that it was begun from, whose journeys are held against it.
    """

    name: str
    automaton: Automaton
    caps: tuple[tuple[str, str, float], ...] = ()
    left: tuple[tuple[str, str, str], ...] = ()
    start: Start = AS_IS

    def judged(self, workspace: Workspace, scope: Scope) -> Scope:
        """Of the journeys in scope those that the design speaks of; what it does not speak of is hidden."""
        return part_of(workspace, scope, self.start)


def design_of_scenario(workspace: Workspace, scope: Scope, scenario: Scenario, *, least: float = LEAST_SHARE) -> Design:
    """The ways that a scenario keeps, opens and makes; those under `least` of the departures are exceptions.

    Raises
    ------
    WrongInput
        An edit cannot be made, or nothing leads anywhere.
    """
    if scenario.start.is_design:
        ways = drawn(scenario)
        automaton = _also_called(ways.automaton(), {new: old for old, new in called(scenario).items()})
        return Design(scenario.name, automaton, _caps(scenario), _left(scenario))
    found = preview(workspace, scope, scenario)
    if found.wrong is not None:
        raise found.wrong
    names = {t.id: t.name for t in found.to_be.touchpoints}
    departures = {t.id: float(t.ends.total) for t in found.to_be.touchpoints}
    for move in found.to_be.transitions:
        departures[move.source] += move.events
    moves = {
        (names[m.source], names[m.target])
        for m in found.to_be.transitions
        if m.events > 0 and m.events >= least * departures[m.source]
    }
    begun = sum(t.starts for t in found.to_be.touchpoints)
    starts = {t.name for t in found.to_be.touchpoints if t.starts > 0 and t.starts >= least * begun}
    with workspace.cursor() as cursor:
        goals = {called(scenario).get(goal, goal) for goal in read_definitions(cursor)[0].goals}
    ends = {t.name for t in found.to_be.touchpoints if t.name in goals} or {
        t.name for t in found.to_be.touchpoints if t.ends.total >= least * max(1, begun)
    }
    if not (moves and starts and ends):
        raise WrongInput(_("The design has no way from a start to an end."), _("Add one on the page Designer."))
    moves = _reached(moves, starts)
    automaton = _also_called(
        Automaton.of_moves(moves, starts, ends), {new: old for old, new in called(scenario).items()}
    )
    # A variant is a way to be held against all journeys; those that went it would follow by construction.
    start = scenario.start if scenario.start.kind != "variant" else AS_IS
    return Design(scenario.name, automaton, _caps(scenario), _left(scenario), start)


def design_of_file(content: bytes, name: str) -> Design:
    """The design in a BPMN file (`journey.design.bpmn.read`)."""
    return Design(name, read(content, name))


def _also_called(design: Automaton, was: dict[str, str]) -> Automaton:
    """The design that takes a renamed touchpoint by its old name, too: journeys of today do not know the new one."""
    steps = [(source, was[name], target) for source, name, target in design.steps if name in was]
    return replace(design, steps=(*design.steps, *steps))


def _reached(moves: set[tuple[str, str]], starts: set[str]) -> set[tuple[str, str]]:
    """Ways on places that the design can come to."""
    known, found = set(starts), set[tuple[str, str]]()
    while new := {pair for pair in moves - found if pair[0] in known}:
        found |= new
        known |= {target for _source, target in new}
    return found


def _caps(scenario: Scenario) -> tuple[tuple[str, str, float], ...]:
    found = []
    for _number, edit in as_logged(scenario):
        cap = edit.number("cap_s")
        if edit.kind == "wait" and cap is not None:
            found.append((edit.text("source"), edit.text("target"), cap.likely))
    return tuple(found)


def _left(scenario: Scenario) -> tuple[tuple[str, str, str], ...]:
    found = []
    for _number, edit in as_logged(scenario):
        share = edit.number("share")
        if edit.kind == "channel" and share is not None and share.likely >= 0.999:
            found.append((edit.text("touchpoint"), edit.text("from"), edit.text("to")))
    return tuple(found)
