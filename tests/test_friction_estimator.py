"""What is at stake, against an independent computation, and on journeys whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from journey.analyses.friction.cells import count_cells
from journey.analyses.friction.friction import FrictionList, friction
from journey.analyses.friction.parts import Kind
from journey.analyses.friction.stake import stakes
from journey.analyses.friction.steps import lay_steps
from journey.analyses.friction.telling import BANDS_S
from journey.ingest.import_log import import_log
from journey.model import Definitions, Mapping
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

HORIZON = 30 * 86_400


def oracle(log: pd.DataFrame, kind: Kind) -> dict[tuple[str, ...], tuple[int, int, float]]:
    """Place -> affected, compared, at stake, from the log alone and in pandas alone."""
    log = log.reset_index(drop=True)
    goal, lost = definitions().goals[0], definitions().lost[0]
    by = log.groupby("journey_id", sort=False)
    start, end = by.time.transform("min"), log.time.max()
    log = log.assign(position=by.cumcount(), elapsed=(log.time - start).dt.total_seconds(), start=start)
    decisive = log[log.touchpoint.isin([goal, lost])].groupby("journey_id").first()
    log["decided"] = log.journey_id.map(decisive.position).fillna(np.inf)
    log["done"] = log.journey_id.map(decisive.touchpoint == goal).fillna(False).astype(bool)
    log["visit"] = (log.groupby(["journey_id", "touchpoint"]).cumcount() + 1).clip(upper=3)
    log["next"] = by.touchpoint.shift(-1)
    log["next_visit"] = log.groupby("journey_id").visit.shift(-1)
    log["band"] = np.searchsorted(BANDS_S, log.elapsed, side="right")
    log = log[log.start <= end - pd.Timedelta(seconds=HORIZON)]
    before = log[log.position < log.decided]
    if kind is Kind.DETOUR:
        rows = before.assign(
            hit=(before.next_visit == 1) & (before.position + 1 < before.decided), place=before.next
        )  # fmt: skip
        keys = ["touchpoint", "visit", "band"]
    else:
        came_again = set(map(tuple, before.loc[before.visit == 2, ["journey_id", "touchpoint"]].to_numpy()))
        rows = before[(before.visit == 1) & before.next.notna()]
        pairs = zip(rows.journey_id, rows.touchpoint, strict=True)
        rows = rows.assign(hit=[pair in came_again for pair in pairs], place=rows.touchpoint)
        keys = ["touchpoint", "band"]
    found: dict[tuple[str, ...], tuple[int, int, float]] = {}
    for place in rows.loc[rows.hit, "place"].unique():
        affected = rows[rows.hit & (rows.place == place)].groupby(keys).done.agg(["size", "sum"])
        every = rows.groupby(keys).done.agg(["size", "sum"]).loc[affected.index]
        others = every - affected
        matched = others["size"] > 0
        gap = affected["size"] * others["sum"] / others["size"].where(matched) - affected["sum"]
        found[(place,)] = (int(affected["size"].sum()), int(others["size"].sum()), float(gap[matched].sum()))
    return found


@pytest.mark.parametrize("kind", [Kind.DETOUR, Kind.REPEAT])
def test_every_place_as_an_independent_computation_has_it(kind: Kind, tmp_path: Path) -> None:
    log = generate(journeys=1500, seed=3)
    path = tmp_path / "sample.duckdb"
    import_log(log, path, mapping=mapping(), definitions=definitions())
    wanted = oracle(log, kind)
    with Workspace(path) as workspace, select(workspace, Scope()) as selection:
        steps = lay_steps(selection)
        counted = count_cells(steps, kind, 1)
        found = {(steps.names[s],): stake for (s, _t), stake in zip(counted.places, stakes(counted), strict=True)}
    assert set(found) == set(wanted)
    for place, (journeys, compared, at_stake) in wanted.items():
        assert (found[place].journeys, found[place].compared) == (journeys, compared), place
        if found[place].at_stake.value is not None:
            assert found[place].at_stake.value == pytest.approx(at_stake, abs=1e-6), place


Walk = Callable[[np.random.Generator], list[tuple[str, float]]]


def simulated(walk: Walk, tmp_path: Path, journeys: int = 4000, seed: int = 11) -> FrictionList:
    """The friction list of journeys that each follow a walk of (touchpoint, hours)."""
    random = np.random.default_rng(seed)
    rows = [
        (f"j{i}", name, pd.Timestamp("2026-01-01") + pd.Timedelta(hours=hours))
        for i in range(journeys)
        for name, hours in walk(random)
    ]
    path = tmp_path / "simulated.duckdb"
    import_log(
        pd.DataFrame(rows, columns=["who", "what", "when"]), path,
        mapping=Mapping(journey="who", touchpoint=("what",), time="when"),
        definitions=Definitions(goals=("Goal",), horizon_s=864_000.0, observed_end="2027-01-01"),
    )  # fmt: skip
    with Workspace(path) as workspace:
        return friction(workspace, Scope())


def test_a_known_loss_is_found_where_the_stage_reached_hides_it(tmp_path: Path) -> None:
    """An error hits 30 %, and 40 % of those leave at it; who goes on, or was not hit, completes in 60 %.

    Among those who reach Pay, journeys with and without an error complete alike, and among those who do not, nobody
    does: a comparison within "stage reached" finds nothing. The truth is 0.3 x 4000 x 0.6 x 0.4 = 288.
    """
    told: list[tuple[bool, bool, bool]] = []

    def walk(random: np.random.Generator) -> list[tuple[str, float]]:
        error, leaves, completes = random.random() < 0.3, random.random() < 0.4, random.random() < 0.6
        reached, done = not (error and leaves), completes and not (error and leaves)
        told.append((error, reached, done))
        steps = [("Basket", 0.0), *([("Error", 0.1)] if error else []), *([("Pay", 1.0)] if reached else [])]
        return [*steps, ("Goal", 2.0)] if done else steps

    found = simulated(walk, tmp_path)
    (first, *_others) = found.ranked
    assert (first.place.kind, first.name) == (Kind.DETOUR, "Error")
    assert first.stake.at_stake.low is not None and first.stake.at_stake.high is not None
    assert first.stake.at_stake.low < 288 < first.stake.at_stake.high
    assert first.stake.at_stake.high - first.stake.at_stake.low < 200
    naive = 0.0
    frame = pd.DataFrame(told, columns=["error", "reached", "done"])
    for _reached, part in frame.groupby("reached"):
        with_it, without = part[part.error], part[~part.error]
        naive += len(with_it) * (without.done.mean() - with_it.done.mean()) if len(without) else 0.0
    assert abs(naive) < 60


def test_time_before_the_moment_is_no_effect_of_it(tmp_path: Path) -> None:
    """Late comers complete less, and meet the error more often; the error itself does nothing."""

    def walk(random: np.random.Generator) -> list[tuple[str, float]]:
        late = random.random() < 0.5
        error = random.random() < (0.6 if late else 0.1)
        done = random.random() < (0.3 if late else 0.8)
        arrives = 100.0 if late else 1.0
        steps = [("Ad", 0.0), ("Basket", arrives), *([("Error", arrives + 0.1)] if error else [])]
        return [*steps, ("Pay", arrives + 1), *([("Goal", arrives + 2)] if done else [])]

    found = simulated(walk, tmp_path)
    (error,) = [one for one in (*found.ranked, *found.below) if (one.place.kind, one.name) == (Kind.DETOUR, "Error")]
    assert not error.above
    low, high = error.stake.at_stake.low, error.stake.at_stake.high
    assert low is not None and high is not None and low < 0 < high


def test_a_headline_over_several_places_is_no_sum(tmp_path: Path) -> None:
    """The same fifth meets one error at the basket and another at the payment: together they are counted once."""

    def walk(random: np.random.Generator) -> list[tuple[str, float]]:
        hit = random.random() < 0.2
        done = random.random() < (0.3 if hit else 0.7)
        again = hit and random.random() < 0.3
        steps = [("Basket", 0.0), *([("Error", 0.1)] if hit else []), ("Pay", 1.0)]
        return [*steps, *([("Refused", 1.1)] if again else []), ("Wait", 2.0), *([("Goal", 3.0)] if done else [])]

    found = simulated(walk, tmp_path)
    assert found.together is not None and found.together.at_stake.value is not None
    every = [o for one in found.ranked for o in (one, *one.also)]
    assert {one.name for one in every} >= {"Error", "Refused"}
    assert found.together.at_stake.value < sum(one.stake.at_stake.value or 0.0 for one in every)
    assert pytest.approx(found.together.at_stake.value, rel=0.2) == 0.2 * 4000 * 0.4


def test_a_few_without_a_completion_are_no_certainty(tmp_path: Path) -> None:
    """Thirty-odd that never complete, where 5 % of the others do: a bootstrap alone would be sure."""
    drawn = iter(range(10_000))

    def walk(random: np.random.Generator) -> list[tuple[str, float]]:
        number = next(drawn)
        steps = [("Basket", 0.0), *([("Error", 0.1)] if number < 35 else []), ("Look", 1.0)]
        return [*steps, ("Goal", 2.0)] if number >= 35 and random.random() < 0.05 else steps

    found = simulated(walk, tmp_path, journeys=2000)
    (error,) = [one for one in (*found.ranked, *found.below) if (one.place.kind, one.name) == (Kind.DETOUR, "Error")]
    assert error.stake.conversion == 0
    assert error.stake.p > 0.05
    assert not error.above
