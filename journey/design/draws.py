"""Bootstrap draws: customers drawn anew, assumptions drawn from what people believe; as-is and to-be share each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import Chain, Flow
from journey.design.compile import Belief, beliefs, edited
from journey.design.figures import Figures, exact_figures, moved_over, per_place, shifted, walked_figures
from journey.design.model import AsIs
from journey.design.monte_carlo import Walked, walk
from journey.design.scenario import Scenario
from journey.design.together import solve_together
from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.text import _
from journey.text.format import count

__all__ = ["Draws", "bootstrap", "measured", "sampled"]

_WALKS = 4_000
"""Journeys walked in a draw. All draws walk with the same random numbers, so that only what differs shows."""

_AT_ONCE, _THREADS = 10, 2
"""Draws that are solved together, and how many such parts at a time."""

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
    model: AsIs, chain: Chain, scenario: Scenario, values: dict[Belief, float], walked: Walked, flow: Flow | None = None
) -> tuple[Figures, Floats]:
    """All figures of a chain on which journeys were walked, and its exit rates; `flow` where it is solved already."""
    flow = flow or chain.solve()
    figures, rates = _expected(model, flow, scenario, values, moved_over(walked, model.horizon_s))
    return figures | walked_figures(model, walked), rates


def _expected(
    model: AsIs, flow: Flow, scenario: Scenario, values: dict[Belief, float], moved: tuple[float, float]
) -> tuple[Figures, Floats]:
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
    nothing: dict[Belief, float] = {}
    journeys = walk(to_be, _WALKS, seed)
    base = (
        measured(model, model.chain, plain, nothing, walk(model.chain, _WALKS, seed))[0],
        measured(model, to_be, scenario, nothing, journeys)[0],
    )
    every = max(1, draws // walked) if walked > 0 else draws + 1
    telling = _Telling(model, scenario, plain, moved_over(journeys, model.horizon_s), seed, every)
    drawn = [
        (random.multinomial(groups, np.full(groups, 1 / groups)).astype(np.float64), sampled(scenario, random))
        for _draw in range(draws)
    ]
    parts = [range(first, min(first + _AT_ONCE, draws)) for first in range(0, draws, _AT_ONCE)]
    told: list[_Told] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        for part, found in zip(parts, pool.map(lambda part: telling.part(part, drawn), parts), strict=True):
            text = _("Drawing customers anew, {n} of {all}").format(n=count(part.stop), all=count(draws))
            progress(part.start / draws, text)
            told += found
    progress(1.0, _("Done"))
    names = [list(figures) for figures in told[0].figures] if told else [[], [], []]
    as_is, data_only, with_beliefs = (
        {name: np.array([one.figures[which][name] for one in told]) for name in names[which]} for which in range(3)
    )
    exits = [np.array([one.exits[which] for one in told]) for which in range(2)]
    return Draws(base, as_is, data_only, with_beliefs, *exits)


@dataclass(frozen=True)
class _Told:
    """One draw: figures as-is, to-be at its likeliest, and with assumptions drawn; exit rates as-is and to-be."""

    figures: tuple[Figures, Figures, Figures]
    exits: tuple[Floats, Floats]


@dataclass(frozen=True)
class _Telling:
    """How draws become figures; one in `every` is walked, the others are solved only."""

    model: AsIs
    scenario: Scenario
    plain: Scenario
    moved: tuple[float, float]
    seed: int
    every: int

    def part(self, part: range, drawn: list[tuple[Floats, dict[Belief, float]]]) -> list[_Told]:
        """Tell some of the draws; their chains are solved together."""
        unsure = bool(beliefs(self.scenario))
        kept: list[tuple[int, list[Chain]]] = []
        for draw, chain in zip(part, self.model.drawn(np.stack([drawn[i][0] for i in part])), strict=True):
            # A transition that nobody of this draw uses has nothing to edit.
            with suppress(WrongInput):
                chains = [chain, edited(self.model, chain, self.scenario, {})]
                if unsure:
                    chains.append(edited(self.model, chain, self.scenario, drawn[draw][1]))
                kept.append((draw, chains))
        flows = iter(solve_together([chain for _draw, chains in kept for chain in chains]))
        found = []
        for draw, _chains in kept:
            figures, rate = self._figures(draw, next(flows), self.plain, {})
            data, to_be_rate = self._figures(draw, next(flows), self.scenario, {})
            both = data
            if unsure:
                both, to_be_rate = self._figures(draw, next(flows), self.scenario, drawn[draw][1])
            found.append(_Told((figures, data, both), (rate, to_be_rate)))
        return found

    def _figures(
        self, draw: int, flow: Flow, scenario: Scenario, values: dict[Belief, float]
    ) -> tuple[Figures, Floats]:
        if draw % self.every == 0:
            walked = walk(flow.chain, _WALKS, self.seed, resample=draw)
            return measured(self.model, flow.chain, scenario, values, walked, flow)
        moved = self.moved if scenario is self.scenario else (0.0, 0.0)
        figures, rates = _expected(self.model, flow, scenario, values, moved)
        return figures | _BLANK, rates


_BLANK = {"median_duration_s": float("nan"), "p90_duration_s": float("nan")}
