"""What is told of a place of the map: against the map itself, plain Python, and by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from statistics import median
from typing import Any

import pytest
from conftest import MakeLog
from server import made

from journey.analyses.flow import flow_map
from journey.analyses.place import WAIT_BOUNDS, place, place_journeys
from journey.analyses.spot import Spot
from journey.model import Level, Outcome
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.views.session import library
from pages import headline, opened, problems, told, workspaces

__all__ = ["made", "workspaces"]

ENDS = ("completed", "lost", "dropped", "open")
CALM = {"goals": ("Goal",), "lost": ("Quit",), "horizon_s": 864_000.0, "observed_end": "2027-01-01"}


def rows() -> list[tuple[Any, ...]]:
    """240 journeys of 90 customers over few touchpoints."""
    random = Random(11)
    found = []
    for n in range(240):
        kind = random.choice(("new", "old"))
        hours = sorted(random.randrange(400) for _event in range(random.randint(1, 9)))
        names = [random.choice(("Ask", "Buy", "Call us", "Do", "Goal", "Quit")) for _hour in hours]
        if kind == "new" and random.random() < 0.6:
            names[0] = "Ask"
        customer = f"c{random.randrange(90)}"
        found += [(f"j{n}", customer, name, hour, random.choice(("web", "shop")), kind)
                  for name, hour in zip(names, hours, strict=True)]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def workspace(log: MakeLog) -> Workspace:
    return log(rows(), "journey customer touchpoint time channel kind", **CALM)


@pytest.mark.parametrize(
    "scope", [Scope(contains=("Buy",)), Scope(hidden=("Do",)), Scope(level=Level.TOUCHPOINT_CHANNEL)]
)
def test_a_place_says_what_the_map_says(workspace: Workspace, scope: Scope) -> None:
    flow = flow_map(workspace, scope)
    assert any(one.conversion.rests_on < one.conversion.n for one in flow.touchpoints), "customers come again"
    for one in flow.touchpoints[:2]:
        found = place(workspace, scope, Spot("touchpoint", one.id))
        assert (found.source, found.journeys, found.events) == (one.name, one.journeys, one.events)
        assert found.conversion_with == one.conversion
        assert (found.share.value, found.share.n) == (pytest.approx(one.share), flow.journeys_shown)
        begun = place(workspace, scope, Spot("start", one.id))
        assert (begun.journeys, begun.events) == (one.starts, one.starts)
        for kind in ENDS:
            ended = place(workspace, scope, Spot("end", one.id, end=kind))
            assert ended.journeys == ended.events == getattr(one.ends, kind)
            assert place_journeys(workspace, scope, ended.spot, 3).matching == ended.journeys
    for move in flow.transitions[:6]:
        found = place(workspace, scope, Spot("transition", move.source, move.target))
        assert (found.journeys, found.events) == (move.journeys, move.events)
        assert found.conversion_with == move.conversion
        assert found.wait_s.value == pytest.approx(move.wait_median_s)
        assert found.wait_p90_s == pytest.approx(move.wait_p90_s)
        assert place_journeys(workspace, scope, found.spot, 3).matching == move.journeys
    for kind in ENDS:
        ended = place(workspace, scope, Spot("end", None, end=kind))
        assert ended.journeys == sum(getattr(one.ends, kind) for one in flow.touchpoints)


def walked() -> dict[str, list[tuple[str, int]]]:
    found = defaultdict(list)
    for key, _customer, name, hour, _channel, _kind in rows():
        found[key].append((name, hour))
    return found


def test_what_follows_and_what_comes_before_is_what_plain_python_counts(workspace: Workspace) -> None:
    number = {one.name: one.id for one in flow_map(workspace, Scope()).touchpoints}
    journeys = walked()
    for a, b in (("Ask", "Buy"), ("Do", "Do"), ("Buy", "Goal")):
        after, before, waits = Counter(), Counter(), defaultdict(list)
        times = 0
        for events in journeys.values():
            for i in range(len(events) - 1):
                if (events[i][0], events[i + 1][0]) != (a, b):
                    continue
                times += 1
                if i + 2 < len(events):
                    after[events[i + 2][0]] += 1
                    waits[events[i + 2][0]].append(3600.0 * (events[i + 2][1] - events[i + 1][1]))
                if i:
                    before[events[i - 1][0]] += 1
        found = place(workspace, Scope(), Spot("transition", number[a], number[b]))
        assert found.events == times
        assert {one.name: one.events for one in found.next} == after
        assert {one.name: one.events for one in found.previous} == before
        for one in found.next:
            assert one.share == pytest.approx(after[one.name] / times)
            assert one.wait_median_s == pytest.approx(median(waits[one.name]))
    # Of a touchpoint both are what the map draws.
    flow = flow_map(workspace, Scope())
    found = place(workspace, Scope(), Spot("touchpoint", number["Call us"]))
    names = {one.id: one.name for one in flow.touchpoints}
    moves = {(names[m.source], names[m.target]): m.events for m in flow.transitions}
    assert {one.name: one.events for one in found.next} == {b: n for (a, b), n in moves.items() if a == "Call us"}
    assert {one.name: one.events for one in found.previous} == {a: n for (a, b), n in moves.items() if b == "Call us"}


def test_waits_fall_into_their_classes(log: MakeLog) -> None:
    seconds = (0, 1, 59, 60, 3599, 3600, 86_400 * 89, 86_400 * 90)
    made = log([(f"j{n}", name, hour) for n, wait in enumerate(seconds) for name, hour in (
        ("Ask", 0), ("Buy", wait / 3600))])  # fmt: skip
    flow = flow_map(made, Scope())
    found = place(made, Scope(), Spot("touchpoint", next(one.id for one in flow.touchpoints if one.name == "Ask")))
    wanted = Counter(sum(wait >= bound for bound in WAIT_BOUNDS) for wait in seconds)
    assert found.waits == tuple(wanted[n] for n in range(len(WAIT_BOUNDS) + 1))
    assert sum(found.waits) == found.wait_s.n == len(seconds)


def test_groups_commoner_here_by_hand(log: MakeLog) -> None:
    """Of 80 new ones 60 call, of 120 old ones 30."""
    made = []
    for n in range(200):
        kind, calls = ("new", n < 60) if n < 80 else ("old", n < 110)
        made += [
            (f"j{n}", "Ask", 0, kind, "x" if n % 2 else "y"),
            (f"j{n}", "Call us" if calls else "Do", 1, kind, "x"),
        ]
    workspace = log([row[:4] for row in made], "journey touchpoint time kind")
    flow = flow_map(workspace, Scope())
    call = next(one.id for one in flow.touchpoints if one.name == "Call us")
    found = place(workspace, Scope(), Spot("touchpoint", call))
    assert found.compared == 2
    ((group),) = found.over_represented
    assert (group.attribute, group.value) == ("kind", "new")
    assert (group.here.value, group.here.n) == (60 / 90, 90)
    assert (group.elsewhere.value, group.elsewhere.n) == (20 / 110, 110)
    assert group.gap.value == pytest.approx(60 / 90 - 20 / 110)


def test_the_newest_journeys_come_first(workspace: Workspace) -> None:
    listed = place_journeys(workspace, Scope(), Spot("end", None, end="completed"), 5)
    moments = [one.moment for one in listed.journeys]
    assert moments == sorted(moments, reverse=True) and len(moments) == 5
    assert {one.outcome for one in listed.journeys} == {Outcome.COMPLETED}


@pytest.mark.parametrize(
    "text", ["", "t", "t5>", ">t5", "start>end-lost", "end-won", "t1>t2>t3", "t5>end-", "<b>", "tx"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert Spot.parse(text) is None


@pytest.mark.usefixtures("workspaces")
@pytest.mark.parametrize("level", [Level.TOUCHPOINT, Level.STAGE])
def test_the_panel_of_everything_that_can_be_clicked(level: Level) -> None:
    scope = Scope(level=level)
    flow = flow_map(library().get("sample"), scope)
    box = next(one for one in flow.touchpoints if one.ends.lost)
    first = next(one for one in flow.touchpoints if one.starts)
    move = flow.transitions[0]
    spots = [
        f"t{first.id}", f"t{move.source}>t{move.target}", "start", f"start>t{first.id}", "end-lost",
        f"t{box.id}>end-lost",
    ]  # fmt: skip
    for spot in spots:
        app = opened("as_is/map", "sample", scope, place=spot)
        assert not problems(app)
        assert headline(app)
        text = told(app)
        assert "of 8,000 journeys" in text, spot
        assert "the newest first" in text, spot
        tables = [list(frame.value.columns) for frame in app.dataframe]
        assert ["Journey", "When", "Events", "Duration"] in tables, spot
        if ">t" in spot or (spot.startswith("t") and "end" not in spot):
            assert "Wait until the next: median" in text, spot
        if "end" in spot and ">" in spot:
            assert "What comes before" in text, spot
        if "end" not in spot and spot != "start":
            assert "What follows" in text, spot
        keys = {button.key for button in app.button}
        said = spot == "end-lost" or (level is Level.TOUCHPOINT and spot != "start")
        assert ("place_with" in keys) == said, spot


@pytest.mark.usefixtures("workspaces")
@pytest.mark.parametrize(
    ("scope", "spot", "buttons"),
    [
        # Completed is all that is left: without it nothing is, which no filter says.
        (Scope(outcomes=(Outcome.COMPLETED,)), "end-completed", {"place_with"}),
        (Scope(), "end-completed", {"place_with", "place_without"}),
        # To all others a further condition would add journeys.
        (Scope(contains=("Basket",), inverse=True), "start", set()),
        (Scope(contains=("Payment error",), inverse=True), "end-completed", set()),
    ],
)
def test_filters_are_offered_where_they_say_what_is_shown(scope: Scope, spot: str, buttons: set[str]) -> None:
    app = opened("as_is/map", "sample", scope, place=spot)
    assert not problems(app)
    assert {button.key for button in app.button} & {"place_with", "place_without"} == buttons
    assert "the newest first" in told(app)


def test_where_something_is_hidden_for_all_it_is_told(log: MakeLog) -> None:
    made = log([(key, name, hour) for key in "ab" for hour, name in enumerate(("Ad", "Ask", "Buy"))])
    assert not place(made, Scope(), Spot("start", None)).relinked
    with made.transaction(definitions=True) as cursor:
        cursor.execute("UPDATE touchpoint SET hidden = true WHERE name = 'Ad'")
    ask = next(one.id for one in flow_map(made, Scope()).touchpoints if one.name == "Ask")
    found = place(made, Scope(), Spot("start", ask))
    assert (found.journeys, found.relinked) == (2, True)


def test_every_touchpoint_where_journeys_start_is_told(log: MakeLog) -> None:
    made = log([(f"j{n}", f"Ad {n}", 0) for n in range(9)])
    found = place(made, Scope(), Spot("start", None))
    assert len(found.next) == 9 and sum(one.share for one in found.next) == pytest.approx(1)
