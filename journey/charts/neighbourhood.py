"""The neighbourhood of a touchpoint: what comes before it on the left, what follows on the right."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.flow import FlowMap, Touchpoint, Transition
from journey.charts.label import clean, fit
from journey.charts.theme import Mode, tokens
from journey.text import _
from journey.text.format import count, duration, percent

__all__ = ["Line", "Neighbourhood", "Spot", "neighbourhood"]

MOST = 8
"""Neighbours drawn on each side; the table has all."""
APART_X, APART_Y = 420.0, 84.0
NARROW_X, NARROW_Y = 96.0, 74.0
"""Distances of boxes, px, on a wide screen and on a narrow one."""


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
    """

    id: str
    touchpoint: int
    label: str
    x: float
    y: float
    fill: str
    ink: str
    border: str


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
    spots = [
        _spot("n0", middle, NARROW_X if narrow else 0.0, 0.0, look["focus"], look["volume-0"], look["focus"], again)
    ]
    lines: list[Line] = []
    places = _stacked(shown) if narrow else _beside(shown)
    for (move, side), (x, y) in zip(shown, places, strict=True):
        other = parts[move.source if side < 0 else move.target]
        key = f"n{len(spots)}"
        figures = _figures(move, middle.events)
        inside, outside = (figures, "") if narrow else ("", figures)
        spots.append(_spot(key, other, x, y, look["surface"], look["ink"], look["border"], inside))
        lines.append(_line(*((key, "n0") if side < 0 else ("n0", key)), move, middle.events, look["curve"], outside))
    if loop is not None:
        # Its figures stand in the box: beside it, the box would hide them.
        lines.append(_line("n0", "n0", loop, middle.events, look["curve"], ""))
    height = 640 if not narrow else round(NARROW_Y * (len(shown) + 1)) + 40
    return Neighbourhood(tuple(spots), tuple(lines), len(before) + len(after) - len(shown), height)


def _beside(shown: list[tuple[Transition, int]]) -> list[tuple[float, float]]:
    """What comes before on the left, what follows on the right, each side centred."""
    sides = {side: [i for i, (_move, of) in enumerate(shown) if of == side] for side in (-1, 1)}
    return [
        (side * APART_X, (sides[side].index(i) - (len(sides[side]) - 1) / 2) * APART_Y)
        for i, (_move, side) in enumerate(shown)
    ]


def _stacked(shown: list[tuple[Transition, int]]) -> list[tuple[float, float]]:
    """All on the left, one below the other, with a gap at the height of the centre between before and after."""
    before = sum(side < 0 for _move, side in shown)
    return [(-NARROW_X, (i - before + 0.5 + 0.3 * side) * NARROW_Y) for i, (_move, side) in enumerate(shown)]


def _spot(key: str, touchpoint: Touchpoint, x: float, y: float, fill: str, ink: str, border: str, figures: str) -> Spot:
    lines = "\n".join(fit(clean(touchpoint.name)).lines)
    label = _("{name}\n{events}").format(name=lines, events=count(touchpoint.events))
    if figures:
        label = _("{label}\n{figures}").format(label=label, figures=figures)
    return Spot(key, touchpoint.id, label, x, y, fill, ink, border)


def _figures(move: Transition, of: int) -> str:
    return _("{share} · {wait}").format(share=percent(move.events / of), wait=duration(move.wait_median_s))


def _line(source: str, target: str, move: Transition, of: int, colour: str, label: str) -> Line:
    return Line(source, target, label, 1 + 9 * min(1.0, move.events / of) ** 0.5, colour)
