"""The trust test: fitted to what was known at a split date, does the model predict the journeys that came after it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.analyses.interval import MINIMUM_N, wilson
from journey.design.chain import Chain
from journey.design.coding import IN_TIME, LATE, Coded, code
from journey.design.logged import as_logged
from journey.design.model import AsIs, fit
from journey.design.monte_carlo import Walked, walk
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count, percent

__all__ = ["Check", "Trust", "trust_test"]

SPLIT = 0.7
_DRAWS = 40
_WALKS = 40_000

Floats = NDArray[np.float64]
Key = tuple[str, str]
"""A figure and the place whose journeys it is of; all journeys without one."""


@dataclass(frozen=True)
class Check:
    """One figure, predicted and seen.

    Attributes
    ----------
    figure : str
        conversion, median_duration_s, p90_duration_s, place_conversion or place_repeat.
    place : str
        The touchpoint whose journeys are meant; empty: all.
    error, tolerance, half : float
        Predicted less seen, what is allowed, and half the width of the error's 95 % interval; shares in points of 0..1,
        durations as a part of what was seen.
    passed : bool or None
        None: cannot tell, since the interval is wider than the tolerance.
    n : int
        Journeys it was seen on.
    """

    figure: str
    place: str
    predicted: float
    observed: float
    error: float
    tolerance: float
    half: float
    passed: bool | None
    n: int

    @property
    def words(self) -> str:
        """The verdict in a few words."""
        what = _FIGURES[self.figure].format(place=self.place)
        if self.passed:
            return _("{what} yes").format(what=what)
        off = _off(self)
        if self.passed is None:
            return _("{what} cannot tell ({off}, give or take {half})").format(
                what=what, off=off, half=_size(self, self.half)
            )
        return _("{what} {off}").format(what=what, off=off)


@dataclass(frozen=True)
class Trust:
    """The verdict, and what it rests on.

    Attributes
    ----------
    passed : bool or None
        Whether all checks pass; False as soon as one fails; else None where one cannot tell.
    split : str
        ISO date at which the log was cut; empty where no test could be made.
    fitted, tested : int
        Journeys before and after.
    """

    passed: bool | None
    split: str
    fitted: int
    tested: int
    checks: tuple[Check, ...]
    value_per_completed: float = 0.0

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        if not self.checks:
            return _(
                "The model cannot be tested: {fitted} journeys were decided before the split and {tested} started "
                "after it, and {least} of each are needed."
            ).format(fitted=count(self.fitted), tested=count(self.tested), least=MINIMUM_N)
        verdict = {
            True: _("The model reproduces the newest {share} of journeys"),
            False: _("The model does not reproduce the newest {share} of journeys"),
            None: _("Whether the model reproduces the newest {share} of journeys cannot be told"),
        }[self.passed].format(share=percent(1 - SPLIT))
        return _("{verdict}: {checks}.").format(verdict=verdict, checks="; ".join(check.words for check in self.checks))

    def error(self, figure: str, value: float) -> float:
        """How far the model missed a figure of that size, in its unit; 0 where it was not tested."""
        for check in self.checks:
            if check.place:
                continue
            if check.figure == figure:
                return abs(check.error) * (abs(value) if figure.endswith("_s") else 1.0)
            if check.figure == "conversion" and figure == "completed":
                return abs(check.error)
            if check.figure == "conversion" and figure == "value_per_journey":
                return abs(check.error) * self.value_per_completed
        return 0.0


def trust_test(workspace: Workspace, scope: Scope, scenario: Scenario, model: AsIs, *, seed: int = 1) -> Trust:
    """Test the model of a scope as docs/definitions.md says.

    Parameters
    ----------
    scenario : Scenario
        The places that its edits touch are tested on their own.
    model : AsIs
        The model of the forecast; the test's has its states.
    """
    with select(workspace, scope) as selection:
        judged = "s.mature AND s.outcome < 4" if model.has_goal else "true"
        rows = selection.run(
            f"""
            SELECT CAST(quantile_disc(j.started, {SPLIT}) AS VARCHAR)
            FROM {selection.journeys} s JOIN journey j ON j.id = s.id WHERE {judged}
            """
        )
        split = rows[0][0]
        horizon = int(model.horizon_s * 1e6) if np.isfinite(model.horizon_s) else 0
        tested = code(selection, where="j.started > CAST(? AS TIMESTAMP)", given=[split])
        try:
            # Only journeys whose time was up by then: nobody knew yet how the others would end.
            fitted = fit(
                selection, model.splits, until=split, depth=model.depth,
                where="j.started <= CAST(? AS TIMESTAMP) - to_microseconds(CAST(? AS BIGINT))", given=[split, horizon],
            )  # fmt: skip
        except WrongInput:
            return Trust(None, split[:10], 0, tested.journeys, ())
    value = scenario.value_per_completed or 0.0
    if tested.journeys < MINIMUM_N:
        return Trust(None, split[:10], fitted.journeys, tested.journeys, (), value)
    places = _places(scenario, fitted, tested)
    checks = tuple(_checks(fitted, tested, places, seed))
    verdicts = [check.passed for check in checks]
    passed = False if False in verdicts else None if None in verdicts else True
    return Trust(passed, split[:10], fitted.journeys, tested.journeys, checks, value)


def _places(scenario: Scenario, fitted: AsIs, tested: Coded) -> list[str]:
    named = [
        name
        for _number, edit in as_logged(scenario)
        for field, name in edit.texts
        if field in ("touchpoint", "source", "other") and edit.kind not in ("cost", "score", "rename", "move")
    ]
    return [name for name in dict.fromkeys(named) if name in tested.names and len(fitted.chain.of(name))]


def _checks(fitted: AsIs, tested: Coded, places: list[str], seed: int) -> list[Check]:
    predicted = _predicted(fitted, places, walk(fitted.chain, _WALKS, seed))
    seen = _Seen(tested, places)
    observed = seen.figures()
    spread = _spread(fitted, places, seen, seed)
    checks = []
    for key, value in predicted.items():
        figure, place = key
        n = seen.count(place)
        was = observed.get(key, float("nan"))
        if not np.isfinite(value) or not np.isfinite(was):
            continue
        relative = figure.endswith("_s") and was > 0
        error, half = value - was, 1.96 * spread.get(key, float("inf"))
        if relative:
            error, half = error / was, half / was
        if figure.endswith("conversion"):
            # Nobody of a few is no certainty.
            share = wilson(round(was * n), n)
            half = max(half, ((share.high or 0.0) - (share.low or 0.0)) / 2)
        tolerance = _TOLERANCE[figure]
        checks.append(Check(figure, place, value, was, error, tolerance, half, _verdict(error, tolerance, half, n), n))
    return checks


def _verdict(error: float, tolerance: float, half: float, n: int) -> bool | None:
    if abs(error) - half > tolerance and n >= MINIMUM_N:
        return False
    if half > tolerance or n < MINIMUM_N:
        return None
    return abs(error) <= tolerance


class _Seen:
    """The tested journeys, and draws of them."""

    def __init__(self, tested: Coded, places: list[str]) -> None:
        journey = np.cumsum(tested.first) - 1
        self.has_goal = tested.has_goal
        self.phase, self.duration = tested.outcome_phase, tested.duration
        self.visits = {
            name: np.bincount(journey[tested.node == tested.names.index(name)], minlength=tested.journeys)
            for name in places
        }

    def count(self, place: str) -> int:
        """Journeys that come to a place; all, without one."""
        return int((self.visits[place] > 0).sum()) if place else len(self.phase)

    def figures(self, chosen: NDArray[np.int64] | slice = slice(None)) -> dict[Key, float]:
        """The figures of some of the journeys."""
        phase = self.phase[chosen]
        found = _durations(self.duration[chosen], np.isin(phase, (IN_TIME, LATE)), self.has_goal)
        if self.has_goal:
            found["conversion", ""] = float((phase == IN_TIME).mean())
        for name, visits in self.visits.items():
            times = visits[chosen]
            met = times > 0
            if met.any() and self.has_goal:
                found["place_conversion", name] = float((phase[met] == IN_TIME).mean())
            if met.any():
                found["place_repeat", name] = float((times[met] > 1).mean())
        return found


def _predicted(fitted: AsIs, places: list[str], walked: Walked, chain: Chain | None = None) -> dict[Key, float]:
    """The figures of a model: those of durations are walked, the others exact."""
    flow = (chain or fitted.chain).solve()
    found: dict[Key, float] = {}
    if fitted.has_goal:
        found["conversion", ""] = flow.conversion
    found |= _durations(walked.duration, walked.completed, fitted.has_goal)
    for name in places:
        _reach, converts, repeats = flow.at(name)
        if fitted.has_goal:
            found["place_conversion", name] = converts
        found["place_repeat", name] = repeats
    return found


def _durations(seconds: Floats, completed: NDArray[np.bool_], has_goal: bool) -> dict[Key, float]:
    chosen = seconds[completed] if has_goal else seconds
    if not len(chosen):
        return {}
    median, p90 = np.quantile(chosen, (0.5, 0.9))
    return {("median_duration_s", ""): float(median), ("p90_duration_s", ""): float(p90)}


def _spread(fitted: AsIs, places: list[str], seen: _Seen, seed: int) -> dict[Key, float]:
    """Standard error of predicted less seen, by a bootstrap of both."""
    random = np.random.Generator(np.random.PCG64(seed))
    groups, n = len(fitted.group_steps), len(seen.phase)
    errors: dict[Key, list[float]] = {}
    for draw in range(_DRAWS):
        weights = random.multinomial(groups, np.full(groups, 1 / groups)).astype(np.float64)
        (chain,) = fitted.drawn(weights[np.newaxis])
        model = _predicted(fitted, places, walk(chain, 4_000, seed, resample=draw), chain)
        reality = seen.figures(random.integers(0, n, n))
        for key in model.keys() & reality.keys():
            errors.setdefault(key, []).append(model[key] - reality[key])
    return {key: float(np.nanstd(values)) for key, values in errors.items()}


_TOLERANCE = {
    "conversion": 0.02,
    "median_duration_s": 0.10,
    "p90_duration_s": 0.15,
    "place_conversion": 0.03,
    "place_repeat": 0.03,
}

_FIGURES = {
    "conversion": _("conversion"),
    "median_duration_s": _("median duration"),
    "p90_duration_s": _("p90 duration"),
    "place_conversion": _("conversion of journeys at {place}"),
    "place_repeat": _("repeats at {place}"),
}


def _size(check: Check, amount: float) -> str:
    if check.figure.endswith("_s"):
        return percent(abs(amount))
    return _("{points} points").format(points=f"{100 * abs(amount):.1f}")


def _off(check: Check) -> str:
    high, low = (_("too long"), _("too short")) if check.figure.endswith("_s") else (_("too high"), _("too low"))
    return _("{size} {way}").format(size=_size(check, check.error), way=high if check.error > 0 else low)
