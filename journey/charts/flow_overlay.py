"""What the fill of a box, the colour of a curve and the figure in them tell: one overlay at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from journey.analyses.flow import FlowMap, Touchpoint, Transition
from journey.analyses.interval import MINIMUM_N
from journey.charts.label import compact
from journey.text import _
from journey.text.format import count, duration, number, percent

__all__ = ["Figure", "Overlay", "Shading", "shade"]


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
    SCORE = "score"
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
            Overlay.SCORE: _("Score"),
            Overlay.COST: _("Cost of a visit"),
        }[self]


@dataclass(frozen=True)
class Figure:
    """One figure of a box or a curve.

    Attributes
    ----------
    level : float or None
        Its place on the colour scale, 0..1; None: neutral.
    text : str
        As shown.
    thin : bool
        Rests on fewer than 30: greyed, with its n.
    """

    level: float | None
    text: str
    thin: bool = False


@dataclass(frozen=True)
class Shading:
    """The figures of an overlay.

    Attributes
    ----------
    scale : str
        Colour scale of the levels (`theme.tokens`).
    boxes : dict of touchpoint id to Figure
    curves : dict of (source, target) to Figure
    low, high : str
        What the two ends of the colour scale stand for; empty where nothing is coloured.
    """

    overlay: Overlay
    scale: str
    boxes: Mapping[int, Figure]
    curves: Mapping[tuple[int, int], Figure]
    low: str
    high: str


@dataclass(frozen=True)
class _Reading:
    value: float | None
    n: int | None = None
    """What a rate or a wait rests on; None for a count, which is never thin."""

    @property
    def thin(self) -> bool:
        return self.n is not None and self.n < MINIMUM_N


@dataclass(frozen=True)
class _Recipe:
    """How an overlay reads, writes and levels. A missing reader leaves boxes or curves neutral, with their events."""

    scale: str
    write: Callable[[float], str]
    box: Callable[[FlowMap, Touchpoint], _Reading] | None = None
    curve: Callable[[FlowMap, Transition], _Reading] | None = None
    curves_coloured: bool = False
    brief: Callable[[float], str] | None = None
    """How curves write it, where that is shorter."""
    bend: Callable[[float], float] = float
    from_zero: bool = True


def shade(flow: FlowMap, overlay: Overlay) -> Shading:
    """The figures that an overlay puts on boxes and curves.

    Volumes and waits are levelled by their square root; rates and costs are not bent, and like those start at 0; scores
    lie between the lowest and the highest. Under the mean wait, boxes show the mean wait onwards; under the two other
    waits their events, as medians and percentiles of several transitions do not add up.
    """
    recipe = _RECIPES[overlay]
    events = {t.id: t.events for t in flow.touchpoints}
    moves = {(m.source, m.target): m.events for m in flow.transitions}
    boxes = {t.id: recipe.box(flow, t) for t in flow.touchpoints} if recipe.box else {}
    curves = {(m.source, m.target): recipe.curve(flow, m) for m in flow.transitions} if recipe.curve else {}
    readings = [*boxes.values(), *(curves.values() if recipe.curves_coloured else ())]
    values = [r.value for r in readings if r.value is not None and not r.thin]
    low = 0.0 if recipe.from_zero else min(values, default=0.0)
    high = max(values, default=0.0)

    def figure(reading: _Reading, coloured: bool, write: Callable[[float], str] = recipe.write) -> Figure:
        if reading.value is None:
            return Figure(None, "–")
        text = write(reading.value)
        if reading.thin:
            return Figure(None, _("{figure} · n {n}").format(figure=text, n=reading.n), thin=True)
        if not coloured:
            return Figure(None, text)
        span = recipe.bend(high) - recipe.bend(low)
        level = (recipe.bend(reading.value) - recipe.bend(low)) / span if span else 0.5
        return Figure(max(0.0, min(1.0, level)), text)

    brief = recipe.brief or recipe.write
    return Shading(
        overlay=overlay,
        scale=recipe.scale,
        boxes={i: figure(boxes[i], True) if boxes else Figure(None, count(n)) for i, n in events.items()},
        curves={
            pair: figure(curves[pair], recipe.curves_coloured, brief) if curves else Figure(None, compact(n))
            for pair, n in moves.items()
        },
        low=recipe.write(low) if values else "",
        high=recipe.write(high) if values else "",
    )


def _wait_onwards(flow: FlowMap, touchpoint: Touchpoint) -> _Reading:
    moves = [m for m in flow.transitions if m.source == touchpoint.id]
    events = sum(m.events for m in moves)
    return _Reading(sum(m.events * m.wait_mean_s for m in moves) / events if events else None, events)


def _wait(name: str) -> Callable[[FlowMap, Transition], _Reading]:
    return lambda flow, move: _Reading(getattr(move, name), move.events)


def _share(journeys: int, flow: FlowMap) -> _Reading:
    return _Reading(journeys / flow.journeys_shown if flow.journeys_shown else None)


def _whole(value: float) -> str:
    return count(round(value))


_RECIPES = {
    Overlay.EVENTS: _Recipe(
        "volume",
        _whole,
        box=lambda _flow, t: _Reading(t.events),
        curve=lambda _flow, m: _Reading(m.events),
        brief=compact,
        bend=sqrt,
    ),
    Overlay.JOURNEYS: _Recipe(
        "volume",
        _whole,
        box=lambda _flow, t: _Reading(t.journeys),
        curve=lambda _flow, m: _Reading(m.journeys),
        brief=compact,
        bend=sqrt,
    ),
    Overlay.SHARE: _Recipe(
        "volume",
        percent,
        box=lambda flow, t: _share(t.journeys, flow),
        curve=lambda flow, m: _share(m.journeys, flow),
    ),
    Overlay.WAIT_MEDIAN: _Recipe("wait", duration, curve=_wait("wait_median_s"), curves_coloured=True, bend=sqrt),
    Overlay.WAIT_MEAN: _Recipe(
        "wait", duration, box=_wait_onwards, curve=_wait("wait_mean_s"), curves_coloured=True, bend=sqrt
    ),
    Overlay.WAIT_P90: _Recipe("wait", duration, curve=_wait("wait_p90_s"), curves_coloured=True, bend=sqrt),
    Overlay.EXIT: _Recipe("pain", percent, box=lambda _flow, t: _Reading(t.exit_rate.value, t.exit_rate.n)),
    Overlay.CONVERSION: _Recipe(
        "good",
        percent,
        box=lambda _flow, t: _Reading(t.conversion.value, t.conversion.n),
        curve=lambda _flow, m: _Reading(m.conversion.value, m.conversion.n),
        curves_coloured=True,
    ),
    Overlay.SCORE: _Recipe("emotion", number, box=lambda _flow, t: _Reading(t.score.value, t.score.n), from_zero=False),
    Overlay.COST: _Recipe("volume", number, box=lambda _flow, t: _Reading(t.cost_mean)),
}
