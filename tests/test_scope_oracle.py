"""Random scopes on random logs, against a plain reading of what a scope says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from conftest import TIMES
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analyses.flow import flow_map
from journey.analyses.journeys import journeys
from journey.scope import Attribute, Scope, Then

TOUCHPOINTS, CHANNELS, REGIONS, MOODS = "ABCD", ("web", "shop"), ("North", "South", None), ("good", "bad", None)

events = st.tuples(st.sampled_from(TOUCHPOINTS), st.integers(0, 72), st.sampled_from(CHANNELS), st.sampled_from(MOODS))
logs = st.lists(st.tuples(st.sampled_from(REGIONS), st.lists(events, min_size=1, max_size=6)), min_size=1, max_size=8)
some = st.lists(st.sampled_from(TOUCHPOINTS), max_size=2).map(tuple)
hours = st.none() | st.integers(0, 60).map(lambda h: h * 3600.0)
thens = st.builds(
    Then,
    st.sampled_from(TOUCHPOINTS), st.sampled_from(TOUCHPOINTS),
    directly=st.booleans(), within_s=hours, never=st.booleans(),
)  # fmt: skip
days = st.none() | st.sampled_from(["2026-01-01", "2026-01-02", "2026-01-03T06:00"])
attributes = st.one_of(
    st.builds(Attribute, st.just("region"), st.sampled_from([("North",), ("South",), ("North", "South")])),
    st.builds(Attribute, st.just("mood"), st.sampled_from([("good",), ("bad",), ("good", "bad")])),
)
parts = {
    "since": days, "until": days, "period": st.sampled_from(["started", "finished", "touching"]),
    "attributes": st.lists(attributes, max_size=2).map(tuple),
    "channels": st.lists(st.sampled_from(CHANNELS), max_size=2).map(tuple),
    "contains": some, "visits": some, "avoids": some, "starts_with": some, "ends_with": some,
    "then": st.lists(thens, max_size=2).map(tuple), "min_duration_s": hours, "max_duration_s": hours,
}  # fmt: skip
# Few parts at a time, else hardly any journey is left to tell right from wrong.
scopes = st.sets(st.sampled_from(sorted(parts)), max_size=3).flatmap(
    lambda names: st.builds(Scope, **{name: parts[name] for name in names}, inverse=st.booleans())
)

# What every touchpoint, channel and value needs to be known by; it stands in a journey of its own.
ALL = [
    ("all", "A", 0, "web", "North", "good"), ("all", "B", 1, "web", "North", "bad"),
    ("all", "C", 2, "shop", "North", None), ("all", "D", 3, "shop", "North", "good"),
]  # fmt: skip


def rows_of(plain):
    rows = [
        (f"j{n}", touchpoint, hour, channel, region, mood)
        for n, (region, made) in enumerate(plain)
        for touchpoint, hour, channel, mood in sorted(made, key=lambda event: event[1])
    ]
    return [*rows, *ALL]


def read(rows):
    told = {}
    for key, *event in rows:
        told.setdefault(key, []).append(tuple(event))
    return told


def holds(scope, made):
    """Whether one journey, a list of (touchpoint, hour, channel, region, mood), is selected."""
    path = [event[0] for event in made]
    times = [event[1] * 3600.0 for event in made]
    every = [
        _in_period(scope, times),
        all({event[{"region": 3, "mood": 4}[a.name]] for event in made} & set(a.values) for a in scope.attributes),
        not scope.channels or {event[2] for event in made} & set(scope.channels),
        set(scope.contains) <= set(path),
        not scope.visits or bool(set(scope.visits) & set(path)),
        not set(scope.avoids) & set(path),
        not scope.starts_with or path[0] in scope.starts_with,
        not scope.ends_with or path[-1] in scope.ends_with,
        all(_follows(then, path, times) != then.never for then in scope.then),
        scope.min_duration_s is None or times[-1] - times[0] >= scope.min_duration_s,
        scope.max_duration_s is None or times[-1] - times[0] <= scope.max_duration_s,
    ]
    return all(every) != scope.inverse


def _in_period(scope, times):
    seconds = {"2026-01-01": 0, "2026-01-02": 86_400, "2026-01-03T06:00": 2 * 86_400 + 6 * 3600}
    since = -1.0 if scope.since is None else seconds[scope.since]
    until = 1e12 if scope.until is None else seconds[scope.until] + (86_399.999999 if len(scope.until) == 10 else 0)
    first = times[-1] if scope.period == "finished" else times[0]
    last = times[0] if scope.period == "started" else times[-1]
    return last >= since and first <= until


def _follows(then, path, times):
    pairs = pairwise(range(len(path))) if then.directly else (
        (i, j) for i in range(len(path)) for j in range(i + 1, len(path))
    )  # fmt: skip
    limit = 1e12 if then.within_s is None else then.within_s
    return any(path[i] == then.source and path[j] == then.target and times[j] - times[i] <= limit for i, j in pairs)


@settings(max_examples=12 * TIMES)
@given(logs, st.lists(scopes, min_size=1, max_size=8))
def test_a_scope_selects_what_it_says(log, plain, asked):
    rows = rows_of(plain)
    made = read(rows)
    workspace = log(rows, "journey touchpoint time channel region mood")
    for scope in asked:
        found = {journey.key for journey in journeys(workspace, scope).journeys}
        assert found == {key for key, journey in made.items() if holds(scope, journey)}, scope.text()


@settings(max_examples=5 * TIMES)
@given(logs, st.lists(scopes, min_size=1, max_size=2))
def test_a_scope_and_its_complement_add_up_to_all(log, plain, asked):
    workspace = log(rows_of(plain), "journey touchpoint time channel region mood")
    everything = flow_map(workspace)
    complements = [(scope, replace(scope, inverse=not scope.inverse)) for scope in asked]
    complements += [(Scope(contains=(t,)), Scope(avoids=(t,))) for t in "AB"]
    for then in (Then("A", "B"), Then("A", "B", directly=True), Then("B", "B", within_s=3600.0)):
        complements.append((Scope(then=(then,)), Scope(then=(replace(then, never=True),))))
    for one, other in complements:
        a, b = flow_map(workspace, one), flow_map(workspace, other)
        assert a.journeys_shown + b.journeys_shown == everything.journeys_shown
        assert a.events_shown + b.events_shown == everything.events_shown
        moves = sum(t.events for t in (*a.transitions, *b.transitions))
        assert moves == sum(t.events for t in everything.transitions)
