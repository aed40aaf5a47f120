"""Single journeys: found, sorted, told event by event."""

from __future__ import annotations

import pytest

from journey.analyses.journeys import customer_journeys, journeys, timeline
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope

COLUMNS = "journey customer touchpoint time channel initiator cost comment score region mood"
ROWS = [
    ("J-1", "Ann", "Ad", 0, "web", "company", 0.5, None, None, "North", "calm"),
    ("J-1", "Ann", "Pay", 2, "app", "customer", None, "At last", 9, "North", None),
    ("J-1", "Ann", "Use", 9, "app", "customer", None, None, None, "North", "glad"),
    ("J-2", "Bob", "Ad", 5, "web", "customer", None, None, 3, None, "calm"),
    ("K-3", "Ann", "Pay", 1, "web", "customer", None, None, None, "South", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(log):
    with log(ROWS, COLUMNS, goals=("Pay",), timeout_s="never") as made:
        yield made


def keys(workspace, *scope, **asked):
    return [journey.key for journey in journeys(workspace, *scope, **asked).journeys]


def test_a_list_counts_what_it_leaves_out(workspace):
    found = journeys(workspace, Scope(contains=("Pay",)), search="j", top=1)
    assert [journey.key for journey in found.journeys] == ["J-1"]
    assert (found.matching, found.in_scope, found.total) == (1, 2, 3)


def test_search_looks_in_key_and_customer_whatever_the_case(workspace):
    assert keys(workspace, search="ANN") == ["J-1", "K-3"]
    assert keys(workspace, search="-2") == ["J-2"]
    assert keys(workspace, search="%") == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("started", ["J-1", "K-3", "J-2"]),
        ("duration", ["K-3", "J-2", "J-1"]),
        ("events", ["K-3", "J-2", "J-1"]),
        ("key", ["J-1", "J-2", "K-3"]),
    ],
)
def test_sorting(workspace, sort, expected):
    assert keys(workspace, sort=sort) == expected
    assert set(keys(workspace, sort=sort, descending=True)) == set(expected)
    assert keys(workspace, sort=sort, descending=True)[0] in expected[1:]
    assert keys(workspace, sort=sort, skip=1, top=1) == expected[1:2]


def test_sorting_by_anything_else_is_told(workspace):
    with pytest.raises(WrongInput, match="colour"):
        journeys(workspace, sort="colour")


def test_a_journey_in_short(workspace):
    ann = journeys(workspace, sort="key").journeys[0]
    assert (ann.customer, ann.events, ann.duration_s, ann.outcome, ann.first, ann.last) == (
        "Ann", 3, 2 * 3600, Outcome.COMPLETED, "Ad", "Use",
    )  # fmt: skip


def test_the_journeys_of_a_customer(workspace):
    assert [journey.key for journey in customer_journeys(workspace, "Ann")] == ["J-1", "K-3"]
    assert customer_journeys(workspace, "Nobody") == ()


def test_a_timeline_tells_every_event(workspace):
    told = timeline(workspace, "J-1")
    assert told.attributes == (("region", "North"),)
    assert [(e.position, e.touchpoint, e.channel, e.wait_s, e.decides) for e in told.events] == [
        (0, "Ad", "web", 2 * 3600, None),
        (1, "Pay", "app", 7 * 3600, Outcome.COMPLETED),
        (2, "Use", "app", None, None),
    ]
    first, pay, use = told.events
    assert (first.by_company, first.cost, first.comment, first.scores) == (True, 0.5, None, ())
    assert (pay.by_company, pay.cost, pay.comment, pay.scores) == (False, None, "At last", (("score", 9.0),))
    assert (first.attributes, pay.attributes, use.attributes) == ((("mood", "calm"),), (), (("mood", "glad"),))


def test_an_unknown_journey_is_told(workspace):
    with pytest.raises(WrongInput, match="J-9"):
        timeline(workspace, "J-9")


def test_a_log_of_three_columns_has_timelines_too(log):
    told = timeline(log([("a", "Ad", 0), ("a", "Pay", 1)]), "a")
    assert [event.touchpoint for event in told.events] == ["Ad", "Pay"]
    assert told.attributes == ()
    assert told.journey.outcome is None
