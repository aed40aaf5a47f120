"""Loops against plain Python that walks every journey event by event."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from statistics import mean, median

import pytest
from conftest import MakeLog

from journey.analyses.friction.loops import loop_journeys, loops
from journey.model import Level
from journey.scope import Scope

HOUR = 3600.0
Event = tuple[str, int, float | None]
Way = tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """One way back to where it began."""

    journey: str
    way: Way
    hours: int
    contacts: int
    cost: float | None
    before_goal: bool


def draw(seed: int) -> dict[str, list[Event]]:
    """Short journeys over few touchpoints, so that loops of all lengths occur, also within each other."""
    random = Random(seed)
    found = {}
    for n in range(400):
        hours = sorted(random.randrange(30) for _event in range(random.randint(1, 12)))
        found[f"j{n}"] = [
            (random.choice(("Ask", "Buy", "Call us", "Do", "Goal", "Do")), hour, random.choice((None, 2.0, 0.5)))
            for hour in hours
        ]
    return found


def ring(way: Way) -> Way:
    return min(way[i:] + way[:i] for i in range(len(way)))


def walk(journey: str, events: list[Event]) -> list[Run]:
    names = [name for name, _hour, _cost in events]
    goal = names.index("Goal") if "Goal" in names else len(names)
    found = []
    for i, name in enumerate(names):
        for end in range(i + 1, min(i + 5, len(names))):
            way = tuple(names[i:end])
            if names[end] != name or len(set(way)) < len(way):
                continue
            costs = [cost for _name, _hour, cost in events[i + 1 : end + 1] if cost is not None]
            calls = names[i + 1 : end + 1].count("Call us")
            hours = events[end][1] - events[i][1]
            found.append(Run(journey, way, hours, calls, sum(costs) if costs else None, i < goal))
    return found


def cycles_of(journeys: dict[str, list[Event]]) -> set[tuple[str, str]]:
    """The transitions of two journeys or more."""
    users = defaultdict(set)
    for key, events in journeys.items():
        for (a, _h, _c), (b, _i, _d) in pairwise(events):
            users[a, b].add(key)
    return {pair for pair, keys in users.items() if len(keys) > 1}


@pytest.mark.parametrize(("seed", "hidden"), [(1, ""), (2, ""), (3, "Do"), (4, "Ask")])
def test_every_figure_of_every_loop(log: MakeLog, seed: int, hidden: str) -> None:
    drawn = draw(seed)
    rows = [(key, name, hour, cost) for key, events in drawn.items() for name, hour, cost in events]
    workspace = log(
        rows, "journey touchpoint time cost", goals=("Goal",), horizon_s=864_000.0, observed_end="2027-01-01"
    )
    scope = Scope(contains=("Buy",), hidden=(hidden,) if hidden else ())
    shown = {key: [e for e in events if e[0] != hidden] for key, events in drawn.items()
             if any(name == "Buy" for name, _hour, _cost in events)}  # fmt: skip
    done = {key: any(name == "Goal" for name, _hour, _cost in events) for key, events in shown.items()}
    moves = cycles_of(shown)
    runs = [run for key, events in shown.items() for run in walk(key, events)
            if all(move in moves for move in zip(run.way, run.way[1:] + run.way[:1], strict=True))]  # fmt: skip
    by_ring = defaultdict(list)
    for run in runs:
        by_ring[ring(run.way)].append(run)

    found = loops(workspace, scope)
    assert {ring(loop.touchpoints) for loop in found.loops} == set(by_ring)
    assert {len(loop.touchpoints) for loop in found.loops} == {1, 2, 3, 4}
    assert found.looping == len({run.journey for run in runs})
    assert found.time_s == pytest.approx(HOUR * sum(run.hours for run in runs))
    for loop in found.loops:
        mine = by_ring[ring(loop.touchpoints)]
        per_journey = Counter(run.journey for run in mine)
        assert (loop.journeys, loop.runs, loop.most) == (len(per_journey), len(mine), max(per_journey.values()))
        assert loop.time_s == HOUR * median(run.hours for run in mine)
        assert loop.contacts == pytest.approx(mean(run.contacts for run in mine))
        costs = [run.cost for run in mine if run.cost is not None]
        assert loop.cost == (pytest.approx(mean(costs)) if costs else None)
        judged = {run.journey for run in mine if run.before_goal}
        assert (loop.conversion.n, loop.conversion.value) == (
            len(judged), sum(done[key] for key in judged) / len(judged) if judged else None,
        )  # fmt: skip
        first = loop.touchpoints[0]
        others = {
            key for key, events in shown.items() if key not in per_journey
            and first in (names := [name for name, _hour, _cost in events])
            and names.index(first) < (names.index("Goal") if "Goal" in names else len(names))
        }  # fmt: skip
        assert (loop.others.n, loop.others.value) == (
            len(others), sum(done[key] for key in others) / len(others) if others else None,
        )  # fmt: skip
        begun = Counter(run.way for run in mine)
        assert begun[loop.touchpoints] == max(begun.values())
        assert loop_journeys(workspace, scope, loop.touchpoints).matching == len(per_journey)


def test_a_contact_is_one_by_the_name_that_a_channel_has(log: MakeLog) -> None:
    """Numbers of touchpoints and of channels are two things."""
    rows = [
        (key, name, hour, channel)
        for key in ("a", "b")
        for hour, (name, channel) in enumerate((("Call us", "web"), ("Look", "phone"), ("Look", "web")))
    ]
    found = loops(log(rows, "journey touchpoint time channel"), Scope(level=Level.CHANNEL))
    ((names, contacts),) = [(loop.touchpoints, loop.contacts) for loop in found.loops]
    assert (names, contacts) == (("web", "phone"), 1.0)
