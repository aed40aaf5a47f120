"""Flow maps and variants of random logs, against plain pandas; and flow is conserved, whatever is hidden or folded."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise

import pandas as pd
import pytest
from conftest import TIMES
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analyses.flow import flow_map
from journey.analyses.variants import variants
from journey.model import Level
from journey.scope import Scope

TOUCHPOINTS, CHANNELS = "ABCDE", ("web", "shop", "phone")
STAGES = {"A": "First", "B": "First", "C": "Second", "D": "Third", "E": "Third"}
COLUMNS = "journey touchpoint time channel stage"

journeys = st.lists(
    st.tuples(st.sampled_from(TOUCHPOINTS), st.integers(0, 30), st.sampled_from(CHANNELS)), min_size=1, max_size=8
)
logs = st.lists(journeys, min_size=1, max_size=8).map(
    lambda made: [
        (f"j{n}", touchpoint, hour, channel, STAGES[touchpoint])
        for n, journey in enumerate(made)
        for touchpoint, hour, channel in journey
    ]
)
views = st.lists(
    st.tuples(
        st.lists(st.sampled_from(TOUCHPOINTS), max_size=3, unique=True),
        st.sampled_from(Level),
        st.sampled_from([{}, {"contains": "A"}, {"avoids": "A"}, {"until": "2026-01-01"}]),
    ),
    min_size=1,
    max_size=3,
)


def chosen(view, rows):
    """The scope of a view, without what the log does not have."""
    hidden, level, selected = view
    known = {row[1] for row in rows}
    scope = {name: (value,) if name != "until" else value for name, value in selected.items()}
    scope = {name: value for name, value in scope.items() if name == "until" or value[0] in known}
    return Scope(hidden=tuple(name for name in hidden if name in known), level=level, **scope)


def visits_of(rows, scope):
    """Journey -> its visits as (name, entered, left), in hours, at the level of the scope."""
    told = {}
    for key, *event in rows:
        told.setdefault(key, []).append(event)
    ordered = {key: sorted(events, key=lambda event: event[1]) for key, events in told.items()}
    result = {}
    for key, events in ordered.items():
        path = {event[0] for event in events}
        if set(scope.contains) - path or set(scope.avoids) & path or (scope.until and events[0][1] >= 24):
            continue
        left = [event for event in events if event[0] not in scope.hidden]
        name = {
            Level.TOUCHPOINT: lambda event: event[0],
            Level.STAGE: lambda event: event[3],
            Level.CHANNEL: lambda event: event[2],
            Level.TOUCHPOINT_CHANNEL: lambda event: f"{event[0]} · {event[2]}",
        }[scope.level]
        if scope.level in (Level.STAGE, Level.CHANNEL):
            runs = [(node, list(run)) for node, run in groupby(left, key=name)]
            result[key] = [(node, run[0][1], run[-1][1]) for node, run in runs]
        else:
            result[key] = [(name(event), event[1], event[1]) for event in left]
    return result


def moves_of(visits):
    moves = [
        (key, before[0], after[0], (after[1] - before[2]) * 3600.0)
        for key, told in visits.items()
        for before, after in pairwise(told)
    ]
    return pd.DataFrame(moves, columns=["journey", "source", "target", "wait"])


@settings(max_examples=12 * TIMES)
@given(logs, views)
def test_the_map_is_what_pandas_counts(log, rows, asked):
    workspace = log(rows, COLUMNS)
    for view in asked:
        scope = chosen(view, rows)
        flow = flow_map(workspace, scope)
        visits = visits_of(rows, scope)
        told = [(key, *visit) for key, events in visits.items() for visit in events]
        assert (flow.journeys_shown, flow.events_shown) == (len(visits), len(told))
        boxes = pd.DataFrame(told, columns=["journey", "name", "entered", "left"]).groupby("name")
        assert {t.name: (t.events, t.journeys) for t in flow.touchpoints} == {
            name: (len(part), part["journey"].nunique()) for name, part in boxes
        }
        assert +Counter({t.name: t.starts for t in flow.touchpoints}) == Counter(v[0][0] for v in visits.values() if v)
        assert +Counter({t.name: t.ends.total for t in flow.touchpoints}) == Counter(
            v[-1][0] for v in visits.values() if v
        )
        names = {t.id: t.name for t in flow.touchpoints}
        found = {
            (names[t.source], names[t.target]): (
                t.events, t.journeys, t.wait_mean_s, t.wait_median_s, t.wait_p90_s,
            )
            for t in flow.transitions
        }  # fmt: skip
        expected = {
            pair: (len(part), part["journey"].nunique(), wait.mean(), wait.median(), wait.quantile(0.9))
            for pair, part in moves_of(visits).groupby(["source", "target"])
            for wait in (part["wait"],)
        }
        assert found.keys() == expected.keys()
        for pair, figures in expected.items():
            assert found[pair] == pytest.approx(figures), pair


@settings(max_examples=8 * TIMES)
@given(logs, views)
def test_flow_is_conserved_at_every_touchpoint(log, rows, asked):
    workspace = log(rows, COLUMNS, goals=(rows[0][1],), timeout_s=3600.0)
    for view in asked:
        flow = flow_map(workspace, chosen(view, rows))
        into, out = Counter(), Counter()
        for transition in flow.transitions:
            out[transition.source] += transition.events
            into[transition.target] += transition.events
        for box in flow.touchpoints:
            assert box.starts + into[box.id] == box.events == box.ends.total + out[box.id]
            assert 0 < box.journeys <= min(box.events, flow.journeys_shown)
        starts = sum(box.starts for box in flow.touchpoints)
        assert starts == sum(box.ends.total for box in flow.touchpoints) == flow.journeys_shown - flow.journeys_empty


@settings(max_examples=12 * TIMES)
@given(logs, views)
def test_variants_are_what_plain_counting_finds(log, rows, asked):
    workspace = log(rows, COLUMNS)
    for view in asked:
        scope = chosen(view, rows)
        visits = visits_of(rows, scope)
        expected = Counter(tuple(visit[0] for visit in told) for told in visits.values() if told)
        found = variants(workspace, scope, top=None)
        assert {variant.path: variant.journeys for variant in found.variants} == expected
        assert found.distinct == len(expected)
        assert found.journeys == sum(expected.values())
        assert sum(variant.share for variant in found.variants) == pytest.approx(1 if expected else 0)
