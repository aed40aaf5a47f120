"""Journeys that move: who is in the sample, where and when, and how they are drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from conftest import MakeLog
from hypothesis import given
from hypothesis import strategies as some

from journey.analyses.flow import flow_map
from journey.analyses.replay import allotted, replay
from journey.charts.flow_map import spec
from journey.charts.replay_spec import replay_spec
from journey.charts.replay_words import answer, passed_by, strata_table
from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Scope

# a: Ask at 0 h, Pay at 2 h (done). b: Ask at 10 h, Call at 11 h, gone. c: ends the log, much later.
ROWS = [("a", "Ask", 0.0), ("a", "Pay", 2.0), ("b", "Ask", 10.0), ("b", "Call", 11.0), ("c", "Ask", 2_000.0)]


def test_where_and_when(log: MakeLog) -> None:
    workspace = log(ROWS, goals=("Pay",))
    found = replay(workspace, Scope())
    names = {one.id: one.name for one in flow_map(workspace, Scope()).touchpoints}
    told = [
        (one.key, one.started_s / 3600, [names[node] for node in one.nodes], one.after_s, one.outcome)
        for one in found.moving
    ]
    assert told == [
        ("a", 0, ["Ask", "Pay"], (0, 7200), Outcome.COMPLETED),
        ("b", 10, ["Ask", "Call"], (0, 3600), Outcome.DROPPED),
        ("c", 2000, ["Ask"], (0,), Outcome.OPEN),
    ]
    assert [found.groups[one.group] for one in found.moving] == ["completed", "dropped", "open"]
    assert (found.journeys_shown, found.journeys_total) == (3, 3)
    assert answer(flow_map(workspace, Scope())).startswith("1 of 3 journeys arrive (33 %), 1 fall out")


def test_hidden_and_folded_events_do_not_move(log: MakeLog) -> None:
    workspace = log(ROWS, goals=("Pay",))
    found = replay(workspace, Scope(hidden=("Ask",)))
    assert [(one.key, one.after_s) for one in found.moving] == [("a", (7200,)), ("b", (3600,))]
    with pytest.raises(WrongInput):
        replay(workspace, Scope(level=Level.STAGE))


def test_a_workspace_without_a_goal_has_no_outcomes(log: MakeLog) -> None:
    found = replay(log(ROWS), Scope())
    assert {one.outcome for one in found.moving} == {None}
    assert {found.groups[one.group] for one in found.moving} == {""}


def test_the_sample_keeps_the_shares_and_is_the_same_each_time(log: MakeLog) -> None:
    rows = [
        (f"j{n}", name, 10 * n + at) for n in range(300) for at, name in enumerate(["Ask"] + ["Pay"] * (n % 3 == 0))
    ]
    workspace = log([*rows, ("late", "Ask", 9_000.0)], goals=("Pay",))
    one, other = (replay(workspace, Scope(), most=90) for _time in range(2))
    assert one == other and len(one.moving) == 90 == sum(stratum.sampled for stratum in one.strata)
    # 100 of 301 are completed, 200 dropped, 1 is open: 30, 59 and 1 of 90.
    assert Counter(str(moving.outcome) for moving in one.moving) == {"completed": 30, "dropped": 59, "open": 1}
    assert strata_table(one, "outcome")["Journeys in scope"].sum() == 301


@given(some.lists(some.integers(0, 5_000), min_size=1, max_size=40), some.integers(50, 400))
def test_no_stratum_is_lost_and_none_gives_more_than_it_has(sizes: list[int], most: int) -> None:
    taken = allotted(sizes, most)
    assert sum(taken) == min(most, sum(sizes))
    assert all((0 < n <= size) if size else n == 0 for n, size in zip(taken, sizes, strict=True))


def test_colours_by_score_and_attribute(log: MakeLog) -> None:
    rows = [(f"j{n}", "Ask", n, n % 6 or None, "app" if n < 15 else "web") for n in range(20)]
    workspace = log(rows, "journey touchpoint time score_csat device")
    scored = replay(workspace, Scope(), colour="score:score_csat")
    # Each answer of 1 to 5 is a fifth of its scale; who gave none has a colour of its own.
    assert Counter(one.group for one in scored.moving) == Counter(n % 6 - 1 if n % 6 else 5 for n in range(20))
    by_device = replay(workspace, Scope(), colour="attribute:device")
    assert by_device.groups == ("app", "web", "")
    assert Counter(by_device.groups[one.group] for one in by_device.moving) == {"app": 15, "web": 5}
    for wrong in ("score:none", "attribute:none"):
        with pytest.raises(WrongInput):
            replay(workspace, Scope(), colour=wrong)


def test_tokens_pass_by_what_is_not_drawn(log: MakeLog) -> None:
    rows = [(f"j{n}", name, 10 * n + at) for n in range(40) for at, name in enumerate(["Ask", "Choose", "Pay"])]
    rows += [("x", "Ask", 800.0), ("x", "Rare", 801.0), ("x", "Pay", 802.0), ("y", "Rare", 803.0)]
    workspace = log(rows, goals=("Pay",))
    flow = flow_map(workspace, Scope())
    whole = spec(flow)
    picture = replace(whole, boxes=tuple(box for box in whole.boxes if box.name != "Rare"))
    made = replay_spec(replay(workspace, Scope()), picture)
    assert (made.passed, made.unseen, len(made.tokens)) == (2, 1, 41)
    assert sum(one.moving for one in made.colours) == 41 and sum(one.journeys for one in made.colours) == 42
    through = next(token for token in made.tokens if token["at"] == [0, 7200])
    assert [made.boxes[box] for box in through["box"]] == [
        f"t{one.id}" for name in ("Ask", "Pay") for one in flow.touchpoints if one.name == name
    ]
    assert passed_by(made).startswith("Tokens pass by 2 events")
