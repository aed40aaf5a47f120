"""Figures over time: hand-worked periods, changes that are there and none where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from server import whole

from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import periods
from journey.analyses.trends.trend import Trend, trend
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.annotations import add_annotation, change_annotation, delete_annotation, noted
from journey.store.workspace import Workspace

__all__ = ["whole"]

MakeLog = Callable[..., Workspace]
WEEK = 7 * 24


def values(found: Trend) -> list[float | None]:
    return [point.measured.figure.value for point in found.points]


@pytest.fixture(scope="module")
def small(log: MakeLog) -> Workspace:
    """1 January 2026 is a Thursday. Week of 29 Dec: a, b; of 5 Jan: c, d, e; of 12 Jan: f, until Wednesday."""
    return log(
        [
            ("a", "Visit", 0, None), ("a", "Pay", 2, 5),
            ("b", "Visit", 24, None), ("b", "Error", 25, 1),
            ("c", "Visit", 5 * 24, None), ("c", "Pay", 5 * 24 + 4, 4),
            ("d", "Visit", 6 * 24, None), ("d", "Error", 6 * 24 + 1, 2),
            ("e", "Visit", 7 * 24, None), ("e", "Error", 7 * 24 + 3, 2),
            ("f", "Visit", 12 * 24, None), ("f", "Pay", 13 * 24, 4),
        ],
        "journey touchpoint time score",
        goals=("Pay",), timeout_s=86_400.0, horizon_s=86_400.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "wanted"),
    [
        (TrendMetric("journeys"), [2, 3, 1]),
        # f starts a day before the log ends, just old enough to be judged.
        (TrendMetric("conversion"), [1 / 2, 1 / 3, 1]),
        (TrendMetric("lost"), [1 / 2, 2 / 3, 0]),
        (TrendMetric("duration"), [7200, 4 * 3600, 86_400]),
        (TrendMetric("share", place="touchpoint", name="Error"), [1 / 2, 2 / 3, 0]),
        (TrendMetric("exit", place="touchpoint", name="Error"), [1, 1, None]),
        (TrendMetric("exit", place="touchpoint", name="Visit"), [0, 0, 0]),
        (TrendMetric("wait", place="touchpoint", name="Visit"), [1.5 * 3600, 3 * 3600, 86_400]),
        (TrendMetric("mean", "score"), [3, 8 / 3, 4]),
        (TrendMetric("mean", "score", "touchpoint", "Error"), [1, 2, None]),
    ],
    ids=lambda value: value.kind if isinstance(value, TrendMetric) else "",
)
def test_a_week_holds_what_it_should(small: Workspace, metric: TrendMetric, wanted: list[float | None]) -> None:
    found = trend(small, Scope(), metric)
    assert values(found) == pytest.approx(wanted)
    # The log begins on a Thursday and ends on a Wednesday: only the week between is whole.
    assert [point.period.complete for point in found.points] == [False, True, False]


def test_a_scope_narrows_and_an_empty_one_is_blank(small: Workspace) -> None:
    paid = Scope(contains=("Pay",))
    assert values(trend(small, paid, TrendMetric("journeys"))) == [1, 1, 1]
    assert values(trend(small, Scope(since="2030-01-01"), TrendMetric("conversion"))) == [None] * 3


def test_periods_meet_and_cover_the_log() -> None:
    for length in ("day", "week", "month"):
        found = periods(datetime(2025, 12, 30, 5), datetime(2026, 3, 1, 9), length)
        assert all(one.end == other.start for one, other in pairwise(found))
        assert found[0].start <= date(2025, 12, 30) and found[-1].end > date(2026, 3, 1)
    months = periods(datetime(2025, 12, 30, 5), datetime(2026, 2, 28, 9), "month")
    assert [one.complete for one in months] == [False, True, True]


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        (TrendMetric("score", "gone"), "This log has no score 'gone'."),
        (TrendMetric("share", place="touchpoint", name="Moon"), "This log has no touchpoint 'Moon'."),
        (TrendMetric("share", place="stage", name="Moon"), "This log has no stage 'Moon'."),
    ],
)
def test_what_is_gone_is_told(small: Workspace, metric: TrendMetric, told: str) -> None:
    with pytest.raises(WrongInput) as caught:
        trend(small, Scope(), metric)
    assert caught.value.message == told


def test_without_a_goal_nothing_converts(log: MakeLog) -> None:
    with pytest.raises(WrongInput):
        trend(log([("a", "Visit", 0)]), Scope(), TrendMetric("conversion"))


@pytest.mark.parametrize(
    "plain", [{}, {"kind": "moon"}, {"kind": "score"}, {"kind": "share"}, {"kind": "mean", "x": 1}]
)
def test_what_is_no_figure_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        TrendMetric.of(plain)


def weeks(log: MakeLog, shares: list[float], n: int = 60) -> Workspace:
    """A log from a Monday, with n journeys a week, of which a share meets an error."""
    rows: list[tuple[Any, ...]] = []
    for week, share in enumerate(shares):
        begin = 4 * 24 + week * WEEK
        for number in range(n):
            key, at = f"{week}-{number}", begin + number * WEEK / n
            rows.append((key, "Visit", at))
            if number < round(share * n):
                rows.append((key, "Error", at + 0.001))
    return log(rows)


def test_a_change_is_found_where_it_is(log: MakeLog) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 20)
    shares = [0.1 + noise[n] if n < 12 else 0.4 + noise[n] for n in range(20)]
    found = trend(weeks(log, shares), Scope(), TrendMetric("share", place="touchpoint", name="Error"))
    (change,) = found.changes
    # The 13th Monday from 5 January 2026.
    assert change.day == date(2026, 1, 5) + timedelta(weeks=12)
    assert change.before.value == pytest.approx(0.1, abs=0.02) and change.after.value == pytest.approx(0.4, abs=0.02)
    assert change.gap.low is not None and change.gap.low > 0


def test_noise_is_no_change(log: MakeLog) -> None:
    chance = np.random.default_rng(3).binomial(60, 0.2, 20) / 60
    assert (
        trend(weeks(log, list(chance)), Scope(), TrendMetric("share", place="touchpoint", name="Error")).changes == ()
    )


def test_few_journeys_show_no_change(log: MakeLog) -> None:
    shares = [0.0, 0.34] * 5 + [0.67, 1.0] * 2
    found = trend(weeks(log, shares, n=3), Scope(), TrendMetric("share", place="touchpoint", name="Error"))
    # 4 weeks of 3 journeys are 12 after it: too few.
    assert found.changes == ()


def test_notes_are_kept_changed_and_deleted(log: MakeLog) -> None:
    workspace = log([("a", "Visit", 0)])
    note = add_annotation(workspace, date(2026, 3, 2), date(2026, 3, 2), "incident", "  Card\n outage ")
    assert (note.text, note.until) == ("Card outage", None)
    change_annotation(workspace, note.id, 1, date(2026, 3, 2), date(2026, 3, 4), "release", "2.4")
    with pytest.raises(WrongInput):
        change_annotation(workspace, note.id, 1, date(2026, 3, 2), None, "release", "stale")
    with pytest.raises(WrongInput):
        add_annotation(workspace, date(2026, 3, 2), date(2026, 3, 1), "release", "ends before")
    with pytest.raises(WrongInput):
        add_annotation(workspace, date(2026, 3, 2), None, "release", " ")
    (held,) = noted(workspace)
    assert (held.text, held.kind, held.until, held.version) == ("2.4", "release", date(2026, 3, 4), 2)
    delete_annotation(workspace, held.id, 2)
    assert noted(workspace) == ()


def test_the_planted_payment_error_and_the_moved_dates_show(whole: Path, tmp_path: Path) -> None:
    shutil.copy(whole, tmp_path)
    sample = Workspace(tmp_path / "sample.duckdb")
    # Planted from 2 to 22 March.
    found = trend(sample, Scope(), TrendMetric("share", place="touchpoint", name="Payment error"))
    assert {date(2026, 3, 2), date(2026, 3, 23)} <= {change.day for change in found.changes}
    # From 9 March to 31 May, half of those whose installation is moved are never heard of again.
    moved = trend(sample, Scope(), TrendMetric("exit", place="touchpoint", name="Installation rescheduled"))
    assert [change.day for change in moved.changes] == [date(2026, 3, 9), date(2026, 6, 1)]
    daily = trend(sample, Scope(), TrendMetric("share", place="touchpoint", name="Payment error"), "day")
    assert date(2026, 3, 23) in {change.day for change in daily.changes}
