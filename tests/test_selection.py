"""Hiding touchpoints and folding levels link what is left anew: waits, first visits, ends, outcomes."""

from __future__ import annotations

import pytest

from journey.analyses.flow import flow_map
from journey.analyses.journeys import journeys
from journey.analyses.variants import variants
from journey.model import Level
from journey.scope import Scope

# a: Ad (web) 0 h, Call (phone) 1 h, Ad (web) 3 h, Basket (web) 6 h, Pay (app) 10 h.      b: Call (phone) 0 h.
ROWS = [
    ("a", "Ad", 0, "web", "Look", 1.0, 5),
    ("a", "Call", 1, "phone", "Help", 8.0, None),
    ("a", "Ad", 3, "web", "Look", 2.0, 7),
    ("a", "Basket", 6, "web", "Buy", None, None),
    ("a", "Pay", 10, "app", "Buy", None, 9),
    ("b", "Call", 0, "phone", "Help", 4.0, 2),
]
COLUMNS = "journey touchpoint time channel stage cost score"


@pytest.fixture(scope="module")
def workspace(log):
    with log(ROWS, COLUMNS, goals=("Pay",), timeout_s="never") as made:
        yield made


def drawn(workspace, **scope):
    """Boxes: name -> (events, journeys, starts, ends). Moves: (source, target) -> (events, journeys, wait in h)."""
    flow = flow_map(workspace, Scope(**scope))
    names = {t.id: t.name for t in flow.touchpoints}
    boxes = {t.name: (t.events, t.journeys, t.starts, t.ends.total) for t in flow.touchpoints}
    moves = {(names[t.source], names[t.target]): (t.events, t.journeys, t.wait_mean_s / 3600) for t in flow.transitions}
    return flow, boxes, moves


def test_as_logged(workspace):
    flow, boxes, moves = drawn(workspace)
    assert boxes == {"Ad": (2, 1, 1, 0), "Call": (2, 2, 1, 1), "Basket": (1, 1, 0, 0), "Pay": (1, 1, 0, 1)}
    assert moves == {
        ("Ad", "Call"): (1, 1, 1), ("Call", "Ad"): (1, 1, 2), ("Ad", "Basket"): (1, 1, 3), ("Basket", "Pay"): (1, 1, 4),
    }  # fmt: skip
    assert (flow.journeys_shown, flow.journeys_empty, flow.events_shown, flow.events_total) == (2, 0, 6, 6)


def test_hiding_links_what_was_before_to_what_was_after(workspace):
    flow, boxes, moves = drawn(workspace, hidden=("Call",))
    assert boxes == {"Ad": (2, 1, 1, 0), "Basket": (1, 1, 0, 0), "Pay": (1, 1, 0, 1)}
    assert moves == {("Ad", "Ad"): (1, 1, 3), ("Ad", "Basket"): (1, 1, 3), ("Basket", "Pay"): (1, 1, 4)}
    # b has nothing left to show: in scope, but nowhere on the map.
    assert (flow.journeys_shown, flow.journeys_empty, flow.events_shown, flow.events_total) == (2, 1, 4, 6)


def test_hiding_first_and_last_moves_starts_and_ends(workspace):
    _flow, boxes, moves = drawn(workspace, hidden=("Ad", "Pay"))
    assert boxes == {"Call": (2, 2, 2, 1), "Basket": (1, 1, 0, 1)}
    assert moves == {("Call", "Basket"): (1, 1, 5)}


def test_hiding_the_goal_changes_no_outcome(workspace):
    flow, _boxes, _moves = drawn(workspace, hidden=("Pay",))
    assert next(t.ends.completed for t in flow.touchpoints if t.name == "Basket") == 1
    assert {j.key: j.outcome for j in journeys(workspace, Scope(hidden=("Pay",))).journeys} == {
        "a": "completed", "b": "open",
    }  # fmt: skip


def test_hiding_everything_leaves_an_empty_map(workspace):
    flow, boxes, moves = drawn(workspace, hidden=("Ad", "Basket", "Call", "Pay"))
    assert (boxes, moves, flow.happy_path) == ({}, {}, ())
    assert (flow.journeys_shown, flow.journeys_empty) == (2, 2)
    assert variants(workspace, Scope(hidden=("Ad", "Basket", "Call", "Pay"))).variants == ()


def test_stages_fold_into_visits(workspace):
    flow, boxes, moves = drawn(workspace, level=Level.STAGE)
    assert boxes == {"Look": (2, 1, 1, 0), "Help": (2, 2, 1, 1), "Buy": (1, 1, 0, 1)}
    # The visit to Buy lasts from 6 h to 10 h; it is entered at 6 h.
    assert moves == {("Look", "Help"): (1, 1, 1), ("Help", "Look"): (1, 1, 2), ("Look", "Buy"): (1, 1, 3)}
    # In the order of their mean place in a journey: Help 1/8, Look 1/4.
    assert flow.stages == ("Help", "Look", "Buy")


def test_a_wait_begins_when_the_visit_ends(workspace):
    _flow, boxes, moves = drawn(workspace, level=Level.STAGE, hidden=("Call",))
    # Look from 0 h to 3 h, then Buy at 6 h: the wait is 3 h, not 6.
    assert boxes == {"Look": (1, 1, 1, 0), "Buy": (1, 1, 0, 1)}
    assert moves == {("Look", "Buy"): (1, 1, 3)}


def test_channels_fold_too(workspace):
    _flow, boxes, moves = drawn(workspace, level=Level.CHANNEL)
    assert boxes == {"web": (2, 1, 1, 0), "phone": (2, 2, 1, 1), "app": (1, 1, 0, 1)}
    assert moves == {("web", "phone"): (1, 1, 1), ("phone", "web"): (1, 1, 2), ("web", "app"): (1, 1, 4)}


def test_touchpoint_by_channel_does_not_fold(workspace):
    _flow, boxes, moves = drawn(workspace, level=Level.TOUCHPOINT_CHANNEL)
    assert boxes == {
        "Ad · web": (2, 1, 1, 0), "Call · phone": (2, 2, 1, 1), "Basket · web": (1, 1, 0, 0), "Pay · app": (1, 1, 0, 1),
    }  # fmt: skip
    assert moves["Basket · web", "Pay · app"] == (1, 1, 4)


def test_a_visit_costs_what_its_events_cost(workspace):
    by_stage = {t.name: t for t in flow_map(workspace, Scope(level=Level.STAGE)).touchpoints}
    # Look: visits of 1.0 and 2.0; Help: 8.0 and 4.0; Buy: nothing known.
    assert {name: t.cost_mean for name, t in by_stage.items()} == {"Look": 1.5, "Help": 6.0, "Buy": None}
    folded = {t.name: t for t in flow_map(workspace, Scope(level=Level.STAGE, hidden=("Call",))).touchpoints}
    assert folded["Look"].cost_mean == 3.0


def test_an_answer_belongs_to_the_visit_it_was_given_in(workspace):
    plain = {t.name: (t.score.value, t.score.n) for t in flow_map(workspace).touchpoints}
    assert plain == {"Ad": (6, 2), "Call": (2, 1), "Basket": (None, 0), "Pay": (9, 1)}
    by_stage = {t.name: (t.score.value, t.score.n) for t in flow_map(workspace, Scope(level=Level.STAGE)).touchpoints}
    assert by_stage == {"Look": (6, 2), "Help": (2, 1), "Buy": (9, 1)}


def test_variants_of_what_is_left(workspace):
    found = variants(workspace, Scope(level=Level.STAGE, hidden=("Call",)))
    assert [(v.path, v.journeys, v.share, v.key) for v in found.variants] == [(("Look", "Buy"), 1, 1.0, "")]
    assert (found.distinct, found.journeys, found.journeys_total) == (1, 1, 2)


def test_touchpoints_without_a_stage_are_left_out_of_the_stage_view(log):
    workspace = log(
        [("a", "Ad", 0, "Look"), ("a", "Log in", 1, None), ("a", "Pay", 3, "Buy")], "journey touchpoint time stage"
    )
    _flow, boxes, moves = drawn(workspace, level=Level.STAGE)
    assert boxes == {"Look": (1, 1, 1, 0), "Buy": (1, 1, 0, 1)}
    assert moves == {("Look", "Buy"): (1, 1, 3)}


def test_an_exit_is_counted_where_it_is_still_seen(log):
    workspace = log(
        [("a", "Ad", 0, "Look"), ("a", "Basket", 1, "Buy"), ("a", "Call", 2, "Help"), ("b", "Pay", 900, "Buy")],
        "journey touchpoint time stage",
        goals=("Pay",), timeout_s=86_400.0, horizon_s=86_400.0,
    )  # fmt: skip

    def exits(**scope):
        return {t.name: t.exit_rate.value for t in flow_map(workspace, Scope(**scope)).touchpoints if t.exit_rate.n}

    assert exits() == {"Ad": 0, "Basket": 0, "Call": 1}
    assert exits(hidden=("Call",)) == {"Ad": 0, "Basket": 1}
    assert exits(level=Level.STAGE) == {"Look": 0, "Buy": 0, "Help": 1}
    assert exits(level=Level.STAGE, hidden=("Call",)) == {"Look": 0, "Buy": 1}
