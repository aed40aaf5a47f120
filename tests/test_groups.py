"""Behavioural groups: found by what happened, never by how it ended; none where none hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import MakeLog

from journey.analyses.drivers.find import drivers
from journey.analyses.drivers.question import Question
from journey.analyses.dropoff_drivers import dropoff_drivers
from journey.analyses.funnel_question import Funnel
from journey.analyses.groups.behaviour import observe
from journey.analyses.groups.find import behavioural_groups
from journey.analyses.groups.words import group_name
from journey.errors import WrongInput
from journey.scope import Attribute, Scope
from journey.store.journey_attributes import give
from journey.store.selection import select

COLUMNS = "journey touchpoint time channel"


def two_ways(n: int, seed: int = 3, *, goal: Callable[[np.random.Generator, bool], bool] | None = None) -> list[Any]:
    """Half of the journeys go through the shop, half through the web; who pays is a coin's choice if not given."""
    random = np.random.default_rng(seed)
    rows: list[Any] = []
    for i in range(n):
        shop = i % 2 == 0
        path = ["Shop visit", "Advice", "Shop visit", "Fitting"] if shop else ["Search", "Compare", "Basket", "Compare"]
        path = [name for name in path if random.random() > 0.1] or path
        if goal(random, shop) if goal else random.random() < 0.5:
            path = [*path, "Pay", "Thanks"]
        rows += [(f"j{i:03}", name, i + step, "shop" if shop else "web") for step, name in enumerate(path)]
    return rows


def test_two_ways_of_going_about_it_are_found_and_told_apart(log: MakeLog) -> None:
    workspace = log(two_ways(400), COLUMNS, goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    found = behavioural_groups(workspace, Scope())
    assert len(found.groups) == 2 and not found.missing
    halves = [{int(key[1:]) % 2 for key in keys} for keys in found.keys]
    assert sorted(map(tuple, halves)) == [(0,), (1,)]
    names = {group_name(group) for group in found.groups}
    assert {name.split(" · ")[0] for name in names} == {"shop", "web"}
    for group, keys in zip(found.groups, found.keys, strict=True):
        assert group.journeys == len(keys) and group.typical in keys
        first = group.marks[0]
        assert first.here.value in (0.0, 1.0) and first.gap.low is not None


def test_the_end_of_a_journey_is_no_habit(log: MakeLog) -> None:
    workspace = log(two_ways(200), COLUMNS, goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    with select(workspace, Scope()) as selection:
        seen = observe(selection)
    assert {name for kind, name in seen.habits if kind == "touchpoint"}.isdisjoint({"Pay", "Thanks"})
    touchpoints = [i for i, (kind, _name) in enumerate(seen.habits) if kind == "touchpoint"]
    assert seen.used[:, touchpoints].sum(axis=1) == pytest.approx(np.ones(len(seen.journey)))


def test_journeys_all_alike_and_few_journeys_make_no_groups(log: MakeLog) -> None:
    same = log([(f"j{i}", name, i + n) for i in range(150) for n, name in enumerate(("A", "B", "C"))])
    assert behavioural_groups(same, Scope()).missing == "same"
    few = behavioural_groups(log(two_ways(40), COLUMNS), Scope())
    assert few.missing == "few" and few.grouped + few.short == 40


def test_chance_makes_no_groups_that_hold(log: MakeLog) -> None:
    random = np.random.default_rng(1)
    rows = [(f"j{i}", f"T{random.integers(12)}", 30 * i + n) for i in range(400) for n in range(8)]
    found = behavioural_groups(log(rows), Scope())
    assert found.missing == "unsteady" and not any(one.holds for one in found.tried)
    assert len(behavioural_groups(log(rows), Scope(), 3).groups) == 3


def test_groups_kept_as_an_attribute_are_a_filter(log: MakeLog) -> None:
    workspace = log(two_ways(200), COLUMNS)
    found = behavioural_groups(workspace, Scope())
    give(workspace, "Way", {key: f"way {n}" for n, keys in enumerate(found.keys) for key in keys})
    with select(workspace, Scope(attributes=(Attribute("Way", ("way 1",)),))) as selection:
        (kept,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
    assert kept == len(found.keys[1])
    with pytest.raises(WrongInput, match="already"):
        give(workspace, "Way", {})
    give(workspace, "Way", {"j000": "one"}, replace=True)
    assert workspace.run("SELECT count(*) FROM journey_attribute WHERE a0 IS NOT NULL") == [(1,)]
    with pytest.raises(WrongInput, match="name"):
        give(workspace, " ", {})


def test_a_group_kept_is_no_knowledge_on_the_way(log: MakeLog) -> None:
    workspace = log(two_ways(400), COLUMNS, goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    paid = {key for (key,) in workspace.run("SELECT key FROM journey WHERE converted")}
    give(workspace, "Fate", {f"j{i:03}": "paid" if f"j{i:03}" in paid else "not" for i in range(400)})
    found = drivers(workspace, Scope(), Question("goal"))
    assert not found.trusted and not any(one.feature.name == "Fate" for one in found.drivers)
    funnel = Funnel(steps=(("Search",), ("Pay",)))
    assert not any(one.name == "Fate" for one in dropoff_drivers(workspace, Scope(), funnel).drivers)
