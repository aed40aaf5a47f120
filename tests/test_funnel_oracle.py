"""The funnel against plain Python, and what always holds of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest
from conftest import MakeLog
from flow_logs import read
from hypothesis import given
from hypothesis import strategies as st

from journey.analyses.funnel import funnel
from journey.analyses.funnel_question import Funnel
from journey.ingest.import_log import import_log
from journey.scope import Scope
from journey.store.workspace import Workspace

HOUR = 3600.0
STEPS = ("A", "B", "C", "D")


def follow(events: list[tuple[str, int]], question: Funnel) -> tuple[bool, list[int | None]]:
    """One journey from its first entry on: whether it is excluded, and the hour of each step."""
    start = next((i for i, (name, _hour) in enumerate(events) if name in question.steps[0]), None)
    if start is None:
        return False, []
    limit = events[start][1] + question.window_s / HOUR
    found: list[int | None] = [start] + [None] * (len(question.steps) - 1)
    at = start
    for k, step in enumerate(question.steps[1:], start=1):
        later = [i for i in range(at + 1, len(events)) if events[i][0] in step and events[i][1] <= limit]
        if question.order == "strict":
            later = [i for i in later if i == at + 1]
        if k in question.optional:
            continue
        if not later:
            break
        before, found[k] = at, later[0]
        at = later[0]
        _optional(events, question, found, before, k)
    else:
        k = len(question.steps)
    if None in [found[n] for n in range(len(found)) if n not in question.optional]:
        _optional(events, question, found, at, k, limit)
    done = found[-1]
    out = any(
        events[i][0] in question.exclude and events[i][1] <= limit
        for i in range(start + 1, len(events) if done is None else done)
    )
    return out, [None if i is None else events[i][1] for i in found]


def _optional(
    events: list[tuple[str, int]], question: Funnel, found: list[int | None], at: int, k: int, limit: float = 1e9
) -> None:
    """What may be skipped between step k and the required one before it, done before k."""
    end = found[k] if k < len(found) and found[k] is not None else len(events)
    n = k - 1
    while n in question.optional:
        n -= 1
    for skipped in range(n + 1, k):
        for i in range(at + 1, end or 0):
            if events[i][0] in question.steps[skipped] and events[i][1] <= limit:
                found[skipped], at = i, i
                break


def draw_journeys(seed: int) -> list[list[tuple[str, int]]]:
    """Many short journeys over few touchpoints, so that every case occurs: ties, repeats, one event only."""
    random = Random(seed)
    found = []
    for _n in range(120):
        hours = sorted(random.randrange(40) for _event in range(random.randint(1, 10)))
        found.append([(random.choice("AABBCDX"), hour) for hour in hours])
    return found


JOURNEYS = draw_journeys(7)


@pytest.fixture(scope="module")
def workspace(log: MakeLog) -> Workspace:
    rows = [(f"j{n}", name, hour) for n, events in enumerate(JOURNEYS) for name, hour in events]
    return log([*rows, ("end", "X", 200)])


@st.composite
def questions(draw: Any, orders: tuple[str, ...] = ("sequential", "strict")) -> Funnel:
    n = draw(st.integers(2, 4))
    order = draw(st.sampled_from(orders))
    optional = draw(st.sets(st.integers(1, n - 2))) if n > 2 and order == "sequential" else set()
    return Funnel(
        steps=tuple((name,) for name in STEPS[:n]),
        order=order,
        optional=tuple(optional),
        window_s=draw(st.integers(1, 20)) * HOUR,
        exclude=draw(st.sampled_from([(), ("X",)])),
    )


@given(questions())
def test_it_counts_what_plain_python_counts(workspace: Workspace, question: Funnel) -> None:
    followed = [follow(one, question) for one in JOURNEYS]
    wanted = [
        sum(len(at) > k and at[k] is not None for out, at in followed if not out) for k in range(len(question.steps))
    ]
    found = funnel(workspace, Scope(), question)
    assert [step.journeys for step in found.steps] == wanted
    assert found.excluded == sum(out for out, _at in followed)
    hours = [
        [at[k] - at[0] for out, at in followed if at and not out and at[k] is not None] for k in range(len(wanted))
    ]
    assert [step.median_s for step in found.steps[1:]] == [median(h) * HOUR if h else None for h in hours[1:]]


@given(
    questions(("sequential", "strict", "any")), st.sampled_from(["first", "every"]), st.sampled_from(["day", "week"])
)
def test_a_funnel_never_grows_and_nobody_gets_lost_uncounted(
    workspace: Workspace, question: Funnel, entry: str, by: str
) -> None:
    question = replace(question, entry=entry)  # type: ignore[arg-type]
    found = funnel(workspace, Scope(), question, by)
    needed = [step for step in found.steps if not step.optional]
    assert all(before.journeys >= after.journeys for before, after in pairwise(needed))
    assert all(before.journeys - after.journeys == before.left for before, after in pairwise(needed))
    assert needed[0].journeys == found.judged == needed[-1].journeys + sum(step.left for step in needed)
    assert found.entries == found.judged + found.open + found.excluded
    for k, step in enumerate(found.steps[:-1]):
        if not step.optional:
            assert sum(row.journeys for row in found.after_drop if row.step == k) == step.left
    assert sum(found.times) == found.steps[-1].journeys
    assert sum(period.conversion.n for period in found.trend) == found.judged
    for k, step in enumerate(found.steps):
        assert sum(group.journeys[k] for group in found.groups) == step.journeys


@pytest.mark.parametrize("order", ["sequential", "strict", "any"])
def test_whoever_does_a_stricter_funnel_does_the_looser(workspace: Workspace, order: str) -> None:
    def done(**given: Any) -> int:
        return funnel(workspace, Scope(), Funnel(steps=(("A",), ("B",)), window_s=9 * HOUR, **given)).steps[-1].journeys

    assert 0 < done(order="strict") <= done(order=order) <= done(order="any")
    assert done(order=order, exclude=("X",)) <= done(order=order)


@pytest.mark.parametrize("order", ["sequential", "strict"])
def test_a_real_log_counts_alike(receipt: tuple[Workspace, list[list[tuple[str, float]]]], order: str) -> None:
    workspace, events = receipt
    question = Funnel(
        steps=(
            ("Confirmation of receipt",),
            ("T02 Check confirmation of receipt", "T06 Determine necessity of stop advice"),
            ("T10 Determine necessity to stop indication",),
        ),
        order=order,  # type: ignore[arg-type]
        window_s=20 * 24 * HOUR,
    )
    end = max(hour for one in events for _name, hour in one)
    entered = [one for one in events if any(name in question.steps[0] for name, _hour in one)]
    judged = [one for one in entered if _first(one, question) + 20 * 24 <= end]
    followed = [follow(one, question)[1] for one in judged]  # type: ignore[arg-type]
    found = funnel(workspace, Scope(), question)
    assert (found.entries, found.judged) == (len(entered), len(judged))
    assert [step.journeys for step in found.steps] == [sum(at[k] is not None for at in followed) for k in range(3)]


def _first(events: list[tuple[str, float]], question: Funnel) -> float:
    return next(hour for name, hour in events if name in question.steps[0])


@pytest.fixture(scope="module")
def receipt(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, list[list[tuple[str, float]]]]]:
    """The log receipt.csv, and its journeys by pandas: touchpoints with their hours, ties in file order."""
    path = tmp_path_factory.mktemp("receipt") / "receipt.duckdb"
    import_log(shared_data / "receipt.csv", path)
    frame = read("receipt").sort_values(["journey", "time"], kind="stable")
    journeys = [list(zip(one["touchpoint"], one["time"] / HOUR, strict=True)) for _key, one in frame.groupby("journey")]
    with Workspace(path) as workspace:
        yield workspace, journeys
