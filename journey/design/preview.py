"""The to-be at once: expectations and the map, without what takes long."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from journey.analyses.flow import FlowMap, flow_map
from journey.analyses.flow_parts import Ends, Touchpoint, Transition
from journey.design.bands import splits_for
from journey.design.compile import compile_scenario
from journey.design.draws import measured
from journey.design.effect import Effect, effect_of
from journey.design.figures import Figures
from journey.design.model import fit_model
from journey.design.monte_carlo import walk
from journey.design.scenario import Problem, Scenario, WrongEdit
from journey.model import Interval
from journey.scope import Scope
from journey.store.workspace import Workspace

__all__ = ["Preview", "preview"]

_WALKS, _SEED = 20_000, 1
_BLANK = Interval(None, None, None, 0)


@dataclass(frozen=True)
class Preview:
    """A scenario as far as it can be told in a moment.

    Attributes
    ----------
    wrong : WrongEdit or None
        The first edit that cannot be made; what else is told is of the edits without it.
    flow : FlowMap
        The as-is map of the mature journeys, with the touchpoints and transitions that only the to-be has, at 0.
    to_be : FlowMap
        The same places with the expected figures of as many journeys.
    """

    scenario: Scenario
    wrong: WrongEdit | None
    as_is: Figures
    figures: Figures
    effect: Effect
    problems: tuple[Problem, ...]
    flow: FlowMap
    to_be: FlowMap
    journeys: int


def preview(workspace: Workspace, scope: Scope, scenario: Scenario) -> Preview:
    """Make the edits, and give what is expected. Where one is wrong, it and those after it are left out.

    Raises
    ------
    WrongInput
        Too few journeys for a model.
    """
    wrong: WrongEdit | None = None
    made = scenario
    while True:
        model = fit_model(workspace, scope, splits_for(workspace, scope, made))
        try:
            compiled = compile_scenario(model, made)
            break
        except WrongEdit as error:
            wrong = wrong if wrong is not None and wrong.number < error.number else error
            kept = tuple(replace(e, on=e.on and n < error.number) for n, e in enumerate(made.edits))
            made = replace(made, edits=kept)
    plain = replace(scenario, edits=())
    effect = effect_of(model, compiled)
    flow = flow_map(workspace, scope)
    before, to_be = _maps(flow, effect, model.journeys)
    return Preview(
        scenario=scenario,
        wrong=wrong,
        as_is=measured(model, model.chain, plain, {}, walk(model.chain, _WALKS, _SEED))[0],
        figures=measured(model, compiled.chain, made, {}, walk(compiled.chain, _WALKS, _SEED))[0],
        effect=effect,
        problems=compiled.problems,
        flow=before,
        to_be=to_be,
        journeys=model.journeys,
    )


def _maps(flow: FlowMap, effect: Effect, journeys: int) -> tuple[FlowMap, FlowMap]:
    """Both sides on the same boxes and curves."""
    number = {touchpoint.name: touchpoint.id for touchpoint in flow.touchpoints}
    new = [place.name for place in effect.places if place.name not in number]
    first = max(number.values(), default=-1) + 1
    number |= {name: first + i for i, name in enumerate(new)}
    held = {touchpoint.id: touchpoint for touchpoint in flow.touchpoints}
    waits = {(move.source, move.target): move for move in flow.transitions}
    sides = []
    for side in (0, 1):
        touchpoints = []
        for place in effect.places:
            usual = held.get(number[place.name]) or _new(flow, effect, number, place.name)
            events = round(place.visits[side] * journeys)
            rate = place.exit_rate[side]
            touchpoints.append(
                replace(
                    usual, events=events, journeys=min(events, journeys), share=min(place.visits[side], 1.0),
                    exit_rate=Interval(rate, rate, rate, journeys) if rate is not None else _BLANK,
                )
            )  # fmt: skip
        transitions = []
        for move in effect.moves:
            pair = number[move.source], number[move.target]
            events = round(move.uses[side] * journeys)
            seen = waits.get(pair) or Transition(*pair, 0, 0, 0.0, 0.0, 0.0, _BLANK)
            transitions.append(replace(seen, events=events, journeys=min(events, journeys)))
        sides.append(
            replace(
                flow, journeys_shown=journeys, journeys_empty=0, journeys_mature=journeys,
                events_shown=sum(t.events for t in touchpoints),
                touchpoints=tuple(sorted(touchpoints, key=lambda t: (-t.journeys, -t.events, t.name))),
                transitions=tuple(sorted(transitions, key=lambda t: (-t.journeys, -t.events, t.source, t.target))),
            )
        )  # fmt: skip
    return sides[0], sides[1]


def _new(flow: FlowMap, effect: Effect, number: dict[str, int], name: str) -> Touchpoint:
    """A box for a touchpoint that only the to-be has, beside what leads to it."""
    held = {t.id: t for t in flow.touchpoints}
    near = [
        held[number[m.source]] for m in effect.moves if m.target == name and number[m.source] in held and m.uses[1] > 0
    ]
    position = float(np.mean([t.position for t in near])) + 0.01 if near else 0.5
    stage = near[0].stage if near else (flow.stages[0] if flow.stages else None)
    return Touchpoint(
        number[name], name, stage, 0, 0, 0.0, 0, Ends(0, 0, 0, 0, 0), _BLANK, _BLANK, _BLANK, None, min(position, 1.0)
    )
