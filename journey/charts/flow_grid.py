"""The grid of a flow map: which column and which level each box stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

import igraph

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn
from journey.charts.flow_columns import columns_of
from journey.charts.remembered import remembered
from journey.model import Level

__all__ = ["START", "Cell", "Grid", "box_key", "end_key", "grid_of"]

START = "start"
Cell = tuple[int, int]


def box_key(touchpoint: int) -> str:
    """The key of a touchpoint's box in a layout and in a map spec."""
    return f"t{touchpoint}"


def end_key(kind: str) -> str:
    """The key of an end node."""
    return f"end-{kind}"


@dataclass(frozen=True)
class Grid:
    """Cells of a flow map.

    Attributes
    ----------
    cells : dict of str to (column, level)
        Start, boxes and end nodes. Boxes stand on even levels, odd ones are the channels between; the happy path has
        level 0 to itself, levels above it are negative.
    stages : tuple of (name, first column, last column)
        The columns of each stage; the last name is None for touchpoints without a stage.
    """

    cells: dict[str, Cell]
    stages: tuple[tuple[str | None, int, int], ...]


def grid_of(flow: FlowMap, drawn: Drawn) -> Grid:
    """Give every box drawn a column and a level.

    Columns follow the flow, stages take columns of their own (`columns_of`). Levels: the happy path keeps one line; the
    others stand close to what they are joined with.
    """
    return remembered(flow, ("grid", drawn), lambda: _grid(flow, drawn))


def _grid(flow: FlowMap, drawn: Drawn) -> Grid:
    happy = [i for i in dict.fromkeys(flow.happy_path) if i in drawn.touchpoints]
    volume = _volumes(flow, drawn)
    stage = _stage_index(flow, drawn)
    columns = columns_of(flow, drawn, happy, volume, stage)
    return Grid(_cells(flow, drawn, happy, columns, volume), _bands(flow, columns, stage))


def _volumes(flow: FlowMap, drawn: Drawn) -> dict[tuple[int, int], float]:
    """Square roots of the volumes between different boxes, the largest being 1."""
    chosen = set(drawn.transitions)
    found = {
        (m.source, m.target): sqrt(m.events)
        for m in flow.transitions
        if (m.source, m.target) in chosen and m.source != m.target
    }
    most = max(found.values(), default=1.0)
    return {pair: value / most for pair, value in found.items()}


def _stage_index(flow: FlowMap, drawn: Drawn) -> dict[int, int]:
    named = {name: n for n, name in enumerate(flow.stages)}
    parts = [t for t in flow.touchpoints if t.id in drawn.touchpoints]
    if flow.level is Level.STAGE or not any(t.stage in named for t in parts):
        return {t.id: 0 for t in parts}
    return {t.id: named.get(t.stage or "", len(named)) for t in parts}


def _bands(
    flow: FlowMap, columns: Mapping[int, int], stage: Mapping[int, int]
) -> tuple[tuple[str | None, int, int], ...]:
    if not flow.stages or flow.level is Level.STAGE or not columns or len(set(stage.values())) + len(flow.stages) < 3:
        return ()
    spans: dict[int, list[int]] = defaultdict(list)
    for i, column in columns.items():
        spans[stage[i]].append(column)
    names: tuple[str | None, ...] = (*flow.stages, None)
    return tuple((names[s], min(spans[s]), max(spans[s])) for s in sorted(spans))


def _cells(
    flow: FlowMap,
    drawn: Drawn,
    happy: list[int],
    columns: Mapping[int, int],
    volume: Mapping[tuple[int, int], float],
) -> dict[str, Cell]:
    """Levels by local search from igraph's order: short, unblocked curves, close to the happy path."""
    last = max(columns.values(), default=-1) + 1
    column = {box_key(i): c for i, c in columns.items()} | {START: -1}
    column |= {end_key(kind): last for _, kind in drawn.ends}
    links = {(box_key(s), box_key(t)): w for (s, t), w in volume.items()}
    parts = {t.id: t for t in flow.touchpoints}
    all_journeys = max(1, flow.journeys_shown)
    links |= {(START, box_key(i)): sqrt(parts[i].starts / all_journeys) for i in drawn.starts}
    links |= {(box_key(i), end_key(k)): sqrt(getattr(parts[i].ends, k) / all_journeys) for i, k in drawn.ends}
    home = _end_of_path(flow, happy, drawn)
    fixed = {box_key(i) for i in happy} | {START} | ({end_key(home)} if home else set())
    level = dict.fromkeys(fixed, 0)
    level |= _first_levels(column, links, fixed)
    reach = max((abs(n) for n in level.values()), default=0) + 2
    free = sorted(set(column) - fixed, key=lambda k: (column[k], level[k], k))
    for _ in range(8):
        moved = [k for k in free if _improve(k, level, column, links, reach)]
        if not moved:
            break
    return {key: (column[key], level[key]) for key in column}


def _end_of_path(flow: FlowMap, happy: list[int], drawn: Drawn) -> str | None:
    kinds = {kind for _, kind in drawn.ends}
    if not happy or not kinds:
        return None
    ends = next(t.ends for t in flow.touchpoints if t.id == happy[-1])
    return "completed" if "completed" in kinds else max(sorted(kinds), key=lambda k: getattr(ends, k))


def _first_levels(column: Mapping[str, int], links: Mapping[tuple[str, str], float], fixed: set[str]) -> dict[str, int]:
    """igraph orders each column; what it puts before the happy path goes above, the rest below."""
    keys = sorted(column, key=lambda k: (column[k], k))
    at = {key: n for n, key in enumerate(keys)}
    edges = [(at[s], at[t]) for s, t in links if column[s] != column[t]]
    graph = igraph.Graph(len(keys), edges, directed=True)
    coords = graph.layout_sugiyama(layers=[column[k] + 1 for k in keys]).coords[: len(keys)]
    line = sum(coords[at[k]][0] for k in fixed) / max(1, len(fixed))
    level: dict[str, int] = {}
    for c in set(column.values()):
        members = sorted((coords[at[k]][0], k) for k in keys if column[k] == c and k not in fixed)
        centre = next((coords[at[k]][0] for k in fixed if column[k] == c), line)
        above = [k for x, k in members if x < centre]
        level |= {k: -2 * n for n, k in enumerate(reversed(above), 1)}
        level |= {k: 2 * n for n, k in enumerate([k for x, k in members if x >= centre], 1)}
    return level


def _improve(
    key: str,
    level: dict[str, int],
    column: Mapping[str, int],
    links: Mapping[tuple[str, str], float],
    reach: int,
) -> bool:
    """Move one box to its best level, changing places with who stands there; True where that helped.

    Boxes stand on even levels. End nodes are lower, have nothing behind them, and stand on any.
    """
    there = {level[k]: k for k in level if column[k] == column[key]}
    old = level[key]
    best, price = old, _price({key, *there.values()}, level, column, links)
    for new in range(-reach, reach + 1, 1 if key.startswith("end") else 2):
        if new in (0, old):
            continue
        other = there.get(new)
        level[key] = new
        if other:
            level[other] = old
        cost = _price({key, *there.values()}, level, column, links)
        if cost < price - 1e-9:
            best, price = new, cost
        level[key] = old
        if other:
            level[other] = new
    if best == old:
        return False
    if other := there.get(best):
        level[other] = old
    level[key] = best
    return True


def _price(
    keys: Iterable[str],
    level: Mapping[str, int],
    column: Mapping[str, int],
    links: Mapping[tuple[str, str], float],
) -> float:
    wanted = set(keys)
    cells = {(column[k], level[k]) for k in level}
    total = sum(0.125 * abs(level[k]) + 0.02 * (level[k] > 0) for k in wanted)
    for (s, t), w in links.items():
        if s in wanted or t in wanted:
            total += (w + 0.1) * abs(level[s] - level[t]) / 2
            total += 0.25 * (level[s] * level[t] < 0)
            if level[s] == level[t]:
                low, high = sorted((column[s], column[t]))
                total += 0.8 * w * any((c, level[s]) in cells for c in range(low + 1, high))
    return total
