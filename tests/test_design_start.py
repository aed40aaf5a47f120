"""What a scenario starts from: the model of a part of the as-is by hand, and designs that no log is behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from conftest import Answer, MakeLog
from design_chains import WAYS, rows

from journey.design.bpmn import read, written
from journey.design.conformance.automaton import Automaton
from journey.design.conformance.designs import design_of_scenario
from journey.design.conformance.report import conformance
from journey.design.draft import draft
from journey.design.edits import edit_of
from journey.design.forecast import forecast
from journey.design.preview import Preview, preview
from journey.design.scenario import Scenario, parse, schema, to_json
from journey.design.start import Start, part_of, start_of
from journey.design.ways import Ways, ways_of
from journey.errors import WrongInput
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace

STAGES = {"Shop": "Look", "Error": "Help", "Pay": "Buy", "Done": "Buy"}
HALVE = {"kind": "exit_rate", "touchpoint": "Error", "factor": 0.5}
STARTS: list[dict[str, Any]] = [
    {"kind": "stage", "stage": "Help"},
    {"kind": "happy_path", "path": ["Shop", "Pay", "Done"]},
    {"kind": "variant", "path": ["Shop", "Pay", "Done"]},
    {"kind": "persona", "persona": "Anna", "scope": {"attributes": [["who", ["Anna"]]]}},
    {"kind": "bpmn", "file": "to-be.bpmn", "ways": {"touchpoints": ["A", "B"], "steps": [["A", "B"]], "begins": ["A"],
                                                    "ends": ["B"]}},
    {"kind": "empty"},
]  # fmt: skip


@pytest.fixture
def shop(log: MakeLog) -> Workspace:
    """The 120 journeys of `design_chains`; every second is Anna's."""
    who = {key: "Anna" if int(key[1:]) % 2 else "Ben" for key, _name, _time in rows() if key != "late"}
    events = [(key, name, time, STAGES[name], who.get(key, "Ben")) for key, name, time in rows()]
    return log(events, "journey touchpoint time stage who", goals=("Done",))


def seen(workspace: Workspace, start: dict[str, Any], *records: dict[str, Any], scope: Scope | None = None) -> Preview:
    made = Scenario(name="x", start=start_of(start), edits=tuple(map(edit_of, records)))
    return preview(workspace, scope or Scope(), made)


@pytest.mark.parametrize("start", STARTS, ids=lambda start: str(start["kind"]))
def test_a_start_is_kept_in_the_file(start: dict[str, Any]) -> None:
    made = Scenario(name="x", start=start_of(start))
    assert parse(to_json(made)) == made
    assert json.loads(to_json(made))["start"] == start
    jsonschema.validate(json.loads(to_json(made)), schema())


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("stage", "does not start from 'stage'"),
        ({"kind": "dream"}, "does not start from 'dream'"),
        ({"kind": "stage"}, "has no 'stage'"),
        ({"kind": "stage", "stage": "Buy", "x": 1}, "has no 'x'"),
        ({"kind": "variant", "path": []}, "no list of touchpoints"),
        ({"kind": "bpmn", "file": "x", "ways": {"steps": [["A"]]}}, "cannot be read"),
    ],
)
def test_a_start_that_says_it_wrong(start: Any, words: str) -> None:
    with pytest.raises(WrongInput, match=words):
        parse(json.dumps({"start": start, "edits": []}))


def test_a_stage(shop: Workspace) -> None:
    # 40 journeys come to the stage, 20 of them are done; half of those who leave after the error would be.
    found = seen(shop, STARTS[0], HALVE)
    assert (found.journeys, found.as_is["conversion"]) == (40, 0.5)
    assert found.figures["conversion"] == pytest.approx(30 / 40)
    # Pay is out of sight; its time is counted on the way to the goal: two hours after the error.
    assert {touchpoint.name for touchpoint in found.flow.touchpoints} == {"Error", "Done"}
    assert found.as_is["median_duration_s"] == 2 * 3600
    gone = seen(shop, STARTS[0], {"kind": "remove", "touchpoint": "Pay"})
    assert gone.wrong is not None and "no journey comes to 'Pay' any more" in gone.wrong.reason
    with pytest.raises(WrongInput, match=r"no stage 'Sell'.*started from"):
        seen(shop, {"kind": "stage", "stage": "Sell"})


def test_the_happy_path(shop: Workspace) -> None:
    # All journeys, without the error: 80 of 120 are done, whatever lies between.
    found = seen(shop, STARTS[1])
    assert (found.journeys, found.as_is["conversion"]) == (120, pytest.approx(80 / 120))
    assert {touchpoint.name for touchpoint in found.flow.touchpoints} == {"Shop", "Pay", "Done"}
    # 40 of 120 leave after the shop; half as many is 20.
    fewer = seen(shop, STARTS[1], {"kind": "exit_rate", "touchpoint": "Shop", "factor": 0.5})
    assert fewer.figures["conversion"] == pytest.approx(100 / 120)
    with pytest.raises(WrongInput, match="no touchpoint 'Basket'"):
        seen(shop, {"kind": "happy_path", "path": ["Shop", "Basket"]})


def test_a_variant_and_a_persona(shop: Workspace) -> None:
    found = seen(shop, STARTS[2])
    assert (found.journeys, found.as_is["conversion"]) == (60, 1.0)
    with pytest.raises(WrongInput, match="at least 30"):
        seen(shop, {"kind": "variant", "path": ["Shop", "Error"]})
    assert seen(shop, STARTS[3]).journeys == 60
    # What is in scope is narrowed further: Anna's journeys with an error.
    with pytest.raises(WrongInput, match="there are 20"):
        seen(shop, STARTS[3], scope=Scope(contains=("Error",)))
    anna, ben = (Scope(attributes=(Attribute("who", (name,)),)) for name in ("Anna", "Ben"))
    start = Start(kind="persona", name="Anna", segment=anna.text())
    assert part_of(shop, ben, start).attributes == (*anna.attributes, *ben.attributes)
    with pytest.raises(WrongInput, match="cannot be joined"):
        part_of(shop, Scope(inverse=True, contains=("Error",)), start)


def test_reality_is_held_to_the_part_that_a_design_is_of(shop: Workspace) -> None:
    made = Scenario(name="stage", start=start_of(STARTS[0]))
    design = design_of_scenario(shop, Scope(), made)
    found = conformance(shop, Scope(), design)
    # The stage's 40 journeys, and nobody is told off for the shop before it.
    assert (found.journeys, found.follow.value) == (40, 1.0)


def test_a_file_becomes_ways_and_what_is_drawn_goes_out_again() -> None:
    ways = Ways(("Ad", "Basket", "Pay"), (("Ad", "Basket"), ("Basket", "Basket"), ("Basket", "Pay")), ("Ad",), ("Pay",))
    again = ways_of(read(written(ways.automaton()), "x.bpmn"))
    assert (again.touchpoints, again.begins, again.ends) == (ways.touchpoints, ways.begins, ways.ends)
    assert set(again.steps) == set(ways.steps)
    # Two that run side by side may come in any order.
    steps = ((0, "A", 1), (0, "B", 2), (1, "B", 3), (2, "A", 3))
    both = ways_of(Automaton(4, steps, frozenset({3})))
    assert set(both.steps) == {("A", "B"), ("B", "A")} and set(both.begins) == {"A", "B"} == set(both.ends)


EMPTY: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({"kind": "add", "touchpoint": "Ad", "stage": "Look"}, set()),
    ({"kind": "add", "touchpoint": "Pay"}, set()),
    ({"kind": "draw", "source": "Ad", "target": "Pay", "share": 1}, {("Ad", "Pay")}),
    ({"kind": "insert", "touchpoint": "Basket", "source": "Ad", "target": "Pay"},
     {("Ad", "Basket"), ("Basket", "Pay")}),
    ({"kind": "rename", "touchpoint": "Basket", "to": "Cart"}, {("Ad", "Cart"), ("Cart", "Pay")}),
    ({"kind": "split", "touchpoint": "Cart", "to": "List", "share": 0.5},
     {("Ad", "Cart"), ("Cart", "Pay"), ("Ad", "List"), ("List", "Pay")}),
    ({"kind": "remove", "touchpoint": "List", "source": "Ad"}, {("Ad", "Cart"), ("Cart", "Pay"), ("List", "Pay")}),
    ({"kind": "reroute", "source": "Cart", "target": "Pay", "to": "List", "share": 1},
     {("Ad", "Cart"), ("Cart", "List"), ("List", "Pay")}),
    ({"kind": "bypass", "touchpoint": "List"}, {("Ad", "Cart"), ("Cart", "Pay")}),
    ({"kind": "merge", "touchpoint": "Ad", "other": "Cart", "to": "Shop"}, {("Shop", "Pay")}),
    ({"kind": "remove", "touchpoint": "Shop"}, set()),
]  # fmt: skip


@pytest.mark.parametrize("most", range(1, len(EMPTY) + 1))
def test_a_design_from_nothing(shop: Workspace, most: int) -> None:
    made = Scenario(name="new", start=Start(kind="empty"), edits=tuple(edit_of(one) for one, _ways in EMPTY[:most]))
    assert set(draft(shop, made).ways.steps) == EMPTY[most - 1][1]


def test_what_is_unfinished_or_wrong_in_a_design(shop: Workspace) -> None:
    def made(*records: dict[str, Any]) -> Scenario:
        return Scenario(name="new", start=Start(kind="empty"), edits=tuple(map(edit_of, records)))

    ad, pay = ({"kind": "add", "touchpoint": name} for name in ("Ad", "Pay"))
    alone = draft(shop, made(ad, pay))
    assert [problem.number for problem in alone.problems] == [0, 1] and "stands alone" in alone.problems[0].text
    assert alone.unknown == ("Ad",)
    with pytest.raises(WrongInput, match="no way from a start to an end"):
        design_of_scenario(shop, Scope(), made(ad, pay))
    # The edit that cannot be made is named, and those before it stand.
    wrong = draft(shop, made(ad, {"kind": "draw", "source": "Ad", "target": "Buy", "share": 1}, pay))
    assert wrong.wrong is not None and wrong.wrong.number == 1 and wrong.ways.touchpoints == ("Ad",)
    moved = draft(shop, made(ad, pay, {"kind": "move", "touchpoint": "Pay", "before": "Ad", "stage": "Look"}))
    assert moved.order == ("Pay", "Ad") and moved.stages == {"Pay": "Look"}
    # A circle ends where some leave.
    circle = ({"kind": "draw", "source": "Ad", "target": "Pay", "share": 1},
              {"kind": "draw", "source": "Pay", "target": "Ad", "share": 1},
              {"kind": "inflow", "touchpoint": "Ad", "share": 1})  # fmt: skip
    stuck = draft(shop, made(ad, pay, *circle))
    assert "no way leads from Ad to an end" in stuck.problems[0].text
    left = draft(shop, made(ad, pay, *circle, {"kind": "exit_rate", "touchpoint": "Pay", "value": 0.5}))
    assert (left.ways.starts, left.ways.goals, left.problems) == (("Ad",), ("Pay",), ())
    # Reality is held to it by the old name, too.
    renamed = made(
        {"kind": "add", "touchpoint": "Shop"}, {"kind": "add", "touchpoint": "Done"},
        {"kind": "draw", "source": "Shop", "target": "Done", "share": 1},
        {"kind": "rename", "touchpoint": "Done", "to": "Welcome"},
    )  # fmt: skip
    found = conformance(shop, Scope(), design_of_scenario(shop, Scope(), renamed))
    assert found.unknown == ("Welcome",)
    assert {one.deviation.touchpoint for one in found.found} == {"Error", "Pay"}


def test_nothing_is_forecast_where_no_log_is_behind(shop: Workspace, cli: Callable[..., Answer], tmp_path: Any) -> None:
    made = Scenario(name="x", start=start_of(STARTS[4]))
    with pytest.raises(WrongInput, match=r"nothing can be forecast.*Conformance"):
        forecast(shop, Scope(), made)
    shop.close()
    (tmp_path / "new.json").write_text(to_json(made))
    told = cli("simulate", "--workspace", shop.path, "--scenario", tmp_path / "new.json", "--json")
    assert told.status == 2 and "No log is behind this design" in told.err and "Traceback" not in told.err
    (tmp_path / "part.json").write_text(to_json(Scenario(name="part", start=start_of(STARTS[0]))))
    said = cli("simulate", "--workspace", shop.path, "--scenario", tmp_path / "part.json", "--draws", "5", "--json")
    assert said.json["journeys"] == 40 and said.json["start"] == STARTS[0]
    assert sum(WAYS.values()) == 120
