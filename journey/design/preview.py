"""The to-be at once: expectations and the map, without what takes long."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journey.analyses.flow import FlowMap, flow_map
from journey.design.bands import splits_for
from journey.design.compile import compile_scenario
from journey.design.draws import measured
from journey.design.effect import Effect, effect_of
from journey.design.figures import Figures
from journey.design.model import fit_model
from journey.design.monte_carlo import RUNS, SEED, walk
from journey.design.preview_maps import maps_of
from journey.design.scenario import Problem, Scenario, WrongEdit
from journey.design.start import part_of
from journey.scope import Scope
from journey.store.workspace import Workspace

__all__ = ["Preview", "preview"]


@dataclass(frozen=True)
class Preview:
    """A scenario as far as it can be told in a moment.

    Attributes
    ----------
    wrong : WrongEdit or None
        The first edit that cannot be made; what else is told is of the edits without it.
    scope : Scope
        What it is of: the scope asked for, of the part that the scenario starts from.
    flow : FlowMap
        The as-is map of the mature journeys, with the touchpoints and transitions that only the to-be has, at 0.
    to_be : FlowMap
        The same places with the expected figures of as many journeys, called and staged as in the to-be.
    both : FlowMap
        What either has: all that a picture of the difference must show.
    """

    scenario: Scenario
    wrong: WrongEdit | None
    as_is: Figures
    figures: Figures
    effect: Effect
    problems: tuple[Problem, ...]
    scope: Scope
    flow: FlowMap
    to_be: FlowMap
    both: FlowMap
    journeys: int


def preview(workspace: Workspace, scope: Scope, scenario: Scenario) -> Preview:
    """Make the edits, and give what is expected. Where one is wrong, it and those after it are left out.

    Raises
    ------
    WrongInput
        Too few journeys for a model, or nothing of the log is what the scenario starts from.
    """
    scope = part_of(workspace, scope, scenario.start)
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
    before, to_be, both = maps_of(flow, effect, made, model.journeys)
    return Preview(
        scenario=scenario,
        wrong=wrong,
        as_is=measured(model, model.chain, plain, {}, walk(model.chain, RUNS, SEED))[0],
        figures=measured(model, compiled.chain, made, {}, walk(compiled.chain, RUNS, SEED))[0],
        effect=effect,
        problems=compiled.problems,
        scope=scope,
        flow=before,
        to_be=to_be,
        both=both,
        journeys=model.journeys,
    )
