"""The happy path: the likeliest way to the goal, step by step."""

from __future__ import annotations

import math

import networkx as nx

from journey.analyses.flow_parts import Touchpoint, Transition
from journey.model import Interval

__all__ = ["happy_path"]


def happy_path(
    touchpoints: tuple[Touchpoint, ...],
    transitions: tuple[Transition, ...],
    goals: frozenset[int] = frozenset(),
    lost: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """The likeliest path from the start to a goal, or to the commonest end where no goal is reached.

    Each step's probability is its share of the completed journeys that leave the touchpoint (of all journeys, where no
    goal is reached); the path with the largest product wins. Ours: the commonest variant of a long journey is often a
    rare shortcut.

    Parameters
    ----------
    goals, lost : frozenset of int
        Ids of the touchpoints that end a journey well or badly; the path ends at the first, and avoids the second.
    """
    reached = goals & {touchpoint.id for touchpoint in touchpoints}
    flow = {(t.source, t.target): _completed(t.conversion) if reached else float(t.events) for t in transitions}
    leaving: dict[int, float] = {}
    for (source, _target), amount in flow.items():
        leaving[source] = leaving.get(source, 0.0) + amount
    graph = nx.DiGraph()
    for (source, target), amount in flow.items():
        if amount and source != target and source not in reached and not lost & {source, target}:
            graph.add_edge(source, target, weight=-math.log(amount / leaving[source]))
    begun = sum(touchpoint.starts for touchpoint in touchpoints)
    for touchpoint in touchpoints:
        if touchpoint.starts:
            graph.add_edge("start", touchpoint.id, weight=-math.log(touchpoint.starts / begun))
        if touchpoint.id in reached:
            graph.add_edge(touchpoint.id, "end", weight=0.0)
        elif touchpoint.ends.total and not reached:
            graph.add_edge(touchpoint.id, "end", weight=-math.log(touchpoint.ends.total / touchpoint.events))
    if "start" not in graph or "end" not in graph or not nx.has_path(graph, "start", "end"):
        return ()
    return tuple(nx.dijkstra_path(graph, "start", "end")[1:-1])


def _completed(conversion: Interval) -> float:
    return (conversion.value or 0.0) * conversion.n
