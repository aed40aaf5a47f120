"""The flow map of logs small enough to count by hand."""

from __future__ import annotations

import pytest

from journey.analyses.flow import flow_map, happy_path
from journey.scope import Scope

# a: Ad 0 h, Basket 1 h, Basket 3 h, Pay 6 h.   b: Ad 0 h, Basket 4 h.   c: Ad 0 h, Basket 2 h, Pay 12 h.
ROWS = [
    ("a", "Ad", 0), ("a", "Basket", 1), ("a", "Basket", 3), ("a", "Pay", 6),
    ("b", "Ad", 0), ("b", "Basket", 4),
    ("c", "Ad", 0), ("c", "Basket", 2), ("c", "Pay", 12),
]  # fmt: skip


@pytest.fixture(scope="module")
def flow(log):
    with log(ROWS, goals=("Pay",), timeout_s=7 * 3600.0, horizon_s=8 * 3600.0) as workspace:
        yield flow_map(workspace)


def test_touchpoints(flow):
    assert [
        (t.name, t.events, t.journeys, t.share, t.starts, t.ends.completed, t.ends.dropped, t.ends.total)
        for t in flow.touchpoints
    ] == [
        ("Basket", 4, 3, 1, 0, 0, 1, 1),
        ("Ad", 3, 3, 1, 3, 0, 0, 0),
        ("Pay", 2, 2, 2 / 3, 0, 2, 0, 2),
    ]


def test_transitions_and_their_waits(flow):
    names = {t.id: t.name for t in flow.touchpoints}
    found = {(names[t.source], names[t.target]): t for t in flow.transitions}
    assert {pair: (t.events, t.journeys) for pair, t in found.items()} == {
        ("Ad", "Basket"): (3, 3), ("Basket", "Basket"): (1, 1), ("Basket", "Pay"): (2, 2),
    }  # fmt: skip
    ad = found["Ad", "Basket"]
    # Waits of 1, 2 and 4 h: the 90th percentile lies 0.8 of the way from 2 to 4.
    assert ad.wait_mean_s == pytest.approx(7 / 3 * 3600)
    assert ad.wait_median_s == 2 * 3600
    assert ad.wait_p90_s == pytest.approx(3.6 * 3600)
    # Waits of 3 and 10 h.
    assert (found["Basket", "Pay"].wait_median_s, found["Basket", "Pay"].wait_mean_s) == (6.5 * 3600, 6.5 * 3600)


def test_order_is_by_journeys_then_events_then_name(flow):
    assert [t.events for t in flow.transitions] == [3, 2, 1]
    assert [t.name for t in flow.touchpoints] == ["Basket", "Ad", "Pay"]


def test_what_goes_with_success(flow):
    # All three began at least 8 h before the end (12 h). a paid after 6 h, c only after 12 h, b is silent for 8 h.
    by_name = {t.name: t for t in flow.touchpoints}
    assert (by_name["Basket"].conversion.value, by_name["Basket"].conversion.n) == (1 / 3, 3)
    assert (by_name["Basket"].exit_rate.value, by_name["Basket"].exit_rate.n) == (1 / 3, 3)
    assert by_name["Ad"].exit_rate.value == 0
    names = {t.id: t.name for t in flow.touchpoints}
    ways = {(names[t.source], names[t.target]): (t.conversion.value, t.conversion.n) for t in flow.transitions}
    assert ways == {("Ad", "Basket"): (1 / 3, 3), ("Basket", "Basket"): (1, 1), ("Basket", "Pay"): (1 / 2, 2)}


def test_totals(flow):
    assert (flow.journeys_shown, flow.journeys_total, flow.journeys_empty, flow.journeys_mature) == (3, 3, 0, 3)
    assert (flow.events_shown, flow.events_total) == (9, 9)
    assert flow.stages == ()
    assert flow.seconds > 0


def test_positions_run_from_first_to_last(flow):
    # Ad is first; Pay last; Basket at 1/3 and 2/3 of a, the end of b, the middle of c.
    assert {t.name: t.position for t in flow.touchpoints} == pytest.approx(
        {"Ad": 0, "Basket": (1 / 3 + 2 / 3 + 1 + 1 / 2) / 4, "Pay": 1}
    )


def test_the_happy_path_leads_to_the_goal(flow):
    names = {t.id: t.name for t in flow.touchpoints}
    assert [names[i] for i in flow.happy_path] == ["Ad", "Basket", "Pay"]


def test_the_happy_path_is_the_likeliest_not_the_commonest_start(log):
    rows = [(f"j{i}", "Ad", 0) for i in range(3)]
    rows += [("j0", "Pay", 1), ("j1", "Call", 1), ("j2", "Call", 1), ("j1", "Pay", 2), ("j2", "Pay", 2)]
    flow = flow_map(log(rows, goals=("Pay",)))
    names = {t.id: t.name for t in flow.touchpoints}
    assert [names[i] for i in flow.happy_path] == ["Ad", "Call", "Pay"]


def test_the_happy_path_avoids_lost_touchpoints(log):
    rows = [("a", "Ad", 0), ("a", "Pay", 1)]
    rows += [(f"j{i}", name, at) for i in range(9) for at, name in enumerate(("Ad", "Cancel", "Pay"))]
    flow = flow_map(log(rows, goals=("Pay",), lost=("Cancel",)))
    names = {t.id: t.name for t in flow.touchpoints}
    assert [names[i] for i in flow.happy_path] == ["Ad", "Pay"]


def test_no_touchpoints_no_path():
    assert happy_path((), ()) == ()


def test_a_scope_of_no_journeys(log):
    workspace = log(ROWS, goals=("Pay",))
    flow = flow_map(workspace, Scope(since="2030-01-01"))
    assert (flow.touchpoints, flow.transitions, flow.happy_path) == ((), (), ())
    assert (flow.journeys_shown, flow.journeys_total, flow.events_shown) == (0, 3, 0)


def test_ties_keep_the_order_of_the_file(log):
    flow = flow_map(log([("a", "Z", 1), ("a", "Y", 1), ("a", "X", 1), ("a", "W", 0)]))
    names = {t.id: t.name for t in flow.touchpoints}
    assert {(names[t.source], names[t.target]) for t in flow.transitions} == {("W", "Z"), ("Z", "Y"), ("Y", "X")}


def test_the_score_to_average_can_be_chosen(log):
    rows = [("a", "Ad", 0, 4, 10), ("a", "Ad", 1, 2, None), ("b", "Pay", 0, None, 30)]
    workspace = log(rows, "journey touchpoint time score_ease score_nps")

    def averages(**chosen):
        return {t.name: (t.score.value, t.score.n) for t in flow_map(workspace, **chosen).touchpoints}

    assert averages() == averages(score="score_ease") == {"Ad": (3, 2), "Pay": (None, 0)}
    assert averages(score="score_nps") == {"Ad": (10, 1), "Pay": (30, 1)}
