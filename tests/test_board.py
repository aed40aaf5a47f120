"""The figures of the board: worked by hand, counted again in plain Python, and the same as everywhere else."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analyses.board import board
from journey.analyses.flow import flow_map
from journey.errors import WrongInput
from journey.model import Level
from journey.scope import Scope
from journey.store.edits import Edit
from journey.store.rebuild import change, undo
from journey.store.score_declarations import Spread, guess

HOUR = 3600.0
COLUMNS = "journey touchpoint time channel stage cost score_csat comment"
# Look holds See; Buy holds Basket and Pay. The goal is Pay; ten hours of silence drop a journey.
ROWS = [
    ("a", "See", 0, "web", "Look", 1, None, None), ("a", "See", 1, "web", "Look", 1, None, None),
    ("a", "Basket", 3, "app", "Buy", None, None, None), ("a", "Pay", 5, "app", "Buy", 4, 5, "Easy"),
    ("b", "See", 0, "web", "Look", 1, None, None), ("b", "Basket", 2, "web", "Buy", None, 3, "Hm"),
    ("b", "See", 4, "web", "Look", 1, None, None), ("b", "Basket", 5, "app", "Buy", None, None, "Hm"),
    ("c", "See", 10, "shop", "Look", 1, None, None), ("c", "Basket", 12, "app", "Buy", None, None, None),
    ("d", "See", 0, "web", "Look", 1, None, None),
    ("e", "See", 200, "web", "Look", 1, None, None), ("e", "Basket", 201, "web", "Buy", None, None, None),
]  # fmt: skip


@pytest.fixture
def worked(log):
    return log(ROWS, COLUMNS, goals=("Pay",), timeout_s=10 * HOUR, horizon_s=24 * HOUR)


def test_reach_and_loss_by_hand(worked):
    look, buy = board(worked).stages
    assert (look.name, look.journeys, look.visits, look.reach) == ("Look", 5, 6, 1.0)
    assert (buy.name, buy.journeys, buy.visits, buy.reach) == ("Buy", 4, 5, 0.8)
    # e is too young to be judged; d ends in Look; b and c end in Buy, which a leaves by the goal.
    assert (look.lost.value, look.lost.n) == (1 / 4, 4)
    assert (buy.lost.value, buy.lost.n) == (2 / 3, 3)


def test_time_is_that_of_visits_which_are_over(worked):
    look, buy = board(worked).stages
    # Look: 1 h and five visits of a single event. Buy: 2 h and three; that of e, which is open, may go on.
    assert (look.time_median_s, look.time_p90_s) == (0.0, 0.5 * HOUR)
    assert (buy.time_median_s, buy.time_p90_s) == pytest.approx((0.0, 1.4 * HOUR))
    assert (look.onward_median_s, buy.onward_median_s) == (2 * HOUR, 2 * HOUR)


def test_repeats_and_backtracks_by_hand(worked):
    look, buy = board(worked).stages
    assert (look.repeats.value, look.repeats.n) == (1 / 5, 5)
    assert (buy.repeats.value, buy.repeats.n) == (1 / 4, 4)
    assert (look.backtracks.value, look.backtracks.n) == (0.0, 5)
    assert (buy.backtracks.value, buy.backtracks.n) == (1.0, 1)


def test_nobody_goes_back_from_or_to_a_side_stage(log):
    path = [("Buy", 0), ("Help", 1), ("Buy", 2), ("Use", 3), ("Help", 4), ("Use", 5), ("Buy", 6)]
    rows = [("a", name, hour, {"Help": "Get help"}.get(name, name)) for name, hour in path]
    stages = {stage.name: stage for stage in board(log(rows, "journey touchpoint time stage")).stages}
    assert [stage.name for stage in stages.values() if stage.side] == ["Get help"]
    # Use is left twice, once back to Buy; Buy twice, never back; Get help twice, and is not asked.
    assert (stages["Use"].backtracks.value, stages["Use"].backtracks.n) == (0.5, 2)
    assert (stages["Buy"].backtracks.value, stages["Buy"].backtracks.n) == (0.0, 2)
    assert (stages["Get help"].backtracks.value, stages["Get help"].backtracks.n) == (None, 0)


def test_side_stages_are_declared(log):
    path = [("Buy", 0), ("Gossip", 1), ("Buy", 2), ("Help", 3), ("Buy", 4)]
    workspace = log([("a", name, hour, name) for name, hour in path], "journey touchpoint time stage")
    assert {stage.name for stage in board(workspace).stages if stage.side} == {"Help"}
    change(workspace, Edit("side", value=["Gossip", True]), Edit("side", value=["Help", False]))
    found = {stage.name: stage for stage in board(workspace).stages}
    assert {name for name, stage in found.items() if stage.side} == {"Gossip"}
    assert (found["Help"].backtracks.value, found["Help"].backtracks.n) == (1.0, 1)
    assert (found["Gossip"].backtracks.value, found["Gossip"].backtracks.n) == (None, 0)
    undo(workspace, 2)
    assert {stage.name for stage in board(workspace).stages if stage.side} == {"Gossip", "Help"}


def test_plans_and_targets_by_hand(worked):
    numbers = dict(worked.run("SELECT name, id FROM raw_touchpoint"))
    change(
        worked,
        Edit("planned_cost", (numbers["See"],), 0.5),
        Edit("planned_cost", (numbers["Basket"],), 3.0),
        Edit("target_wait_s", (numbers["See"],), 1.5 * HOUR),
        Edit("floating", (numbers["Basket"],), True),
    )
    look, buy = board(worked).stages
    # Floating, every basket goes with the look before it: 5 journeys with 7 looks at 0.5 and 5 baskets at 3.
    assert (look.journeys, look.planned_cost, look.cost_of_planned) == (5, (7 * 0.5 + 5 * 3.0) / 5, 7 / 5)
    assert (buy.planned_cost, buy.cost_of_planned) == (None, None)
    # See is left seven times but for d's, which nothing follows: after 1, 2, 2, 1, 2 and 1 hours.
    assert (look.late.value, look.late.n) == (3 / 6, 6)
    assert [(c.name, c.events, c.floating, c.late.n) for c in look.contacts] == [
        ("See", 7, False, 6), ("Basket", 5, True, 0),
    ]  # fmt: skip


def test_costs_contacts_and_comments_by_hand(worked):
    found = board(worked)
    look, buy = found.stages
    assert found.has_costs and (look.cost, buy.cost) == (7 / 5, 4 / 4)
    assert [(c.name, c.events, c.channel) for c in look.contacts] == [("See", 7, "web")]
    assert [(c.name, c.events, c.channel) for c in buy.contacts] == [("Basket", 5, "app"), ("Pay", 1, "app")]
    assert (look.comments, look.quotes, buy.comments, set(buy.quotes)) == (0, (), 3, {"Easy", "Hm"})


def test_emotion_by_hand(worked):
    (line,) = board(worked).emotions
    assert (line.score, line.scale.low, line.scale.high) == ("score_csat", 1, 5)
    # 5 and 3 of 1..5 are +2 and 0.
    assert set(line.feelings) == {"Buy"} and line.feelings["Buy"].value == 1.0 and line.feelings["Buy"].n == 2


def test_emotion_is_the_score_of_the_map_on_another_scale(worked):
    (line,) = board(worked).emotions
    flow = flow_map(worked, Scope(level=Level.STAGE), score="score_csat")
    score = next(t.score for t in flow.touchpoints if t.name == "Buy")
    felt = line.feelings["Buy"]
    assert felt.n == score.n and felt.value == line.scale.feeling(score.value)
    # Two answers say next to nothing: their interval ends where the scale does.
    assert (felt.low, felt.high) == (-2.0, 2.0)


@pytest.mark.parametrize(
    ("name", "least", "most", "scale"),
    [("NPS", 0, 10, (0, 10)), ("nps", 0, 100, (0, 100)), ("CES 2.0", 2, 7, (1, 7)), ("x", 1, 5, (1, 5)),
     ("x", 1, 6, (1, 7)), ("x", 0, 5, (0, 10)), ("x", -1, 1, (-1, 1)), ("CSAT", 0, 5, (0, 10))],
)  # fmt: skip
def test_scales_are_guessed(name, least, most, scale):
    found = guess(name, Spread.of(np.linspace(least, most, 50)))
    assert (found.low, found.high) == scale


def test_the_level_of_the_scope_is_of_no_account_and_its_filters_are(worked):
    assert board(worked, Scope(level=Level.CHANNEL)) == board(worked)
    assert [stage.journeys for stage in board(worked, Scope(contains=("Pay",))).stages] == [1, 1]
    assert [stage.journeys for stage in board(worked, Scope(hidden=("Basket",))).stages] == [5, 1]


def test_a_log_without_stages_has_no_columns(log):
    assert board(log([("a", "See", 0), ("a", "Buy", 1)])).stages == ()


def test_a_stage_that_nobody_in_scope_reaches_stays(worked):
    look, buy = board(worked, Scope(avoids=("Basket",))).stages
    assert (buy.name, buy.journeys, buy.lost.value, buy.time_median_s, buy.cost) == ("Buy", 0, None, None, None)
    assert look.journeys == 1


def test_the_command_says_the_same(worked, cli):
    found = board(worked)
    worked.close()
    said = cli("board", "--workspace", worked.path, "--json").json
    on_map = {
        t["name"]: t for t in cli("map", "--workspace", worked.path, "--level", "stage", "--json").json["touchpoints"]
    }
    for stage, row in zip(found.stages, said["stages"], strict=True):
        assert (row["name"], row["journeys"], row["reach"], row["lost"]) == (
            stage.name, stage.journeys, stage.reach, stage.lost.value,
        )  # fmt: skip
        assert (row["time_median_s"], row["repeats"], row["backtracks"], row["cost"]) == (
            stage.time_median_s, stage.repeats.value, stage.backtracks.value, stage.cost,
        )  # fmt: skip
        assert (on_map[stage.name]["journeys"], on_map[stage.name]["exit_rate"]) == (stage.journeys, stage.lost.value)
        assert on_map[stage.name]["events"] == stage.visits


def test_the_command_needs_stages(log, cli):
    bare = log([("a", "See", 0)])
    bare.close()
    answer = cli("board", "--workspace", bare.path)
    assert answer.status == 2 and "no stages" in answer.err
    with pytest.raises(WrongInput):
        board(bare, Scope(contains=("Nowhere",)))


STAGE_OF = {"A": "One", "B": "One", "C": "Two", "D": "Three", "E": None}
logs = st.lists(
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 90)), min_size=1, max_size=8), min_size=1, max_size=8
).filter(lambda made: any(STAGE_OF[name] for journey in made for name, _hour in journey))


@given(made=logs)
def test_random_logs_counted_again(log, made):
    journeys = {f"j{n}": sorted(events, key=lambda event: event[1]) for n, events in enumerate(made)}
    rows = [(key, name, hour, STAGE_OF[name]) for key, events in journeys.items() for name, hour in events]
    goals = ("C",) if any(row[1] == "C" for row in rows) else ()
    workspace = log(rows, "journey touchpoint time stage", goals=goals, timeout_s=5 * HOUR, horizon_s=20 * HOUR)
    facts = {key: told for key, *told in workspace.run("SELECT key, cut, outcome, mature FROM journey")}
    found = board(workspace)
    order = [stage.name for stage in found.stages]
    visits = {
        key: [(stage, [hour for _s, hour in run]) for stage, run in groupby(
            [(STAGE_OF[name], hour) for name, hour in events if STAGE_OF[name]], key=lambda event: event[0])]
        for key, events in journeys.items()
    }  # fmt: skip
    for stage in found.stages:
        here = {key: sum(name == stage.name for name, _hours in told) for key, told in visits.items()}
        assert stage.journeys == sum(n > 0 for n in here.values())
        assert stage.visits == sum(here.values())
        assert stage.reach == pytest.approx(stage.journeys / len(journeys))
        assert stage.repeats.value == pytest.approx(sum(n > 1 for n in here.values()) / stage.journeys)
        leaving = [b[0] for told in visits.values() for a, b in pairwise(told) if a[0] == stage.name]
        back = sum(order.index(name) < order.index(stage.name) for name in leaving)
        assert stage.backtracks.n == len(leaving)
        assert (stage.backtracks.value or 0.0) == pytest.approx(back / len(leaving) if leaving else 0.0)
        spent = [
            (hours[-1] - hours[0]) * HOUR
            for key, told in visits.items()
            for at, (name, hours) in enumerate(told)
            if name == stage.name and not facts[key][0] and (at + 1 < len(told) or facts[key][1] != 3)
        ]
        expected = np.quantile(spent, [0.5, 0.9]) if spent else [None, None]
        assert (stage.time_median_s, stage.time_p90_s) == (
            pytest.approx(expected[0]), pytest.approx(expected[1])
        )  # fmt: skip
        if goals:
            before = {key: next((i for i, (n, _h) in enumerate(e) if n == "C"), len(e)) for key, e in journeys.items()}
            first = {
                key: next((i for i, (n, _h) in enumerate(e) if STAGE_OF[n] == stage.name), len(e))
                for key, e in journeys.items()
            }
            judged = [key for key in journeys if facts[key][2] and first[key] < before[key]]
            last = {key: told[-1][0] if told else None for key, told in visits.items()}
            exits = sum(facts[key][1] == 2 and last[key] == stage.name for key in judged)
            assert stage.lost.n == len(judged)
            assert (stage.lost.value or 0.0) == pytest.approx(exits / len(judged) if judged else 0.0)
