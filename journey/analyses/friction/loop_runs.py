"""Runs of loops: each time a journey comes directly back, laid down once for a state of the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.assisted import contact_nodes
from journey.analyses.in_order import read_in_order
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["LONGEST", "NONE", "RING", "Ring", "ring_of", "runs"]

LONGEST = 4
"""Loops of more touchpoints are not looked for."""
RING = "n1, n2, n3, n4"
"""The columns of a run that name its loop: the nodes in order from the lowest, NONE after the last."""
NONE = -1
"""Stands where a loop has no further node."""

Ring = tuple[int, ...]
Ints = NDArray[np.int64]


def ring_of(way: Ring) -> Ring:
    """A loop, whichever of its nodes it was told from.

    >>> ring_of((3, 1, 2)), ring_of((1, 2, 3))
    ((1, 2, 3), (1, 2, 3))
    """
    first = way.index(min(way))
    return way[first:] + way[:first]


@contextmanager
def runs(workspace: Workspace, selection: Selection) -> Iterator[str]:
    """The relation (journey, position, begin, n1, n2, n3, n4, time, contacts, cost) of the runs of all journeys.

    A run is an event that is followed, directly and in order, by others of which no two are alike, at most three, and
    then by its own touchpoint again. `position` and `begin` (a node) are of that event; `time` is microseconds until it
    is back; `contacts` and `cost` are of the events after it, the one that is back included.

    No scope changes what a journey runs: it only chooses journeys.
    """

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        columns = "journey, position, node, epoch_us(time) AS time, cost"
        events = read_in_order(cursor.sql(f"SELECT {columns} FROM {selection.linked}"))
        contacts = np.array(sorted(contact_nodes(selection)), dtype=np.int64)
        cursor.register("laid", _table(events, np.isin(events["node"], contacts)))
        cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM laid")
        cursor.unregister("laid")

    key = f"{workspace.version} {selection.linked}"
    with workspace.relations.pinned("runs", key, selection.cursor, make) as name:
        yield name


def _table(events: dict[str, NDArray[Any]], contact: NDArray[np.bool_]) -> pa.Table:
    """The runs, those over fewest touchpoints first."""
    parts = [_of_length(length, events, contact) for length in range(1, LONGEST + 1)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return pa.table({name: pa.array(column, from_pandas=True) for name, column in columns.items()})


def _of_length(length: int, events: dict[str, NDArray[Any]], contact: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """The runs over so many touchpoints."""
    journey, node = events["journey"], events["node"]
    back = (node[length:] == node[:-length]) & (journey[length:] == journey[:-length])
    start = np.flatnonzero(back)
    for i, j in combinations(range(length), 2):
        start = start[node[start + i] != node[start + j]]
    way = np.stack([node[start + i] for i in range(length)], axis=1)
    lowest = way.argmin(axis=1)[:, np.newaxis]
    ring = np.full((len(start), LONGEST), NONE, dtype=np.int32)
    ring[:, :length] = np.take_along_axis(way, (lowest + np.arange(length)) % length, axis=1)
    after = [start + i for i in range(1, length + 1)]
    costs = np.stack([events["cost"][at].astype(float) for at in after])
    return {
        "journey": journey[start],
        "position": events["position"][start],
        "begin": node[start],
        **{name: ring[:, i] for i, name in enumerate(RING.split(", "))},
        "time": events["time"][start + length] - events["time"][start],
        "contacts": np.sum([contact[at] for at in after], axis=0, dtype=np.int32),
        "cost": np.where(np.isnan(costs).all(axis=0), np.nan, np.nansum(costs, axis=0)),
    }
