"""The metrics by their keys: how each is read from a row, what is good, and where a group differs from all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import erfc, sqrt
from typing import Literal, get_args

from scipy.stats import false_discovery_control

from journey.analyses.again import OfCustomers
from journey.analyses.interval import MINIMUM_N, difference, wilson
from journey.analyses.metric_groups import Kind
from journey.analyses.metrics import MetricRow, Metrics, ScoreFigure
from journey.analyses.scores import NOBODY, Counts, figure
from journey.model import Interval
from journey.store.score_declarations import Declaration, Method

__all__ = ["FAMILIES", "Family", "Gap", "Metric", "Unit", "catalogue", "gaps", "offered", "with_intervals"]

ON_DEMAND = ("retention", "churn")
"""Metrics that are measured only where they are shown: they need every customer's months."""
Family = Literal["experience", "service", "value"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Unit = Literal["share", "score", "time", "money", "number"]


@dataclass(frozen=True)
class Metric:
    """One metric.

    Attributes
    ----------
    key : str
        "lost", "score:nps" ... : names it in targets, addresses and alerts.
    family : str
    unit : str
        "score": by the method of `score`.
    high_is_good : bool or None
        None: neither.
    read : callable
        A row -> its figure. Medians and means have their n only, until `with_intervals`: those take longer than the
        table, and are asked for one by one (`metric_spread`).
    apart : bool
        Whether a group may be told from the others by it: not where the way through the journey alone makes it differ.
    score : Declaration or None
    """

    key: str
    family: Family
    unit: Unit
    high_is_good: bool | None
    read: Callable[[MetricRow], Interval]
    apart: bool = True
    score: Declaration | None = None


@dataclass(frozen=True)
class Gap:
    """How a group differs from all others taken together.

    Attributes
    ----------
    others : Interval
        The figure of all others.
    gap : Interval
        That of the group minus theirs.
    worse : bool or None
        None: no more than chance would (Benjamini-Hochberg at 5 % over the whole table), or neither is good.
    """

    others: Interval
    gap: Interval
    worse: bool | None


def catalogue(found: Metrics) -> tuple[Metric, ...]:
    """The metrics of a table, in its order."""
    return offered(found.kind, found.scores, has_goal=found.has_goal, has_costs=found.has_costs)


def offered(kind: Kind, scores: tuple[Declaration, ...], *, has_goal: bool, has_costs: bool) -> tuple[Metric, ...]:
    """The metrics that a log can have, before anything is measured."""
    by_journeys = kind in ("journey", "period")
    scores = tuple(one for one in scores if not one.relationship)
    metrics = [
        _share("reached", "experience", None, lambda row: _of(row.share, row.journeys, row.customers), apart=False)
    ]
    if has_goal:
        metrics += [
            _share("lost", "experience", False, lambda row: row.lost),
            # Whoever came far completes more often: only groups of whole journeys compare.
            _share("conversion", "experience", True, lambda row: row.conversion, apart=by_journeys),
        ]
    metrics += [_score(one) for one in scores]
    metrics += [_response(one) for one in scores]
    metrics += [
        Metric("time", "service", "time", False, lambda row: _of(row.time_median_s, row.visits)),
        Metric("contacts", "service", "number", False, lambda row: _of(row.contacts, row.journeys, row.customers)),
        _share("repeats", "service", False, lambda row: row.repeats),
        Metric("reply", "service", "time", False, lambda row: _of(row.reply_median_s, row.replies)),
        _share("resolved", "service", True, lambda row: row.resolved),
        _share("escalated", "service", False, lambda row: row.escalated),
    ]
    if has_costs:
        metrics += [
            Metric("cost", "value", "money", False, lambda row: _of(row.cost, row.journeys, row.customers)),
            Metric(
                "cost_per_completed", "value", "money", False, lambda row: _of(row.cost_per_completed, row.completed)
            ),
        ]
    metrics += [
        Metric("planned", "value", "money", None, lambda row: _of(row.planned_cost, row.journeys, row.customers)),
        Metric("over_plan", "value", "money", False, lambda row: _of(_over_plan(row), row.journeys, row.customers)),
        _share("retention", "value", True, lambda row: row.retention),
        _share("churn", "value", False, lambda row: _rest(row.retention)),
    ]
    return tuple(metrics)


def with_intervals(metrics: tuple[Metric, ...], spreads: Mapping[str, Mapping[int, Interval]]) -> tuple[Metric, ...]:
    """The same metrics, with the intervals that were asked for apart (`metric_spread.spreads`) where there are some."""

    def reader(metric: Metric, spread: Mapping[int, Interval]) -> Callable[[MetricRow], Interval]:
        def read(row: MetricRow) -> Interval:
            known = spread.get(row.id)
            figure = metric.read(row)
            return figure if known is None else replace(figure, low=known.low, high=known.high)

        return read

    return tuple(replace(one, read=reader(one, spreads[one.key])) if one.key in spreads else one for one in metrics)


def gaps(found: Metrics, metrics: Iterable[Metric]) -> dict[tuple[str, int], Gap]:
    """(key of a metric, id of a row) -> how that group differs from all others; where both rest on 30 or more.

    The groups of one row may share journeys with others (a journey passes many stages), so their answers and visits are
    compared, not their journeys.
    """
    kept: list[tuple[Metric, int, Interval, Interval]] = []
    chances: list[float] = []
    for metric in metrics:
        if not metric.apart or metric.high_is_good is None or metric.unit not in ("share", "score"):
            continue
        for row in found.rows:
            others = _others(found, metric, row)
            gap = difference(metric.read(row), others)
            if gap.value is not None and gap.low is not None and gap.rests_on >= MINIMUM_N:
                kept.append((metric, row.id, others, gap))
                chances.append(_chance(gap))
    # Retention is measured only where it is shown: what the others tell does not hang on whether it is.
    adjusted = [0.0] * len(kept)
    for later in (False, True):
        of = [at for at, (metric, *_rest) in enumerate(kept) if (metric.key in ON_DEMAND) is later]
        if not of:
            continue
        for at, p in zip(of, false_discovery_control([chances[at] for at in of]), strict=True):
            adjusted[at] = float(p)
    return {
        (metric.key, row): Gap(others, gap, None if p > 0.05 else ((gap.value or 0) > 0) != metric.high_is_good)
        for (metric, row, others, gap), p in zip(kept, adjusted, strict=True)
    }


def _others(found: Metrics, metric: Metric, row: MetricRow) -> Interval:
    """The figure of all rows but one."""
    rest = [other for other in found.rows if other.id != row.id]
    if metric.score is None or metric.unit == "share":
        read = [metric.read(other) for other in rest]
        good, n = round(sum((one.value or 0.0) * one.n for one in read)), sum(one.n for one in read)
        effect = sum(one.effect * one.n for one in read) / n if n else 1.0
        together = wilson(good / effect, n / effect)  # type: ignore[arg-type]
        return Interval(together.value, together.low, together.high, n)
    answered = [one.counts for other in rest for one in other.scores if one.score == metric.score]
    return figure(metric.score.method, _together(answered))


def _together(parts: list[Counts]) -> Counts:
    """The counts of several groups of answers as one."""
    n = sum(part.n for part in parts)
    if not n:
        return Counts(0, 0, 0, None, None)
    mean = sum(part.n * (part.mean or 0.0) for part in parts) / n
    # Squares within the groups, and between their means.
    squares = sum(
        (part.n - 1) * (part.deviation or 0.0) ** 2 + part.n * ((part.mean or 0.0) - mean) ** 2
        for part in parts
        if part.n
    )
    deviation = sqrt(squares / (n - 1)) if n > 1 else None
    again = sum((part.again for part in parts), NOBODY)
    return Counts(n, sum(part.good for part in parts), sum(part.bad for part in parts), mean, deviation, again)


def _chance(gap: Interval) -> float:
    """Two-sided p of a gap, from the arm of its interval that points to none."""
    value = gap.value or 0.0
    arm = (value - (gap.low or 0.0)) if value > 0 else ((gap.high or 0.0) - value)
    return 1.0 if arm <= 0 else erfc(abs(value) / (arm / 1.959963984540054) / sqrt(2))


def _share(
    key: str, family: Family, high_is_good: bool | None, read: Callable[[MetricRow], Interval], *, apart: bool = True
) -> Metric:
    return Metric(key, family, "share", high_is_good, read, apart)


def _score(score: Declaration) -> Metric:
    def read(row: MetricRow) -> Interval:
        return next(one.figure for one in row.scores if one.score.score == score.score)

    # A share of good answers is good when it is high, whichever end of the scale is.
    high_is_good = score.high_is_good or score.method not in (Method.CES1, Method.MEAN)
    return Metric(f"score:{score.score}", "experience", "score", high_is_good, read, score=score)


def _response(score: Declaration) -> Metric:
    def read(row: MetricRow) -> Interval:
        one: ScoreFigure = next(one for one in row.scores if one.score.score == score.score)
        return one.response if score.invitation else _of(one.answers_per_journey, row.journeys, row.customers)

    if score.invitation:
        # A target can be set for it; but who is asked where makes it differ, so no group is told from the others by it.
        return Metric(f"response:{score.score}", "experience", "share", True, read, apart=False, score=score)
    return Metric(f"answers:{score.score}", "experience", "number", None, read, score=score)


def _of(value: float | None, n: int, customers: int | None = None) -> Interval:
    if value is None or customers in (None, n):
        return Interval(value, None, None, n if value is not None else 0)
    return OfCustomers(value, None, None, n, customers or 0)


def _rest(share: Interval) -> Interval:
    """1 - a share."""
    if share.value is None or share.low is None or share.high is None:
        return share
    return replace(share, value=1 - share.value, low=1 - share.high, high=1 - share.low)


def _over_plan(row: MetricRow) -> float | None:
    if row.planned_cost is None or row.cost_of_planned is None:
        return None
    return row.cost_of_planned - row.planned_cost
