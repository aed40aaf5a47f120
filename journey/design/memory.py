"""How far a journey looks back: contexts of one to three steps, the shorter one where the longer is rare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.design.coding import Coded, Whole

__all__ = ["DEPTHS", "Memory", "remember"]

DEPTHS = 3
MOST_STATES = 1_500
RAREST = 30
"""A longer context is told apart from here on: fewer events than this say little of what comes next."""

_SMOOTH = 5.0
_WORTH = 1e-3  # nats; a longer memory that tells less than this more is left
_HELD_OUT = 5

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Memory:
    """The state of every event at the chosen depth.

    Attributes
    ----------
    state : int array of shape (n,)
        Numbered from 0.
    depth : int
        Steps that are looked back, the current one counted: 1, 2 or 3.
    surprise : tuple of float
        Mean negative log-likelihood of the next step on held-out customers, in nats, by depth.
    """

    state: Whole
    depth: int
    surprise: tuple[float, ...]


def remember(coded: Coded, depth: int | None = None) -> Memory:
    """Choose the depth whose prediction of the next step is best on customers that were held out.

    One in five groups of customers is held out. The probability of a next step is (c + a p') / (n + a), where c of the
    n events of the context went there, p' is the probability at the next shorter context, and a is 5.

    Parameters
    ----------
    depth : int, optional
        Take this one.
    """
    levels = _levels(coded)
    nodes = len(coded.names)
    following = np.full(len(coded.node), nodes, dtype=np.int32)
    following[:-1] = coded.node[1:]
    following[coded.last] = nodes + coded.end[coded.last].astype(np.int32)
    kinds = nodes + 3
    held = coded.group % _HELD_OUT == 0
    if held.all() or not held.any():
        held = np.zeros(len(held), dtype=bool)
    next_held, next_kept = following[held], following[~held]
    overall = np.bincount(next_kept, minlength=kinds) + 1e-3
    expected = (overall / overall.sum())[next_held]
    surprise = []
    for state in levels:
        size = int(state.max(initial=0)) + 1
        seen = np.bincount(state[~held] * kinds + next_kept, minlength=size * kinds)
        total = seen.reshape(size, kinds).sum(axis=1)
        here = state[held]
        expected = (seen[here * kinds + next_held] + _SMOOTH * expected) / (total[here] + _SMOOTH)
        surprise.append(float(-np.log(expected).mean()) if held.any() else 0.0)
    chosen = depth or 1 + next(i for i, value in enumerate(surprise) if value < min(surprise) + _WORTH)
    state = levels[chosen - 1]
    return Memory(_packed(state, int(state.max(initial=0)) + 1)[0], chosen, tuple(surprise))


def _levels(coded: Coded) -> list[Whole]:
    nodes = len(coded.names)
    key = coded.phase.astype(np.int64) * 3 + coded.visit
    for column in range(coded.tags.shape[1]):
        key = key * (int(coded.tags[:, column].max(initial=0)) + 1) + coded.tags[:, column]
    key = key * nodes + coded.node
    state, count = _packed(key, int(key.max(initial=0)) + 1)
    levels = [state]
    previous = np.full(len(state), nodes, dtype=np.int32)
    previous[1:] = coded.node[:-1]
    previous[coded.first] = nodes
    back = previous
    for _depth in range(2, DEPTHS + 1):
        state, count = _deepened(state, count, back)
        levels.append(state)
        shifted = np.full(len(back), nodes, dtype=np.int32)
        shifted[1:] = back[:-1]
        shifted[coded.first] = nodes
        back = shifted
    return levels


def _deepened(state: Whole, count: Ints, back: Whole) -> tuple[Whole, Ints]:
    """States told apart by one step further back, where both what is told apart and what is left are common enough."""
    size, kinds = len(count), int(back.max(initial=0)) + 1
    key = state * kinds + back
    seen = np.bincount(key, minlength=size * kinds)
    room = max(0, MOST_STATES - size)
    common = np.flatnonzero(seen >= RAREST)
    common = common[np.argsort(-seen[common], kind="stable")][:room]
    number = np.repeat(np.arange(size, dtype=np.int32), kinds)
    number[common] = size + np.arange(len(common))
    return _packed(number[key], size + len(common))


def _packed(key: Whole, size: int) -> tuple[Whole, Ints]:
    """Keys renumbered without gaps, and how often each occurs."""
    count: Ints = np.bincount(key, minlength=size)
    number = np.cumsum(count > 0, dtype=np.int32) - 1
    return number[key], count[count > 0]
