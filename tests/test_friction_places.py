"""What surrounds the list: loops, friction between channels, ends, targets, twins, peaks."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import MakeLog
from hypothesis import given
from hypothesis import strategies as st

from journey.analyses.friction.case import case, case_journeys, scope_of
from journey.analyses.friction.channel_loops import channel_friction, channel_journeys
from journey.analyses.friction.exits import exit_journeys, exits
from journey.analyses.friction.loops import loop_journeys, loops
from journey.analyses.friction.parts import Kind
from journey.analyses.friction.peaks import excess, scan
from journey.analyses.friction.silent_answers import silent_answers
from journey.analyses.friction.steps import lay_steps
from journey.analyses.friction.targets import freeze_targets, set_target, targets
from journey.analyses.journeys import journeys
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

CALM = {"goals": ("Goal",), "horizon_s": 864_000.0, "observed_end": "2027-01-01"}


def of_ways(log: MakeLog, **ways: str) -> Workspace:
    """A touchpoint an hour, by the first letters of their names."""
    rows = [(who, name, hour) for who, way in ways.items() for hour, name in enumerate(way.split())]
    return log(rows, **CALM)


def test_loops_by_hand(log: MakeLog) -> None:
    workspace = of_ways(
        log, a="Look Pay Look Pay Look Goal", b="Look Pay Look", c="Look Pay Goal", d="Pay Pay Look Goal", e="Look Goal"
    )
    found = loops(workspace, Scope())
    by_name = {loop.touchpoints: loop for loop in found.loops}
    # a: Look Pay Look, Pay Look Pay, Look Pay Look; b: once; Pay Pay is run by one journey only and is no cycle.
    loop = by_name[("Look", "Pay")]
    assert (loop.journeys, loop.runs, loop.most, loop.time_s) == (2, 4, 3, 7200.0)
    assert (loop.conversion.value, loop.conversion.n) == (1 / 2, 2)
    assert (loop.others.value, loop.others.n) == (1.0, 3)
    assert (found.journeys, found.looping) == (5, 2)
    listed = loop_journeys(workspace, Scope(), ("Pay", "Look"))
    assert listed.matching == 2
    # From where the loop was first run: both begin with Look.
    assert [(one.key, one.next, one.outcome) for one in listed.journeys] == [
        ("a", "Pay", Outcome.COMPLETED), ("b", "Pay", Outcome.DROPPED),
    ]  # fmt: skip
    with pytest.raises(WrongInput, match="no such loop"):
        loop_journeys(workspace, Scope(), ("Nowhere",))


def test_a_touchpoint_repeated_at_once_is_a_loop_and_a_longer_one_is_told_from_its_start(log: MakeLog) -> None:
    ways = {"a": "Ask Pay Send Ask", "b": "Ask Pay Send Ask", "c": "Ask Ask", "d": "Ask Ask Goal"}
    found = loops(of_ways(log, **ways), Scope())
    assert [(loop.touchpoints, loop.runs) for loop in found.loops] == [(("Ask",), 2), (("Ask", "Pay", "Send"), 2)]


def test_nobody_comes_back(log: MakeLog) -> None:
    found = loops(of_ways(log, a="Look Pay Goal"), Scope())
    assert (found.loops, found.looping, found.time_s) == ((), 0, 0.0)


def test_friction_between_channels_by_hand(log: MakeLog) -> None:
    def row(who: str, name: str, hour: float, channel: str, by: str = "customer") -> tuple[object, ...]:
        return who, name, hour, channel, by

    rows = [
        row("a", "Look", 0, "web"), row("a", "Ask", 1, "phone"), row("a", "Look", 3, "web"), row("a", "Goal", 4, "web"),
        row("b", "Look", 0, "web"), row("b", "Ask", 1, "phone"), row("b", "Pay", 2, "phone"),
        row("c", "Look", 0, "web"), row("c", "Mail", 1, "mail", "company"), row("c", "Pay", 2, "web"),
        row("c", "Goal", 3, "web"),
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time channel initiator", **CALM)
    found = channel_friction(workspace, Scope())
    (back,) = [one for one in found.ping_pongs if (one.channel, one.other) == ("web", "phone")]
    assert (back.journeys, back.times, back.time_s) == (1, 1, 3 * 3600.0)
    assert (back.conversion.value, back.others.value) == (1.0, 0.0)
    assert not [one for one in found.ping_pongs if "mail" in (one.channel, one.other)]
    (left,) = [one for one in found.left if one.touchpoint == "Look"]
    # a and b leave the web for the phone, c goes on by itself.
    assert (left.journeys, left.share.n, left.target) == (2, 3, "Ask")
    assert (left.conversion.value, left.others.value) == (1 / 2, 1.0)
    kept = {(one.channel, one.target): one.kept for one in found.kept}
    assert (kept["web", "phone"].value, kept["web", "phone"].n) == (1.0, 2)
    assert kept["phone", "web"].value == 0.0  # a looks again
    pay = {one.channel: one.conversion.value for one in found.parity if one.touchpoint == "Pay"}
    assert pay == {"phone": 0.0, "web": 1.0}
    assert [one.key for one in channel_journeys(workspace, Scope(), "again", "phone", "web").journeys] == ["a"]
    assert {one.key for one in channel_journeys(workspace, Scope(), "left", "Look").journeys} == {"a", "b"}
    with pytest.raises(WrongInput, match="no such touchpoint or channel"):
        channel_journeys(workspace, Scope(), "back", "web", "fax")


def test_one_channel_has_no_friction_between(log: MakeLog) -> None:
    found = channel_friction(log([("a", "Goal", 0, "web")], "journey touchpoint time channel", **CALM), Scope())
    assert (found.ping_pongs, found.left, found.parity, found.kept) == ((), (), (), ())


def test_ends_and_their_ceiling_by_hand(log: MakeLog) -> None:
    rows = [(who, name, hour) for who, way in {
        "a": "Look Pay Goal", "b": "Look Pay Goal", "c": "Look Pay", "d": "Look Quit", "e": "Look",
    }.items() for hour, name in enumerate(way.split())]  # fmt: skip
    workspace = log(rows, lost=("Quit",), **CALM)
    found = {one.touchpoint: one for one in exits(workspace, Scope())}
    # Behind each line stand the journeys it counts.
    for name, one in found.items():
        listed = exit_journeys(workspace, Scope(), name)
        assert listed.matching == one.exits
        assert not {Outcome.COMPLETED, Outcome.OPEN} & {journey.outcome for journey in listed.journeys}
    # d quits with Look as its last touchpoint before; of the three who go on from Look, two complete.
    look, pay = found["Look"], found["Pay"]
    assert (look.exits, look.exit_rate.n, look.went_on.value, look.ceiling) == (2, 5, 2 / 3, pytest.approx(4 / 3))
    assert (pay.exits, pay.exit_rate.n, pay.went_on.value, pay.ceiling) == (1, 3, 1.0, 1.0)
    assert set(found) == {"Look", "Pay"}


def test_targets_are_set_frozen_and_taken_back(log: MakeLog) -> None:
    workspace = of_ways(log, a="Look Pay Goal", b="Look Pay Goal")

    def now() -> dict[tuple[str, str], tuple[float, str]]:
        return {(one.source, one.target): (one.seconds, one.set_by) for one in targets(workspace)}

    assert now() == {("Look", "Pay"): (3600.0, "log"), ("Pay", "Goal"): (3600.0, "log")}
    set_target(workspace, "Look", "Pay", 60.0)
    assert freeze_targets(workspace) == 1
    assert now() == {("Look", "Pay"): (60.0, "people"), ("Pay", "Goal"): (3600.0, "frozen")}
    set_target(workspace, "Look", "Pay", None)
    assert now()["Look", "Pay"] == (3600.0, "log")
    with pytest.raises(WrongInput, match="longer than nothing"):
        set_target(workspace, "Look", "Pay", 0.0)


def test_twins_are_the_same_until_then(log: MakeLog) -> None:
    workspace = of_ways(
        log, a="Look Pay Error", b="Look Pay Goal", c="Ad Look Pay Error Goal", d="Look Pay Error Goal", e="Pay Goal"
    )
    found = case(workspace, Scope(), Kind.DETOUR, "Error")
    (pair,) = found.twins
    assert (pair.affected.key, pair.other.key, pair.steps) == ("a", "b", 2)
    assert (pair.affected.outcome, pair.other.outcome) == (Outcome.DROPPED, Outcome.COMPLETED)
    assert [one.key for one in found.examples] == ["a", "c", "d"]
    assert case_journeys(workspace, Scope(), Kind.DETOUR, "Error") == ("a", "c", "d")
    with pytest.raises(WrongInput, match="no touchpoint"):
        case(workspace, Scope(), Kind.DETOUR, "Nowhere")


def test_a_contact_that_nobody_repeats_is_no_hit_however_near_the_filter_comes(log: MakeLog) -> None:
    workspace = of_ways(log, a="Pay Look Pay Goal", b="Pay Look Goal", c="Pay Goal Pay")
    assert case_journeys(workspace, Scope(), Kind.REPEAT, "Pay") == ("a",)
    assert case(workspace, Scope(), Kind.REPEAT, "Pay").extra == 1.0
    near = scope_of(Scope(), Kind.REPEAT, "Pay", None)
    assert {one.key for one in journeys(workspace, near).journeys} == {"a", "c"}


def test_time_lost_is_what_goes_beyond_the_target(log: MakeLog) -> None:
    rows = [(who, name, hour) for who, wait in (("a", 1), ("b", 4), ("c", 8)) for name, hour in (
        ("Look", 0), ("Pay", wait), ("Goal", 9))]  # fmt: skip
    workspace = log(rows, **CALM)
    set_target(workspace, "Look", "Pay", 7200.0)
    found = case(workspace, Scope(), Kind.WAIT, "Look", "Pay")
    assert (found.journeys, found.lost_s, found.extra) == (2, (2 + 6) / 2 * 3600, None)


def test_what_was_said_soon_after(log: MakeLog) -> None:
    rows = [
        ("a", "Pay", 0, None, None), ("a", "Error", 1, None, None), ("a", "Ask", 2, "It failed.", 1),
        ("b", "Pay", 0, None, None), ("b", "Goal", 1, "Fine.", 5), ("c", "Pay", 0, None, None),
        ("c", "Error", 1, None, None), ("c", "Goal", 2, "It worked in the end.", 4),
    ]  # fmt: skip
    found = case(log(rows, "journey touchpoint time comment score", **CALM), Scope(), Kind.DETOUR, "Error")
    assert [(one.text, one.key) for one in found.quotes] == [("It failed.", "a"), ("It worked in the end.", "c")]
    (answers,) = [one for one in found.efforts if one.what == "score"]
    assert (answers.affected.value, answers.others.value) == (2.5, 5.0)


def test_a_survey_that_hears_the_happy(log: MakeLog) -> None:
    rows: list[tuple[object, ...]] = []
    for i in range(40):
        happy = i % 2 == 0
        rows += [(f"j{i}", "Chat", i, 5 if happy else 1 + i % 4 // 3), (f"j{i}", "Goal", i + 1, None)]
        rows += [(f"j{i}", "Ask", i + 2, None), *([(f"j{i}", "Reply", i + 3, 9)] if happy else [])]
    # The last invitations came too late to be answered.
    rows += [("late", "Goal", 100, None), ("late", "Ask", 101, None)]
    with select(log(rows, "journey touchpoint time score", **CALM), Scope()) as selection:
        steps = lay_steps(selection)
        (one,) = silent_answers(selection, steps, 10)
    assert (steps.names[one.source], steps.names[one.target]) == ("Ask", "Reply")
    assert (one.invited, one.silent) == (40, 20)
    # On a scale from 1 to 9: the happy rated 5, of the others half 1 and half 2.
    assert one.gap == pytest.approx((5 - 1.5) / 8)
    assert one.p < 0.001


@pytest.mark.parametrize(
    ("kind", "target", "keys"),
    [(Kind.DETOUR, None, {"a", "b"}), (Kind.REPEAT, None, {"b"}), (Kind.PING_PONG, "Look", {"b"}),
     (Kind.SWITCH, "Look", {"b"})],
)  # fmt: skip
def test_the_scope_of_a_friction_selects_its_journeys(
    log: MakeLog, kind: Kind, target: str | None, keys: set[str]
) -> None:
    workspace = of_ways(log, a="Pay Goal", b="Pay Look Pay", c="Look Goal")
    found = journeys(workspace, scope_of(Scope(), kind, "Pay", target))
    assert {one.key for one in found.journeys} == keys


def test_a_peak_is_found_where_it_is() -> None:
    came = np.full(20, 100.0)
    stake = np.zeros(20)
    stake[5:8] = 10.0
    found = scan(came, stake, np.full(20, 1.0))
    assert found is not None
    assert found[:2] == (5, 7)
    assert found[2] < 0.001


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 50)), min_size=2, max_size=12))
def test_groups_cannot_all_have_too_much(groups: list[tuple[int, float]]) -> None:
    came = np.array([float(n) for n, _at_stake in groups])
    stake = np.array([value for _n, value in groups])
    p = excess(came, stake, stake + 1.0)
    assert ((p >= 0) & (p <= 1)).all()
    assert (p >= 0.5 - 1e-9).any()
