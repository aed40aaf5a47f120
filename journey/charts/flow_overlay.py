"""What the fill of a box, the colour of a curve and the figure in them tell: one overlay at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from journey.analyses.flow import FlowMap, Touchpoint, Transition
from journey.charts.flow_shading import Reading, Shading, Volume, shade_values
from journey.charts.label import compact
from journey.model import Interval
from journey.text import _
from journey.text.format import count, duration, number, percent

__all__ = ["Overlay", "shade"]


class Overlay(StrEnum):
    """What the map shows beside its shape."""

    EVENTS = "events"
    JOURNEYS = "journeys"
    SHARE = "share"
    WAIT_MEDIAN = "wait-median"
    WAIT_MEAN = "wait-mean"
    WAIT_P90 = "wait-p90"
    EXIT = "exit"
    CONVERSION = "conversion"
    COST = "cost"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {
            Overlay.EVENTS: _("Events"),
            Overlay.JOURNEYS: _("Journeys"),
            Overlay.SHARE: _("Share of journeys"),
            Overlay.WAIT_MEDIAN: _("Median wait"),
            Overlay.WAIT_MEAN: _("Mean wait"),
            Overlay.WAIT_P90: _("Wait, 90th percentile"),
            Overlay.EXIT: _("Exit rate"),
            Overlay.CONVERSION: _("Conversion after"),
            Overlay.COST: _("Cost of a visit"),
        }[self]


@dataclass(frozen=True)
class _Recipe:
    """How an overlay reads, writes and levels. A missing reader leaves boxes or curves neutral, with their events."""

    scale: str
    write: Callable[[float], str]
    box: Callable[[FlowMap, Touchpoint], Reading] | None = None
    curve: Callable[[FlowMap, Transition], Reading] | None = None
    curves_coloured: bool = False
    brief: Callable[[float], str] | None = None
    """How curves write it, where that is shorter."""
    bend: Callable[[float], float] = float
    volume: Volume = "events"


def shade(flow: FlowMap, overlay: Overlay) -> Shading:
    """The figures that an overlay puts on boxes and curves.

    Volumes and waits are levelled by their square root; rates and costs are not bent, and like those start at 0. Under
    the mean wait, boxes show the mean wait onwards; under the two other waits their events, as medians and percentiles
    of several transitions do not add up.
    """
    recipe = _RECIPES[overlay]
    return shade_values(
        flow,
        overlay.label,
        boxes={t.id: recipe.box(flow, t) for t in flow.touchpoints} if recipe.box else None,
        curves={(m.source, m.target): recipe.curve(flow, m) for m in flow.transitions} if recipe.curve else None,
        scale=recipe.scale,
        write=recipe.write,
        brief=recipe.brief,
        bend=recipe.bend,
        curves_coloured=recipe.curves_coloured,
        volume=recipe.volume,
    )


def _wait_onwards(flow: FlowMap, touchpoint: Touchpoint) -> Reading:
    moves = [m for m in flow.transitions if m.source == touchpoint.id]
    events = sum(m.events for m in moves)
    return Interval(sum(m.events * m.wait_mean_s for m in moves) / events if events else None, None, None, events)


def _wait(name: str) -> Callable[[FlowMap, Transition], Reading]:
    return lambda flow, move: Interval(getattr(move, name), None, None, move.events)


def _share(journeys: int, flow: FlowMap) -> Reading:
    return journeys / flow.journeys_shown if flow.journeys_shown else None


def _whole(value: float) -> str:
    return count(round(value))


_RECIPES = {
    Overlay.EVENTS: _Recipe(
        "volume",
        _whole,
        box=lambda _flow, t: t.events,
        curve=lambda _flow, m: m.events,
        brief=compact,
        bend=sqrt,
    ),
    Overlay.JOURNEYS: _Recipe(
        "volume",
        _whole,
        box=lambda _flow, t: t.journeys,
        curve=lambda _flow, m: m.journeys,
        brief=compact,
        bend=sqrt,
        volume="journeys",
    ),
    Overlay.SHARE: _Recipe(
        "volume",
        percent,
        box=lambda flow, t: _share(t.journeys, flow),
        curve=lambda flow, m: _share(m.journeys, flow),
        volume="share",
    ),
    Overlay.WAIT_MEDIAN: _Recipe("wait", duration, curve=_wait("wait_median_s"), curves_coloured=True, bend=sqrt),
    Overlay.WAIT_MEAN: _Recipe(
        "wait", duration, box=_wait_onwards, curve=_wait("wait_mean_s"), curves_coloured=True, bend=sqrt
    ),
    Overlay.WAIT_P90: _Recipe("wait", duration, curve=_wait("wait_p90_s"), curves_coloured=True, bend=sqrt),
    Overlay.EXIT: _Recipe("pain", percent, box=lambda _flow, t: t.exit_rate),
    Overlay.CONVERSION: _Recipe(
        "good",
        percent,
        box=lambda _flow, t: t.conversion,
        curve=lambda _flow, m: m.conversion,
        curves_coloured=True,
    ),
    Overlay.COST: _Recipe("volume", number, box=lambda _flow, t: t.cost_mean),
}
