"""Every rule of an outcome, on logs of at most ten rows, with the answer worked by hand."""

from __future__ import annotations

import pytest

from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.analyses.journeys import journeys
from journey.analyses.variants import variants
from journey.errors import WrongInput
from journey.model import Definitions, Outcome
from journey.store.define import define

DAY = 24
DAY_S = 86_400


def outcomes(workspace):
    return {journey.key: journey.outcome for journey in journeys(workspace).journeys}


def flags(workspace):
    return {
        key: (mature, converted)
        for key, mature, converted in workspace.run("SELECT key, mature, converted FROM journey")
    }


def box(workspace, name):
    return next(touchpoint for touchpoint in flow_map(workspace).touchpoints if touchpoint.name == name)


def test_the_first_goal_or_lost_touchpoint_decides(log):
    workspace = log(
        [
            ("a", "Start", 0), ("a", "Pay", 1), ("a", "Cancel", 2),
            ("b", "Start", 0), ("b", "Cancel", 1), ("b", "Pay", 2),
            ("c", "Pay", 0), ("c", "Pay", 1),
        ],
        goals=("Pay",), lost=("Cancel",),
    )  # fmt: skip
    assert outcomes(workspace) == {"a": "completed", "b": "lost", "c": "completed"}


def test_of_several_goals_the_first_met_stops_the_clock(log):
    workspace = log(
        [("a", "Start", 0), ("a", "Sign", 3), ("a", "Pay", 5), ("a", "Use", 50)],
        goals=("Pay", "Sign"),
        timeout_s="never",
    )
    assert journeys(workspace).journeys[0].duration_s == 3 * 3600


def test_a_lost_journey_lasts_to_its_last_event(log):
    workspace = log(
        [("a", "Start", 0), ("a", "Cancel", 3), ("a", "Use", 5), ("b", "Pay", 0)], goals=("Pay",), lost=("Cancel",)
    )
    assert {j.key: j.duration_s for j in journeys(workspace).journeys} == {"a": 5 * 3600, "b": 0}


def test_silence_longer_than_the_timeout_is_dropped(log):
    rows = [
        ("quiet", "Start", 0),
        ("just", "Start", 1),
        ("lively", "Start", 0), ("lively", "Start", 10 * DAY),
        ("done", "Pay", 0),
        ("end", "Start", 14 * DAY + 1),
    ]  # fmt: skip
    workspace = log(rows, goals=("Pay",), timeout_s=14.0 * DAY_S)
    # The log ends 14 d 1 h after its begin: `quiet` has been silent for longer than 14 d, `just` for exactly 14 d.
    assert outcomes(workspace) == {
        "quiet": "dropped", "just": "open", "lively": "open", "done": "completed", "end": "open",
    }  # fmt: skip


def test_never_drops_nobody(log):
    workspace = log([("a", "Start", 0), ("b", "Pay", 9000)], goals=("Pay",), timeout_s="never")
    assert outcomes(workspace) == {"a": "open", "b": "completed"}
    assert info(workspace).judged.timeout_s is None


def test_observed_end_can_be_set(log):
    rows = [("a", "Start", 0), ("b", "Pay", 0)]
    late = log(rows, goals=("Pay",), timeout_s=float(DAY_S), observed_end="2026-02-01")
    assert outcomes(late)["a"] == "dropped"
    early = log(rows, goals=("Pay",), timeout_s=float(DAY_S), observed_end="2026-01-01T12:00")
    assert outcomes(early)["a"] == "open"


def test_automatic_timeout_is_the_95th_percentile_of_the_longest_waits_before_the_goal(log):
    workspace = log(
        [
            ("a", "Start", 0), ("a", "Start", 2 * DAY), ("a", "Pay", 3 * DAY), ("a", "Use", 60 * DAY),
            ("b", "Start", 0), ("b", "Pay", 4 * DAY),
            ("open", "Start", 0), ("open", "Use", 30 * DAY),
        ],
        goals=("Pay",),
    )  # fmt: skip
    # Longest waits before the goal: a 2 d (of 2 and 1; the 57 d come after it), b 4 d. 2 + 0.95 x (4 - 2) = 3.9 d.
    assert info(workspace).judged.timeout_s == pytest.approx(3.9 * DAY_S)


def test_automatic_timeout_is_a_day_at_least(log):
    workspace = log([("a", "Start", 0), ("a", "Pay", 1)], goals=("Pay",))
    assert info(workspace).judged.timeout_s == DAY_S


def test_automatic_timeout_of_a_gap_grain_is_the_gap(log):
    workspace = log(
        [("c", "Start", 0), ("c", "Start", 1), ("c", "Start", 5), ("c", "Pay", 6)],
        "customer touchpoint time",
        gap_s=2 * 3600.0,
        goals=("Pay",),
    )
    assert outcomes(workspace) == {"c #1": "dropped", "c #2": "completed"}
    assert info(workspace).judged.timeout_s == 2 * 3600


def test_what_the_company_starts_does_not_break_the_silence(log):
    rows = [
        ("a", "Start", 0, "customer"), ("a", "Mail", 20 * DAY, "company"),
        ("b", "Start", 0, "customer"), ("b", "Mail", 20 * DAY, "customer"),
        ("c", "Mail", 20 * DAY, "company"),
        ("d", "Pay", 21 * DAY, "customer"),
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time initiator", goals=("Pay",), timeout_s=14.0 * DAY_S)
    # Where the customer never did anything, there is no silence of his to count from but the last mail.
    assert outcomes(workspace) == {"a": "dropped", "b": "open", "c": "open", "d": "completed"}


def test_conversion_counts_mature_journeys_completed_within_the_horizon(log):
    workspace = log(
        [
            ("fast", "Start", 0), ("fast", "Pay", 5 * DAY),
            ("slow", "Start", 0), ("slow", "Pay", 12 * DAY),
            ("gone", "Start", 0),
            ("edge", "Start", 10 * DAY),
            ("young", "Start", 15 * DAY), ("young", "Pay", 16 * DAY),
            ("end", "Use", 20 * DAY),
        ],
        goals=("Pay",), horizon_s=10.0 * DAY_S, timeout_s="never",
    )  # fmt: skip
    assert flags(workspace) == {
        "fast": (True, True),
        "slow": (True, False),
        "gone": (True, False),
        "edge": (True, False),  # began exactly a horizon before the end
        "young": (False, True),  # too young to be counted, although it completed
        "end": (False, False),
    }
    assert outcomes(workspace)["slow"] == "completed"
    # Of fast, slow, gone and edge, all of which began at Start, one converted.
    start = box(workspace, "Start").conversion
    assert (start.value, start.n) == (1 / 4, 4)
    assert info(workspace).mature == 4


def test_automatic_horizon_is_the_95th_percentile_of_the_time_to_the_goal(log):
    workspace = log(
        [("a", "Start", 0), ("a", "Pay", 10), ("b", "Start", 0), ("b", "Pay", 20), ("b", "Use", 40)], goals=("Pay",)
    )
    # 10 + 0.95 x (20 - 10) = 19.5 h, so that b, at 20 h, was not in time.
    assert info(workspace).judged.horizon_s == pytest.approx(19.5 * 3600)
    assert flags(workspace) == {"a": (True, True), "b": (True, False)}


def test_where_nothing_ever_completes_every_journey_is_judged_by_what_it_is(log):
    workspace = log(
        [("a", "Start", 0), ("a", "Cancel", 1), ("a", "Pay", 2), ("b", "Start", 3 * DAY)],
        goals=("Pay",), lost=("Cancel",),
    )  # fmt: skip
    assert info(workspace).judged.horizon_s is None
    assert outcomes(workspace) == {"a": "lost", "b": "open"}
    start = box(workspace, "Start")
    assert (start.conversion.value, start.conversion.n) == (0, 2)
    assert (start.exit_rate.value, start.exit_rate.n) == (1 / 2, 2)


def test_exit_rate(log):
    workspace = log(
        [
            ("silent", "Basket", 0),
            ("lost", "Basket", 0), ("lost", "Cancel", 1), ("lost", "Use", 2),
            ("on", "Basket", 0), ("on", "Pay", 1), ("on", "Basket", 2),
            ("after", "Pay", 0), ("after", "Basket", 1),
            ("end", "Use", 30 * DAY),
        ],
        goals=("Pay",), lost=("Cancel",), timeout_s=14.0 * DAY_S, horizon_s=float(DAY_S),
    )  # fmt: skip
    # Visited the basket before any goal: silent, lost, on. Left there: silent (dropped), lost (just before).
    basket = box(workspace, "Basket").exit_rate
    assert (basket.value, basket.n) == (2 / 3, 3)
    # The lost touchpoint itself is where nobody leaves; what comes after it neither. `end` is not mature.
    assert box(workspace, "Cancel").exit_rate.value == 0
    assert (box(workspace, "Use").exit_rate.value, box(workspace, "Use").exit_rate.n) == (0, 1)
    # Nobody is at the goal before the goal.
    assert box(workspace, "Pay").exit_rate.value is None


def test_without_a_goal_everything_about_success_is_blank(log):
    workspace = log([("a", "Start", 0), ("a", "Cancel", 1), ("b", "Start", 900)], lost=("Cancel",))
    assert set(outcomes(workspace).values()) == {None}
    start = box(workspace, "Start")
    assert start.exit_rate.value is None
    assert start.conversion.value is None
    assert start.ends.undecided == 1
    assert variants(workspace).variants[0].conversion.value is None
    assert info(workspace).outcomes == {}


def test_definitions_change_without_a_new_import(log):
    workspace = log([("a", "Start", 0), ("a", "Pay", 1), ("b", "Start", 0), ("b", "Sign", 1)], goals=("Pay",))
    before = workspace.version
    assert outcomes(workspace) == {"a": "completed", "b": "open"}
    judged = define(workspace, Definitions(goals=("Sign",), lost=("Pay",)))
    assert outcomes(workspace) == {"a": "lost", "b": "completed"}
    assert judged.goals == ("Sign",)
    assert info(workspace).definitions == Definitions(goals=("Sign",), lost=("Pay",))
    assert workspace.version[:2] == before[:2]
    assert workspace.version[2] == before[2] + 1


@pytest.mark.parametrize(
    ("definitions", "named"),
    [
        (Definitions(goals=("Nowhere",)), "Nowhere"),
        (Definitions(goals=("Pay",), lost=("Pay",)), "Pay"),
        (Definitions(goals=("Pay",), timeout_s=0.0), "timeout"),
        (Definitions(goals=("Pay",), horizon_s=0.0), "horizon"),
        (Definitions(goals=("Pay",), observed_end="soon"), "soon"),
    ],
)
def test_definitions_that_make_no_sense_change_nothing(log, definitions, named):
    workspace = log([("a", "Start", 0), ("a", "Pay", 1)], goals=("Pay",))
    before = workspace.version
    with pytest.raises(WrongInput, match=named):
        define(workspace, definitions)
    assert outcomes(workspace) == {"a": Outcome.COMPLETED}
    assert workspace.version == before
