"""Every part of a scope, alone and with others, on a log of ten rows."""

from __future__ import annotations

import pytest

from journey.analyses.command import scope_arguments
from journey.analyses.journeys import journeys
from journey.analyses.variants import variants
from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Attribute, Scope, Then
from journey.store.selection import select
from journey.text.scope_words import chips

DAY, HOUR = 24, 3600.0

# a: Ad, Basket, Pay within an hour.   b: Ad, Call, Basket, two days in all.
# c: Basket twice, on the third day.   d: a lone Call, ten days later.
ROWS = [
    ("a", "ann", "Ad", 0, "web", "North", "x"),
    ("a", "ann", "Basket", 0.5, "web", "North", "y"),
    ("a", "ann", "Pay", 1, "app", "North", None),
    ("b", "bob", "Ad", 0, "web", "South", "x"),
    ("b", "bob", "Call", 24, "phone", "South", None),
    ("b", "bob", "Basket", 48, "web", "South", None),
    ("c", "ann", "Basket", 50, "app", None, None),
    ("c", "ann", "Basket", 53, "app", None, "z"),
    ("d", "dan", "Call", 12 * DAY, "phone", "North", "x"),
]
COLUMNS = "journey customer touchpoint time channel region mood"

CASES = [
    (Scope(), "abcd"),
    # Period: 1 January is day 0. A bare `until` includes its day.
    (Scope(since="2026-01-02"), "cd"),
    (Scope(since="2026-01-01T00:00:00"), "abcd"),
    (Scope(until="2026-01-01"), "ab"),
    (Scope(until="2026-01-03"), "abc"),
    (Scope(until="20260103"), "abc"),
    (Scope(until="2026-01-03T02:00"), "abc"),
    (Scope(until="2026-01-03T01:59"), "ab"),
    (Scope(until="2026-01-03T03:00+01:00"), "abc"),
    (Scope(until="2026-01-03T03:00+02:00"), "ab"),
    (Scope(since="2026-01-02", until="2026-01-03"), "c"),
    (Scope(since="2026-01-02", until="2026-01-03", period="finished"), "bc"),
    (Scope(since="2026-01-02", until="2026-01-02", period="finished"), ""),
    (Scope(since="2026-01-02", until="2026-01-02", period="touching"), "b"),
    (Scope(since="2026-01-03", period="touching"), "bcd"),
    # Attributes: of the journey, and of an event (has such an event).
    (Scope(attributes=(Attribute("region", ("North",)),)), "ad"),
    (Scope(attributes=(Attribute("region", ("North", "South")),)), "abd"),
    (Scope(attributes=(Attribute("region", ("West",)),)), ""),
    (Scope(attributes=(Attribute("mood", ("x",)),)), "abd"),
    (Scope(attributes=(Attribute("mood", ("y", "z")),)), "ac"),
    (Scope(attributes=(Attribute("mood", ("x",)), Attribute("region", ("North",)))), "ad"),
    (Scope(channels=("app",)), "ac"),
    (Scope(channels=("app", "phone")), "abcd"),
    (Scope(contains=("Ad",)), "ab"),
    (Scope(contains=("Ad", "Call")), "b"),
    (Scope(visits=("Ad",)), "ab"),
    (Scope(visits=("Ad", "Call")), "abd"),
    (Scope(avoids=("Ad",)), "cd"),
    (Scope(avoids=("Ad", "Call")), "c"),
    (Scope(starts_with=("Basket",)), "c"),
    (Scope(starts_with=("Basket", "Call")), "cd"),
    (Scope(ends_with=("Basket",)), "bc"),
    (Scope(ends_with=("Pay", "Call")), "ad"),
    # Sequence: later, directly, within a limit (inclusive), never.
    (Scope(then=(Then("Ad", "Basket"),)), "ab"),
    (Scope(then=(Then("Ad", "Basket", directly=True),)), "a"),
    (Scope(then=(Then("Ad", "Basket", within_s=48 * HOUR),)), "ab"),
    (Scope(then=(Then("Ad", "Basket", within_s=48 * HOUR - 1),)), "a"),
    (Scope(then=(Then("Ad", "Basket", directly=True, within_s=1799.0),)), ""),
    (Scope(then=(Then("Ad", "Basket", never=True),)), "cd"),
    (Scope(then=(Then("Ad", "Basket", directly=True, never=True),)), "bcd"),
    (Scope(then=(Then("Basket", "Basket"),)), "c"),
    (Scope(then=(Then("Basket", "Basket", within_s=3 * HOUR),)), "c"),
    (Scope(then=(Then("Basket", "Ad"),)), ""),
    (Scope(then=(Then("Ad", "Call"), Then("Call", "Basket"))), "b"),
    # Duration: a stops at its goal, an hour after its start.
    (Scope(min_duration_s=HOUR), "abc"),
    (Scope(min_duration_s=HOUR + 1), "bc"),
    (Scope(max_duration_s=HOUR), "ad"),
    (Scope(min_duration_s=1.0, max_duration_s=3 * HOUR), "ac"),
    (Scope(outcomes=(Outcome.COMPLETED,)), "a"),
    (Scope(outcomes=(Outcome.DROPPED, Outcome.OPEN)), "bcd"),
    (Scope(customers=("ann",)), "ac"),
    (Scope(customers=("ann", "dan")), "acd"),
    (Scope(customers=("nobody",)), ""),
    (Scope(inverse=True), ""),
    (Scope(inverse=True, contains=("Ad",)), "cd"),
    (Scope(inverse=True, attributes=(Attribute("region", ("North",)),)), "bc"),
    (Scope(inverse=True, attributes=(Attribute("mood", ("x",)),)), "c"),
    # Together: all must hold; the inverse is of all of it.
    (Scope(contains=("Basket",), channels=("app",), customers=("ann",), max_duration_s=2 * HOUR), "a"),
    (Scope(contains=("Basket",), avoids=("Pay",), until="2026-01-02"), "b"),
    (Scope(inverse=True, contains=("Basket",), avoids=("Pay",), until="2026-01-02"), "acd"),
    # What re-links does not select.
    (Scope(contains=("Ad",), hidden=("Ad",)), "ab"),
    (Scope(then=(Then("Ad", "Basket", directly=True),), hidden=("Call",), level=Level.CHANNEL), "a"),
]


@pytest.fixture(scope="module")
def workspace(log):
    with log(ROWS, COLUMNS, goals=("Pay",), timeout_s=5.0 * 86_400) as made:
        yield made


def selected(workspace, scope):
    return "".join(sorted(journey.key for journey in journeys(workspace, scope).journeys))


@pytest.mark.parametrize(("scope", "expected"), CASES, ids=[scope.text() for scope, _expected in CASES])
def test_the_journeys_of_a_scope(workspace, scope, expected):
    assert selected(workspace, scope) == expected


def test_a_variant_is_selected_by_its_key(workspace):
    keys = {variant.path: variant.key for variant in variants(workspace).variants}
    both = (keys["Ad", "Basket", "Pay"], keys["Call",])
    assert selected(workspace, Scope(variants=both)) == "ad"
    assert selected(workspace, Scope(variants=both, inverse=True)) == "bc"
    assert selected(workspace, Scope(variants=("0" * 16,))) == ""


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        (Scope(contains=("Nowhere",)), "Nowhere"),
        (Scope(hidden=("Nowhere",)), "Nowhere"),
        (Scope(then=(Then("Ad", "Nowhere"),)), "Nowhere"),
        (Scope(channels=("fax",)), "fax"),
        (Scope(attributes=(Attribute("colour", ("red",)),)), "colour"),
        (Scope(since="spring"), "spring"),
        (Scope(level=Level.STAGE), "stages"),
    ],
)
def test_what_the_log_does_not_have_is_told(workspace, scope, named):
    with pytest.raises(WrongInput, match=named):
        journeys(workspace, scope)


def test_names_are_values_never_sql(log):
    evil = "'); DROP TABLE event; --"
    made = log([("a", evil, 0, evil), ("b", "x", 0, 'y"')], 'journey touchpoint time quo"te')
    assert selected(made, Scope(contains=(evil,))) == "a"
    assert selected(made, Scope(attributes=(Attribute('quo"te', (evil,)),))) == "a"
    assert selected(made, Scope(attributes=(Attribute('quo"te', ('y"',)),))) == "b"


def test_single_journeys_by_their_keys(log):
    workspace = log([("a", "A", 0), ("b", "A", 1), ("c", "A", 2)])
    with select(workspace, Scope(journeys=("c", "a", "nobody"))) as selection:
        assert sorted(selection.run(f"SELECT id FROM {selection.journeys}")) == [(0,), (2,)]
    assert [chip.text for chip in chips(Scope(journeys=("c", "a")))] == ["2 chosen journeys"]
    assert scope_arguments(Scope(journeys=("a",))) == ["--scope", '{"journeys":["a"]}']
