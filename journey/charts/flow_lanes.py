"""By which lanes the curves of a flow map cross its columns.

A *lane* is a level in one column: the channel between two rows of boxes, or an empty cell. A curve crosses a column
only along a lane, level, and changes its height only between columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journey.charts.flow_layout import Layout, Place

__all__ = ["Heights", "Lane", "Link", "goes_back", "heights_of", "lanes_of", "side_of"]

Lane = tuple[int, int]
"""Column and level."""

Heights = Mapping[tuple[str, int], float]
"""(key of a curve, column) -> its y there, px."""


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


def goes_back(layout: Layout, link: Link) -> bool:
    return layout.places[link.target].column < layout.places[link.source].column


def lanes_of(layout: Layout, links: Iterable[Link]) -> dict[str, tuple[Lane, ...]]:
    """For every curve the lanes by which it crosses columns, in its direction."""
    taken = {(p.column, p.level) for p in layout.places.values()}
    low, high = layout.levels
    levels = range(low - 1, high + 2)
    load: Counter[Lane] = Counter()
    found: dict[str, tuple[Lane, ...]] = {}
    for link in links:
        s, t = layout.places[link.source], layout.places[link.target]
        if s.column < t.column:
            columns = range(s.column + 1, t.column)
            fixed = (s.level, t.level)
        elif s.column > t.column:
            columns = range(s.column, t.column - 1, -1)
            fixed = (s.level + side_of(s, t), t.level + side_of(t, s))
        else:
            found[link.key] = ()
            continue
        found[link.key] = _cheapest(columns, levels, fixed, s.column > t.column, taken, load, link.straight)
        load.update(found[link.key])
    return found


def side_of(at: Place, other: Place) -> int:
    """A curve going back leaves and enters below (1), or above (-1) where the other end is above."""
    return -1 if other.level < at.level else 1


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


@dataclass(frozen=True)
class _Run:
    """A curve's stay on one level: from the first to the last column, and where it comes from and goes to."""

    key: str
    first: int
    last: int
    bends: tuple[int, int]


def heights_of(
    layout: Layout, links: Sequence[Link], lanes: Mapping[str, tuple[Lane, ...]]
) -> dict[tuple[str, int], float]:
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
            before = way[at - 1][1] if at else s.level
            after = way[end + 1][1] if end + 1 < len(way) else t.level
            first, last = sorted((way[at][0], way[end][0]))
            runs[level].append(_Run(link.key, first, last, (_sign(before - level), _sign(after - level))))
            at = end + 1
    heights: dict[tuple[str, int], float] = {}
    for level, members in runs.items():
        room = 2 * layout.pitch - layout.box_height - 34 if level % 2 else layout.box_height - 20
        for run, rank, ranks in _ranked(members):
            gap = min(10.0, room / max(1, ranks - 1))
            y = layout.level_y(level) + (rank - (ranks - 1) / 2) * gap
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
