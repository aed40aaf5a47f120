"""Linking: from ordered events to what follows each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["LAST", "NO_NEXT", "Links", "link", "runs"]

NO_NEXT = -1
LAST = np.iinfo(np.int32).max

LONG = 48
"""Events of a journey up to which looking back event by event is quicker than a hash table."""
BLOCK = 1 << 16
"""Events compared at a time: what the processor's cache holds."""
SPARSE = 6
"""Where fewer than one in so many events has another one that far before it, those are picked out."""


@dataclass(frozen=True)
class Links:
    """What follows each of n events; arrays of shape (n,).

    Attributes
    ----------
    next : int32
        The next event's node, or NO_NEXT.
    until : int32
        The next event's position, or LAST.
    wait : int64
        Microseconds to the next event; 0 at the end.
    first_visit, first_use : bool
        The first event of its journey at this node, and the first with this (node, next) pair: summed, they
        count journeys.
    """

    next: NDArray[np.int32]
    until: NDArray[np.int32]
    wait: NDArray[np.int64]
    first_visit: NDArray[np.bool_]
    first_use: NDArray[np.bool_]


def link(
    journey: NDArray[np.int32],
    position: NDArray[np.int32],
    node: NDArray[np.int32],
    time: NDArray[np.int64],
    left: NDArray[np.int64] | None = None,
) -> Links:
    """Link events that are sorted by journey and position.

    Parameters
    ----------
    journey, position, node : int32 arrays of shape (n,)
        Whole journeys only.
    time : int64 array of shape (n,)
        Microseconds since the epoch at which the event begins to count.
    left : int64 array, optional
        When the event was left, where that is later than `time` (a visit folded from several events).

    Examples
    --------
    >>> import numpy as np
    >>> i = lambda *values: np.array(values, dtype=np.int32)
    >>> links = link(i(0, 0, 1), i(0, 1, 0), i(5, 6, 5), np.array([10, 30, 40]))
    >>> links.next.tolist(), links.wait.tolist()
    ([6, -1, -1], [20, 0, 0])
    """
    n = len(journey)
    following = np.full(n, NO_NEXT, dtype=np.int32)
    until = np.full(n, LAST, dtype=np.int32)
    wait = np.zeros(n, dtype=np.int64)
    same = journey[1:] == journey[:-1]
    following[:-1] = np.where(same, node[1:], NO_NEXT)
    until[:-1] = np.where(same, position[1:], LAST)
    leaving = time if left is None else left
    wait[:-1] = same * (time[1:] - leaving[:-1])
    first_visit, first_use = _firsts(same, node, following)
    return Links(following, until, wait, first_visit, first_use)


def runs(journey: NDArray[np.int32], node: NDArray[np.int32]) -> NDArray[np.bool_]:
    """True where a new run of one node begins.

    Examples
    --------
    >>> import numpy as np
    >>> runs(np.array([0, 0, 0, 1]), np.array([3, 3, 4, 4])).tolist()
    [True, False, True, True]
    """
    begins = np.ones(len(journey), dtype=np.bool_)
    begins[1:] = (journey[1:] != journey[:-1]) | (node[1:] != node[:-1])
    return begins


def _firsts(
    same: NDArray[np.bool_], node: NDArray[np.int32], following: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which events are the first of their journey at their node, and the first with their (node, next) pair.

    Parameters
    ----------
    same : bool array of shape (n - 1,)
        Whether an event is followed by one of its own journey.
    """
    n = len(node)
    starts = np.flatnonzero(np.concatenate(([n > 0], ~same)))
    lengths = np.diff(np.append(starts, n))
    rank = (np.arange(n) - np.repeat(starts, lengths)).astype(np.int32)
    visit, use = np.ones(n, dtype=np.bool_), np.ones(n, dtype=np.bool_)
    long = lengths > LONG
    if long.any():
        rows = np.flatnonzero(np.repeat(long, lengths))
        pairs = int(node.max()) + 2
        visits = np.repeat(starts, lengths)[rows] * pairs + node[rows]
        visit[rows], use[rows] = _first(visits), _first(visits * pairs + following[rows] + 1)
        rank[rows] = 0
    deep = len(rank) - np.cumsum(np.bincount(rank, minlength=1))
    near = int(np.count_nonzero(deep * SPARSE >= n)) if n else 0
    for back in range(1, near + 1):
        for begin in range(back, n, BLOCK):
            now, then = slice(begin, begin + BLOCK), slice(begin - back, min(begin + BLOCK, n) - back)
            again = (node[now] == node[then]) & (rank[now] >= back)
            visit[now] &= ~again
            again &= following[now] == following[then]
            use[now] &= ~again
    rows = np.flatnonzero(rank > near)
    for back in range(near + 1, len(deep)):
        again = rows[node[rows] == node[rows - back]]
        visit[again] = False
        use[again[following[again] == following[again - back]]] = False
        rows = rows[rank[rows] > back]
    return visit, use


def _first(key: NDArray[np.int64]) -> NDArray[np.bool_]:
    first: NDArray[np.bool_] = ~pd.Series(key).duplicated().to_numpy()
    return first
