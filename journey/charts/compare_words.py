"""Differences of two groups in words, and on the flow map."""

from __future__ import annotations

from journey.analyses.compare import Comparison, Difference
from journey.analyses.flow import FlowMap
from journey.charts.flow_shading import Reading, Shading, shade_values
from journey.model import Interval
from journey.text import _
from journey.text.format import count, duration, number, percent
from journey.text.points import points, points_interval
from journey.text.short import short

__all__ = ["compare_answer", "difference_shading", "figure", "gap", "kind_name", "place_name", "told"]

_SHARES = ("reach", "transition", "exit", "conversion", "converted")
_WAITS = ("wait", "duration")


def compare_answer(found: Comparison, a: str, b: str) -> str:
    """In how much the groups `a` and `b` differ, and in what most."""
    names = {"a": short(a, 40), "b": short(b, 40)}
    above = [row for row in found.differences if row.above_line]
    if not found.compared:
        return _("{a} and {b} are too few customers to compare: 30 on each side are needed.").format(**names)
    if not above:
        return _("In {n} comparisons, {a} and {b} do not differ more than chance would have it.").format(
            n=count(found.compared), **names
        )
    first = next((row for row in above if row.source is not None), above[0])
    return _("{a} and {b} differ in {n} of {compared} comparisons: {difference}.").format(
        n=count(len(above)), compared=count(found.compared), **names,
        difference=told(first, short(first.source_name), short(first.target_name)),
    )  # fmt: skip


def kind_name(row: Difference) -> str:
    """What was compared."""
    return {
        "reach": _("come here"),
        "transition": _("go on directly"),
        "wait": _("median wait"),
        "exit": _("leave here"),
        "conversion": _("reach the goal from here"),
        "converted": _("reach the goal"),
        "duration": _("median duration"),
        "score": row.name,
        "metric": {"events": _("events a journey"), "cost": _("cost a journey")}.get(row.name, row.name),
    }[row.kind]


def place_name(row: Difference) -> str:
    """Where."""
    if row.target is not None:
        return _("{source} → {target}").format(source=row.source_name, target=row.target_name)
    return row.source_name or _("whole journey")


def figure(row: Difference, value: Interval) -> str:
    """The figure of one side, short."""
    if row.kind in _SHARES:
        return percent(value.value)
    return duration(value.value) if row.kind in _WAITS else number(value.value)


def told(row: Difference, source: str, target: str) -> str:
    """The difference as a clause, A first; `source` and `target` are its touchpoints as they are to be shown."""
    pattern = {
        "reach": _("{a} against {b} come to {source}"),
        "transition": _("{a} against {b} of those at {source} go on directly to {target}"),
        "wait": _("the median wait from {source} to {target} is {a} against {b}"),
        "exit": _("{a} against {b} leave at {source}"),
        "conversion": _("{a} against {b} of those who come to {source} reach the goal"),
        "converted": _("{a} against {b} reach the goal"),
        "duration": _("the median journey takes {a} against {b}"),
        "score": _("{name} at {source} is {a} against {b}"),
        "metric": _("{name} are {a} against {b}"),
    }[row.kind]
    return pattern.format(
        a=figure(row, row.a), b=figure(row, row.b), source=source, target=target, name=kind_name(row)
    )  # fmt: skip


def gap(row: Difference) -> str:
    """B - A with its interval."""
    if row.kind in _SHARES:
        return points_interval(row.gap)
    if row.gap.value is None or row.gap.low is None or row.gap.high is None:
        return "–"
    write = duration if row.kind in _WAITS else number
    value, low, high = (
        f"+{write(one)}" if one > 0 else write(one) for one in (row.gap.value, row.gap.low, row.gap.high)
    )
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def difference_shading(flow: FlowMap, found: Comparison) -> Shading:
    """B - A on the map: who comes to the boxes, who goes on along the curves."""
    boxes: dict[int, Reading] = {}
    curves: dict[tuple[int, int], Reading] = {}
    for row in found.differences:
        if row.kind == "reach" and row.source is not None:
            boxes[row.source] = row.gap
        elif row.kind == "transition" and row.source is not None and row.target is not None:
            curves[row.source, row.target] = row.gap
    sure = [one for one in (*boxes.values(), *curves.values()) if isinstance(one, Interval) and one.n >= 30]
    most = max((abs(one.value or 0.0) for one in sure), default=0.0) or 1.0
    return shade_values(
        flow, _("B minus A, in points"), boxes=boxes, curves=curves, scale="difference", limits=(-most, most),
        write=points, brief=lambda value: points(value).split(" ")[0], tell=points_interval, volume="journeys",
    )  # fmt: skip
