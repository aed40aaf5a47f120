"""Where the effect of a scenario arises: by touchpoint, by transition, by edit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import DROPPED, ENDED, OPEN, START, Flow
from journey.design.coding import IN_TIME, LATE, LOST, UNDECIDED
from journey.design.compile import Compiled
from journey.design.figures import per_place
from journey.design.model import AsIs

__all__ = ["Effect", "Move", "Part", "PlaceEffect", "effect_of"]


@dataclass(frozen=True)
class PlaceEffect:
    """A touchpoint before and after; visits and exits per 1 journey, the rate a share of those who come.

    Attributes
    ----------
    was : str or None
        Its name in the as-is; None: it is new.
    starts : tuple of float
        Journeys that begin there, per 1 journey.
    ends : tuple of dict
        Journeys whose last event is there, by how they end (a field of `Ends`), per 1 journey.
    """

    name: str
    was: str | None
    visits: tuple[float, float]
    exits: tuple[float, float]
    exit_rate: tuple[float | None, float | None]
    starts: tuple[float, float]
    ends: tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True)
class Move:
    """A transition before and after: uses per 1 journey."""

    source: str
    target: str
    uses: tuple[float, float]


@dataclass(frozen=True)
class Part:
    """What an edit adds to those before it."""

    number: int
    conversion: float
    contacts: float
    cost: float


@dataclass(frozen=True)
class Effect:
    """The parts of a difference; places and moves with the largest change first."""

    places: tuple[PlaceEffect, ...]
    moves: tuple[Move, ...]
    parts: tuple[Part, ...]


def effect_of(model: AsIs, compiled: Compiled) -> Effect:
    """Compare the flows of the as-is and of a compiled scenario."""
    before, after = model.flow, compiled.chain.solve()
    return Effect(_places(before, after), _moves(before, after), _parts(before, compiled))


def _places(before: Flow, after: Flow) -> tuple[PlaceEffect, ...]:
    old, new = per_place(before), per_place(after)
    edges = [_edges(flow) for flow in (before, after)]
    known = len(before.chain.names)
    found = []
    for at, name in enumerate(after.chain.names):
        was = {key: float(values[at]) if at < known else 0.0 for key, values in old.items()}
        now = {key: float(values[at]) for key, values in new.items()}
        # What is new stands on the map before anything leads to it.
        if was["visits"] + now["visits"] <= 0 and at < known:
            continue
        starts, ends = zip(*(_at(edge, at) for edge in edges), strict=True)
        found.append(
            PlaceEffect(
                name, before.chain.names[at] if at < known else None,
                (was["visits"], now["visits"]), (was["exits"], now["exits"]),
                (_known(was["exit_rate"]), _known(now["exit_rate"])), starts, ends,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda place: (-abs(place.exits[1] - place.exits[0]), place.name)))


_Edges = dict[str, NDArray[np.float64]]
_ENDS = {IN_TIME: "completed", LATE: "completed", LOST: "lost", UNDECIDED: "undecided"}


def _edges(flow: Flow) -> _Edges:
    """By node: journeys that begin there ("starts"), and those that end there, by how they end."""
    chain = flow.chain
    found: _Edges = {}

    def add(kind: str, states: NDArray[np.int64], steps: NDArray[np.bool_]) -> None:
        sums = np.bincount(chain.node[states[steps]], flow.flow[steps], minlength=len(chain.names))
        found[kind] = found.get(kind, np.zeros(len(chain.names))) + sums

    add("starts", chain.dst, (chain.src == START) & (chain.dst >= 4))
    inner = chain.src >= 4
    for phase, kind in _ENDS.items():
        add(kind, chain.src, inner & (chain.dst == ENDED) & (chain.phase[chain.src] == phase))
    add("dropped", chain.src, inner & (chain.dst == DROPPED))
    add("open", chain.src, inner & (chain.dst == OPEN))
    return found


def _at(edges: _Edges, node: int) -> tuple[float, dict[str, float]]:
    here = {kind: float(values[node]) if node < len(values) else 0.0 for kind, values in edges.items()}
    return here.pop("starts"), here


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _moves(before: Flow, after: Flow) -> tuple[Move, ...]:
    names = after.chain.names
    sums = [_by_pair(flow, len(names)) for flow in (before, after)]
    pairs = sorted({*sums[0], *sums[1]})
    moves = [Move(names[a], names[b], (sums[0].get((a, b), 0.0), sums[1].get((a, b), 0.0))) for a, b in pairs]
    return tuple(sorted(moves, key=lambda move: (-abs(move.uses[1] - move.uses[0]), move.source, move.target)))


def _by_pair(flow: Flow, n: int) -> dict[tuple[int, int], float]:
    chain = flow.chain
    inner = (chain.src >= 4) & (chain.dst >= 4)
    key = chain.node[chain.src[inner]] * n + chain.node[chain.dst[inner]]
    uses = np.bincount(key, flow.flow[inner], minlength=n * n)
    return {(int(i // n), int(i % n)): float(uses[i]) for i in np.flatnonzero(uses > 1e-12)}


def _parts(before: Flow, compiled: Compiled) -> tuple[Part, ...]:
    parts = []
    for number, chain in compiled.stages:
        after = chain.solve()
        parts.append(
            Part(
                number, after.conversion - before.conversion, after.contacts - before.contacts, after.cost - before.cost
            )
        )
        before = after
    return tuple(parts)
