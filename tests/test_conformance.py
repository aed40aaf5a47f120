"""Conformance: alignments as pm4py finds them, deviations worked by hand, and effects against comparable journeys."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import TIMES, MakeLog
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.design.bpmn import mined, read, written
from journey.design.conformance.align import Aligner, Deviation
from journey.design.conformance.automaton import Automaton
from journey.design.conformance.designs import Design, design_of_scenario
from journey.design.conformance.report import conformance, journeys_with
from journey.design.scenario import parse
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.designs import accept, accepted, forget_design, keep_design, launch_of, set_launch

SHOP = Automaton.of_moves(
    {("Ad", "Basket"), ("Basket", "Pay"), ("Basket", "Call"), ("Call", "Pay")}, starts={"Ad"}, ends={"Pay"}
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Ad Basket Pay", []),
        ("Ad Basket Call Pay", []),
        ("Ad Basket", []),
        ("Ad Pay", [("skipped", "Basket")]),
        ("Basket Pay", [("skipped", "Ad")]),
        ("Ad Basket Basket Pay", [("repeated", "Basket")]),
        ("Ad Basket Chat Pay", [("inserted", "Chat")]),
        ("Basket Ad Pay", [("order", "Basket")]),
    ],
)
def test_deviations_worked_by_hand(path: str, expected: list[tuple[str, str]]) -> None:
    names = tuple(path.split())
    found = Aligner(SHOP).deviations(names, complete=names[-1] == "Pay")
    assert [(one.kind, one.touchpoint) for one in found] == expected


def test_a_journey_that_is_over_misses_what_the_design_has_left() -> None:
    aligner = Aligner(SHOP)
    assert aligner.cost(("Ad",)) == 0 and aligner.cost(("Ad",), complete=True) == 2
    assert aligner.deviations(("Ad",), complete=True) == (Deviation("skipped", "Basket"), Deviation("skipped", "Pay"))


@settings(max_examples=20 * TIMES)
@given(st.lists(st.sampled_from("ABCD"), max_size=6), st.sets(st.sampled_from(list(itertools.product("ABC", "ABC")))))
def test_costs_are_those_of_an_exhaustive_search(path: list[str], moves: set[tuple[str, str]]) -> None:
    design = Automaton.of_moves(moves | {("A", "B")}, starts={"A"}, ends={"B"})
    aligner = Aligner(design)
    # Every edit of the path by skips and insertions is a shortest way through pairs of (state, events done).
    best = {(0, 0): 0}
    for _round in range(2 * (design.states + len(path))):
        for (state, done), cost in list(best.items()):
            if done < len(path):
                _lower(best, (state, done + 1), cost + 1)
            for source, name, target in design.steps:
                if source == state:
                    _lower(best, (target, done), cost + 1)
                    if done < len(path) and path[done] == name:
                        _lower(best, (target, done + 1), cost)
    assert aligner.cost(path) == min(cost for (_s, done), cost in best.items() if done == len(path))
    over = [cost for (state, done), cost in best.items() if done == len(path) and state in design.ends]
    assert aligner.cost(path, complete=True) == min(over)
    explained = aligner.deviations(path)
    assert bool(explained) == (aligner.cost(path) > 0)


def _lower(best: dict[tuple[int, int], int], key: tuple[int, int], cost: int) -> None:
    best[key] = min(cost, best.get(key, cost))


def rows() -> list[tuple[Any, ...]]:
    """60 go straight and pay; 40 call in between, of whom 10 pay; 20 stop after the basket."""
    found = []
    for i in range(120):
        path = ["Ad", "Basket"]
        path += ["Pay"] if i < 60 else ["Chat", *(["Pay"] if i < 70 else ["Ad"])] if i < 100 else []
        found += [(f"j{i:03}", name, 24 * i + step) for step, name in enumerate(path)]
    return found


def test_the_report_counts_journeys_and_compares_like_with_like(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    plan = Design("plan", Automaton.of_moves({("Ad", "Basket"), ("Basket", "Pay")}, {"Ad"}, {"Pay"}))
    found = conformance(workspace, Scope(), plan)
    assert (found.journeys, found.follow.value) == (120, 80 / 120)
    chat = next(one for one in found.found if one.deviation == Deviation("inserted", "Chat"))
    assert (chat.journeys, chat.with_it.value) == (40, 10 / 40)
    # Comparable are the 60 that went on from the basket without a chat: all of them pay.
    assert chat.gap.value == pytest.approx(10 / 40 - 1.0)
    assert found.found[0] == chat and chat.effect == pytest.approx(30)
    assert sum(week.share.n for week in found.weeks) == 120
    assert journeys_with(workspace, Scope(), plan, chat.deviation) == tuple(f"j{i:03}" for i in range(60, 100))
    more = conformance(workspace, Scope(), plan, [one.deviation for one in found.found])
    assert more.follow.value == 1 and more.strictly == found.strictly


def test_adoption_is_told_before_and_since_the_launch(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    plan = Design("plan", Automaton.of_moves({("Ad", "Basket"), ("Basket", "Pay")}, {"Ad"}, {"Pay"}))
    assert conformance(workspace, Scope(), plan).adoption is None
    # A journey a day: of the 60 before the day 70 go so, of the 60 since then the 20 that stop after the basket.
    (first,) = workspace.one("SELECT min(started) FROM journey")
    adopted = conformance(workspace, Scope(), plan, launch=(first + timedelta(days=60)).date()).adoption
    assert adopted is not None
    assert (adopted.before.value, adopted.before.n, adopted.after.value, adopted.after.n) == (1.0, 60, 20 / 60, 60)
    assert adopted.gap.value == pytest.approx(-40 / 60) and adopted.gap.high < 0
    never = conformance(workspace, Scope(), plan, launch=(first + timedelta(days=900)).date()).adoption
    assert never is not None and never.after.n == 0 and never.gap.value is None


def test_the_launch_of_a_design_is_kept_and_goes_with_its_file(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0)])
    assert launch_of(workspace, "plan.bpmn") is None
    set_launch(workspace, "plan.bpmn", date(2026, 3, 1))
    set_launch(workspace, "plan.bpmn", date(2026, 4, 1))
    assert launch_of(workspace, "plan.bpmn") == date(2026, 4, 1)
    forget_design(workspace, "plan.bpmn")
    assert launch_of(workspace, "plan.bpmn") is None


def test_waits_over_the_cap_of_a_design_are_too_slow(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0), ("a", "Pay", 50), ("b", "Ad", 0), ("b", "Pay", 2)], goals=("Pay",))
    plan = Design("plan", Automaton.of_moves({("Ad", "Pay")}, {"Ad"}, {"Pay"}), caps=(("Ad", "Pay", 86_400.0),))
    (slow,) = conformance(workspace, Scope(), plan).found
    assert slow.deviation == Deviation("slow", "Ad", "Pay") and slow.journeys == 1


def test_a_scenario_compiles_to_what_it_leaves(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)
    scenario = parse('{"name": "no chat", "edits": [{"kind": "remove", "touchpoint": "Chat"}]}')
    design = design_of_scenario(workspace, Scope(), scenario)
    assert design.automaton.touchpoints == {"Ad", "Basket", "Pay"}
    assert conformance(workspace, Scope(), design).follow.value == 80 / 120


def test_bpmn_goes_out_and_comes_back_the_same() -> None:
    again = read(written(SHOP), "shop.bpmn")
    assert again.touchpoints == SHOP.touchpoints
    one, other = Aligner(SHOP), Aligner(again)
    for path in itertools.chain.from_iterable(itertools.product(sorted(SHOP.touchpoints), repeat=n) for n in range(4)):
        assert one.cost(path, complete=True) == other.cost(path, complete=True)


def test_the_mined_as_is_holds_every_journey_without_noise_and_costs_what_pm4py_says(log: MakeLog) -> None:
    import pm4py

    workspace = log(rows(), goals=("Pay",))
    content = mined(workspace, Scope(), 0.0)
    aligner = Aligner(read(content, "as-is.bpmn"))
    paths = [
        ("Ad", "Basket", "Pay"),
        ("Ad", "Basket", "Chat", "Ad"),
        ("Ad", "Basket"),
        ("Pay",),
        ("Chat", "Chat", "Ad"),
    ]
    assert [aligner.cost(path, complete=True) for path in paths[:3]] == [0, 0, 0]
    frame = _frame(paths)
    net = _net(content)
    for path, found in zip(paths, pm4py.conformance_diagnostics_alignments(frame, *net), strict=True):
        assert aligner.cost(path, complete=True) == found["cost"] // 10_000


def _net(content: bytes) -> Any:
    import tempfile
    from pathlib import Path

    import pm4py

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.bpmn"
        path.write_bytes(content)
        return pm4py.convert_to_petri_net(pm4py.read_bpmn(str(path)))


def _frame(paths: list[tuple[str, ...]]) -> Any:
    import pandas as pd

    events = [
        (str(i), name, pd.Timestamp("2026-01-01") + pd.Timedelta(hours=step))
        for i, path in enumerate(paths)
        for step, name in enumerate(path)
    ]
    return pd.DataFrame(events, columns=["case:concept:name", "concept:name", "time:timestamp"])


HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
FLOW = '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'

POOLS = (
    f'{HEAD}<task id="t" name="A"/></process><process id="q" name="Bank"><task id="u" name="B"/></process>'
    '<collaboration><participant id="c" name="Customer" processRef="p"/></collaboration></definitions>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nothing like it", "is no BPMN"),
        (b"<html/>", "no definitions of BPMN"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "DOCTYPE"),
        (f'{HEAD}\n<subProcess id="x"/></process></definitions>'.encode(), "Line 2 .* subProcess is not supported"),
        (f'{HEAD}<task id="t"/></process></definitions>'.encode(), "a task has no name"),
        (f"{HEAD}</process></definitions>".encode(), "no task in any process"),
        (f'{HEAD}<task id="t" name="A"/><task id="u" name="B"/></process></definitions>'.encode(), "leads to 'B'"),
        (f'{HEAD}<task id="t" name="A"/>{FLOW}</process></definitions>'.encode(), "from or to nothing"),
        (POOLS.encode(), "2 pools: 'Customer', 'Bank'"),
    ],
)
def test_files_that_are_no_design_are_told(content: bytes, words: str) -> None:
    with pytest.raises(WrongInput, match=words):
        read(content, "x.bpmn")


EDITOR = """<?xml version="1.0" encoding="UTF-16"?>
<bpmn2:definitions xmlns:bpmn2="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" id="d">
  <bpmn2:collaboration id="c"><bpmn2:participant id="a" name="Customer" processRef="p"/>
    <bpmn2:participant id="b" name="Bank"/><bpmn2:messageFlow id="m" sourceRef="t1" targetRef="b"/>
  </bpmn2:collaboration>
  <bpmn2:process id="p" isExecutable="true">
    <bpmn2:laneSet id="l"><bpmn2:lane id="l1"><bpmn2:flowNodeRef>t1</bpmn2:flowNodeRef></bpmn2:lane></bpmn2:laneSet>
    <bpmn2:startEvent id="s"><bpmn2:messageEventDefinition/></bpmn2:startEvent>
    <bpmn2:userTask id="t1" name="Upload&#10;documents"><bpmn2:extensionElements>
      <camunda:task id="x" name="not a step"/></bpmn2:extensionElements></bpmn2:userTask>
    <bpmn2:eventBasedGateway id="g"/>
    <bpmn2:intermediateCatchEvent id="i" name="3 days"><bpmn2:timerEventDefinition>
      <bpmn2:timeDuration>P3D</bpmn2:timeDuration></bpmn2:timerEventDefinition></bpmn2:intermediateCatchEvent>
    <bpmn2:intermediateCatchEvent id="k"/>
    <bpmn2:callActivity id="t2" name="Reminder" calledElement="other"/>
    <bpmn2:serviceTask id="t3" name="Payment"/>
    <bpmn2:sequenceFlow id="f1" sourceRef="s" targetRef="t1"/><bpmn2:sequenceFlow id="f2" sourceRef="t1" targetRef="g"/>
    <bpmn2:sequenceFlow id="f3" sourceRef="g" targetRef="i"/><bpmn2:sequenceFlow id="f4" sourceRef="i" targetRef="t2"/>
    <bpmn2:sequenceFlow id="f5" sourceRef="t2" targetRef="t3"/>
    <bpmn2:sequenceFlow id="f6" sourceRef="g" targetRef="k"/>
    <bpmn2:sequenceFlow id="f7" sourceRef="k" targetRef="t3"><bpmn2:conditionExpression>x</bpmn2:conditionExpression>
    </bpmn2:sequenceFlow>
  </bpmn2:process>
  <di:BPMNDiagram id="v"><di:BPMNPlane id="w" bpmnElement="c"><di:BPMNShape id="y" bpmnElement="t1"/></di:BPMNPlane>
  </di:BPMNDiagram>
</bpmn2:definitions>"""


def test_what_an_editor_wrote_is_read_with_all_that_it_says_beside() -> None:
    design = read(EDITOR.encode("utf-16"), "editor.bpmn")
    assert design.touchpoints == {"Upload documents", "Reminder", "Payment"}
    aligner = Aligner(design)
    for path, cost in {("Upload documents", "Reminder", "Payment"): 0, ("Upload documents", "Payment"): 0,
                       ("Upload documents",): 1, ("Reminder", "Payment"): 1}.items():  # fmt: skip
        assert aligner.cost(path, complete=True) == cost


def test_accepted_deviations_are_kept(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0)])
    accept(workspace, "plan", ("inserted", "Chat", ""))
    accept(workspace, "plan", ("inserted", "Chat", ""))
    assert accepted(workspace, "plan") == (("inserted", "Chat", ""),)
    accept(workspace, "plan", ("inserted", "Chat", ""), accepted=False)
    assert accepted(workspace, "plan") == ()
    with pytest.raises(WrongInput, match="signs"):
        keep_design(workspace, "", b"")
