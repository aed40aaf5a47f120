"""The neighbourhood of a touchpoint: what comes before it on the left, what follows on the right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journey.analyses.flow import FlowMap, Touchpoint, Transition
from journey.charts.label import clean, fit
from journey.charts.theme import Mode, tokens
from journey.text import _
from journey.text.format import count, duration, percent

__all__ = ["Line", "Neighbourhood", "Spot", "neighbourhood"]

MOST = 8
"""Neighbours drawn on each side; the table has all."""
APART_X, APART_Y = 420.0, 84.0
"""Distances of boxes on a wide screen, px."""
NARROW, NARROW_CENTRE, NARROW_GAP = 190.0, 132.0, 18.0
LINE, AROUND = 15.0, 20.0
"""On a narrow screen: widths of the neighbours and of the centre, what is between two, and how high lines are, px."""


@dataclass(frozen=True)
class Spot:
    """A touchpoint of the picture.

    Attributes
    ----------
    id : str
        Opaque ("n0"): never a name of the log.
    touchpoint : int
    x, y : float
        px, the centre at (0, 0).
    width : float
        px; 0: as wide as the label needs.
    """

    id: str
    touchpoint: int
    label: str
    x: float
    y: float
    fill: str
    ink: str
    border: str
    width: float = 0.0


@dataclass(frozen=True)
class Line:
    """A transition of the picture; `width` in px."""

    source: str
    target: str
    label: str
    width: float
    colour: str


@dataclass(frozen=True)
class Neighbourhood:
    """The picture, what it leaves out, and how high it is (px)."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    left_out: int
    height: int


def neighbourhood(flow: FlowMap, centre: int, mode: Mode, *, narrow: bool = False) -> Neighbourhood:
    """Lay out a touchpoint with its strongest neighbours.

    Shares are of the centre's events: of what leads to it on the left (starts included), of what leaves it on the
    right (ends included). A neighbour on both sides stands on both. On a narrow screen all neighbours stand on the
    left, those before above those after, and their figures in the boxes.
    """
    look = tokens(mode)
    parts = {t.id: t for t in flow.touchpoints}
    middle = parts[centre]
    before = [m for m in flow.transitions if m.target == centre and m.source != centre]
    after = [m for m in flow.transitions if m.source == centre and m.target != centre]
    loop = next((m for m in flow.transitions if m.source == m.target == centre), None)
    before = sorted(before, key=lambda m: -m.events)
    after = sorted(after, key=lambda m: -m.events)
    shown = [(move, -1) for move in before[:MOST]] + [(move, 1) for move in after[:MOST]]
    again = _("again: {figures}").format(figures=_figures(loop, middle.events)) if loop else ""
    x = (NARROW + NARROW_GAP) / 2 + NARROW_CENTRE / 2 if narrow else 0.0
    spots = [_spot("n0", middle, x, 0.0, look["focus"], look["volume-0"], look["focus"], again)]
    lines: list[Line] = []
    for (move, side), (x, y) in zip(shown, _beside(shown), strict=True):
        other = parts[move.source if side < 0 else move.target]
        key = f"n{len(spots)}"
        figures = _figures(move, middle.events)
        inside, outside = (figures, "") if narrow else ("", figures)
        spots.append(_spot(key, other, x, y, look["surface"], look["ink"], look["border"], inside))
        lines.append(_line(*((key, "n0") if side < 0 else ("n0", key)), move, middle.events, look["curve"], outside))
    height = 640.0
    if narrow:
        spots, height = _stacked(spots, sum(side < 0 for _move, side in shown))
    if loop is not None:
        # Its figures stand in the box: beside it, the box would hide them.
        lines.append(_line("n0", "n0", loop, middle.events, look["curve"], ""))
    return Neighbourhood(tuple(spots), tuple(lines), len(before) + len(after) - len(shown), round(height))


def _beside(shown: list[tuple[Transition, int]]) -> list[tuple[float, float]]:
    """What comes before on the left, what follows on the right, each side centred."""
    sides = {side: [i for i, (_move, of) in enumerate(shown) if of == side] for side in (-1, 1)}
    return [
        (side * APART_X, (sides[side].index(i) - (len(sides[side]) - 1) / 2) * APART_Y)
        for i, (_move, side) in enumerate(shown)
    ]


def _stacked(spots: list[Spot], before: int) -> tuple[list[Spot], float]:
    """All but the centre on the left, one below the other; the centre on the right, between before and after."""
    centre, *others = spots
    placed = [replace(centre, width=NARROW_CENTRE)]
    top = -sum(_height(spot) + NARROW_GAP for spot in others[:before]) - NARROW_GAP
    for number, spot in enumerate(others):
        if number == before:
            top = NARROW_GAP
        height = _height(spot)
        placed.append(replace(spot, x=-NARROW_CENTRE / 2, y=top + height / 2, width=NARROW))
        top += height + NARROW_GAP
    return placed, sum(_height(spot) + NARROW_GAP for spot in others) + 2 * _height(centre) + 40


def _height(spot: Spot) -> float:
    return LINE * (spot.label.count("\n") + 1) + AROUND


def _spot(key: str, touchpoint: Touchpoint, x: float, y: float, fill: str, ink: str, border: str, figures: str) -> Spot:
    lines = "\n".join(fit(clean(touchpoint.name)).lines)
    label = _("{name}\n{events}").format(name=lines, events=count(touchpoint.events))
    if figures:
        template = _("{label}\n{figures}") if key == "n0" else _("{label} · {figures}")
        label = template.format(label=label, figures=figures)
    return Spot(key, touchpoint.id, label, x, y, fill, ink, border)


def _figures(move: Transition, of: int) -> str:
    return _("{share} · {wait}").format(share=percent(move.events / of), wait=duration(move.wait_median_s))


def _line(source: str, target: str, move: Transition, of: int, colour: str, label: str) -> Line:
    return Line(source, target, label, 1 + 9 * min(1.0, move.events / of) ** 0.5, colour)
