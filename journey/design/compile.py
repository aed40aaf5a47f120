"""A scenario compiled: its edits made one after the other, each checked where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from journey.design.apply import make
from journey.design.chain import Chain, Flow
from journey.design.edits import KINDS, Edit
from journey.design.logged import renamed_splits
from journey.design.model import AsIs
from journey.design.scenario import Problem, Scenario, WrongEdit
from journey.errors import WrongInput
from journey.text import _

__all__ = ["Belief", "Compiled", "beliefs", "compile_scenario", "edited"]

Belief = tuple[int, str]
"""An assumption by the number of its edit and the name of its field."""

_NOBODY = 1e-9


@dataclass(frozen=True)
class Compiled:
    """The to-be with every assumption at its likeliest.

    Attributes
    ----------
    chain : Chain
        The to-be.
    stages : tuple of (int, Chain)
        The chain after each edit, by the edit's number.
    problems : tuple of Problem
        What to know about single edits.
    """

    chain: Chain
    stages: tuple[tuple[int, Chain], ...]
    problems: tuple[Problem, ...]


def beliefs(scenario: Scenario) -> tuple[Belief, ...]:
    """The assumptions that people are not sure of."""
    return tuple(
        (number, name) for number, edit in scenario.active for name, value in edit.numbers if not value.is_sure
    )


def edited(model: AsIs, chain: Chain, scenario: Scenario, values: Mapping[Belief, float]) -> Chain:
    """A chain after the edits of a scenario that compiles; assumptions that are not given are at their likeliest."""
    splits = model.splits
    for number, edit in scenario.active:
        chain = make(chain, edit, _numbers(number, edit, values), splits, model.channels)
        splits = renamed_splits(splits, edit)
    return chain


def _numbers(number: int, edit: Edit, values: Mapping[Belief, float]) -> dict[str, float]:
    found = {}
    for name, assumption in edit.numbers:
        least, most = KINDS[edit.kind].numbers[name]
        found[name] = min(max(values.get((number, name), assumption.likely), least), most)
    return found


def compile_scenario(model: AsIs, scenario: Scenario) -> Compiled:
    """Make the edits, and say of each what is wrong with it.

    Raises
    ------
    WrongEdit
        A touchpoint is gone, nobody takes the transition, no way leads to the goal, or journeys would go round for
        ever.
    """
    chain, before = model.chain, model.flow
    stages: list[tuple[int, Chain]] = []
    problems: list[Problem] = []
    splits, goals = model.splits, set(model.goals)
    for number, edit in scenario.active:
        _keeps_goal(number, edit, goals)
        try:
            chain = make(chain, edit, _numbers(number, edit, {}), splits, model.channels)
        except WrongInput as error:
            raise WrongEdit(number, error.message, error.hint) from error
        _no_trap(number, chain)
        after = chain.solve()
        if model.has_goal and before.conversion > 0 and after.conversion + after.late < _NOBODY:
            raise WrongEdit(
                number,
                _("no way leads to the goal any more."),
                _("Bypass the touchpoint instead of removing it, or switch the edit off."),
            )
        problems += [Problem(number, text) for text in _remarks(edit, before, after)]
        stages.append((number, chain))
        splits = renamed_splits(splits, edit)
        before = after
    problems += _unfinished(scenario, before)
    return Compiled(chain, tuple(stages), tuple(problems))


def _keeps_goal(number: int, edit: Edit, goals: set[str]) -> None:
    """Who completes has come to a goal: a to-be without it would still count them."""
    name = edit.text("touchpoint")
    if name not in goals:
        return
    if edit.kind in ("remove", "bypass"):
        raise WrongEdit(
            number,
            _("{name} is what success is: without it no way leads to the goal any more.").format(name=name),
            _("Edit what comes before it, or set another goal on the page Workspace."),
        )
    if edit.kind == "rename":
        goals.symmetric_difference_update((name, edit.text("to")))


def _unfinished(scenario: Scenario, flow: Flow) -> list[Problem]:
    """New touchpoints that nothing leads to, or nothing leads on from."""
    chain, problems = flow.chain, []
    for number, edit in scenario.active:
        name = edit.text("touchpoint")
        if edit.kind != "add" or name not in chain.names:
            continue
        mine = chain.is_of(name)
        if flow.visits[mine].sum() < _NOBODY:
            problems.append(Problem(number, _("nobody comes to {name} yet: draw a way to it.").format(name=name)))
        elif not (mine[chain.src] & (chain.dst >= 4)).any():
            text = _("no way leads on from {name} yet: whoever comes there is taken to leave.").format(name=name)
            problems.append(Problem(number, text))
    return problems


def _no_trap(number: int, chain: Chain) -> None:
    trapped = chain.reached() & ~chain.ending()
    if trapped[:4].all() or trapped[4:].any():
        places = sorted({chain.names[node] for node in chain.node[4:][trapped[4:]]})
        raise WrongEdit(
            number,
            _("journeys would go round for ever at {places}.").format(places=", ".join(places[:4])),
            _("Leave a way on from there."),
        )


def _remarks(edit: Edit, before: Flow, after: Flow) -> list[str]:
    named = {name for _field, name in edit.texts}
    had = dict(zip(before.chain.names, before.per_node(before.visits), strict=True))
    has = dict(zip(after.chain.names, after.per_node(after.visits), strict=True))
    gone = [
        name for name, visits in had.items() if visits > 1e-6 and has.get(name, 0.0) < _NOBODY and name not in named
    ]
    remarks = []
    if gone:
        remarks.append(_("nobody comes to {names} any more.").format(names=", ".join(gone[:4])))
    if edit.kind == "remove":
        mask = before.chain.is_of(edit.text("touchpoint"))
        into = mask[before.chain.dst]
        flow = before.flow
        outflow = np.bincount(before.chain.src, flow, minlength=before.chain.states)
        share = np.bincount(before.chain.src[into], flow[into], minlength=before.chain.states)
        main = share > 0.9 * np.maximum(outflow, 1e-12)
        if share[main].sum() > 0.5 * max(share.sum(), 1e-12):
            remarks.append(
                _("nearly everybody passes {name}; what the few others do next may not hold for all. To let journeys "
                  "skip it, bypass it instead.").format(name=edit.text("touchpoint"))
            )  # fmt: skip
    return remarks
