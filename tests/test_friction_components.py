"""Each component of friction on a log small enough to work out by hand."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.analyses.friction.cells import count_cells
from journey.analyses.friction.friction import friction
from journey.analyses.friction.parts import Kind, Stake
from journey.analyses.friction.stake import stakes
from journey.analyses.friction.steps import lay_steps
from journey.analyses.friction.targets import set_target
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

# Everybody is mature, and nothing is late: ten days to complete, and the log is watched for a year.
CALM = {"goals": ("Goal",), "horizon_s": 864_000.0, "observed_end": "2027-01-01"}


def at(workspace: Workspace, kind: Kind, source: str, target: str | None = None, scope: Scope | None = None) -> Stake:
    with select(workspace, scope or Scope()) as selection:
        steps = lay_steps(selection)
        number = {name: node for node, name in steps.names.items()}
        counted = count_cells(steps, kind, 1)
        wanted = (number[source], -1 if target is None else number[target])
        places = [tuple(place) for place in counted.places.tolist()]
        return stakes(counted)[places.index(wanted)]


def test_a_detour_is_compared_at_the_touchpoint_before_it(log: MakeLog) -> None:
    workspace = log(
        [
            ("a", "Shop", 0), ("a", "Error", 1),
            ("b", "Shop", 0), ("b", "Error", 1), ("b", "Goal", 2),
            ("c", "Shop", 0), ("c", "Goal", 2), ("d", "Shop", 0), ("d", "Goal", 2), ("e", "Shop", 0), ("e", "Goal", 2),
            ("f", "Shop", 0),
            # Comes to the shop a week later than anybody else: nobody to compare with.
            ("g", "Ad", 0), ("g", "Shop", 24 * 8), ("g", "Error", 24 * 8 + 1),
        ],
        **CALM,
    )  # fmt: skip
    found = at(workspace, Kind.DETOUR, "Error")
    assert (found.journeys, found.compared, found.visits) == (3, 4, 7)
    assert (found.conversion, found.expected) == (1 / 2, 3 / 4)
    assert found.at_stake.value == pytest.approx(2 * (3 / 4 - 1 / 2))
    assert found.unmatched == pytest.approx(1 / 3)
    assert found.share == pytest.approx(3 / 7)


def test_a_second_visit_of_the_place_before_is_another_moment(log: MakeLog) -> None:
    rows = [("a", "Shop", 0), ("a", "Look", 1), ("a", "Shop", 2), ("a", "Error", 3)]
    rows += [(who, "Shop", 0) for who in "bc"] + [(who, "Goal", 1) for who in "bc"]
    found = at(log(rows, **CALM), Kind.DETOUR, "Error")
    assert (found.journeys, found.compared, found.unmatched) == (1, 0, 1.0)
    assert found.at_stake.value is None
    assert found.p == 1.0


def test_a_repeat_is_compared_with_those_who_went_on(log: MakeLog) -> None:
    workspace = log(
        [
            ("a", "Pay", 0), ("a", "Look", 1), ("a", "Pay", 2), ("a", "Goal", 3),
            ("b", "Pay", 0), ("b", "Look", 1), ("b", "Pay", 2),
            ("c", "Pay", 0), ("c", "Look", 1), ("c", "Goal", 2),
            ("d", "Pay", 0), ("d", "Look", 1), ("d", "Goal", 2),
            ("e", "Pay", 0), ("e", "Look", 1),
            ("f", "Pay", 0),
            # Its second visit is after its end.
            ("g", "Pay", 0), ("g", "Goal", 1), ("g", "Pay", 2),
        ],
        **CALM,
    )  # fmt: skip
    found = at(workspace, Kind.REPEAT, "Pay")
    # Not f, who did not go on; g went on and did not come again before the goal: 3 of 4 complete.
    assert (found.journeys, found.compared) == (2, 4)
    assert found.at_stake.value == pytest.approx(2 * (3 / 4 - 1 / 2))


STAGES = {"Look": "1 Choose", "Pay": "2 Buy", "Ask": "Get help", "Goal": "3 Use"}


def test_going_back_to_an_earlier_stage(log: MakeLog) -> None:
    ways = {"a": "Look Pay Look", "b": "Look Pay Look Goal", "c": "Look Pay Goal", "d": "Look Pay Ask Goal"}
    rows = [
        (who, name, hour, STAGES[name]) for who, way in ways.items() for hour, name in enumerate(way.split())
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time stage", **CALM)
    found = at(workspace, Kind.BACKTRACK, "Pay", "Look")
    assert (found.journeys, found.compared) == (2, 2)
    assert found.at_stake.value == pytest.approx(2 * (1 - 1 / 2))
    with pytest.raises(ValueError, match="not in list"):
        at(workspace, Kind.BACKTRACK, "Ask", "Look")  # a side stage has no order


def test_back_and_forth_is_compared_with_those_who_went_there_and_on(log: MakeLog) -> None:
    ways = {"a": "Chat Call Chat", "b": "Chat Call Goal", "c": "Chat Call Look", "d": "Chat Goal", "e": "Chat Call"}
    rows = [(who, name, hour) for who, way in ways.items() for hour, name in enumerate(way.split())]
    found = at(log(rows, **CALM), Kind.PING_PONG, "Chat", "Call")
    assert (found.journeys, found.compared) == (1, 2)
    assert found.at_stake.value == pytest.approx(1 * (1 / 2 - 0))


def waiting(log: MakeLog, **definitions: object) -> Workspace:
    waits = {"a": 50, "b": 50, "c": 1, "d": 1, "e": 1}
    rows: list[tuple[str, str, float]] = []
    for who, hours in waits.items():
        rows += [(who, "Ask", 0), (who, "Answer", hours)]
        rows += [(who, "Goal", hours + 1)] if who in "acd" else []
    return log(rows, **{**CALM, **definitions})


def test_a_wait_over_the_target_that_people_set(log: MakeLog) -> None:
    workspace = waiting(log)
    set_target(workspace, "Ask", "Answer", 10 * 3600)
    found = at(workspace, Kind.WAIT, "Ask", "Answer")
    assert (found.journeys, found.compared) == (2, 3)
    assert found.at_stake.value == pytest.approx(2 * (2 / 3 - 1 / 2))


def test_without_one_the_target_is_p90_of_completed_journeys(log: MakeLog) -> None:
    # Waits of completed journeys are 1, 1 and 50 hours: p90 interpolates to 1 + 0.8 x 49 = 40.2 hours.
    found = at(waiting(log), Kind.WAIT, "Ask", "Answer")
    assert found.journeys == 2


def test_a_wait_is_only_judged_with_the_horizon_left_after_it(log: MakeLog) -> None:
    # The log ends 60 hours after the start, ten hours after the long waits are over; the horizon is 20 hours.
    workspace = waiting(log, horizon_s=20 * 3600.0, observed_end="2026-01-03T12:00:00")
    set_target(workspace, "Ask", "Answer", 10 * 3600)
    with pytest.raises(ValueError, match="not in list"):
        at(workspace, Kind.WAIT, "Ask", "Answer")


def test_late_is_not_lost(log: MakeLog) -> None:
    # With a horizon of a day, a's goal after 51 hours is late: it counts as completed all the same.
    workspace = waiting(log, horizon_s=86_400.0)
    set_target(workspace, "Ask", "Answer", 10 * 3600)
    assert at(workspace, Kind.WAIT, "Ask", "Answer").conversion == 1 / 2


def test_a_change_of_channel_is_the_customers_own(log: MakeLog) -> None:
    rows = [
        ("a", "Look", 0, "web", "customer"), ("a", "Pay", 1, "phone", "customer"),
        ("b", "Look", 0, "web", "customer"), ("b", "Pay", 1, "web", "customer"), ("b", "Goal", 2, "web", "customer"),
        # The company's mail is no change of the customer's channel.
        ("c", "Look", 0, "web", "customer"), ("c", "Mail", 1, "mail", "company"), ("c", "Goal", 2, "web", "customer"),
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time channel initiator", **CALM)
    # From the web to the phone is from self-service to a person: forced, and ranked apart from changes by choice.
    found = at(workspace, Kind.FORCED, "Look", "Pay")
    assert (found.journeys, found.compared) == (1, 2)
    assert found.at_stake.value == pytest.approx(1.0)
    for kind, target in ((Kind.SWITCH, "Pay"), (Kind.SWITCH, "Mail"), (Kind.FORCED, "Mail")):
        with pytest.raises(ValueError, match="not in list"):
            at(workspace, kind, "Look", target)


def test_a_change_of_channel_by_choice_is_not_forced(log: MakeLog) -> None:
    rows = [
        ("a", "Look", 0, "web"), ("a", "Pay", 1, "app"), ("b", "Look", 0, "web"), ("b", "Pay", 1, "web"),
        ("b", "Goal", 2, "web"), ("c", "Look", 0, "phone"), ("c", "Pay", 1, "web"),
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time channel", **CALM)
    # a goes from the web to the app, c from a person to the web; nobody is forced.
    assert at(workspace, Kind.SWITCH, "Look", "Pay").journeys == 2
    with pytest.raises(ValueError, match="not in list"):
        at(workspace, Kind.FORCED, "Look", "Pay")


def test_a_contact_repeated_within_seven_days(log: MakeLog) -> None:
    day = 24
    rows = [
        ("a", "Call", 0), ("a", "Call", 6 * day), ("a", "End", 9 * day),
        ("b", "Call", 0), ("b", "Call", 8 * day), ("b", "Goal", 9 * day),
        ("c", "Call", 0), ("c", "Goal", 9 * day),
        # In the last seven days before the observed end nobody can tell.
        ("d", "Call", 24 * day), ("d", "Call", 25 * day),
    ]  # fmt: skip
    workspace = log(rows, goals=("Goal",), horizon_s=3600.0, observed_end="2026-01-28")
    found = at(workspace, Kind.CONTACT, "Call")
    assert (found.journeys, found.compared) == (1, 2)
    assert found.at_stake.value == pytest.approx(1.0)


def test_ends_are_no_detours(log: MakeLog) -> None:
    workspace = log([("a", "Shop", 0), ("a", "Quit", 1), ("b", "Shop", 0), ("b", "Goal", 1)], lost=("Quit",), **CALM)
    for end in ("Quit", "Goal"):
        with pytest.raises(ValueError, match="not in list"):
            at(workspace, Kind.DETOUR, end)


def test_without_a_goal_nothing_can_be_at_stake(log: MakeLog) -> None:
    with pytest.raises(WrongInput, match="No goal is set"):
        friction(log([("a", "Shop", 0)]), Scope())


@pytest.mark.parametrize("end", ["2026-01-01", "2027-01-01"], ids=["all open", "one journey"])
def test_too_few_to_tell_is_an_empty_list(log: MakeLog, end: str) -> None:
    found = friction(log([("a", "Shop", 0), ("a", "Goal", 1)], **{**CALM, "observed_end": end}), Scope())
    assert (found.ranked, found.below, found.together) == ((), (), None)


def test_fewer_than_thirty_customers_are_listed_but_not_tested(log: MakeLog) -> None:
    workspace = waiting(log)
    found = friction(workspace, Scope())
    assert found.tested == 0
    assert {(place.kind, name) for place, name, _target, _n in found.thin} >= {(Kind.WAIT, "Ask")}


def test_only_journeys_with_the_same_attribute_are_compared(log: MakeLog) -> None:
    rows = [("a", "Shop", 0, "old"), ("a", "Error", 1, "old"), ("b", "Shop", 0, "new"), ("b", "Goal", 1, "new")]
    rows += [("c", "Shop", 0, "old"), ("c", "Goal", 1, "old"), ("d", "Shop", 0, "old")]
    workspace = log(rows, "journey touchpoint time plan", **CALM)
    with select(workspace, Scope()) as selection:
        steps = lay_steps(selection, ("plan",))
        (found,) = stakes(count_cells(steps, Kind.DETOUR, 1))
        # Of the old plan one of two others completes; b has another plan.
        assert (found.journeys, found.compared, found.expected) == (1, 2, 1 / 2)
        with pytest.raises(WrongInput, match="no attribute 'colour'"):
            lay_steps(selection, ("colour",))
