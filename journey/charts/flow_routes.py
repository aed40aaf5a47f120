"""How the curves of a flow map run: between its boxes, never under them.

Boxes stand in columns and rows. What is between two columns is a *gutter*, what is between two rows a *channel*; both
are free from end to end. A curve crosses a column only along a channel or through an empty cell (its *lane* there),
level, and changes its height only in gutters. So whatever is drawn, no curve meets a box that it does not join.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from journey.charts.flow_layout import Layout, Place

__all__ = ["Link", "Route", "route"]

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
Lane = tuple[int, int]
"""Column and level: level 2r is row r, level 2r + 1 the channel below it."""

TURN_PX = 26
LOOP_PX = 20


@dataclass(frozen=True)
class Link:
    """A curve to be drawn.

    Attributes
    ----------
    key : str
    source, target : str
        Keys of places.
    width : float
        px.
    straight : bool
        Part of the happy path: leaves and enters at the middle.
    """

    key: str
    source: str
    target: str
    width: float
    straight: bool = False


@dataclass(frozen=True)
class Route:
    """How one curve runs.

    Attributes
    ----------
    cubics : tuple of (start, control, control, end)
        Bezier pieces, px.
    head : tuple of three points
        The arrowhead.
    back : bool
        Whether it goes against the flow: drawn dashed.
    loop : bool
    """

    cubics: tuple[Cubic, ...]
    head: tuple[Point, Point, Point]
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
            p = np.array(cubic)
            size = np.abs(np.diff(p, axis=0)).sum()
            t = np.linspace(0, 1, max(4, int(size / 6)))[:, None]
            found.append((1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3])
        return np.concatenate(found)


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
    lanes = _lanes(layout, others)
    heights = _heights(layout, others, lanes)
    ports = _ports(layout, others, lanes, heights)
    routes = {link.key: _loop(places[link.source], link) for link in loops}
    for link in others:
        routes[link.key] = _curve(layout, link, lanes[link.key], heights, ports)
    return routes


# -- lanes


def _goes_back(layout: Layout, link: Link) -> bool:
    return layout.places[link.target].column < layout.places[link.source].column


def _lanes(layout: Layout, links: Iterable[Link]) -> dict[str, tuple[Lane, ...]]:
    """For every curve the lanes by which it crosses columns, in its direction."""
    taken = {(p.column, 2 * p.row) for p in layout.places.values()}
    low, high = layout.rows
    levels = range(2 * low - 1, 2 * high + 2)
    load: Counter[Lane] = Counter()
    found: dict[str, tuple[Lane, ...]] = {}
    for link in links:
        s, t = layout.places[link.source], layout.places[link.target]
        if s.column < t.column:
            columns = range(s.column + 1, t.column)
            fixed = (2 * s.row, 2 * t.row)
        elif s.column > t.column:
            columns = range(s.column, t.column - 1, -1)
            fixed = (2 * s.row + _side(s, t), 2 * t.row + _side(t, s))
        else:
            found[link.key] = ()
            continue
        found[link.key] = _cheapest(columns, levels, fixed, s.column > t.column, taken, load, link.straight)
        load.update(found[link.key])
    return found


def _side(at: Place, other: Place) -> int:
    """A curve going back leaves and enters below (1), or above (-1) where the other end is above."""
    return -1 if other.row < at.row else 1


def _cheapest(
    columns: range,
    levels: range,
    fixed: tuple[int, int],
    back: bool,
    taken: set[Lane],
    load: Mapping[Lane, int],
    straight: bool,
) -> tuple[Lane, ...]:
    """The lanes with the fewest and smallest changes of level (dynamic programming over columns)."""
    first, last = fixed
    best: dict[int, tuple[float, tuple[int, ...]]] = {first: (0.0, ())}
    for n, column in enumerate(columns):
        choices = levels
        if back and n == 0:
            choices = range(first, first + 1)
        elif back and n == len(columns) - 1:
            choices = range(last, last + 1)
        step: dict[int, tuple[float, tuple[int, ...]]] = {}
        for level in choices:
            if (column, level) in taken or (level == 0 and not straight):
                continue
            here = 0.12 * load[column, level] + (0.15 if (level > first) != back else 0.0)
            options = [(cost + _climb(old, level) + here, (*way, level)) for old, (cost, way) in best.items()]
            step[level] = min(options)
        best = step
    if not columns:
        return ()
    levels_taken = min((cost + _climb(old, last), way) for old, (cost, way) in best.items())[1]
    return tuple(zip(columns, levels_taken, strict=True))


def _climb(old: int, new: int) -> float:
    return abs(old - new) + (0.4 if old != new else 0.0)


# -- heights


@dataclass(frozen=True)
class _Run:
    """A curve's stay on one level: from the first to the last column, and where it comes from and goes to."""

    key: str
    first: int
    last: int
    bends: tuple[int, int]


def _heights(layout: Layout, links: Sequence[Link], lanes: Mapping[str, tuple[Lane, ...]]) -> dict[tuple[str, int], float]:
    """The y of every curve in every column that it crosses: parallel curves side by side."""
    runs: dict[int, list[_Run]] = defaultdict(list)
    for link in links:
        s, t = layout.places[link.source], layout.places[link.target]
        way = lanes[link.key]
        at = 0
        while at < len(way):
            level = way[at][1]
            end = at
            while end + 1 < len(way) and way[end + 1][1] == level:
                end += 1
            before = way[at - 1][1] if at else 2 * s.row
            after = way[end + 1][1] if end + 1 < len(way) else 2 * t.row
            first, last = sorted((way[at][0], way[end][0]))
            runs[level].append(_Run(link.key, first, last, (_sign(before - level), _sign(after - level))))
            at = end + 1
    heights: dict[tuple[str, int], float] = {}
    for level, members in runs.items():
        room = layout.row_pitch - layout.box_height - 34 if level % 2 else layout.box_height - 20
        for run, rank, ranks in _ranked(members):
            gap = min(10.0, room / max(1, ranks - 1))
            y = layout.row_y(level / 2) + (rank - (ranks - 1) / 2) * gap
            for column in range(run.first, run.last + 1):
                heights[run.key, column] = y
    return heights


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _ranked(runs: list[_Run]) -> list[tuple[_Run, int, int]]:
    """Runs of one level with their place from the top: nested ones inside one another, so that they do not cross."""

    def order(run: _Run) -> tuple[int, float, str]:
        down = sum(run.bends)
        length = run.last - run.first
        return down, (length if down < 0 else -length), run.key

    ranked: list[tuple[_Run, int]] = []
    for run in sorted(runs, key=order):
        over = [rank for other, rank in ranked if other.first <= run.last and run.first <= other.last]
        ranked.append((run, max(over, default=-1) + 1))
    ranks = max(rank for _, rank in ranked) + 1
    return [(run, rank, ranks) for run, rank in ranked]


# -- ports


def _ports(
    layout: Layout,
    links: Sequence[Link],
    lanes: Mapping[str, tuple[Lane, ...]],
    heights: Mapping[tuple[str, int], float],
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
            if _goes_back(layout, link):
                side = "bottom" if _side(place, far) > 0 else "top"
            elif place.column == far.column:
                side = "right" if (layout.places[link.target].row > layout.places[link.source].row) else "left"
            else:
                side = "left" if entering else "right"
            sides[me, side].append((y, link, entering))
    ports: dict[tuple[str, bool], Point] = {}
    for (key, side), members in sides.items():
        spread = _upright if side in ("left", "right") else _level
        ports |= spread(layout.places[key], side, members)
    return ports


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
        ordered = sorted(
            (m for m in members if m[2] is entering), key=lambda m: (abs(m[0] - y), m[1].key)
        )
        gap = min(10.0, (place.width / 2 - 22) / max(1, len(ordered)))
        for n, (_, link, _) in enumerate(ordered):
            # The outermost port belongs to the lane nearest to the box.
            away = 8 + gap * (len(ordered) - 1 - n)
            ports[link.key, entering] = (place.x + (away if entering else -away), y)
    return ports


# -- curves


def _curve(
    layout: Layout,
    link: Link,
    way: tuple[Lane, ...],
    heights: Mapping[tuple[str, int], float],
    ports: Mapping[tuple[str, bool], Point],
) -> Route:
    start, end = ports[link.key, False], ports[link.key, True]
    s, t = layout.places[link.source], layout.places[link.target]
    size = _head_size(link)
    if s.column == t.column:
        return _beside(link, start, end, s, t, size)
    if t.column > s.column:
        tip = end
        points = [start]
        for column, _ in way:
            left, right = layout.columns[column]
            points += [(left, heights[link.key, column]), (right, heights[link.key, column])]
        points.append((end[0] - size, end[1]))
        return Route(_smooth(points), _head(tip, (1, 0), size), back=False, loop=False)
    return _backwards(layout, link, way, heights, start, end, size)


def _backwards(layout, link, way, heights, start, end, size):  # type: ignore[no-untyped-def]
    _s, _t = layout.places[link.source], layout.places[link.target]
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
    return Route((out, *_smooth(points), into), _head(end, (0, up), size), back=True, loop=False)


def _smooth(points: list[Point]) -> tuple[Cubic, ...]:
    """Cubics through the points, level at each of them."""
    kept = [points[0]]
    for n, point in enumerate(points[1:], 1):
        # A level stretch needs one piece only.
        if n + 1 < len(points) and abs(point[1] - kept[-1][1]) < 0.05 and abs(points[n + 1][1] - point[1]) < 0.05:
            continue
        kept.append(point)
    cubics = []
    for (x0, y0), (x1, y1) in itertools.pairwise(kept):
        half = (x1 - x0) / 2
        cubics.append(((x0, y0), (x0 + half, y0), (x1 - half, y1), (x1, y1)))
    return tuple(cubics)


def _beside(link: Link, start: Point, end: Point, s: Place, t: Place, size: float) -> Route:
    """Between two boxes of one column: a bow in the gutter beside them."""
    way = 1 if t.row > s.row else -1
    bow = way * min(44, 18 + 8 * abs(t.row - s.row))
    foot = (end[0] + way * size, end[1])
    cubic: Cubic = (start, (start[0] + bow, start[1]), (foot[0] + bow, foot[1]), foot)
    return Route((cubic,), _head(end, (-way, 0), size), back=way < 0, loop=False)


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
    return Route((cubic,), _head((x, y), (0, 1), size), back=False, loop=True)


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
