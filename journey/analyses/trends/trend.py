"""A figure over time: by day, week or month, with its intervals and the points where it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journey.analyses.trends.changes import Change, changes
from journey.analyses.trends.measure import Measured, measure
from journey.analyses.trends.metric import TrendMetric, Unit, checked, unit_of
from journey.analyses.trends.periods import Length, Period, periods
from journey.scope import Scope
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Point", "Trend", "points_of", "trend"]


@dataclass(frozen=True)
class Point:
    """A period with its figure."""

    period: Period
    measured: Measured

    @property
    def sure(self) -> bool:
        """Whether the period is whole, and all its journeys are old enough to be judged."""
        return self.period.complete and self.measured.mature in (None, 1.0)


@dataclass(frozen=True)
class Trend:
    """A figure over time.

    Attributes
    ----------
    points : tuple of Point
        Every period of the log, in order.
    changes : tuple of Change
        Where it changed, in order.
    """

    metric: TrendMetric
    score: Declaration | None
    unit: Unit
    length: Length
    points: tuple[Point, ...]
    changes: tuple[Change, ...]


def trend(workspace: Workspace, scope: Scope, metric: TrendMetric, length: Length = "week") -> Trend:
    """Follow a figure over the time of the log.

    Parameters
    ----------
    scope : Scope
        Its level is of no account: the metric says what is looked at.
    length : str
        "day", "week" or "month".

    Raises
    ------
    WrongInput
        The log has no such score or place, or no goal where the figure needs one.
    """
    score = checked(workspace, metric)
    with select(workspace, replace(scope, level=metric.level)) as selection:
        points = _points(workspace, selection, metric, score, length, scope.hidden)
        sure = [point for point in points if point.sure]

        def pooled(edges: list[int]) -> list[Measured]:
            """The figure of stretches of sure periods, each from one of the edges to before the next."""
            starts = [sure[edge].period.start for edge in edges]
            return measure(workspace, selection, metric, score, [*starts, sure[-1].period.end], scope.hidden)[:-1]

        turns = changes([(point.period, point.measured.figure) for point in sure], metric, pooled)
    return Trend(metric, score, unit_of(metric, score), length, points, turns)


def points_of(workspace: Workspace, scope: Scope, metric: TrendMetric, length: Length) -> tuple[Point, ...]:
    """The periods of a trend, without its changes; WrongInput as `trend`."""
    score = checked(workspace, metric)
    with select(workspace, replace(scope, level=metric.level)) as selection:
        return _points(workspace, selection, metric, score, length, scope.hidden)


def _points(
    workspace: Workspace, selection: Selection, metric: TrendMetric, score: Declaration | None, length: Length,
    hidden: tuple[str, ...],
) -> tuple[Point, ...]:  # fmt: skip
    first, last = workspace.one("SELECT min(started), max(ended) FROM journey")
    if first is None:  # a workspace without a log
        return ()
    spans = periods(first, last, length)
    found = measure(workspace, selection, metric, score, [one.start for one in spans], hidden)
    return tuple(Point(period, measured) for period, measured in zip(spans, found, strict=True))
