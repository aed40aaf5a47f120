"""A map as plain values: every box, curve, band and word of the picture, and no markup."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from typing import Any, Literal

from journey.charts.flow_pills import Pill

__all__ = ["Band", "Box", "Curve", "Facts", "Legend", "MapSpec"]

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Box:
    """A touchpoint, the start or an end.

    Attributes
    ----------
    id : str
        "t<touchpoint id>", "start" or "end-<kind>".
    kind : str
        "touchpoint", "start", or the kind of end.
    x, y, width, height : float
        Left, top and size, px.
    lines : tuple of str
        The wrapped label.
    figure : str
    fill, ink : str
        Colour tokens.
    exits : float
        Length of the bar at the bottom edge, 0..1 of the width.
    happy, ghost, thin : bool
        On the happy path; without events in scope; resting on fewer than 30.
    truth : bool
        A moment of truth: a star at its corner.
    name : str
        The whole name.
    facts : tuple of (label, value)
        What the tooltip tells.
    """

    id: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    figure: str
    fill: str
    ink: str
    exits: float
    happy: bool
    ghost: bool
    thin: bool
    name: str
    facts: Facts
    truth: bool = False


@dataclass(frozen=True)
class Curve:
    """A transition, a way in from the start, or a way out to an end.

    Attributes
    ----------
    id : str
        "<source>><target>" of box ids.
    path, head : str
        SVG path data of the line and of the arrowhead.
    width : float
        px.
    stroke : str
        Colour token.
    kind : str
        "forward", "back" (dashed) or "loop".
    happy, thin : bool
    pill : Pill or None
        The number on it, where it has one.
    figure : str
        What the overlay tells of it.
    """

    id: str
    source: str
    target: str
    path: str
    head: str
    width: float
    stroke: str
    kind: Literal["forward", "back", "loop"]
    happy: bool
    thin: bool
    pill: Pill | None
    figure: str
    name: str
    facts: Facts


@dataclass(frozen=True)
class Band:
    """A stage: its name, what of it fits, left edge and width in px."""

    name: str
    label: str
    x: float
    width: float


@dataclass(frozen=True)
class Legend:
    """What colours and strokes mean, and how much of the log is drawn.

    Attributes
    ----------
    title, scale, low, high : str
        The overlay, its colour scale and what the ends of that scale stand for (empty: nothing is coloured).
    entries : tuple of (sign, text)
        Signs: "happy", "forward", "back", "loop", "exits", "truth".
    coverage : str
    """

    title: str
    scale: str
    low: str
    high: str
    entries: tuple[tuple[str, str], ...]
    coverage: str


@dataclass(frozen=True)
class MapSpec:
    """Everything that is drawn, and nothing else: plain values, no markup.

    Attributes
    ----------
    x, y, width, height : float
        The extent of the picture, px.
    line_y : float
        Where the happy path runs.
    selected : str or None
        Id of the box or curve that is selected.
    focus : tuple of float, or None
        The point to bring into sight where the map is larger than its window; None opens it at its start.
    """

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    bands: tuple[Band, ...]
    legend: Legend
    alt: str
    x: float
    y: float
    width: float
    height: float
    line_y: float
    selected: str | None
    focus: tuple[float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        """The spec as dicts, lists, strings and numbers."""
        found: dict[str, Any] = _plain(self)
        return found


def _plain(value: Any) -> Any:
    """A spec without its classes; `dataclasses.asdict` copies every string of it, which takes three times as long."""
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    if is_dataclass(value):
        return {name: _plain(one) for name, one in vars(value).items()}
    return value
