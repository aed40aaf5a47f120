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
from journey.charts.friction_heat import friction_heat
from journey.charts.friction_words import kind_name
from journey.charts.theme import tokens
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


def test_the_squares_tell_the_strongest_of_their_stage_and_kind(found: FrictionList) -> None:
    strongest: dict[tuple[str, str], Friction] = {}
    for one in found.ranked:
        here = (one.stage or "no stage", kind_name(one.place.kind))
        size = one.extra if one.after else one.stake.at_stake.value or 0.0
        held = strongest.get(here)
        if held is None or size > (held.extra if held.after else held.stake.at_stake.value or 0.0):
            strongest[here] = one
    figure = friction_heat(found.ranked, tuple(dict.fromkeys(stage for stage, _kind in strongest)), "light")
    (squares,) = figure.data
    told = {
        (stage, kind): (text, colour)
        for stage, kind, text, colour in zip(squares.x, squares.y, squares.text, squares.marker.color, strict=True)
    }
    assert set(told) == set(strongest) and any(one.after for one in strongest.values())
    look = tokens("light")
    shades = [
        look[f"pain-{at}"] for at in range(sum(name.startswith("pain-") for name in look)) if f"pain-{at}" in look
    ]
    by_stake = []
    for here, one in strongest.items():
        text, colour = told[here]
        if one.after:
            # Extra contacts and missing answers are no journeys at stake: no shade, and a word for what they are.
            assert colour == look["background"] and text.startswith(f"{round(one.extra):,}<br>")
        else:
            assert text == f"{round(max(0.0, one.stake.at_stake.value or 0.0)):,}"
            by_stake.append((max(0.0, one.stake.at_stake.value or 0.0), shades.index(colour)))
    depths = [shade for _stake, shade in sorted(by_stake)]
    assert depths == sorted(depths) and depths[-1] == 8


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
