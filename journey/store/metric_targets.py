"""Targets that people set for metrics: for all groups of a kind, or for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journey.model import Interval
from journey.store.workspace import Workspace

__all__ = ["Light", "Target", "drop_target", "light", "set_target", "target_for", "targets"]

Light = Literal["met", "unsure", "missed"]


@dataclass(frozen=True)
class Target:
    """What a metric should be.

    Attributes
    ----------
    metric : str
        Its key in the catalogue.
    by : str
        What the groups are: "stage", "channel" ...
    place : str
        Name of one group; empty: all of that kind that have none of their own.
    value : float
        In the unit of the metric: shares 0..1, seconds, points, money.
    """

    metric: str
    by: str
    place: str
    value: float


def targets(workspace: Workspace) -> tuple[Target, ...]:
    """All targets of a workspace."""
    rows = workspace.run("SELECT metric, by_what, place, value FROM metric_target ORDER BY metric, by_what, place")
    return tuple(Target(*row) for row in rows)


def set_target(workspace: Workspace, target: Target) -> None:
    """Keep a target, over one that was there."""
    with workspace.transaction() as cursor:
        cursor.execute(
            """INSERT INTO metric_target VALUES (?, ?, ?, ?, 1)
               ON CONFLICT DO UPDATE SET value = excluded.value, version = metric_target.version + 1""",
            [target.metric, target.by, target.place, target.value],
        )


def drop_target(workspace: Workspace, metric: str, by: str, place: str) -> None:
    """Take a target away."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM metric_target WHERE metric = ? AND by_what = ? AND place = ?", [metric, by, place])


def target_for(held: tuple[Target, ...], metric: str, by: str, place: str) -> Target | None:
    """The target of one group: its own, else that of all groups of its kind.

    Examples
    --------
    >>> held = (Target("lost", "stage", "", 0.2), Target("lost", "stage", "Buy", 0.3))
    >>> target_for(held, "lost", "stage", "Buy").value, target_for(held, "lost", "stage", "Use").value
    (0.3, 0.2)
    """
    fitting = [one for one in held if one.metric == metric and one.by == by and one.place in (place, "")]
    return max(fitting, key=lambda one: one.place != "", default=None)


def light(figure: Interval, target: float, *, high_is_good: bool) -> Light | None:
    """Whether a figure meets its target; "unsure" where its interval holds the target, or where it has none.

    Examples
    --------
    >>> light(Interval(0.7, 0.66, 0.74, 500), 0.6, high_is_good=True)
    'met'
    >>> light(Interval(0.7, 0.55, 0.82, 40), 0.6, high_is_good=True)
    'unsure'
    >>> light(Interval(None, None, None, 0), 0.6, high_is_good=True) is None
    True
    """
    if figure.value is None:
        return None
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    if low >= target if high_is_good else high <= target:
        return "met"
    if high < target if high_is_good else low > target:
        return "missed"
    return "unsure"
