"""Edits with answers worked by hand: 120 journeys begin in the shop; 20 leave there, 40 meet an error, 60 pay at once.

Of the 40 with an error 20 pay after it, the others are gone. Whoever pays is done.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import MakeLog
from design_chains import fitted, rows, scenario, shares, visits

from journey.design.edits import KINDS, edit_of, edit_record
from journey.design.effect import effect_of
from journey.design.scenario import WrongEdit, parse, schema, to_json
from journey.errors import WrongInput

DOCS = Path(__file__).parents[1] / "docs"
ERROR = {"touchpoint": "Error"}
TO_ERROR = {"source": "Shop", "target": "Error"}
CASES: list[tuple[dict[str, Any], float]] = [
    # Shop: 60 pay, 20 leave; the 40 are shared 3 : 1, so 90 of 120.
    ({"kind": "remove", **ERROR}, 90 / 120),
    # They had not left: all 40 pay.
    ({"kind": "remove", **ERROR, "stay": True}, 100 / 120),
    # Half of the 40: 20 stay with the error, 10 of those pay; 20 are shared 3 : 1.
    ({"kind": "remove", **ERROR, "share": 0.5}, (60 + 10 + 15) / 120),
    # Whoever would come to the error goes on as those who leave it do: 20 of 40 pay.
    ({"kind": "bypass", **ERROR}, 80 / 120),
    # A quarter of the 40 pays instead, and paying is done.
    ({"kind": "reroute", **TO_ERROR, "to": "Pay", "share": 0.25}, (60 + 10 + 15) / 120),
    # 20 of 40 leave after the error; half as many is 10.
    ({"kind": "exit_rate", **ERROR, "factor": 0.5}, 90 / 120),
    ({"kind": "exit_rate", **ERROR, "value": 0.25}, 90 / 120),
    # Nobody leaves where the goal is.
    ({"kind": "exit_rate", "touchpoint": "Done", "factor": 0}, 80 / 120),
    # A tenth of 80 who come to pay never arrives: 72.
    ({"kind": "insert", "touchpoint": "Offer", "source": "Pay", "target": "Done", "exit_rate": 0.1}, 72 / 120),
    # Of the error as it is, and of one that loses nobody, half each: 10 + 20 of 40.
    ({"kind": "split", **ERROR, "to": "Soft error", "share": 0.5, "exit_factor": 0}, (60 + 30) / 120),
    # Half begin with an error (half of those are done); of the other half 80 of 120.
    ({"kind": "inflow", **ERROR, "share": 0.5}, 0.5 * 0.5 + 0.5 * 80 / 120),
    ({"kind": "merge", "touchpoint": "Shop", "other": "Error"}, 80 / 120),
    ({"kind": "cost", **ERROR, "value": 9}, 80 / 120),
    ({"kind": "limit_repeats", **ERROR, "max": 1}, 80 / 120),
    # Of the 20 who leave after the error half pay now.
    ({"kind": "draw", "source": "Error", "target": "Pay", "share": 0.5}, 90 / 120),
    # Of the 60 who do not pay at once half do: 90, and 20 meet the error, of whom 10 pay.
    ({"kind": "draw", "source": "Shop", "target": "Pay", "share": 0.5, "wait_s": 60}, 100 / 120),
    # Nobody comes to what is new, and names and stages are no numbers.
    ({"kind": "add", "touchpoint": "Offer", "stage": "Buy", "cost": 2}, 80 / 120),
    ({"kind": "rename", **ERROR, "to": "Refused"}, 80 / 120),
    ({"kind": "move", **ERROR, "stage": "Help", "before": "Pay"}, 80 / 120),
]


@pytest.mark.parametrize(("record", "converted"), CASES, ids=lambda value: str(value)[:60])
def test_an_edit_worked_by_hand(log: MakeLog, record: dict[str, Any], converted: float) -> None:
    _model, compiled = fitted(log(rows(), goals=("Done",)), record)
    assert shares(compiled)[0] == pytest.approx(converted, abs=1e-4)


def test_a_new_touchpoint_is_drawn_in(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    new = {"kind": "add", "touchpoint": "Offer", "cost": 2}
    model, alone = fitted(workspace, new)
    assert visits(alone)["Offer"] == 0 and "draw a way to it" in alone.problems[0].text
    into = {"kind": "draw", "source": "Shop", "target": "Offer", "share": 0.5}
    # Half of all go there and leave, since no way leads on; of the others 40 of 60 pay.
    _model, dead_end = fitted(workspace, new, into)
    assert shares(dead_end)[0] == pytest.approx(40 / 120, abs=1e-4) and "no way leads on" in dead_end.problems[0].text
    # All of them pay; it costs 2 a visit.
    _model, done = fitted(workspace, new, into, {"kind": "draw", "source": "Offer", "target": "Pay", "share": 1})
    assert shares(done)[0] == pytest.approx(100 / 120, abs=1e-4) and not done.problems
    assert done.chain.solve().cost == pytest.approx(model.flow.cost + 2 * 0.5)


def test_later_edits_call_a_touchpoint_by_its_new_name(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    rename = {"kind": "rename", **ERROR, "to": "Refused"}
    model, compiled = fitted(workspace, rename, {"kind": "remove", "touchpoint": "Refused"})
    assert shares(compiled)[0] == pytest.approx(90 / 120)
    # The map knows that it is the same place.
    refused = next(place for place in effect_of(model, compiled).places if place.name == "Refused")
    assert (refused.was, refused.visits) == ("Error", (pytest.approx(40 / 120), 0))
    with pytest.raises(WrongEdit, match="Edit 2: there is no touchpoint 'Error'"):
        fitted(workspace, rename, {"kind": "remove", **ERROR})
    with pytest.raises(WrongEdit, match="there is a touchpoint 'Pay' already"):
        fitted(workspace, {"kind": "rename", **ERROR, "to": "Pay"})
    # The wait is told by the name in the log, and an answer by the touchpoint that it was given at.
    calm = {"kind": "wait", "source": "Shop", "target": "Refused", "factor": 0.5}
    assert fitted(workspace, rename, calm)[1].chain.solve().duration_mean == pytest.approx(
        fitted(workspace, {**calm, "target": "Error"})[1].chain.solve().duration_mean
    )


@pytest.mark.parametrize("kind", ["remove", "bypass"])
def test_what_success_is_cannot_be_taken_away(log: MakeLog, kind: str) -> None:
    # Journeys go on after the goal, so that ways around it are known; they would be no success.
    workspace = log(rows({"Shop Pay Done Thanks": 60, "Shop Thanks": 60}), goals=("Done",))
    with pytest.raises(WrongEdit, match="Edit 1: Done is what success is: without it no way leads to the goal"):
        fitted(workspace, {"kind": kind, "touchpoint": "Done"})
    rename = {"kind": "rename", "touchpoint": "Done", "to": "Finished"}
    with pytest.raises(WrongEdit, match="Edit 2: Finished is what success is"):
        fitted(workspace, rename, {"kind": kind, "touchpoint": "Finished"})
    # What is no goal may go.
    _model, without = fitted(workspace, {"kind": kind, "touchpoint": "Thanks"})
    assert shares(without)[0] == pytest.approx({"remove": 1, "bypass": 0.5}[kind])


def test_where_visits_go(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    _model, skipped = fitted(workspace, {"kind": "bypass", **ERROR})
    assert visits(skipped) == {"Done": round(80 / 120, 4), "Error": 0, "Pay": round(80 / 120, 4), "Shop": 1}
    _model, merged = fitted(workspace, {"kind": "merge", "touchpoint": "Shop", "other": "Error", "to": "Start"})
    # The error directly after the shop is no step of its own any more.
    assert visits(merged)["Start"] == 1


def test_repeats_end_at_the_limit(log: MakeLog) -> None:
    # Of 100 calls 50 are followed by a second, 25 of those by a third; then all go to Done.
    ways = {"Call Done": 50, "Call Call Done": 25, "Call Call Call Done": 25}
    workspace = log(rows(ways), goals=("Done",))
    for most, calls in ((2, 1 + 0.5), (1, 1.0)):
        _model, compiled = fitted(workspace, {"kind": "limit_repeats", "touchpoint": "Call", "max": most})
        assert visits(compiled)["Call"] == pytest.approx(calls)


def test_waits(log: MakeLog) -> None:
    # Shop to Pay takes an hour; nothing else does, since Pay is the goal.
    workspace = log(rows({"Shop Pay": 100}), goals=("Pay",))
    for change, seconds in (({"factor": 0.5}, 1_800), ({"cap_s": 600}, 600), ({"median_s": 60}, 60)):
        _model, compiled = fitted(workspace, {"kind": "wait", "source": "Shop", "target": "Pay", **change})
        assert compiled.chain.solve().duration_mean == pytest.approx(seconds)


def test_who_waits_less_goes_on_as_those_who_did(log: MakeLog) -> None:
    # 300 wait an hour and all pay; 100 wait ten and half of them pay.
    events: list[tuple[str, str, float]] = []
    for number in range(400):
        slow = number % 4 == 0
        events += [(f"j{number}", "Ask", number), (f"j{number}", "Answer", number + (10 if slow else 1))]
        if not slow or number % 8 == 0:
            events.append((f"j{number}", "Pay", number + 20))
    workspace = log([*events, ("late", "Ask", 5_000)], goals=("Pay",))
    wait = {"kind": "wait", "source": "Ask", "target": "Answer", "cap_s": 7_200}
    assert shares(fitted(workspace)[1])[0] == 350 / 400
    assert shares(fitted(workspace, wait)[1])[0] == pytest.approx(1)
    assert shares(fitted(workspace, wait | {"carry": False})[1])[0] == 350 / 400


def test_a_channel_moves(log: MakeLog) -> None:
    # By phone half are done, by chat all.
    events = []
    for number in range(200):
        phone = number % 2 == 0
        events.append((f"j{number}", "Ask", number, "phone" if phone else "chat"))
        if not phone or number % 4 == 0:
            events.append((f"j{number}", "Done", number + 1, "web"))
    events.append(("late", "Ask", 4_000, "chat"))
    workspace = log(events, "journey touchpoint time channel", goals=("Done",))
    move = {"kind": "channel", "touchpoint": "Ask", "to": "chat", "share": 0.5}
    assert shares(fitted(workspace, move)[1])[0] == pytest.approx((100 + 50 + 25) / 200)
    with pytest.raises(WrongEdit, match="no channel 'fax'"):
        fitted(workspace, move | {"to": "fax"})


def test_edits_that_commute_do(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    one, other = {"kind": "exit_rate", **ERROR, "factor": 0.5}, {"kind": "cost", "touchpoint": "Pay", "value": 3}
    wait = {"kind": "wait", "source": "Shop", "target": "Pay", "factor": 0.5}
    assert shares(fitted(workspace, one, other, wait)[1]) == shares(fitted(workspace, wait, other, one)[1])


def test_removing_what_nobody_visits_changes_nothing(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    skip = {"kind": "bypass", **ERROR}
    _model, compiled = fitted(workspace, skip, {"kind": "remove", **ERROR})
    assert visits(compiled) == visits(fitted(workspace, skip)[1])


WRONG = [
    ({"kind": "remove", "touchpoint": "Eror"}, "Edit 1: there is no touchpoint 'Eror'. Near it are: Error"),
    ({"kind": "reroute", "source": "Pay", "target": "Shop", "to": "Done", "share": 0.5}, "nobody goes from 'Pay'"),
    ({"kind": "exit_rate", "touchpoint": "Pay", "value": 1}, "no way leads to the goal"),
    (
        {"kind": "reroute", "source": "Pay", "target": "Done", "to": "Pay", "share": 1},
        "no journey comes to 'Pay'|for ever",
    ),
]


@pytest.mark.parametrize(("record", "words"), WRONG)
def test_what_cannot_be_is_said_of_the_edit(log: MakeLog, record: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongEdit, match=words):
        fitted(log(rows(), goals=("Done",)), record)


def test_twenty_journeys_are_no_model(log: MakeLog) -> None:
    with pytest.raises(WrongInput, match="at least 30 journeys"):
        fitted(log(rows({"Shop Pay Done": 20}), goals=("Done",)))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"kind": "vanish"}, "no kind of edit 'vanish'"),
        ({"kind": "remove"}, "does not say its touchpoint"),
        ({"kind": "move", "touchpoint": "A"}, "does not say its stage or before"),
        ({"kind": "reroute", "source": "A", "target": "B", "to": "C", "share": 1.5}, "share is 1.5"),
        ({"kind": "reroute", "source": "A", "target": "B", "to": "C"}, "needs share"),
        ({"kind": "exit_rate", "touchpoint": "A", "factor": [0.6, 0.5, 0.4]}, "do not rise"),
        ({"kind": "exit_rate", "touchpoint": "A", "factor": "half"}, "one number, or three"),
        ({"kind": "remove", "touchpoint": "A", "colour": "red"}, "has no 'colour'"),
    ],
)
def test_a_file_that_says_it_wrong(record: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongEdit, match=f"Edit 2: .*{words}"):
        parse(json.dumps({"edits": [{"kind": "remove", "touchpoint": "A"}, record]}))


def test_a_scenario_comes_back_from_its_file_and_fits_the_schema() -> None:
    made = scenario(*(record for record, _share in CASES), {"kind": "score", **ERROR, "shift": [0.5, 1, 1.5]})
    assert parse(to_json(made)) == made
    assert {edit_of(edit_record(edit)) for edit in made.edits} == set(made.edits)
    jsonschema.validate(json.loads(to_json(made)), schema())
    assert {edit.kind for edit in made.edits} == KINDS.keys() - {"wait", "channel"}


def test_the_documented_schema_is_the_one_in_use() -> None:
    assert json.loads((DOCS / "scenario.schema.json").read_text(encoding="utf-8")) == schema()
