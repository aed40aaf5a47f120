"""Which column of the grid each touchpoint stands in: the flow from left to right, stages in columns of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import igraph
import numpy as np

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn

__all__ = ["columns_of"]

Volumes = Mapping[tuple[int, int], float]


def columns_of(
    flow: FlowMap, drawn: Drawn, happy: list[int], volume: Volumes, stage: Mapping[int, int]
) -> dict[int, int]:
    """A column for every touchpoint drawn.

    Touchpoints are put in the order that leaves least volume going back, layered by igraph's Sugiyama method, then
    pulled together. The happy path keeps its order; no stage shares a column with another.

    Parameters
    ----------
    happy : list of int
        The happy path.
    volume : dict of (source, target) to float
        Weight of the curves drawn.
    stage : dict of int to int
        Place of each touchpoint's stage in the order of stages.

    Returns
    -------
    dict of int to int
    """
    position = {t.id: t.position for t in flow.touchpoints}
    order = _order(drawn, happy, volume, stage, position)
    return _columns(order, happy, volume, stage, position)


def _order(
    drawn: Drawn, happy: list[int], volume: Volumes, stage: Mapping[int, int], position: Mapping[int, float]
) -> list[int]:
    """One line of touchpoints with little volume going back: each is sifted to its best place, a few times over."""
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
    volume: Volumes,
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
    volume: Volumes,
    stage: Mapping[int, int],
    position: Mapping[int, float],
) -> dict[int, int]:
    """Layers by igraph, then each box pulled to the column where its curves are shortest."""
    place = {i: n for n, i in enumerate(order)}
    forward = [(s, t) for s, t in volume if place[s] < place[t]]
    path = sorted(happy, key=place.__getitem__)
    forward += [pair for pair in pairwise(path) if pair not in volume]
    columns = _layers(order, forward, stage)
    for _ in range(6):
        before = dict(columns)
        due = _due(path, columns, position)
        for i in order:
            columns[i] = _best_column(i, columns, place, path, volume, stage, due)
        used = {c: n for n, c in enumerate(sorted(set(columns.values())))}
        columns = {i: used[c] for i, c in columns.items()}
        if columns == before:
            break
    return columns


def _due(path: list[int], columns: Mapping[int, int], position: Mapping[int, float]) -> dict[int, float]:
    """The column in which the happy path is when a touchpoint occurs, by its mean position in journeys."""
    times = np.maximum.accumulate([position[i] for i in path] or [0.0])
    stops = [columns[i] for i in path] or [0]
    return {i: float(np.interp(position[i], times, stops)) for i in columns}


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
    volume: Volumes,
    stage: Mapping[int, int],
    due: Mapping[int, float],
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
        total += 0.0 if i in path else 0.06 * abs(column - due[i])
        for s, t, w in mine:
            step = (columns[t] if s == i else column) - (columns[s] if t == i else column)
            ahead = place[s] < place[t]
            if step == 0:
                total += 1.5 * w + 0.8
            elif ahead:
                total += w * (step - 1) if step > 0 else w * (3 - step)
            else:
                total += 0.4 * w * abs(step) if step < 0 else w
        return round(total, 6), abs(column - columns[i]), column

    return min(map(cost, range(low, high + 1)), default=(0, 0, columns[i]))[2]
