"""The grid of a flow map: which column and which row each box stands in."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

import igraph

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn
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
    cells : dict of str to (column, row)
        Start, boxes and end nodes. The happy path has row 0 to itself; rows above it are negative.
    stages : tuple of (name, first column, last column)
        The columns of each stage; the last name is None for touchpoints without a stage.
    """

    cells: dict[str, Cell]
    stages: tuple[tuple[str | None, int, int], ...]


def grid_of(flow: FlowMap, drawn: Drawn) -> Grid:
    """Give every box drawn a column and a row.

    Columns follow the flow: touchpoints are put in the order that leaves least volume going back, then layered by
    igraph's Sugiyama method, then pulled together. Stages take columns of their own. Rows: the happy path keeps one
    line; the others stand close to what they are joined with.
    """
    happy = [i for i in dict.fromkeys(flow.happy_path) if i in drawn.touchpoints]
    volume = _volumes(flow, drawn)
    stage = _stage_index(flow, drawn)
    order = _order(flow, drawn, happy, volume, stage)
    columns = _columns(order, happy, volume, stage)
    rows = _rows(flow, drawn, happy, columns, volume)
    return Grid(rows, _bands(flow, columns, stage))


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


def _order(
    flow: FlowMap,
    drawn: Drawn,
    happy: list[int],
    volume: Mapping[tuple[int, int], float],
    stage: Mapping[int, int],
) -> list[int]:
    """One line of touchpoints with little volume going back: each is sifted to its best place, a few times over."""
    position = {t.id: t.position for t in flow.touchpoints}
    order = sorted(happy, key=lambda i: stage[i])
    others = sorted((i for i in drawn.touchpoints if i not in happy), key=lambda i: (position[i], i))
    for _ in range(4):
        before = list(order)
        for i in others:
            rest = [u for u in order if u != i]
            order = _inserted(i, rest, volume, stage, position)
        if order == before:
            break
    return order


def _inserted(
    i: int,
    rest: list[int],
    volume: Mapping[tuple[int, int], float],
    stage: Mapping[int, int],
    position: Mapping[int, float],
) -> list[int]:
    back = sum(volume.get((u, i), 0.0) for u in rest)
    costs = []
    for at in range(len(rest) + 1):
        if at:
            back += volume.get((i, rest[at - 1]), 0.0) - volume.get((rest[at - 1], i), 0.0)
        fits = all(stage[u] <= stage[i] for u in rest[:at]) and all(stage[u] >= stage[i] for u in rest[at:])
        early = sum(position[u] > position[i] for u in rest[:at]) + sum(position[u] < position[i] for u in rest[at:])
        if fits:
            costs.append((round(back, 9), early, at))
    at = min(costs)[2]
    return [*rest[:at], i, *rest[at:]]


def _columns(
    order: list[int],
    happy: list[int],
    volume: Mapping[tuple[int, int], float],
    stage: Mapping[int, int],
) -> dict[int, int]:
    """Layers by igraph, then each box pulled to the column where its curves are shortest."""
    place = {i: n for n, i in enumerate(order)}
    forward = [(s, t) for s, t in volume if place[s] < place[t]]
    path = sorted(happy, key=place.__getitem__)
    forward += [pair for pair in itertools.pairwise(path) if pair not in volume]
    columns = _layers(order, forward, stage)
    for _ in range(6):
        before = dict(columns)
        for i in order:
            columns[i] = _best_column(i, columns, place, path, volume, stage)
        used = {c: n for n, c in enumerate(sorted(set(columns.values())))}
        columns = {i: used[c] for i, c in columns.items()}
        if columns == before:
            break
    return columns


def _layers(order: list[int], forward: list[tuple[int, int]], stage: Mapping[int, int]) -> dict[int, int]:
    at = {i: n for n, i in enumerate(order)}
    edges = [(at[s], at[t]) for s, t in forward]
    # A vertex between two stages keeps all of the one before all of the other.
    walls = sorted(set(stage.values()))[1:]
    for n, wall in enumerate(walls):
        edges += [(at[i], len(order) + n) if stage[i] < wall else (len(order) + n, at[i]) for i in order]
    graph = igraph.Graph(len(order) + len(walls), edges, directed=True)
    layers = [round(y) for _, y in graph.layout_sugiyama(vgap=1).coords[: len(order)]]
    return {i: layers[n] - min(layers) for i, n in at.items()}


def _best_column(
    i: int,
    columns: Mapping[int, int],
    place: Mapping[int, int],
    path: list[int],
    volume: Mapping[tuple[int, int], float],
    stage: Mapping[int, int],
) -> int:
    low = max((columns[u] + 1 for u in place if stage[u] < stage[i]), default=0)
    high = min((columns[u] - 1 for u in place if stage[u] > stage[i]), default=max(columns.values()) + 1)
    if i in path:
        n = path.index(i)
        low = max(low, columns[path[n - 1]] + 1) if n else low
        high = min(high, columns[path[n + 1]] - 1) if n + 1 < len(path) else high
    crowd = Counter(columns[u] for u in place if u != i and u not in path)
    taken = Counter(columns[u] for u in place if u != i)
    mine = [(s, t, w) for (s, t), w in volume.items() if i in (s, t)]

    def cost(column: int) -> tuple[float, int, int]:
        total = 0.0 if i in path else 0.2 * crowd[column] ** 2
        total += 0.0 if taken[column] else 0.35
        for s, t, w in mine:
            step = (columns[t] if s == i else column) - (columns[s] if t == i else column)
            ahead = place[s] < place[t]
            if step == 0:
                total += 1.5 * w + 0.3
            elif ahead:
                total += w * (step - 1) if step > 0 else w * (3 - step)
            else:
                total += 0.4 * w * abs(step) if step < 0 else w
        return round(total, 6), abs(column - columns[i]), column

    return min(map(cost, range(low, high + 1)), default=(0, 0, columns[i]))[2]


def _rows(
    flow: FlowMap,
    drawn: Drawn,
    happy: list[int],
    columns: Mapping[int, int],
    volume: Mapping[tuple[int, int], float],
) -> dict[str, Cell]:
    """Rows by local search from igraph's order: short, unblocked curves, close to the happy path."""
    last = max(columns.values(), default=-1) + 1
    column = {box_key(i): c for i, c in columns.items()} | {START: -1}
    column |= {end_key(kind): last for _, kind in drawn.ends}
    links = {(box_key(s), box_key(t)): w for (s, t), w in volume.items()}
    links |= {(START, box_key(i)): 0.3 for i in drawn.starts}
    links |= {(box_key(i), end_key(kind)): 0.3 for i, kind in drawn.ends}
    home = _end_of_path(flow, happy, drawn)
    fixed = {box_key(i) for i in happy} | {START} | ({end_key(home)} if home else set())
    row = dict.fromkeys(fixed, 0)
    row |= _first_rows(column, links, fixed)
    reach = max((abs(r) for r in row.values()), default=0) + 1
    free = sorted(set(column) - fixed, key=lambda k: (column[k], row[k]))
    for _ in range(8):
        moved = [k for k in free if _improve(k, row, column, links, reach)]
        if not moved:
            break
    return {key: (column[key], row[key]) for key in column}


def _end_of_path(flow: FlowMap, happy: list[int], drawn: Drawn) -> str | None:
    kinds = {kind for _, kind in drawn.ends}
    if not happy or not kinds:
        return None
    ends = next(t.ends for t in flow.touchpoints if t.id == happy[-1])
    return "completed" if "completed" in kinds else max(sorted(kinds), key=lambda k: getattr(ends, k))


def _first_rows(
    column: Mapping[str, int], links: Mapping[tuple[str, str], float], fixed: set[str]
) -> dict[str, int]:
    """igraph orders each column; what it puts before the happy path goes above, the rest below."""
    keys = sorted(column, key=lambda k: (column[k], k))
    at = {key: n for n, key in enumerate(keys)}
    edges = [(at[s], at[t]) for s, t in links if column[s] != column[t]]
    graph = igraph.Graph(len(keys), edges, directed=True)
    coords = graph.layout_sugiyama(layers=[column[k] + 1 for k in keys]).coords[: len(keys)]
    line = sum(coords[at[k]][0] for k in fixed) / max(1, len(fixed))
    row: dict[str, int] = {}
    for c in set(column.values()):
        members = sorted((coords[at[k]][0], k) for k in keys if column[k] == c and k not in fixed)
        centre = next((coords[at[k]][0] for k in fixed if column[k] == c), line)
        above = [k for x, k in members if x < centre]
        row |= {k: -n for n, k in enumerate(reversed(above), 1)}
        row |= {k: n for n, k in enumerate([k for x, k in members if x >= centre], 1)}
    return row


def _improve(
    key: str,
    row: dict[str, int],
    column: Mapping[str, int],
    links: Mapping[tuple[str, str], float],
    reach: int,
) -> bool:
    """Move one box to its best row, changing places with who stands there; True where that helped."""
    there = {row[k]: k for k in row if column[k] == column[key]}
    old = row[key]
    best, price = old, _price({key, *there.values()}, row, column, links)
    for new in range(-reach, reach + 1):
        if new in (0, old):
            continue
        other = there.get(new)
        row[key] = new
        if other:
            row[other] = old
        cost = _price({key, *there.values()}, row, column, links)
        if cost < price - 1e-9:
            best, price = new, cost
        row[key] = old
        if other:
            row[other] = new
    if best == old:
        return False
    if other := there.get(best):
        row[other] = old
    row[key] = best
    return True


def _price(
    keys: Iterable[str],
    row: Mapping[str, int],
    column: Mapping[str, int],
    links: Mapping[tuple[str, str], float],
) -> float:
    wanted = set(keys)
    cells = {(column[k], row[k]) for k in row}
    total = sum(0.25 * abs(row[k]) + 0.02 * (row[k] > 0) for k in wanted)
    for (s, t), w in links.items():
        if s in wanted or t in wanted:
            total += (w + 0.1) * abs(row[s] - row[t])
            if row[s] == row[t]:
                low, high = sorted((column[s], column[t]))
                total += 0.8 * w * any((c, row[s]) in cells for c in range(low + 1, high))
    return total
