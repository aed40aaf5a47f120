"""Metrics by hand on a log of a few journeys: every column, groups of every kind, and what a scope leaves of them."""

from __future__ import annotations

import pytest

from journey.analyses.metric_journeys import behind
from journey.analyses.metrics import MetricRow, metrics
from journey.analyses.retention import retention, with_retention
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.edits import Edit
from journey.store.rebuild import change
from journey.store.score_declarations import Method, declare, usual
from journey.store.workspace import Workspace

DAY = 24
# journey, customer, touchpoint, time (hours), stage, channel, initiator, cost, score_csat, agent, segment
ROWS = [
    # ann sees, calls twice within a week, is answered, buys.
    ("a", "ann", "See", 0, "Look", "web", "customer", 1, None, None, "S"),
    ("a", "ann", "Call", 2, "Help", "call centre", "customer", 5, 2, "x", "S"),
    ("a", "ann", "Answer", 5, "Help", "e-mail", "company", 1, None, None, "S"),
    ("a", "ann", "Call", 2 * DAY, "Help", "call centre", "customer", 5, 5, "y", "S"),
    ("a", "ann", "Buy", 3 * DAY, "Shop", "web", "customer", 2, 4, None, "S"),
    # bob sees twice in one visit, buys.
    ("b", "bob", "See", 0, "Look", "web", "customer", 1, None, None, "S"),
    ("b", "bob", "See", 3, "Look", "app", "customer", 1, None, None, "S"),
    ("b", "bob", "Buy", 2 * DAY, "Shop", "app", "customer", 2, 5, None, "S"),
    # cid sees, calls, comes back to see, and is never heard of again.
    ("c", "cid", "See", 0, "Look", "web", "customer", 1, None, None, "T"),
    ("c", "cid", "Call", 1, "Help", "call centre", "customer", 5, 3, "x", "T"),
    ("c", "cid", "See", 4, "Look", "web", "customer", 1, None, None, "T"),
    # dan comes long after, so that all others are old enough to be judged.
    ("d", "dan", "See", 60 * DAY, "Look", "web", "customer", 1, None, None, "T"),
]
COLUMNS = "journey customer touchpoint time stage channel initiator cost score_csat agent segment"


@pytest.fixture(scope="module")
def worked(log) -> Workspace:
    return log(ROWS, COLUMNS, goals=("Buy",), timeout_s=10 * 86_400, horizon_s=10 * 86_400)


def rows(workspace: Workspace, by: str, scope: Scope | None = None) -> dict[str, MetricRow]:
    return {row.name: row for row in metrics(workspace, scope, by).rows}


def test_reach_loss_and_conversion_by_stage(worked: Workspace) -> None:
    found = rows(worked, "stage")
    look, help_, shop = found["Look"], found["Help"], found["Shop"]
    assert [(row.journeys, row.visits, row.events) for row in (look, help_, shop)] == [(4, 5, 6), (2, 2, 4), (2, 2, 2)]
    assert (look.share, help_.share) == (1.0, 0.5)
    # a, b and c are mature; c's last touchpoint lies in Look; a and b complete.
    assert (look.lost.value, look.lost.n) == (1 / 3, 3) and (help_.lost.value, help_.lost.n) == (0.0, 2)
    assert look.conversion.value == 2 / 3 and help_.conversion.value == 1 / 2
    # In Shop every journey is at its goal already: nobody is left to be judged.
    assert shop.lost.value is None and shop.lost.n == 0


def test_times_repeats_contacts_and_escalation(worked: Workspace) -> None:
    found = rows(worked, "stage")
    # Visits of Look last 0 (a), 3 h (b), 0 and 0 h (c); d is open, so that its last visit is not over.
    assert (found["Look"].time_median_s, found["Look"].time_p90_s) == (0.0, pytest.approx(0.7 * 3 * 3600))
    assert found["Help"].time_median_s == pytest.approx((46 + 0) / 2 * 3600)
    assert (found["Look"].repeats.value, found["Look"].repeats.n) == (1 / 4, 4)
    assert (found["Help"].contacts, found["Look"].contacts) == (3 / 2, 0.0)
    # From Look a and c go to a person by phone. From Help nobody does: what the company does is no escalation.
    assert found["Look"].escalated.value == 2 / 4 and found["Help"].escalated.value == 1 / 2
    assert found["Look"].channels == (("web", 5 / 6), ("app", 1 / 6))


def test_a_ticket_is_one_contact_and_its_answer_is_none(log) -> None:
    # Created with its first words at 0 h, answered after 1.5 h and again after 3 h, asked once more after 5 h in one of
    # two tickets, and answered after half an hour.
    ticket = [("Ticket created", 0, "customer"), ("Customer comment", 0, "customer"), ("Agent reply", 1.5, "company"),
              ("Agent reply", 3, "company")]  # fmt: skip
    again = [("Customer comment", 5, "customer"), ("Agent reply", 5.5, "company")]
    told = [("a", *one) for one in [*ticket, *again]] + [("b", *one) for one in ticket]
    told.append(("late", "Quiet", 900, "customer"))
    found = rows(log([(*one, "mail") for one in told], "journey touchpoint time initiator channel"), "channel")["mail"]
    # Three contacts of three journeys; of the two of a the first was not settled.
    assert found.contacts == 1 and (found.resolved.value, found.resolved.n) == (2 / 3, 3)
    # The first reply to a ticket is its first, not all of them together.
    assert (found.reply_median_s, found.replies) == (1.5 * 3600, 2)


def test_first_reply_and_first_contact_resolution(worked: Workspace) -> None:
    help_ = rows(worked, "stage")["Help"]
    # a's first call at 2 h is answered at 5 h.
    assert (help_.reply_median_s, help_.replies) == (3 * 3600, 1)
    # a's first call is followed by a second within a week; that one, and c's, settle the matter.
    assert (help_.resolved.value, help_.resolved.n) == (2 / 3, 3)
    assert rows(worked, "stage")["Shop"].reply_median_s is None


@pytest.mark.parametrize(
    ("by", "group", "metric", "expected"),
    [
        ("stage", "Look", "reached", [["a", "b", "c", "d"]]),
        ("stage", "Look", "lost", [["a", "b", "c"], ["c"]]),
        ("stage", "Help", "conversion", [["a", "c"], ["a"]]),
        ("stage", "Help", "score:score_csat", [["a", "c"], ["a"]]),
        ("stage", "Look", "escalated", [["a", "b", "c", "d"], ["a", "c"]]),
        ("stage", "Help", "resolved", [["a", "c"], ["c"]]),
        ("agent", "x", "score:score_csat", [["a", "c"], ["a"]]),
        ("segment", "T", "conversion", [["c"], []]),
        ("channel", "app", "cost", [["b"]]),
        ("stage", "Look", "mix:app", [["b"]]),
        ("stage", "Look", "mix:web", [["a", "b", "c", "d"]]),
        ("stage", "Help", "mix:e-mail", [["a"]]),
        ("segment", "S", "mix:call centre", [["a"]]),
        ("stage", "Shop", "mix:carrier pigeon", [[]]),
        ("month", "2026-03-01", "reached", [["d"]]),
    ],
)
def test_every_number_opens_its_journeys(worked: Workspace, by: str, group: str, metric: str, expected: list) -> None:
    row = rows(worked, by)[group]
    found = behind(worked, Scope(), by, row.id, metric)
    assert [sorted(one.keys) for one in found] == expected
    assert [one.journeys for one in found] == [len(keys) for keys in expected]


def test_contacts_of_the_last_week_are_left_out(log) -> None:
    late = [("a", "Call", 0), ("a", "Call", 10 * DAY), ("b", "Call", 12 * DAY), ("b", "End", 14 * DAY)]
    call = rows(log(late), "touchpoint")["Call"]
    assert (call.resolved.value, call.resolved.n) == (1.0, 1)


def test_costs_and_plans(worked: Workspace, log) -> None:
    found = rows(worked, "stage")
    assert (found["Look"].cost, found["Look"].cost_per_completed, found["Look"].completed) == (6 / 4, 6 / 2, 2)
    assert (found["Help"].cost, found["Help"].cost_per_completed) == (16 / 2, 16 / 1)
    assert found["Help"].planned_cost is None
    planned = log(ROWS, COLUMNS, goals=("Buy",))
    (raw,) = planned.one("SELECT id FROM raw_touchpoint WHERE name = 'Call'")
    change(planned, Edit("planned_cost", (raw,), 4.0))
    help_ = rows(planned, "stage")["Help"]
    # Three calls of 4 planned, of 5 in truth; the answer has no plan and counts on neither side.
    assert (help_.planned_cost, help_.cost_of_planned) == (12 / 2, 15 / 2)


def test_scores_by_stage_agent_and_segment(worked: Workspace) -> None:
    (csat,) = rows(worked, "stage")["Help"].scores
    assert (csat.figure.value, csat.figure.n, csat.mean.value) == (1 / 3, 3, pytest.approx(10 / 3))
    assert (csat.bad.value, csat.answers_per_journey) == (1 / 3, 3 / 2)
    assert csat.response.value is None and csat.response.n == 0
    agents = rows(worked, "agent")
    assert {name: (row.journeys, row.scores[0].figure.n) for name, row in agents.items()} == {"x": (2, 2), "y": (1, 1)}
    segments = rows(worked, "segment")
    assert {name: (row.journeys, row.scores[0].figure.value) for name, row in segments.items()} == {
        "S": (2, 3 / 4), "T": (2, 0.0),
    }  # fmt: skip
    assert segments["S"].conversion.value == 1.0 and segments["S"].time_median_s == 2.5 * 86_400
    assert segments["S"].repeats.value is None


def test_responders_are_told_from_the_others(worked: Workspace) -> None:
    (csat,) = rows(worked, "segment")["T"].scores
    # c answered and did not complete; d is not old enough to be judged.
    assert (csat.answered.value, csat.answered.n, csat.others.n) == (0.0, 1, 0)


def test_channels_touchpoints_and_periods(worked: Workspace) -> None:
    channels = rows(worked, "channel")
    assert (channels["web"].journeys, channels["web"].visits) == (4, 6)
    assert channels["e-mail"].events == 1
    touchpoints = rows(worked, "touchpoint")
    assert (touchpoints["See"].visits, touchpoints["See"].repeats.value) == (6, 2 / 4)
    # To the next event: 2 h, 3 h, 45 h and 1 h.
    assert touchpoints["See"].time_median_s == pytest.approx(2.5 * 3600)
    months = metrics(worked, None, "month").rows
    assert [(row.name, row.journeys) for row in months] == [("2026-01-01", 3), ("2026-03-01", 1)]
    assert rows(worked, "week")["2025-12-29"].journeys == 3


def test_a_scope_selects_whole_journeys_and_hides_touchpoints(worked: Workspace) -> None:
    found = rows(worked, "stage", Scope(contains=("Buy",)))
    assert (found["Look"].journeys, found["Look"].share, found["Help"].contacts) == (2, 1.0, 2.0)
    hidden = rows(worked, "stage", Scope(hidden=("Call",)))
    assert (hidden["Help"].journeys, hidden["Help"].contacts) == (1, 0.0)
    # Without the call between them, c's two visits of Look are one.
    assert hidden["Look"].visits == 4


def test_a_floating_touchpoint_takes_the_stage_before_it(log) -> None:
    workspace = log(ROWS, COLUMNS, goals=("Buy",))
    (raw,) = workspace.one("SELECT id FROM raw_touchpoint WHERE name = 'Call'")
    change(workspace, Edit("floating", (raw,), True))
    found = rows(workspace, "stage")
    # c's call falls into its visit of Look, as the first one of a does; the second of a stays in Help.
    assert (found["Look"].visits, found["Look"].events, found["Look"].contacts) == (4, 8, 2 / 4)
    assert (found["Help"].journeys, found["Help"].events) == (1, 2)


def test_answers_outside_the_scale_count_nowhere_and_are_told(log) -> None:
    workspace = log(
        [("a", "x", n, value) for n, value in enumerate([4, 5, 2, 11])], "journey touchpoint time score_csat"
    )
    declare(workspace, usual("score_csat", Method.CSAT))
    found = metrics(workspace, None, "touchpoint")
    assert found.outside == (("score_csat", 1),)
    assert found.rows[0].scores[0].figure.n == 3


def test_an_invitation_makes_a_response_rate(log) -> None:
    told = [("a", "Survey invitation", 0, None), ("a", "Answer", 1, 9), ("b", "Survey invitation", 0, None),
            ("c", "Answer", 0, 3), ("c", "Survey invitation", 1, None)]  # fmt: skip
    # Two answers come by invitation or without one; by name alone an invitation is not believed.
    found = rows(log(told, "journey touchpoint time score_nps"), "touchpoint")
    assert found["Survey invitation"].scores[0].response.value is None
    told = [(f"{n}", name, at, value) for n in range(9) for name, at, value in (("Survey invitation", 0, None),
            *((("Answer", 1, 9),) if n < 6 else ()))]  # fmt: skip
    (nps,) = rows(log(told, "journey touchpoint time score_nps"), "touchpoint")["Survey invitation"].scores
    assert (nps.response.value, nps.response.n, nps.figure.value) == (6 / 9, 9, None)


@pytest.mark.parametrize("by", ["stage", "channel", "agent", "touchpoint", "month"])
def test_without_stages_channels_goal_scores_or_costs_there_are_blanks_and_no_zeros(log, by: str) -> None:
    workspace = log([("a", "x", 0), ("a", "y", 1)])
    if by in ("stage", "channel", "agent"):
        with pytest.raises(WrongInput):
            metrics(workspace, None, by)
        return
    for row in metrics(workspace, None, by).rows:
        assert (
            row.lost.value is row.conversion.value is row.cost is row.cost_per_completed is row.resolved.value is None
        )
        assert row.scores == () and row.channels == ()


def test_retention_by_hand(log) -> None:
    # ann is seen in January and February, by another journey, and not in March; bob in January only; eve is new in
    # February and seen in March. The log ends on the first of April, so that March has no whole next month.
    told = [("a", "ann", "See", 0, "S"), ("b", "ann", "Buy", 40 * DAY, "T"), ("c", "bob", "See", 5 * DAY, "S"),
            ("d", "eve", "See", 35 * DAY, "S"), ("d", "eve", "Buy", 65 * DAY, "S"), ("e", "zoe", "End", 90 * DAY, "T"),
            ("f", "ann", "See", 1 * DAY, "S")]  # fmt: skip
    workspace = log(told, "journey customer touchpoint time segment")
    found = with_retention(metrics(workspace, None, "touchpoint"), retention(workspace, Scope(), "touchpoint"))
    kept = {row.name: (row.retention.value, row.retention.n) for row in found.rows}
    # See: ann (once, though by two journeys) and bob in January, eve in February. Buy: ann in February.
    assert kept == {"See": (2 / 3, 3), "Buy": (0.0, 1), "End": (None, 0)}
    months = dict(retention(workspace, Scope(), "month"))
    assert [(one.value, one.n) for one in months.values()] == [(1 / 2, 2), (1 / 2, 2)]
    segments = with_retention(metrics(workspace, None, "segment"), retention(workspace, Scope(), "segment"))
    assert {row.name: row.retention.value for row in segments.rows} == {"S": 2 / 3, "T": 0.0}
