"""Linking: from ordered events to what follows each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["LAST", "NO_NEXT", "Links", "link", "runs"]

NO_NEXT = -1
LAST = np.iinfo(np.int32).max


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
    following[:-1][same] = node[1:][same]
    until[:-1][same] = position[1:][same]
    leaving = time if left is None else left
    wait[:-1][same] = time[1:][same] - leaving[:-1][same]

    nodes = int(node.max(initial=0)) + 2
    visit = journey.astype(np.int64) * nodes + node
    use = visit * nodes + following + 1
    return Links(following, until, wait, _first(visit), _first(use))


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


def _first(key: NDArray[np.int64]) -> NDArray[np.bool_]:
    first: NDArray[np.bool_] = ~pd.Series(key).duplicated().to_numpy()
    return first
