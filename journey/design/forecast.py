"""The forecast of a scenario: as-is, to-be and their difference, each with how sure it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journey.design.bands import splits_for
from journey.design.compile import Belief, beliefs, compile_scenario, edited
from journey.design.draws import Draws, bootstrap, measured
from journey.design.effect import Effect, effect_of
from journey.design.figures import Figures
from journey.design.model import AsIs, fit_model
from journey.design.monte_carlo import RUNS, SEED, Walked, walk
from journey.design.scenario import Problem, Scenario
from journey.design.start import part_of
from journey.design.trust import Trust, trust_test
from journey.model import Progress, silent
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Band", "Forecast", "Rollout", "Swing", "difference_band", "forecast"]

ROLLOUT = (0.25, 0.5, 1.0)
DRAWS = 200

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """A figure and three 95 % intervals, each wider than the one before.

    Attributes
    ----------
    value : float
    data : tuple of (low, high)
        From which customers happen to be in the log.
    beliefs : tuple of (low, high)
        And from how unsure people are of their assumptions.
    trust : tuple of (low, high)
        And from how far the model missed the newest journeys.
    """

    value: float
    data: tuple[float, float]
    beliefs: tuple[float, float]
    trust: tuple[float, float]

    @property
    def low(self) -> float:
        """The least that is to be expected, all doubts counted."""
        return self.trust[0]

    @property
    def high(self) -> float:
        """The most."""
        return self.trust[1]


@dataclass(frozen=True)
class Swing:
    """What one assumption moves: the differences with it at P10 and at P90, all others at their likeliest."""

    number: int
    field: str
    low: float
    high: float
    figures_low: Figures
    figures_high: Figures


@dataclass(frozen=True)
class Rollout:
    """A share of journeys that take the to-be, the others the as-is."""

    share: float
    figures: dict[str, Band]


@dataclass(frozen=True)
class Forecast:
    """What a scenario is expected to change.

    Attributes
    ----------
    as_is, to_be, difference : dict of figure to Band
        Figures are conversion, completed, lost, dropped (shares of journeys), contacts_per_journey, cost_per_journey,
        cost_per_completed, value_per_journey (in the log's currency), median_duration_s, p90_duration_s (seconds, of
        journeys that complete; of all without a goal) and one for each score.
    exit_rates : dict of touchpoint to (as-is, to-be)
    effect : Effect
        Where it arises.
    swings : tuple of Swing
        Assumptions, the one that moves conversion most first.
    """

    scenario: Scenario
    as_is: dict[str, Band]
    to_be: dict[str, Band]
    difference: dict[str, Band]
    exit_rates: dict[str, tuple[Band | None, Band | None]]
    effect: Effect
    swings: tuple[Swing, ...]
    rollout: tuple[Rollout, ...]
    trust: Trust
    problems: tuple[Problem, ...]
    journeys: int
    depth: int
    states: int
    runs: int
    seed: int
    seconds: float


def forecast(
    workspace: Workspace,
    scope: Scope,
    scenario: Scenario,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    draws: int = DRAWS,
    progress: Progress = silent,
) -> Forecast:
    """Forecast a scenario on the mature journeys of a scope.

    Parameters
    ----------
    runs : int
        Journeys walked for the figures of distributions; expectations are exact.
    seed : int
        Of all random numbers.
    draws : int
        Bootstrap draws.

    Raises
    ------
    WrongEdit
        An edit cannot be made.
    WrongInput
        Too few journeys for a model, or no log is behind what the scenario starts from.
    """
    begun = time.perf_counter()
    scope = part_of(workspace, scope, scenario.start)
    progress(0.0, _("Fitting the as-is"))
    model = fit_model(workspace, scope, splits_for(workspace, scope, scenario))
    compiled = compile_scenario(model, scenario)
    progress(0.05, _("Predicting the newest journeys, to test the model"))
    trust = trust_test(workspace, scope, scenario, model, seed=seed)
    progress(0.15, _("Walking journeys"))
    before, after = walk(model.chain, runs, seed), walk(compiled.chain, runs, seed)
    plain = replace(scenario, edits=())
    values: dict[Belief, float] = {}
    as_is, exit_as_is = measured(model, model.chain, plain, values, before)
    to_be, exit_to_be = measured(model, compiled.chain, scenario, values, after)
    found = bootstrap(
        model, compiled.chain, scenario, draws=draws, seed=seed,
        progress=lambda share, what: progress(0.2 + 0.7 * share, what),
    )  # fmt: skip
    progress(0.9, _("Asking which assumption matters"))
    swings = _swings(model, scenario, as_is, runs=min(runs, 20_000), seed=seed)
    bands = _Bands(as_is, to_be, found, trust)
    return Forecast(
        scenario=scenario,
        as_is={name: bands.as_is(name) for name in as_is},
        to_be={name: bands.to_be(name) for name in to_be},
        difference={name: bands.difference(name) for name in as_is},
        exit_rates=_exit_rates(model.chain.names, compiled.chain.names, exit_as_is, exit_to_be, found),
        effect=effect_of(model, compiled),
        swings=swings,
        rollout=tuple(_rollout(share, bands, model, before, after) for share in ROLLOUT),
        trust=trust,
        problems=compiled.problems,
        journeys=model.journeys,
        depth=model.depth,
        states=model.chain.states - 4,
        runs=runs,
        seed=seed,
        seconds=time.perf_counter() - begun,
    )


@dataclass(frozen=True)
class _Bands:
    """Intervals from draws, moved to the exact figure: what a draw differs from its own base by is what counts."""

    before: Figures
    after: Figures
    draws: Draws
    trust: Trust

    def as_is(self, name: str) -> Band:
        off = self._off(self.draws.as_is, name, 0)
        return _band(self.before[name], off, off, self.trust.error(name, self.before[name]))

    def to_be(self, name: str) -> Band:
        value = self.after[name]
        parts = (self._off(self.draws.data, name, 1), self._off(self.draws.both, name, 1))
        return _band(value, *parts, self.trust.error(name, value))

    def difference(self, name: str, share: float = 1.0) -> Band:
        value = share * (self.after[name] - self.before[name])
        base = self._off(self.draws.as_is, name, 0)
        data = share * (self._off(self.draws.data, name, 1) - base)
        both = share * (self._off(self.draws.both, name, 1) - base)
        # A model that misses a figure by a tenth is taken to miss its change by a tenth.
        level = abs(self.before[name])
        part = self.trust.error(name, level) / level if level > 0 else 0.0
        return _band(value, data, both, abs(value) * part)

    def mixed(self, name: str, share: float, value: float) -> Band:
        base = self._off(self.draws.as_is, name, 0)
        data = base + share * (self._off(self.draws.data, name, 1) - base)
        both = base + share * (self._off(self.draws.both, name, 1) - base)
        return _band(value, data, both, self.trust.error(name, value))

    def _off(self, drawn: Mapping[str, Floats], name: str, which: int) -> Floats:
        return drawn[name] - self.draws.base[which][name] if name in drawn else np.zeros(1)


def difference_band(before: Figures, after: Figures, draws: Draws, name: str) -> Band:
    """The difference of a figure with its intervals, the model's own error left out.

    Parameters
    ----------
    before, after : Figures
        As-is and to-be.
    """
    return _Bands(before, after, draws, Trust(None, "", 0, 0, ())).difference(name)


def _band(value: float, data: Floats, both: Floats, error: float) -> Band:
    inner = _ends(value, data)
    outer = _ends(value, both)
    outer = min(inner[0], outer[0]), max(inner[1], outer[1])
    return Band(value, inner, outer, (outer[0] - error, outer[1] + error))


def _ends(value: float, off: Floats) -> tuple[float, float]:
    known = off[np.isfinite(off)]
    if not len(known):
        return value, value
    # Quantiles of a few draws would be ragged; their spread is not.
    few = len(known) < 100
    low, high = np.array([-1.96, 1.96]) * np.std(known) if few else np.quantile(known, (0.025, 0.975))
    return value + min(float(low), 0.0), value + max(float(high), 0.0)


def _rollout(share: float, bands: _Bands, model: AsIs, before: Walked, after: Walked) -> Rollout:
    figures = {}
    for name in bands.before:
        value = bands.before[name] + share * (bands.after[name] - bands.before[name])
        if name.endswith("duration_s"):
            value = _mixture(share, 0.5 if name.startswith("median") else 0.9, model, before, after)
        figures[name] = bands.mixed(name, share, value)
    completed = (1 - share) * bands.before.get("completed", 0.0) + share * bands.after.get("completed", 0.0)
    if "cost_per_completed" in figures and completed > 0:
        cost = (1 - share) * bands.before["cost_per_journey"] + share * bands.after["cost_per_journey"]
        figures["cost_per_completed"] = bands.mixed("cost_per_completed", share, cost / completed)
    return Rollout(share, figures)


def _mixture(share: float, level: float, model: AsIs, before: Walked, after: Walked) -> float:
    """A quantile of durations where that share of journeys takes the to-be."""
    old, new = (w.duration[w.completed] if model.has_goal else w.duration for w in (before, after))
    if not len(old) + len(new):
        return float("nan")
    seconds = np.concatenate([old, new])
    weight = np.concatenate([np.full(len(old), 1 - share), np.full(len(new), share)])
    order = np.argsort(seconds)
    reached = np.cumsum(weight[order])
    return float(seconds[order][np.searchsorted(reached, level * reached[-1])])


def _swings(model: AsIs, scenario: Scenario, as_is: Figures, *, runs: int, seed: int) -> tuple[Swing, ...]:
    found = []
    for number, name in beliefs(scenario):
        assumption = scenario.edits[number].number(name)
        assert assumption is not None
        ends = []
        for value in (assumption.low, assumption.high):
            values = {(number, name): value}
            chain = edited(model, model.chain, scenario, values)
            figures, _rates = measured(model, chain, scenario, values, walk(chain, runs, seed))
            ends.append({figure: figures[figure] - as_is[figure] for figure in as_is})
        found.append(Swing(number, name, assumption.low, assumption.high, *ends))
    key = "conversion" if model.has_goal else "contacts_per_journey"
    return tuple(sorted(found, key=lambda swing: -abs(swing.figures_high[key] - swing.figures_low[key])))


def _exit_rates(
    names: tuple[str, ...], after: tuple[str, ...], as_is: Floats, to_be: Floats, draws: Draws
) -> dict[str, tuple[Band | None, Band | None]]:
    def band(value: float, drawn: Floats) -> Band | None:
        if not np.isfinite(value):
            return None
        known = drawn[np.isfinite(drawn)]
        low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (value, value)
        inner = min(value, float(low)), max(value, float(high))
        return Band(value, inner, inner, inner)

    found: dict[str, tuple[Band | None, Band | None]] = {}
    for at, name in enumerate(after):
        old = band(as_is[at], draws.exit_as_is[:, at]) if at < len(names) and len(draws.exit_as_is) else None
        new = band(to_be[at], draws.exit_to_be[:, at]) if len(draws.exit_to_be) else None
        if old is not None or new is not None:
            found[name] = (old, new)
    return found
