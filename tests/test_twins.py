"""Twins beside every claim, worked by hand: the same until the moment, one affected and one not."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.analyses.compare import Difference, compare
from journey.analyses.compare_twins import compare_twins
from journey.analyses.dropoff_drivers import Driver
from journey.analyses.dropoff_members import driver_journeys, driver_twins
from journey.analyses.friction.channel_loops import channel_twins
from journey.analyses.friction.loops import loop_twins
from journey.analyses.funnel_question import Funnel
from journey.analyses.twins import Twins
from journey.model import Interval, Outcome
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace

CALM = {"goals": ("Goal",), "horizon_s": 864_000.0, "observed_end": "2027-01-01"}
WAYS = {
    # Journeys a* are of the kind a, and so on: whose, where they go, by which channel.
    "a1": "In Look Help Pay",
    "a2": "In Look Help Leave",
    "a3": "In Look Pay Look Leave",
    "b1": "In Look Pay Goal",
    "b2": "In Look Pay Goal",
    "b3": "Ad Look Pay Goal",
    "b4": "In In Look Pay Goal",
    "b5": "In Look Pay Look Leave Goal",
}


@pytest.fixture(scope="module")
def workspace(log: MakeLog) -> Workspace:
    rows = [
        (who, name, hour, who[0], "phone" if name == "Help" else "web")
        for who, way in WAYS.items() for hour, name in enumerate(way.split())
    ]  # fmt: skip
    return log(rows, "journey touchpoint time kind channel", **CALM)


def pairs(found: tuple[Twins, ...]) -> set[tuple[str, str]]:
    return {(one.affected.key, one.other.key) for one in found}


def driver(kind: str, name: str = "", value: str = "", gap: float = 0.5) -> Driver:
    blank = Interval(gap, None, None, 9)
    return Driver(kind, name, value, blank, blank, blank, blank, 0.0, 0.0)  # type: ignore[arg-type]


FUNNEL = Funnel(steps=(("Look",), ("Goal",)))


def test_a_driver_told_by_an_attribute(workspace: Workspace) -> None:
    found = driver_twins(workspace, Scope(), FUNNEL, 0, driver("attribute", "kind", "a"))
    # b3 and b4 came to Look another way; each of the others has one twin.
    assert {a[0] + b[0] for a, b in pairs(found)} == {"ab"}
    assert {b for _a, b in pairs(found)} == {"b1", "b2", "b5"}
    assert all(one.steps == 2 and one.alike == () for one in found)
    listed = driver_journeys(workspace, Scope(), FUNNEL, 0, driver("attribute", "kind", "a"))
    assert {one.key for one in listed.journeys} == {"a1", "a2", "a3"}


def test_a_driver_told_by_a_visit_before_is_the_same_until_that_visit(workspace: Workspace) -> None:
    question = Funnel(steps=(("Pay",), ("Goal",)))
    found = driver_twins(workspace, Scope(), question, 0, driver("visited", "Help"))
    # Of those who come to Pay only a1 had been at Help, after In and Look; a3, b1 and b2 had gone on to Pay.
    (pair,) = found
    assert (pair.affected.key, pair.affected.position, pair.steps) == ("a1", 1, 2)
    assert pair.other.key in {"b1", "b2", "b5"} and pair.other.position == 1
    again = driver_twins(workspace, Scope(), question, 0, driver("repeated", "In", gap=-0.5))
    assert {one.affected.key for one in again} == {"b4"}
    assert all((one.affected.position, one.other.position) == (0, 0) for one in again)


def test_a_driver_told_by_channel_and_by_time(workspace: Workspace) -> None:
    question = Funnel(steps=(("Look",), ("Pay",), ("Goal",)))
    assert driver_twins(workspace, Scope(), question, 1, driver("channel", value="phone")) == ()
    listed = driver_journeys(workspace, Scope(), question, 1, driver("slow", value="4000"))
    # Only a1 took longer than an hour from Look to Pay.
    assert [one.key for one in listed.journeys] == ["a1"]


def test_a_loop(workspace: Workspace) -> None:
    found = loop_twins(workspace, Scope(), ("Look", "Pay"))
    assert {one.affected.key for one in found} == {"a3", "b5"}
    assert all(one.affected.position == 1 and one.other.key in {"a1", "a2", "b1", "b2"} for one in found)
    # Where those who run it do better, the pair is to show that.
    first = loop_twins(workspace, Scope(), ("Look", "Pay"), True)[0]
    assert (first.affected.key, first.other.outcome) == ("b5", Outcome.DROPPED)


def test_left_for_a_person(workspace: Workspace) -> None:
    found = channel_twins(workspace, Scope(), "left", "Look")
    assert {one.affected.key for one in found} == {"a1", "a2"}
    assert {one.other.key for one in found} <= {"a3", "b1", "b2", "b5"}


@pytest.mark.parametrize(
    ("kind", "source", "target", "affected", "others", "of_a"),
    [
        ("transition", "Look", "Help", {"a1", "a2"}, {"b1", "b2", "b5"}, True),
        ("transition", "Pay", "Goal", {"b1", "b2"}, {"a3"}, False),
        ("reach", "Help", "", {"a1", "a2"}, {"b1", "b2", "b5"}, True),
        ("exit", "Leave", "", {"a3"}, {"b5"}, True),
        ("conversion", "Look", "", {"a1", "a2", "a3"}, {"b1", "b2", "b5"}, True),
        ("converted", "", "", {"a1", "a2", "a3"}, {"b1", "b2", "b4", "b5"}, True),
    ],
)
def test_a_difference_of_two_groups(
    workspace: Workspace, kind: str, source: str, target: str, affected: set[str], others: set[str], of_a: bool
) -> None:
    a, b = (Scope(attributes=(Attribute("kind", (one,)),)) for one in "ab")
    ids = dict(workspace.run("SELECT name, id FROM touchpoint"))
    sign = -1.0 if of_a != (kind in ("conversion", "converted")) else 1.0
    half = Interval(0.5, None, None, 3)
    row = Difference(
        kind=kind, name="", source=ids.get(source), target=ids.get(target), source_name=source, target_name=target,  # type: ignore[arg-type]
        a=half, b=half, gap=Interval(0.3 * sign, None, None, 3), p=0.0, q=0.0, thin=False, size=1.0,
    )  # fmt: skip
    found, first = compare_twins(workspace, Scope(), a, b, row)
    assert first is of_a
    assert found and {one.affected.key for one in found} <= affected and {one.other.key for one in found} <= others


def test_every_difference_that_is_listed_has_its_twins_or_none(workspace: Workspace) -> None:
    a, b = (Scope(attributes=(Attribute("kind", (one,)),)) for one in "ab")
    found = compare(workspace, Scope(), a, b)
    for row in (*found.differences, *found.only_a, *found.only_b):
        for pair in compare_twins(workspace, Scope(), a, b, row)[0]:
            assert {pair.affected.key[0], pair.other.key[0]} == {"a", "b"}
