"""How customers are served over time: worked by hand, and the same as the table of metrics tells of the whole log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journey.analyses.alerts.alert import watch
from journey.analyses.alerts.concerned import concerned
from journey.analyses.alerts.rule import Rule
from journey.analyses.metric_journeys import behind
from journey.analyses.metrics import metrics
from journey.analyses.trends.measure import measure
from journey.analyses.trends.metric import SERVICE, TrendMetric
from journey.analyses.trends.trend import trend
from journey.ingest.import_log import import_log
from journey.model import Level
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

DAY = 24
# 1 January 2026 is a Thursday: the weeks begin after 4, 11, ... days.
ROWS = [
    # One visit to Help with two contacts within a week of each other; the first is answered after three hours.
    ("a", "Call", 0, "Help", "call centre", "customer"),
    ("a", "Answer", 3, "Help", "e-mail", "company"),
    ("a", "Call", 48, "Help", "call centre", "customer"),
    # From Look to a person, answered after an hour, and back.
    ("b", "See", 5 * DAY, "Look", "web", "customer"),
    ("b", "Call", 5 * DAY + 1, "Help", "call centre", "customer"),
    ("b", "Answer", 5 * DAY + 2, "Help", "e-mail", "company"),
    ("b", "See", 6 * DAY, "Look", "web", "customer"),
    ("c", "See", 12 * DAY, "Look", "web", "customer"),
    # So late that nobody knows whether it settled the matter.
    ("d", "Call", 58 * DAY, "Help", "call centre", "customer"),
    # A visit that began long before, with a contact that late: the week it began in is as sure as it will ever be.
    ("f", "Call", 19 * DAY, "Help", "call centre", "customer"),
    ("f", "Call", 57 * DAY, "Help", "call centre", "customer"),
    ("e", "See", 60 * DAY, "Look", "web", "customer"),
]
HOUR = 3600.0


@pytest.fixture(scope="module")
def served(log: Callable[..., Workspace]) -> Workspace:
    return log(ROWS, "journey touchpoint time stage channel initiator")


def at(kind: str, stage: str) -> TrendMetric:
    return TrendMetric.of({"kind": kind, "place": "stage", "name": stage})


@pytest.mark.parametrize(
    ("metric", "weeks"),
    [
        (at("resolved", "Help"), {0: (1 / 2, 2), 1: (1.0, 1), 3: (1.0, 1), 8: (None, 0)}),
        (at("reply", "Help"), {0: (3 * HOUR, 1), 1: (1 * HOUR, 1)}),
        (at("time", "Help"), {0: (48 * HOUR, 1), 1: (1 * HOUR, 1), 3: (38 * DAY * HOUR, 1), 8: (0.0, 1)}),
        (at("escalated", "Look"), {1: (1.0, 1), 2: (0.0, 1), 9: (0.0, 1)}),
        # Nobody makes contact or is answered there.
        (at("resolved", "Look"), {}),
        (at("reply", "Look"), {}),
    ],
    ids=lambda value: f"{value.kind} at {value.name}" if isinstance(value, TrendMetric) else "",
)
def test_a_week_holds_what_it_should(served: Workspace, metric: TrendMetric, weeks: dict[int, Any]) -> None:
    points = trend(served, Scope(), metric).points
    assert len(points) == 10
    for week, point in enumerate(points):
        value, n = weeks.get(week, (None, 0))
        assert (point.measured.figure.value, point.measured.figure.n) == (value, n), week
        assert point.measured.figure.low is None or n  # no interval of nothing


def test_a_contact_that_cannot_be_judged_yet_makes_its_week_unsure(served: Workspace) -> None:
    points = trend(served, Scope(), at("resolved", "Help")).points
    assert points[1].sure and points[3].sure and not points[8].sure
    assert (points[8].measured.mature, points[8].measured.journeys) == (0.0, 1)


def test_hidden_touchpoints_are_as_if_they_were_not_there(served: Workspace) -> None:
    points = trend(served, Scope(hidden=("Answer",)), at("reply", "Help")).points
    assert {point.measured.figure.value for point in points} == {None}


def test_whom_it_is_about(served: Workspace) -> None:
    first = trend(served, Scope(), at("resolved", "Help")).points[0].period

    def whom(kind: str, stage: str, **more: bool) -> list[tuple[str, float | None]]:
        return [(one.journey, one.value) for one in concerned(served, Scope(), at(kind, stage), first, **more)]

    # a's first call did not settle the matter.
    assert whom("resolved", "Help") == [("a", None)] == whom("resolved", "Help", everybody=True)
    assert whom("reply", "Help") == [("a", 3 * HOUR)]
    second = trend(served, Scope(), at("resolved", "Help")).points[1].period
    assert concerned(served, Scope(), at("resolved", "Help"), second) == ()
    assert [one.journey for one in concerned(served, Scope(), at("resolved", "Help"), second, everybody=True)] == ["b"]
    assert [one.journey for one in concerned(served, Scope(), at("escalated", "Look"), second)] == ["b"]


def test_a_rule_on_it_is_judged(served: Workspace) -> None:
    told = Rule(at("resolved", "Help"), "", "week", "below", 0.6, 4, 1)
    found = watch(served, told.text())
    assert not found.wrong and found.unit == "share"
    # Half of the contacts of the week before were settled, but that week is not whole: the log begins in it.
    assert found.past[0].verdict == "quiet"
    assert watch(served, replace(told, metric=at("reply", "Help"), test="above", threshold=1800.0).text()).fired == 1


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path = tmp_path_factory.mktemp("service") / "sample.duckdb"
    import_log(generate(journeys=3_000), path, mapping=mapping(), definitions=definitions())
    return Workspace(path)


@pytest.mark.parametrize("by", ["stage", "touchpoint", "channel"])
def test_one_period_over_everything_is_the_table(sample: Workspace, by: str) -> None:
    rows = metrics(sample, by=by).rows
    assert any(row.resolved.n for row in rows) and any(row.escalated.value for row in rows)
    for row in rows:
        want = {
            "time": (row.time_median_s, None),
            "reply": (row.reply_median_s, row.replies),
            "resolved": (row.resolved.value, row.resolved.n),
            "escalated": (row.escalated.value, row.escalated.n),
        }
        for kind in SERVICE:
            metric = TrendMetric.of({"kind": kind, "place": by, "name": row.name})
            with select(sample, Scope(level=Level(by))) as selection:
                (one,) = measure(sample, selection, metric, None, [date(2000, 1, 1)])
            value, n = want[kind]
            assert one.figure.value == pytest.approx(value), (row.name, kind)
            assert n in (None, one.figure.n), (row.name, kind)


def test_its_periods_together_open_the_journeys_of_the_table(sample: Workspace) -> None:
    (row,) = [row for row in metrics(sample).rows if row.name == "Get help"]
    everybody, settled = behind(sample, Scope(), "stage", row.id, "resolved")
    metric = at("resolved", "Get help")
    periods = [point.period for point in trend(sample, Scope(), metric).points]
    told = [
        {one.journey for p in periods for one in concerned(sample, Scope(), metric, p, everybody=e)} for e in (1, 0)
    ]
    assert told[0] == set(everybody.keys)
    # Whoever had a contact that was settled, and none that was not, is behind the figure but no failure of it.
    assert told[0] - told[1] <= set(settled.keys) and told[1]
