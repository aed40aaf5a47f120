"""Metrics on the flow map: what they put on boxes and curves, and in which colours."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import FlowMap
from journey.analyses.interval import MINIMUM_N
from journey.analyses.metric_catalogue import Metric
from journey.analyses.metrics import Metrics
from journey.charts.flow_shading import Shading, shade_values
from journey.charts.metric_text import metric_interval, metric_title, metric_value
from journey.charts.score_text import score_title
from journey.model import Interval
from journey.text import _

__all__ = ["COUNTED", "metric_shading", "shading_title"]

COUNTED = ("reached", "lost", "conversion")
"""Kinds of metrics that the map counts itself, under names of its own: share of journeys, exit rate, conversion."""


def shading_title(metric: Metric) -> str:
    """What the map calls it: of a score also how it is counted."""
    if metric.unit == "score" and metric.score is not None:
        return score_title(metric.score)
    return _("Cost of a journey") if metric.key == "cost" else metric_title(metric)


def metric_shading(
    flow: FlowMap, found: Metrics, metric: Metric, curves: Mapping[tuple[int, int], Interval] | None = None
) -> Shading:
    """A metric on the map.

    What can be good is coloured from the worst to the best that is seen; what only hurts, from nothing to the most.

    Parameters
    ----------
    found : Metrics
        At the level of the map, so that ids of rows are ids of boxes.
    curves : dict of (source, target) to Interval, optional
        The metric on transitions, where it has one.
    """
    boxes = {row.id: metric.read(row) for row in found.rows}
    seen = [one.value for one in (*boxes.values(), *(curves or {}).values()) if one.value is not None and _rests(one)]
    both = metric.unit == "score" or metric.high_is_good
    worst, best = min(seen, default=0.0), max(seen, default=0.0)
    if metric.high_is_good is False:
        worst, best = best, worst
    return shade_values(
        flow,
        shading_title(metric),
        boxes=boxes,
        curves=curves,
        scale="emotion" if both else "pain" if metric.high_is_good is False else "volume",
        write=lambda value: metric_value(metric, value),
        tell=lambda one: metric_interval(metric, one),
        limits=(worst, best) if both else (0.0, None),
    )


def _rests(figure: Interval) -> bool:
    return figure.rests_on >= MINIMUM_N
