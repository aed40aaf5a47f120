"""Figures of any kind on the boxes and curves of the flow map: their texts, their colours, and what those mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from journey.analyses.flow import FlowMap
from journey.analyses.interval import MINIMUM_N
from journey.charts.label import compact
from journey.model import Interval
from journey.text import _
from journey.text.format import count

__all__ = ["BLANK", "Figure", "Reading", "Shading", "Volume", "shade_values"]

Reading = Interval | float | None
"""A figure with what it rests on; a count, which is never thin; or a blank."""

Volume = Literal["events", "journeys", "share"]

BLANK = "–"
"""The text of a figure that is not known."""


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
    told : str
        In full, for the tooltip, where that tells something its own facts do not; else empty.
    """

    level: float | None
    text: str
    thin: bool = False
    told: str = ""


@dataclass(frozen=True)
class Shading:
    """The figures of an overlay.

    Attributes
    ----------
    title : str
        What they are; the head of the legend.
    scale : str
        Colour scale of the levels (`theme.tokens`): "volume", "good", "pain", "wait", "difference", "emotion".
    boxes : dict of touchpoint id to Figure
    curves : dict of (source, target) to Figure
    low, high : str
        What the two ends of the colour scale stand for; empty where nothing is coloured.
    volume : str
        What the widths of curves tell: "events", "journeys", or journeys whose starts and ends are told as a "share".
    """

    title: str
    scale: str
    boxes: Mapping[int, Figure]
    curves: Mapping[tuple[int, int], Figure]
    low: str
    high: str
    volume: Volume = "events"


def shade_values(
    flow: FlowMap,
    title: str,
    *,
    boxes: Mapping[int, Reading] | None = None,
    curves: Mapping[tuple[int, int], Reading] | None = None,
    scale: str,
    write: Callable[[float], str],
    brief: Callable[[float], str] | None = None,
    tell: Callable[[Interval], str] | None = None,
    limits: tuple[float | None, float | None] = (0.0, None),
    bend: Callable[[float], float] = float,
    curves_coloured: bool = True,
    volume: Volume = "events",
) -> Shading:
    """Put values on the map.

    Parameters
    ----------
    boxes : dict of touchpoint id to value, optional
        Those without one are blank. None: the boxes tell their events, in no colour.
    curves : dict of (source, target) to value, optional
        The same for the transitions.
    scale : str
        A colour scale of `theme.tokens`.
    write, brief : callable
        A value as text on boxes, and on curves where that is shorter.
    tell : callable, optional
        A value with its interval as text, for the tooltip.
    limits : tuple of (float or None, float or None)
        The values at the ends of the colour scale; None: the lowest, the highest of those that rest on enough. Give
        both for a scale that is the same in every scope; give (-m, m) for a difference, so that none is in the middle.
    bend : callable
        Levels are linear in `bend(value)`; the square root spreads out volumes.
    curves_coloured : bool
        Whether curves take a colour, too, and their values count for the ends of the scale.

    Returns
    -------
    Shading
        For `journey.charts.flow_map.spec(..., shading=...)`. Values that rest on fewer than 30 are grey, and do not
        stretch the scale.
    """
    seen = [*(boxes or {}).values(), *((curves or {}).values() if curves_coloured else ())]
    values = [value for one in seen if (value := _value(one)) is not None and not _thin(one)]
    low = limits[0] if limits[0] is not None else min(values, default=0.0)
    high = limits[1] if limits[1] is not None else max(values, default=0.0)

    def figure(one: Reading, coloured: bool, written: Callable[[float], str]) -> Figure:
        value = _value(one)
        if value is None:
            return Figure(None, BLANK)
        told = tell(one) if tell and isinstance(one, Interval) else ""
        if isinstance(one, Interval) and _thin(one):
            text = _("{figure} · n {n}").format(figure=written(value), n=one.n)
            return Figure(None, text, thin=True, told=told)
        if not coloured:
            return Figure(None, written(value), told=told)
        span = bend(high) - bend(low)
        level = (bend(value) - bend(low)) / span if span else 0.5
        return Figure(max(0.0, min(1.0, level)), written(value), told=told)

    return Shading(
        title=title,
        scale=scale,
        boxes={
            t.id: Figure(None, count(t.events)) if boxes is None else figure(boxes.get(t.id), True, write)
            for t in flow.touchpoints
        },
        curves={
            (m.source, m.target): Figure(None, compact(m.events))
            if curves is None
            else figure(curves.get((m.source, m.target)), curves_coloured, brief or write)
            for m in flow.transitions
        },
        low=write(low) if values else "",
        high=write(high) if values else "",
        volume=volume,
    )


def _value(one: Reading) -> float | None:
    return one.value if isinstance(one, Interval) else one


def _thin(one: Reading) -> bool:
    return isinstance(one, Interval) and one.rests_on < MINIMUM_N
