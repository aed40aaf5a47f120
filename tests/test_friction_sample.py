"""What was planted into the sample is found in its place and period; where nothing was, nothing is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from server import whole  # noqa: F401

from journey.analyses.friction.friction import FrictionList, friction
from journey.analyses.friction.parts import Friction
from journey.ingest.import_log import import_log
from journey.sample import PLANTS, definitions, generate, mapping
from journey.scope import Scope
from journey.store.workspace import Workspace


def clean(folder: Path, journeys: int, seed: int) -> FrictionList:
    path = folder / "clean.duckdb"
    import_log(generate(journeys, seed, ("all",)), path, mapping=mapping(), definitions=definitions())
    with Workspace(path) as workspace:
        return friction(workspace, Scope())


@pytest.fixture(scope="module")
def found(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> FrictionList:  # noqa: F811
    path = tmp_path_factory.mktemp("friction") / "sample.duckdb"
    shutil.copy(whole, path)
    with Workspace(path) as workspace:
        return friction(workspace, Scope())


def periods(one: Friction) -> Iterator[tuple[date, date]]:
    for peak in one.peaks:
        if peak.since is not None and peak.until is not None:
            yield peak.since, peak.until


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_every_plant_is_found_in_its_place_and_period(found: FrictionList, plant: object) -> None:
    place, since, until = (getattr(plant, name) for name in ("place", "since", "until"))
    touchpoints = set(place.split(" -> "))
    planted = (date.fromisoformat(since), date.fromisoformat(until))
    for one in found.ranked[:8]:
        if one.name in touchpoints and (one.target is None or one.target in touchpoints):
            for first, last in periods(one):
                # Weeks begin on Mondays, and people are hit some days after they set out.
                inside = (min(last, planted[1]) - max(first, planted[0])).days + 1
                if inside >= 0.8 * ((last - first).days + 1):
                    return
    pytest.fail(f"{place} is not among the first eight")


def test_what_concentrates_is_named(found: FrictionList) -> None:
    peaks = {(one.name, peak.what, peak.value) for one in found.ranked for peak in one.peaks}
    assert ("Upload documents", "partner", "Cedar Check") in peaks
    assert ("Delivery missed", "region", "North") in peaks
    assert ("Call about the bill", "plan", "Home Bundle") in peaks
    assert ("Payment error", "", "app") in peaks


def test_the_list_is_ranked_and_folded(found: FrictionList) -> None:
    stakes = [one.stake.at_stake.value or 0.0 for one in found.ranked]
    assert stakes == sorted(stakes, reverse=True)
    assert all(one.q <= 0.05 for one in found.ranked)
    assert all(one.q > 0.05 or (one.stake.at_stake.value or 0.0) <= 0 or one.after for one in found.below)
    places = [o.place for one in (*found.ranked, *found.below) for o in (one, *one.also)]
    assert len(places) == found.tested
    assert found.together is not None and found.together.at_stake.value is not None
    assert found.together.at_stake.value < sum(stakes)


@pytest.mark.parametrize("seed", [1, 2])
def test_without_plants_nothing_is_above_the_line(seed: int, tmp_path: Path) -> None:
    found = clean(tmp_path, 6_000, seed)
    assert found.tested > 50
    assert found.ranked == ()
    assert found.together is None
