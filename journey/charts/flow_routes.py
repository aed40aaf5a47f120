"""How the curves of a flow map run: between its boxes, never under them.

Boxes stand in columns and rows. What is between two columns is a *gutter*, what is between two rows a *channel*; both
are free from end to end. A curve crosses columns along lanes (`flow_lanes`) and changes its height only in gutters. So
whatever is drawn, no curve meets a box that it does not join.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

import numpy as np

from journey.charts.flow_lanes import Heights, Lane, Link, goes_back, heights_of, lanes_of, side_of
from journey.charts.flow_layout import Layout, Place

__all__ = ["Link", "Route", "route"]

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]

TURN_PX = 26
LOOP_PX = 20
CLEAR_PX = 7


@dataclass(frozen=True)
class Route:
    """How one curve runs.

    Attributes
    ----------
    cubics : tuple of (start, control, control, end)
        Bezier pieces, px.
    head : tuple of three points
        The arrowhead, its tip first.
    width : float
        px.
    back : bool
        Whether it goes against the flow: drawn dashed.
    loop : bool
    """

    cubics: tuple[Cubic, ...]
    head: tuple[Point, Point, Point]
    width: float
    back: bool
    loop: bool

    @property
    def path(self) -> str:
        """The curve as SVG path data."""
        (x, y), *_ = self.cubics[0]
        parts = [f"M{x:.1f} {y:.1f}"]
        for _, a, b, c in self.cubics:
            parts.append(f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f}")
        return "".join(parts)

    @property
    def head_path(self) -> str:
        """The arrowhead as SVG path data."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.head) + "Z"

    @cached_property
    def points(self) -> np.ndarray:
        """Points along the curve, at most about 6 px apart, shape (n, 2)."""
        found = []
        for cubic in self.cubics:
            size = sum(abs(bx - ax) + abs(by - ay) for (ax, ay), (bx, by) in pairwise(cubic))
            found.append(_weights(max(4, int(size / 6))) @ np.array(cubic))
        return np.concatenate(found)


@lru_cache(maxsize=512)
def _weights(n: int) -> np.ndarray:
    """How much of each of its four points is in n points along a Bezier piece, shape (n, 4)."""
    t = np.linspace(0, 1, n)
    return np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3], axis=1)


def route(layout: Layout, links: Sequence[Link]) -> dict[str, Route]:
    """Route curves over given boxes.

    Parameters
    ----------
    layout : Layout
    links : sequence of Link
        In order of importance: earlier ones choose their lanes first.

    Returns
    -------
    dict of str to Route
        By the key of the link.
    """
    places = layout.places
    loops = [link for link in links if link.source == link.target]
    others = [link for link in links if link.source != link.target]
    lanes = lanes_of(layout, others)
    heights = heights_of(layout, others, lanes)
    ports = _ports(layout, others, lanes, heights)
    straight = _aligned(layout, others, lanes, heights, ports)
    routes = {link.key: _loop(places[link.source], link) for link in loops}
    for link in others:
        routes[link.key] = _curve(layout, link, lanes[link.key], straight, ports)
    return routes


def _ports(
    layout: Layout,
    links: Sequence[Link],
    lanes: Mapping[str, tuple[Lane, ...]],
    heights: Heights,
) -> dict[tuple[str, bool], Point]:
    """Where each curve leaves (key, False) and enters (key, True)."""
    sides: dict[tuple[str, str], list[tuple[float, Link, bool]]] = defaultdict(list)
    for link in links:
        way = lanes[link.key]
        for entering in (False, True):
            me, other = (link.target, link.source) if entering else (link.source, link.target)
            place, far = layout.places[me], layout.places[other]
            lane = way[-1 if entering else 0] if way else None
            y = heights[link.key, lane[0]] if lane else far.y
            if goes_back(layout, link):
                side = "bottom" if side_of(place, far) > 0 else "top"
            elif place.column == far.column:
                side = "right" if (layout.places[link.target].level > layout.places[link.source].level) else "left"
            else:
                side = "left" if entering else "right"
            sides[me, side].append((y, link, entering))
    ports: dict[tuple[str, bool], Point] = {}
    for (key, side), members in sides.items():
        spread = _upright if side in ("left", "right") else _level
        ports |= spread(layout.places[key], side, members)
    return ports


def _aligned(
    layout: Layout,
    links: Sequence[Link],
    lanes: Mapping[str, tuple[Lane, ...]],
    heights: Heights,
    ports: Mapping[tuple[str, bool], Point],
) -> Heights:
    """Lanes that begin or end beside a box of their own level, at the height of the port there: no needless kink."""
    straight = dict(heights)
    # Twice, as one lane may make way for another.
    for link in (*links, *links):
        way = lanes[link.key]
        for entering, key in ((False, link.source), (True, link.target)):
            level = layout.places[key].level
            ordered = reversed(way) if entering else iter(way)
            run = list(takewhile(lambda lane, level=level: lane[1] == level, ordered))  # type: ignore[misc]
            if not run or goes_back(layout, link):
                continue
            y = ports[link.key, entering][1]
            beside = [straight[k, c] for c, _ in run for k in lanes if k != link.key and (k, c) in straight]
            if all(abs(other - y) > CLEAR_PX for other in beside):
                straight |= {(link.key, column): y for column, _ in run}
                break
    return straight


def _upright(place: Place, side: str, members: list[tuple[float, Link, bool]]) -> dict[tuple[str, bool], Point]:
    """Ports on the left or right, in the order of the heights the curves go to; the happy path at the middle."""
    x = place.left if side == "left" else place.right
    ordered = sorted(members, key=lambda m: (round(m[0], 3), m[1].key))
    middle = next((n for n, m in enumerate(ordered) if m[1].straight), None)
    if middle is None:
        middle = next((n for n, m in enumerate(ordered) if abs(m[0] - place.y) < 1), None)
    centre = (len(ordered) - 1) / 2 if middle is None else float(middle)
    widest = max(centre, len(ordered) - 1 - centre, 1)
    gap = min(11.0, (place.height / 2 - 12) / widest)
    return {(m[1].key, m[2]): (x, place.y + (n - centre) * gap) for n, m in enumerate(ordered)}


def _level(place: Place, side: str, members: list[tuple[float, Link, bool]]) -> dict[tuple[str, bool], Point]:
    """Ports above or below: what leaves goes to the left, what comes enters at the right, nested."""
    y = place.bottom if side == "bottom" else place.top
    ports: dict[tuple[str, bool], Point] = {}
    for entering in (False, True):
        ordered = sorted((m for m in members if m[2] is entering), key=lambda m: (abs(m[0] - y), m[1].key))
        gap = min(10.0, (place.width / 2 - 22) / max(1, len(ordered)))
        for n, (_, link, _) in enumerate(ordered):
            # The outermost port belongs to the lane nearest to the box.
            away = 8 + gap * (len(ordered) - 1 - n)
            ports[link.key, entering] = (place.x + (away if entering else -away), y)
    return ports


def _curve(
    layout: Layout,
    link: Link,
    way: tuple[Lane, ...],
    heights: Heights,
    ports: Mapping[tuple[str, bool], Point],
) -> Route:
    start, end = ports[link.key, False], ports[link.key, True]
    s, t = layout.places[link.source], layout.places[link.target]
    size = _head_size(link)
    if s.column == t.column:
        return _beside(layout, link, start, end, size)
    if t.column < s.column:
        return _backwards(layout, link, way, heights, start, end, size)
    foot = (end[0] - size, end[1])
    # Out of a column as wide as its widest box before any turn.
    points = [start, (layout.columns[s.column][1], start[1])]
    for column, _ in way:
        left, right = layout.columns[column]
        points += [(left, heights[link.key, column]), (right, heights[link.key, column])]
    points += [(min(layout.columns[t.column][0], foot[0]), end[1]), foot]
    return Route(_smooth(points), _head(end, (1, 0), size), link.width, back=False, loop=False)


def _backwards(
    layout: Layout, link: Link, way: tuple[Lane, ...], heights: Heights, start: Point, end: Point, size: float
) -> Route:
    """Out of the foot (or the head) of the source, along its lanes, into the foot of the target."""
    first, last = heights[link.key, way[0][0]], heights[link.key, way[-1][0]]
    points = [(start[0] - TURN_PX, first)]
    for n, (column, _) in enumerate(way):
        left, right = layout.columns[column]
        y = heights[link.key, column]
        if n:
            points.append((right, y))
        if n < len(way) - 1:
            points.append((left, y))
    points.append((end[0] + TURN_PX, last))
    up = -1 if end[1] < last else 1
    foot = (end[0], end[1] - up * size)
    out: Cubic = (start, (start[0], (start[1] + 2 * first) / 3), (start[0] - TURN_PX / 3, first), points[0])
    into: Cubic = (points[-1], (end[0] + TURN_PX / 3, last), (end[0], (foot[1] + 2 * last) / 3), foot)
    return Route((out, *_smooth(points), into), _head(end, (0, up), size), link.width, back=True, loop=False)


def _smooth(points: list[Point]) -> tuple[Cubic, ...]:
    """Cubics through the points, level at each of them."""
    kept = [points[0]]
    for n, point in enumerate(points[1:], 1):
        if point == kept[-1]:
            continue
        # A level stretch needs one piece only.
        if n + 1 < len(points) and abs(point[1] - kept[-1][1]) < 0.05 and abs(points[n + 1][1] - point[1]) < 0.05:
            continue
        kept.append(point)
    cubics = []
    for (x0, y0), (x1, y1) in itertools.pairwise(kept):
        half = (x1 - x0) / 2
        cubics.append(((x0, y0), (x0 + half, y0), (x1 - half, y1), (x1, y1)))
    return tuple(cubics)


def _beside(layout: Layout, link: Link, start: Point, end: Point, size: float) -> Route:
    """Between two boxes of one column: a bow in the gutter beside them, down on the right and up on the left."""
    s, t = layout.places[link.source], layout.places[link.target]
    way = 1 if t.level > s.level else -1
    edge = layout.columns[s.column][1 if way > 0 else 0]
    bow = edge + way * min(40, 14 + 4 * abs(t.level - s.level))
    foot = (end[0] + way * size, end[1])
    turn = max(edge * way, foot[0] * way) * way
    cubics = (
        *_smooth([start, (edge, start[1])]),
        ((edge, start[1]), (bow, start[1]), (bow, end[1]), (turn, end[1])),
        *_smooth([(turn, end[1]), foot]),
    )
    return Route(cubics, _head(end, (-way, 0), size), link.width, back=way < 0, loop=False)


def _loop(place: Place, link: Link) -> Route:
    """A small arc over the top right corner."""
    size = min(_head_size(link), 9.0)
    x, y = place.right - 8, place.top
    cubic: Cubic = (
        (x - LOOP_PX, y),
        (x - LOOP_PX - 6, y - 1.15 * LOOP_PX),
        (x + 6, y - 1.15 * LOOP_PX),
        (x, y - size),
    )
    return Route((cubic,), _head((x, y), (0, 1), size), link.width, back=False, loop=True)


def _head_size(link: Link) -> float:
    return 6.0 + 0.7 * link.width


def _head(tip: Point, way: tuple[int, int], size: float) -> tuple[Point, Point, Point]:
    (x, y), (dx, dy) = tip, way
    half = 0.62 * size
    return (
        tip,
        (x - dx * size - dy * half, y - dy * size - dx * half),
        (x - dx * size + dy * half, y - dy * size + dx * half),
    )
