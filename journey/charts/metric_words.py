"""The table of metrics in a sentence, and plain, for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd

from journey.analyses.metric_catalogue import Family, Gap, Metric
from journey.analyses.metrics import MetricRow, Metrics
from journey.charts.metric_text import group_name, metric_interval, metric_title
from journey.model import Interval
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.short import short

__all__ = [
    "GROUPED_BY",
    "lost_words",
    "metrics_answer",
    "metrics_frame",
    "most_lost",
    "usual_family",
    "worst_score",
]

Row = TypeVar("Row")

GROUPED_BY = {
    "stage": _("Stage"), "touchpoint": _("Touchpoint"), "channel": _("Channel"), "week": _("Week of the start"),
    "month": _("Month of the start"),
}  # fmt: skip
"""What metrics can be told by, beside attributes."""


def usual_family(*, measured: bool) -> Family:
    """What is shown first: what customers felt, where the log has scores or a goal."""
    return "experience" if measured else "service"


def metrics_answer(found: Metrics, shown: tuple[Metric, ...], apart: dict[tuple[str, int], Gap]) -> str:
    """The worst score by more than chance; else where most are lost."""
    names = {row.id: short(group_name(found, row)) for row in found.rows}
    worst_felt = worst_score(found, shown, apart)
    if worst_felt is not None:
        metric, row, gap = worst_felt
        return _("{group} hurts most: {metric} is {figure}, elsewhere {others}.").format(
            group=names[row.id], metric=metric_title(metric), figure=metric_interval(metric, metric.read(row)),
            others=metric_interval(metric, gap.others).partition(",")[0],
        )  # fmt: skip
    lost = [row for row in found.rows if row.lost.n >= 30 and row.lost.value]
    calm = _("No score differs by more than chance") if any(metric.unit == "score" for metric in shown) else ""
    if lost:
        worst = most_lost(lost, lambda row: row.lost)
        if calm:
            return _("{calm}; most are lost in {group}: {lost}.").format(
                calm=calm, group=names[worst.id], lost=lost_words(worst.lost)
            )
        return _("Most are lost in {group}: {lost} who come there before the goal.").format(
            group=names[worst.id], lost=lost_words(worst.lost)
        )
    if not found.scores and not found.has_goal:
        return _("This log has no scores and no goal yet; time, repeats and cost are measured all the same.")
    n = len(found.rows)
    return ngettext("{n} row, and nothing in it stands out.", "{n} rows, and none of them stands out.", n).format(
        n=count(n)
    )


def most_lost(rows: Sequence[Row], lost: Callable[[Row], Interval]) -> Row:
    """Where most journeys are lost: by their number, for a small place may lose all of its few."""
    return max(rows, key=lambda row: round((lost(row).value or 0.0) * lost(row).n))


def lost_words(lost: Interval) -> str:
    """How many are lost, and of how many.

    >>> lost_words(Interval(0.25, 0.2, 0.3, 1200))
    '300 of 1,200'
    """
    return _("{n} of {total}").format(n=count(round((lost.value or 0.0) * lost.n)), total=count(lost.n))


def worst_score(
    found: Metrics, shown: tuple[Metric, ...], apart: dict[tuple[str, int], Gap]
) -> tuple[Metric, MetricRow, Gap] | None:
    """The score and the group that is worst by more than chance; None where none is."""
    titled, rows = {metric.key: metric for metric in shown}, {row.id: row for row in found.rows}
    worse = [(titled[key], rows[row], gap) for (key, row), gap in apart.items()
             if gap.worse and titled[key].unit == "score"]  # fmt: skip
    return max(worse, key=lambda one: abs(one[2].gap.value or 0.0) * _stretch(one[0]), default=None)


def _stretch(metric: Metric) -> float:
    """Scores on different scales, made comparable."""
    if metric.score is None or metric.score.method in ("csat", "ces2", "share"):
        return 1.0
    return 0.005 if metric.score.method == "nps" else 1 / (metric.score.high - metric.score.low)


def metrics_frame(found: Metrics, shown: tuple[Metric, ...]) -> pd.DataFrame:
    """All figures, for the table behind the picture and its file."""
    columns: dict[str, list[object]] = {GROUPED_BY.get(found.by, found.by): [row.name for row in found.rows]}
    columns[_("Journeys")] = [row.journeys for row in found.rows]
    for metric in shown:
        read = [metric.read(row) for row in found.rows]
        title = metric_title(metric)
        columns[title] = [one.value for one in read]
        if any(one.low is not None for one in read):
            columns[_("{metric}, low").format(metric=title)] = [one.low for one in read]
            columns[_("{metric}, high").format(metric=title)] = [one.high for one in read]
        columns[_("{metric}, n").format(metric=title)] = [one.n for one in read]
    return pd.DataFrame(columns)
