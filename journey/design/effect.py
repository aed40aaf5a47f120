"""Where the effect of a scenario arises: by touchpoint, by transition, by edit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.design.chain import Flow
from journey.design.compile import Compiled
from journey.design.figures import per_place
from journey.design.model import AsIs

__all__ = ["Effect", "Move", "Part", "PlaceEffect", "effect_of"]


@dataclass(frozen=True)
class PlaceEffect:
    """A touchpoint before and after; visits and exits per 1 journey, the rate a share of those who come."""

    name: str
    visits: tuple[float, float]
    exits: tuple[float, float]
    exit_rate: tuple[float | None, float | None]


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
    found = []
    for at, name in enumerate(after.chain.names):
        was = {key: float(values[at]) if at < len(before.chain.names) else 0.0 for key, values in old.items()}
        now = {key: float(values[at]) for key, values in new.items()}
        if was["visits"] + now["visits"] <= 0:
            continue
        found.append(
            PlaceEffect(
                name, (was["visits"], now["visits"]), (was["exits"], now["exits"]),
                (_known(was["exit_rate"]), _known(now["exit_rate"])),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda place: (-abs(place.exits[1] - place.exits[0]), place.name)))


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _moves(before: Flow, after: Flow) -> tuple[Move, ...]:
    sums = [_by_pair(flow) for flow in (before, after)]
    pairs = sorted({*sums[0], *sums[1]})
    moves = [Move(*pair, (sums[0].get(pair, 0.0), sums[1].get(pair, 0.0))) for pair in pairs]
    return tuple(sorted(moves, key=lambda move: (-abs(move.uses[1] - move.uses[0]), move.source, move.target)))


def _by_pair(flow: Flow) -> dict[tuple[str, str], float]:
    chain = flow.chain
    inner = (chain.src >= 4) & (chain.dst >= 4)
    n = len(chain.names)
    key = chain.node[chain.src[inner]] * n + chain.node[chain.dst[inner]]
    uses = np.bincount(key, flow.flow[inner], minlength=n * n)
    return {(chain.names[i // n], chain.names[i % n]): float(uses[i]) for i in np.flatnonzero(uses > 1e-12)}


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
