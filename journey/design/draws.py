"""Bootstrap draws: customers drawn anew, assumptions drawn from what people believe; as-is and to-be share each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import Chain
from journey.design.compile import Belief, beliefs, edited
from journey.design.figures import Figures, exact_figures, moved_over, per_place, shifted, walked_figures
from journey.design.model import AsIs
from journey.design.monte_carlo import Walked, walk
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.text import _
from journey.text.format import count

__all__ = ["Draws", "bootstrap", "measured", "sampled"]

_WALKS = 4_000
"""Journeys walked in a draw. All draws walk with the same random numbers, so that only what differs shows."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """Figures of every draw.

    Attributes
    ----------
    base : tuple of Figures
        As-is and to-be by the same means as the draws, with nobody drawn anew: what draws are compared with.
    as_is, data, both : dict of figure to array of shape (draws,)
        The as-is; the to-be with assumptions at their likeliest; the to-be with assumptions drawn, too.
    exit_as_is, exit_to_be : arrays of shape (draws, nodes)
        Exit rates.
    """

    base: tuple[Figures, Figures]
    as_is: dict[str, Floats]
    data: dict[str, Floats]
    both: dict[str, Floats]
    exit_as_is: Floats
    exit_to_be: Floats


def sampled(scenario: Scenario, random: np.random.Generator) -> dict[Belief, float]:
    """A value for every assumption people are not sure of; linked ones stand at the same place of their range."""
    together: dict[str, float] = {}
    found: dict[Belief, float] = {}
    for number, name in beliefs(scenario):
        edit = scenario.edits[number]
        u = float(random.random())
        if edit.linked:
            u = together.setdefault(edit.linked, u)
        assumption = edit.number(name)
        assert assumption is not None
        found[number, name] = assumption.at(u)
    return found


def measured(
    model: AsIs, chain: Chain, scenario: Scenario, values: dict[Belief, float], walked: Walked
) -> tuple[Figures, Floats]:
    """All figures of a chain on which journeys were walked, and its exit rates."""
    figures, rates = _expected(model, chain, scenario, values, moved_over(walked, model.horizon_s))
    return figures | walked_figures(model, walked), rates


def _expected(
    model: AsIs, chain: Chain, scenario: Scenario, values: dict[Belief, float], moved: tuple[float, float]
) -> tuple[Figures, Floats]:
    flow = chain.solve()
    figures = exact_figures(model, flow, scenario, shifted(scenario, values), moved)
    return figures, per_place(flow)["exit_rate"]


def bootstrap(
    model: AsIs,
    to_be: Chain,
    scenario: Scenario,
    *,
    draws: int,
    seed: int,
    walked: int = 50,
    progress: Progress = silent,
) -> Draws:
    """Draw customers with replacement, so many times [Efron 1979]; whole groups of them, dealt by a hash.

    Parameters
    ----------
    walked : int
        So many of the draws are walked, for the figures that need it; the others are solved only.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    plain = Scenario(name="", value_per_completed=scenario.value_per_completed)
    groups = len(model.group_steps)
    unsure = bool(beliefs(scenario))
    nothing: dict[Belief, float] = {}
    journeys = walk(to_be, _WALKS, seed)
    moved = moved_over(journeys, model.horizon_s)
    base = (
        measured(model, model.chain, plain, nothing, walk(model.chain, _WALKS, seed))[0],
        measured(model, to_be, scenario, nothing, journeys)[0],
    )
    rows: tuple[list[Figures], list[Figures], list[Figures]] = ([], [], [])
    exits: tuple[list[Floats], list[Floats]] = ([], [])
    for draw in range(draws):
        progress(draw / draws, _("Drawing customers anew, {n} of {all}").format(n=count(draw + 1), all=count(draws)))
        walking = walked > 0 and draw % max(1, draws // walked) == 0

        def told(chain: Chain, of: Scenario, values: dict[Belief, float]) -> tuple[Figures, Floats]:
            if walking:  # noqa: B023 - used in this draw only
                return measured(model, chain, of, values, walk(chain, _WALKS, seed, resample=draw))  # noqa: B023
            figures, rates = _expected(model, chain, of, values, moved if of is scenario else (0.0, 0.0))
            return figures | _BLANK, rates

        weights = random.multinomial(groups, np.full(groups, 1 / groups)).astype(np.float64)
        values = sampled(scenario, random)
        chain = model.drawn(weights)
        try:
            likely = edited(model, chain, scenario, nothing)
            drawn = edited(model, chain, scenario, values) if unsure else likely
        except WrongInput:
            # A transition that nobody of this draw uses has nothing to edit.
            continue
        figures, rate = told(chain, plain, nothing)
        data, to_be_rate = told(likely, scenario, nothing)
        both, to_be_rate = told(drawn, scenario, values) if unsure else (data, to_be_rate)
        for kept, found in zip(rows, (figures, data, both), strict=True):
            kept.append(found)
        exits[0].append(rate)
        exits[1].append(to_be_rate)
    progress(1.0, _("Done"))
    as_is, data_only, with_beliefs = (
        {name: np.array([row[name] for row in kept]) for name in (kept[0] if kept else {})} for kept in rows
    )
    return Draws(base, as_is, data_only, with_beliefs, np.array(exits[0]), np.array(exits[1]))


_BLANK = {"median_duration_s": float("nan"), "p90_duration_s": float("nan")}
