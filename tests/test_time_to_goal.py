"""How journeys end over time, by hand and against scikit-survival."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import MakeLog
from sksurv.nonparametric import cumulative_incidence_competing_risks

from journey.analyses.aalen_johansen import Ended, incidence
from journey.analyses.ended_journeys import ended_journeys
from journey.analyses.time_to_goal import CAUSES, time_to_goal
from journey.errors import WrongInput
from journey.scope import Scope

HOUR = 3600.0


def test_it_is_that_of_scikit_survival() -> None:
    random = np.random.default_rng(3)
    cause, time = random.integers(0, 4, 500), random.integers(1, 40, 500).astype(float)
    ended = Ended.of(cause, time, 3)
    times, theirs = cumulative_incidence_competing_risks(cause, time)
    assert np.array_equal(ended.times, times)
    assert incidence(ended) == pytest.approx(theirs[1:])
    # A weight of two is the journey twice.
    weight = random.integers(0, 3, 500).astype(float)
    twice = np.repeat(np.arange(500), weight.astype(int))
    _times, theirs = cumulative_incidence_competing_risks(cause[twice], time[twice])
    kept = np.isin(ended.times, _times)
    assert incidence(ended, weight)[:, kept] == pytest.approx(theirs[1:])


def test_an_end_is_dated_as_defined(log: MakeLog) -> None:
    rows = [
        ("a", "Start", 0), ("a", "Done", 2), ("a", "More", 50),  # completed after 2 h; the clock stops there
        ("b", "Start", 0), ("b", "No", 4),  # lost after 4 h
        ("c", "Start", 0), ("c", "Look", 3),  # dropped: silent since 3 h, so after 3 + 10 h
        ("d", "Start", 95), ("d", "Look", 97),  # open, known for 5 h
        ("e", "Start", 60), ("e", "Done", 100),  # completed after 40 h, at the observed end
    ]  # fmt: skip
    workspace = log(rows, goals=("Done",), lost=("No",), timeout_s=10 * HOUR, horizon_s=20 * HOUR)
    found = time_to_goal(workspace, Scope())
    assert found is not None
    # At risk: 5, then at 4 h 4 (a is done), at 5 h d is not known any more, at 13 h 2 (c, e).
    completed, lost, dropped = (share.value for share in found.whole.at_horizon)
    assert completed == pytest.approx(1 / 5)
    assert lost == pytest.approx(4 / 5 * 1 / 4)
    assert dropped == pytest.approx(3 / 5 * 1 / 2)
    assert (found.whole.journeys, found.whole.open) == (5, 1)
    listed = [
        {one.key for one in ended_journeys(workspace, Scope(), end, 20 * HOUR).journeys} for end in range(len(CAUSES))
    ]
    assert listed == [{"a"}, {"b"}, {"c"}]
    assert ended_journeys(workspace, Scope(), 0, 41 * HOUR).matching == 2
    # Kaplan-Meier that takes losses and drops for unknown: a of 5, and in the end e alone, all of the rest.
    assert found.naive == pytest.approx(1 / 5)
    total = np.sum(found.whole.shares, axis=0)
    assert (np.diff(total) >= -1e-12).all() and total.max() <= 1 + 1e-12


def test_groups_are_compared_with_all_others(log: MakeLog) -> None:
    rows = []
    for n in range(120):
        kind, wait = ("fast", 2) if n % 2 else ("slow", 9)
        rows.append((f"j{n}", "Start", n / 10, kind))
        if n % 4 < 2 or kind == "fast":
            rows.append((f"j{n}", "Done", n / 10 + wait, kind))
    rows.append(("z", "Else", 500, "rare"))
    workspace = log(rows, "journey touchpoint time kind", goals=("Done",), timeout_s=24 * HOUR, horizon_s=5 * HOUR)
    found = time_to_goal(workspace, Scope(), "kind")
    assert found is not None and [curve.name for curve in found.groups] == ["fast", "slow"]
    assert found.thin == 1
    fast, slow = found.groups
    assert (fast.at_horizon[0].value, slow.at_horizon[0].value) == (1.0, 0.0)
    gap = fast.against_others[0]
    assert gap.value == pytest.approx(1.0) and gap.low > 0.9
    assert ended_journeys(workspace, Scope(), 0, 5 * HOUR, "kind", "fast").matching == fast.journeys
    assert ended_journeys(workspace, Scope(), 0, 5 * HOUR, "kind", "slow").matching == 0
    with pytest.raises(WrongInput, match="no attribute of journeys 'mood'"):
        time_to_goal(workspace, Scope(), "mood")


def test_without_a_goal_or_with_every_journey_open_nothing_is_claimed(log: MakeLog) -> None:
    rows = [(f"j{n}", name, n + hour) for n in range(4) for name, hour in (("A", 0), ("B", 1))]
    assert time_to_goal(log(rows), Scope()) is None
    found = time_to_goal(log([*rows, ("x", "Goal", 3)], goals=("Goal",), timeout_s="never"), Scope(avoids=("Goal",)))
    assert found is not None and found.whole.open == 4
    assert all(share.value == 0 for share in found.whole.at_horizon)
