"""The funnel, on logs small enough to follow with a finger."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.analyses.funnel import funnel
from journey.analyses.funnel_journeys import funnel_journeys
from journey.analyses.funnel_question import Funnel
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope

HOUR = 3600.0
LATE = ("z", "Elsewhere", 1000)  # the log goes on, so every entry has its whole window


def steps(*names: str, **given: object) -> Funnel:
    given.setdefault("window_s", 10 * HOUR)
    return Funnel(steps=tuple(tuple(name.split("|")) for name in names), **given)  # type: ignore[arg-type]


def reached(log, rows, question) -> list[int]:  # type: ignore[no-untyped-def]
    return [step.journeys for step in funnel(log([*rows, LATE]), Scope(), question).steps]


# a goes A X B C; b goes A B; c goes B A C; d goes A A B; e only B.
WAYS = [
    ("a", "A", 0), ("a", "X", 1), ("a", "B", 2), ("a", "C", 4),
    ("b", "A", 0), ("b", "B", 1),
    ("c", "B", 0), ("c", "A", 1), ("c", "C", 2),
    ("d", "A", 0), ("d", "A", 1), ("d", "B", 2),
    ("e", "B", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # A: a b c d; then B: a b d; then C: a.
        (steps("A", "B", "C"), [4, 3, 1]),
        # B directly after the first A: only b; a has X between, d another A.
        (steps("A", "B", "C", order="strict"), [4, 1, 0]),
        # c did B before A, and C after: all three.
        (steps("A", "B", "C", order="any"), [4, 4, 2]),
        # Either B or C after A: c comes by C.
        (steps("A", "B|C"), [4, 4]),
        # B may be skipped: a passes it, c comes to C without.
        (steps("A", "B", "C", optional=(1,)), [4, 3, 2]),
        # Strict, X may be skipped: a takes A X B, b A B.
        (steps("A", "X", "B", order="strict", optional=(1,)), [4, 1, 2]),
        # Every A begins anew: d's first A leads to an A, its second to B.
        (steps("A", "B", entry="every"), [5, 3]),
        (steps("A", "B", order="strict", entry="every"), [5, 2]),
        # Whoever meets X between A and B is out: a.
        (steps("A", "B", exclude=("X",)), [3, 2]),
        # C comes 4 h after A in a, 1 h in c.
        (steps("A", "C", window_s=3 * HOUR), [4, 1]),
        (steps("A", "C", window_s=4 * HOUR), [4, 2]),
    ],
)
def test_each_option_counts_as_worked_by_hand(log: MakeLog, question: Funnel, wanted: list[int]) -> None:
    assert reached(log, WAYS, question) == wanted


def test_an_exclusion_after_the_last_step_excludes_nobody(log: MakeLog) -> None:
    found = funnel(log([("a", "A", 0), ("a", "B", 1), ("a", "X", 2), LATE]), Scope(), steps("A", "B", exclude=("X",)))
    assert (found.judged, found.excluded) == (1, 0)


def test_times_shares_and_what_came_next(log: MakeLog) -> None:
    rows = [
        ("a", "A", 0), ("a", "B", 1), ("a", "C", 3),
        ("b", "A", 0), ("b", "B", 3), ("b", "Help", 4),
        ("c", "A", 0), ("c", "B", 5),
        ("d", "A", 0), ("d", "Help", 1), ("d", "B", 20), ("d", "Done", 21),
        LATE,
    ]  # fmt: skip
    found = funnel(log(rows, goals=("Done",), timeout_s=10 * HOUR), Scope(), steps("A", "B", "C"))
    first, second, third = found.steps
    assert (first.journeys, second.journeys, third.journeys) == (4, 3, 1)
    assert (second.median_s, second.p90_s) == (3 * HOUR, pytest.approx(4.6 * HOUR))  # of 1, 3, 5 h
    assert (third.median_s, third.step_median_s) == (3 * HOUR, 2 * HOUR)
    assert (second.of_previous.value, third.of_previous.value, third.of_first.value) == (
        0.75,
        pytest.approx(1 / 3),
        0.25,
    )
    assert second.of_first.low == pytest.approx(0.3006, abs=1e-4)  # Wilson of 3 in 4
    assert (first.left, second.left, third.left) == (1, 2, 0)
    assert first.late == 1  # d comes to B after 20 h
    assert [(row.step, row.next, row.end, row.journeys, row.share) for row in found.after_drop] == [
        (0, "Help", None, 1, 1.0),
        (1, "Help", None, 1, 0.5),
        (1, None, Outcome.DROPPED, 1, 0.5),
    ]


def test_entries_too_late_for_their_window_are_left_out_and_counted(log: MakeLog) -> None:
    rows = [("a", "A", 0), ("a", "B", 1), ("b", "A", 95), ("b", "B", 96), ("z", "Elsewhere", 100)]
    found = funnel(log(rows), Scope(), steps("A", "B"))
    assert (found.entries, found.judged, found.open) == (2, 1, 1)
    assert [step.journeys for step in found.steps] == [1, 1]
    # Of every entry each is judged by itself.
    again = funnel(log([*rows, ("a", "A", 97)]), Scope(), steps("A", "B", entry="every"))
    assert (again.entries, again.judged, again.open) == (3, 1, 2)


def test_a_breakdown_by_attribute_channel_and_period(log: MakeLog) -> None:
    rows = [
        ("a", "A", 0, "web", "new"), ("a", "B", 1, "app", "new"),
        ("b", "A", 0, "web", "old"),
        ("c", "A", 200, "app", "old"), ("c", "B", 201, "web", "old"),
        ("z", "Elsewhere", 1000, "web", "old"),
    ]  # fmt: skip
    workspace = log(rows, "journey touchpoint time channel kind")

    def groups(by: str) -> list[tuple[str, tuple[int, ...]]]:
        return [(one.name, one.journeys) for one in funnel(workspace, Scope(), steps("A", "B"), by).groups]

    assert groups("kind") == [("old", (2, 1)), ("new", (1, 1))]
    assert groups("channel") == [("web", (2, 1)), ("app", (1, 1))]
    # 200 h after the first of January is the ninth.
    assert groups("day") == [("2026-01-01", (2, 1)), ("2026-01-09", (1, 1))]
    with pytest.raises(WrongInput, match=r"no attribute 'mood'.*kind, channel, day, week, month"):
        groups("mood")


def test_the_journeys_behind_a_bar(log: MakeLog) -> None:
    workspace = log([*WAYS, LATE])
    question = steps("A", "B", "C")
    assert [one.key for one in funnel_journeys(workspace, Scope(), question, 1, "reached").journeys] == ["b", "a", "d"]
    left = funnel_journeys(workspace, Scope(), question, 1, "left")
    assert ([one.key for one in left.journeys], left.matching) == (["b", "d"], 2)
    assert [one.next for one in funnel_journeys(workspace, Scope(), question, 0, "left").journeys] == ["C"]


def test_a_step_nobody_reaches_is_no_error(log: MakeLog) -> None:
    found = funnel(log([*WAYS, LATE]), Scope(), steps("C", "X"))
    assert [step.journeys for step in found.steps] == [2, 0]
    assert (found.steps[1].median_s, found.conversion.value, sum(found.times)) == (None, 0.0, 0)
    nobody = funnel(log([*WAYS, LATE]), Scope(avoids=("C",)), steps("C", "X"))
    assert (nobody.entries, nobody.conversion.value, nobody.after_drop, nobody.trend) == (0, None, (), ())


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: steps("A"), "2 to 20 steps; this one has 1"),
        (lambda: steps(*(f"S{n}" for n in range(21))), "this one has 21"),
        (lambda: steps("A", "B", "A"), "'A' is in step 1 and in step 3"),
        (lambda: steps("A", "B|A"), "'A' is in step 1 and in step 2"),
        (lambda: steps("A", "B", window_s=0), "window of a funnel must be longer"),
        (lambda: steps("A", "B", exclude=("B",)), "'B' is a step, and excluded"),
        (lambda: steps("A", "B", optional=(1,)), "first and the last step"),
        (lambda: steps("A", "B", "C", optional=(7,)), "so step 8 cannot be optional"),
        (lambda: steps("A", "B", order="sideways"), "sequential, strict and any"),
    ],
)
def test_what_makes_no_funnel_is_told(make, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(WrongInput, match=said):
        make()


def test_an_unknown_touchpoint_is_told_with_its_neighbours(log: MakeLog) -> None:
    with pytest.raises(WrongInput, match=r"no touchpoint 'Basket'.*Near it are: Baskett"):
        funnel(log([("a", "Baskett", 0), ("a", "Paid", 1)]), Scope(), steps("Basket", "Paid"))
