"""What of a flow map is drawn: a readable start that only ever grows, and never an unconnected box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

import igraph

from journey.analyses.flow import FlowMap, Touchpoint, Transition
from journey.charts.remembered import remembered

__all__ = ["END_KINDS", "Drawn", "choose"]

END_KINDS = ("completed", "lost", "dropped", "open", "undecided")
"""How a journey can end: the names of the end nodes, as in `Ends`."""

START_BOXES = 15
ENOUGH_EVENTS = 0.99
NEAR_BOXES = 2
CURVES_PER_BOX = 2
ENOUGH_MOVES = 0.95
CURVES_PER_END = 3
MOST_OF_AN_END = 0.6


@dataclass(frozen=True)
class Drawn:
    """The part of a flow map that is drawn, with what it covers.

    Attributes
    ----------
    touchpoints : tuple of int
        Ids, in the order of the flow map.
    transitions : tuple of (source, target)
    starts : tuple of int
        Touchpoints with a curve from the start node.
    ends : tuple of (touchpoint, kind)
        Curves into the end nodes; `kind` is one of `END_KINDS`.
    least_touchpoints, least_transitions : int
        Below these the sliders would tear the picture: the happy path and the ends, a way in and out for every box.
    touchpoints_total, transitions_total : int
        How many the scope has.
    events_share, moves_share : float
        Events and transitions drawn / in scope, 0..1.
    """

    touchpoints: tuple[int, ...]
    transitions: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    ends: tuple[tuple[int, str], ...]
    least_touchpoints: int
    least_transitions: int
    touchpoints_total: int
    transitions_total: int
    events_share: float
    moves_share: float


def choose(
    flow: FlowMap,
    touchpoints: int | None = None,
    transitions: int | None = None,
    keep: Iterable[int] = (),
    bind: Iterable[tuple[int, int]] = (),
) -> Drawn:
    """Choose what is drawn.

    The happy path comes first, and for every kind of end the touchpoint where most journeys end so; then those
    that bring most events. Each comes together with its strongest way from the start and to an end (the path with
    the least sum of 1 / events), so that every box is connected. Their curves come first as
    well, then the strongest of the others.

    Parameters
    ----------
    touchpoints : int, optional
        At most so many boxes, though never fewer than the happy path needs. None: until 99 % of the events are drawn,
        at most 15.
    transitions : int, optional
        At most so many curves between boxes, though never fewer than connect them. None: until 95 % of the
        transitions between the boxes are drawn, at most two for each box.
    keep : iterable of int
        Touchpoints that are drawn in any case: those that stand there already.
    bind : iterable of (source, target)
        Transitions that are drawn in any case where their touchpoints are.

    Returns
    -------
    Drawn
    """
    keep, bind = tuple(keep), tuple(bind)
    asked = (touchpoints, transitions, keep, bind)
    return remembered(flow, ("choose", *asked), lambda: _chosen(flow, *asked))


def _chosen(
    flow: FlowMap, touchpoints: int | None, transitions: int | None, keep: tuple[int, ...],
    bind: tuple[tuple[int, int], ...],
) -> Drawn:  # fmt: skip
    ways = _Ways(flow, {t.id for t in flow.touchpoints})
    happy = [i for i in dict.fromkeys(flow.happy_path) if i in ways.path]
    chosen = _with_ends(flow, ways, _connected(flow, ways, set(happy)))
    least = len(chosen)
    chosen = _connected(flow, ways, chosen | {i for i in keep if i in ways.path})
    chosen = _grown(flow, ways, chosen, touchpoints)
    ways = _Ways(flow, chosen)
    strength = {(m.source, m.target): m.events for m in flow.transitions}
    bound = {pair for pair in pairwise(happy) if pair in strength}
    bound |= {pair for pair in bind if pair in strength and chosen.issuperset(pair)}
    starts: set[int] = set(happy[:1])
    ends: set[tuple[int, str]] = set()
    for path in ways.path.values():
        bound |= set(pairwise(path))
        starts.add(path[0])
        ends.add((path[-1], ways.kind[path[-1]]))
    inside = [m for m in flow.transitions if m.source in chosen and m.target in chosen]
    curves, weakest = _strongest(inside, bound, transitions, len(chosen))
    parts = {t.id: t for t in flow.touchpoints}
    starts |= {i for i in chosen if parts[i].starts >= weakest}
    ends |= _stronger_ends(parts, chosen, weakest)
    moves = sum(strength.values())
    return Drawn(
        touchpoints=tuple(t.id for t in flow.touchpoints if t.id in chosen),
        transitions=tuple((m.source, m.target) for m in inside if (m.source, m.target) in curves),
        starts=tuple(t.id for t in flow.touchpoints if t.id in starts and t.starts),
        ends=tuple((t.id, kind) for t in flow.touchpoints for kind in END_KINDS if (t.id, kind) in ends),
        least_touchpoints=least,
        least_transitions=len(bound),
        touchpoints_total=len(flow.touchpoints),
        transitions_total=len(flow.transitions),
        events_share=sum(parts[i].events for i in chosen) / max(1, sum(t.events for t in flow.touchpoints)),
        moves_share=sum(strength[c] for c in curves) / moves if moves else 1.0,
    )


class _Ways:
    """The strongest way from the start through each touchpoint to an end, over some touchpoints only.

    Attributes
    ----------
    path : dict
        Touchpoint -> the touchpoints on its way, first to last. A touchpoint that no journey can reach has none.
    kind : dict
        Touchpoint -> the commonest kind of end there.
    """

    def __init__(self, flow: FlowMap, over: Set[int]) -> None:
        parts = [t for t in flow.touchpoints if t.id in over]
        at = {t.id: n for n, t in enumerate(parts)}
        start, end = len(parts), len(parts) + 1
        self.kind = {t.id: max(END_KINDS, key=lambda k, t=t: getattr(t.ends, k)) for t in parts}  # type: ignore[misc]
        edges = [(start, at[t.id], t.starts) for t in parts if t.starts]
        edges += [(at[t.id], end, getattr(t.ends, self.kind[t.id])) for t in parts if t.ends.total]
        edges += [
            (at[m.source], at[m.target], m.events)
            for m in flow.transitions
            if m.source != m.target and m.source in at and m.target in at
        ]
        graph = igraph.Graph(len(parts) + 2, [(s, t) for s, t, _ in edges], directed=True)
        weights = [1 / max(1, count) for *_, count in edges]
        into = _paths(graph, start, weights, "out")
        onward = _paths(graph, end, weights, "in")
        self.path: dict[int, list[int]] = {}
        for t, before, after in zip(parts, into, onward, strict=False):
            if before and after:
                self.path[t.id] = [parts[v].id for v in (*before[1:], *reversed(after[1:-1]))]

    def closed(self, wanted: Iterable[int]) -> set[int]:
        """The touchpoints wanted, with all that stand on their ways."""
        return {i for w in wanted for i in self.path.get(w, ())}


def _paths(graph: igraph.Graph, root: int, weights: list[float], mode: str) -> list[list[int]]:
    if not graph.ecount():
        return [[] for _ in range(graph.vcount())]
    import warnings

    with warnings.catch_warnings():
        # igraph warns for vertices that cannot be reached; an empty path already says so.
        warnings.simplefilter("ignore")
        return graph.get_shortest_paths(root, weights=weights, mode=mode, output="vpath")  # type: ignore[no-any-return]


def _connected(flow: FlowMap, ways: _Ways, wanted: set[int]) -> set[int]:
    """The touchpoints wanted, and the ways of those that these alone would leave unconnected."""
    return wanted | ways.closed(wanted - set(_Ways(flow, wanted).path))


def _with_ends(flow: FlowMap, ways: _Ways, chosen: set[int]) -> set[int]:
    """Add for every kind of end the touchpoint where most journeys end so, unless its way is a detour."""
    for kind in END_KINDS:
        near = [t for t in flow.touchpoints if t.id in ways.path and len(ways.closed([t.id]) - chosen) <= NEAR_BOXES]
        best = max(near, key=lambda t, k=kind: getattr(t.ends, k), default=None)  # type: ignore[misc]
        if best and getattr(best.ends, kind):
            chosen = chosen | ways.closed([best.id])
    return chosen


def _grown(flow: FlowMap, ways: _Ways, chosen: set[int], most: int | None) -> set[int]:
    """Add touchpoints, each with its way, while there is room: those first that bring most events for each box.

    Which comes next does not depend on the room, so that a larger choice holds every smaller one.
    """
    events = {t.id: t.events for t in flow.touchpoints}
    limit = START_BOXES if most is None else most
    target = ENOUGH_EVENTS * sum(events.values())
    while most is not None or sum(events[i] for i in chosen) < target:
        groups = [ways.closed([i]) - chosen for i in ways.path if i not in chosen]
        best = max(groups, key=lambda g: (sum(events[i] for i in g) / len(g), -len(g), min(g)), default=None)
        if best is None or len(chosen) + len(best) > limit:
            break
        chosen = chosen | best
    return chosen


def _strongest(
    inside: list[Transition], bound: set[tuple[int, int]], most: int | None, boxes: int
) -> tuple[set[tuple[int, int]], int]:
    """The bound curves and the strongest others, and the count of the weakest of those others."""
    curves = set(bound)
    total = sum(m.events for m in inside)
    covered = sum(m.events for m in inside if (m.source, m.target) in curves)
    limit = CURVES_PER_BOX * boxes if most is None else most
    weakest = max((m.events for m in inside), default=1)
    for m in sorted(inside, key=lambda m: -m.events):
        if len(curves) >= limit or (most is None and covered >= ENOUGH_MOVES * total):
            break
        weakest = m.events
        if (m.source, m.target) not in curves:
            curves.add((m.source, m.target))
            covered += m.events
    return curves, weakest


def _stronger_ends(parts: Mapping[int, Touchpoint], chosen: set[int], weakest: int) -> set[tuple[int, str]]:
    """Ends as strong as the curves drawn; and for every kind the strongest, until most of its journeys are drawn."""
    found: set[tuple[int, str]] = set()
    for kind in END_KINDS:
        strongest = sorted((-getattr(parts[i].ends, kind), i) for i in chosen)
        most, covered = -MOST_OF_AN_END * sum(count for count, _ in strongest), 0
        for n, (count, i) in enumerate(strongest):
            if count and (-count >= weakest or (n < CURVES_PER_END and covered < most)):
                found.add((i, kind))
                covered -= count
    return found
