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
    """The picture, and what it leaves out."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    left_out: int


def neighbourhood(flow: FlowMap, centre: int, mode: Mode) -> Neighbourhood:
    """Lay out a touchpoint with its strongest neighbours.

    Shares are of the centre's events: of what leads to it on the left (starts included), of what leaves it on the
    right (ends included). A neighbour on both sides stands on both.
    """
    look = tokens(mode)
    parts = {t.id: t for t in flow.touchpoints}
    middle = parts[centre]
    before = [m for m in flow.transitions if m.target == centre and m.source != centre]
    after = [m for m in flow.transitions if m.source == centre and m.target != centre]
    loop = next((m for m in flow.transitions if m.source == m.target == centre), None)
    spots = [_spot("n0", middle, 0.0, 0.0, look["focus"], look["volume-0"], look["focus"])]
    lines: list[Line] = []
    for side, moves in ((-1, before), (1, after)):
        shown = sorted(moves, key=lambda m: -m.events)[:MOST]
        for i, move in enumerate(shown):
            other = parts[move.source if side < 0 else move.target]
            key = f"n{len(spots)}"
            y = (i - (len(shown) - 1) / 2) * APART_Y
            spots.append(_spot(key, other, side * APART_X, y, look["surface"], look["ink"], look["border"]))
            ends = (key, "n0") if side < 0 else ("n0", key)
            lines.append(_line(*ends, move, middle.events, look["curve"]))
    if loop is not None:
        lines.append(_line("n0", "n0", loop, middle.events, look["curve"]))
    return Neighbourhood(tuple(spots), tuple(lines), max(0, len(before) - MOST) + max(0, len(after) - MOST))


def _spot(key: str, touchpoint: Touchpoint, x: float, y: float, fill: str, ink: str, border: str) -> Spot:
    lines = "\n".join(fit(clean(touchpoint.name)).lines)
    label = _("{name}\n{events}").format(name=lines, events=count(touchpoint.events))
    return Spot(key, touchpoint.id, label, x, y, fill, ink, border)


def _line(source: str, target: str, move: Transition, of: int, colour: str) -> Line:
    share = move.events / of
    label = _("{share} · {wait}").format(share=percent(share), wait=duration(move.wait_median_s))
    return Line(source, target, label, 1 + 9 * min(1.0, share) ** 0.5, colour)
