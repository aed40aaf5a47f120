"""Variants: one id for every distinct sequence of touchpoints."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Variants", "name_hash", "path_hash"]

# An odd multiplier makes the polynomial reversible modulo 2**64, so equal hashes of equal lengths are chance alone.
_BASE = np.uint64(0x9E3779B97F4A7C15)


def name_hash(name: str) -> int:
    """A 64-bit hash of a touchpoint's name, the same on every machine and in every workspace."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def path_hash(mixed: NDArray[np.uint64], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A 64-bit hash of each path: sum of the names' hashes times powers of their positions.

    Parameters
    ----------
    mixed : uint64 array of shape (events,)
        The name hashes of all paths' touchpoints, one path after the other.
    starts, lengths : int64 arrays of shape (paths,)

    Examples
    --------
    >>> import numpy as np
    >>> mixed = np.array([7, 9, 9, 7, 7, 9], dtype=np.uint64)
    >>> a, b, c = path_hash(mixed, np.array([0, 2, 4]), np.array([2, 2, 2]))
    >>> bool(a == c), bool(a == b)
    (True, False)
    """
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    powers = np.cumprod(np.full(int(lengths.max()), _BASE))
    position = np.arange(len(mixed)) - np.repeat(starts, lengths)
    hashed: NDArray[np.uint64] = np.add.reduceat(mixed * powers[position], starts)
    return hashed


class Variants:
    """The variants met so far. A hash finds one, its path confirms it.

    Two paths with one hash are told apart: the second gets an id of its own under the next free hash.

    Parameters
    ----------
    names : sequence of str
        Touchpoint names, by node id.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._mixed = np.array([name_hash(name) for name in names], dtype=np.uint64)
        self._ids: dict[int, int] = {}
        self._keys: list[int] = []
        self._paths: list[NDArray[np.int32]] = []
        self._journeys = np.zeros(0, dtype=np.int64)

    def add(self, node: NDArray[np.int32], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int32]:
        """Variant id of each path.

        Parameters
        ----------
        node : int32 array of shape (events,)
            The nodes of all paths, one path after the other.
        starts, lengths : int64 arrays of shape (paths,)
        """
        hashes = path_hash(self._mixed[node], starts, lengths)
        codes, distinct = pd.factorize(hashes)
        first = np.zeros(len(distinct), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes))[::-1]
        confirmed = self._same(node, starts, lengths, first[codes])
        met = zip(distinct, starts[first], lengths[first], strict=True)
        known = np.array([self._id(int(key), node[a : a + n]) for key, a, n in met], dtype=np.int32)
        ids = known[codes] if len(codes) else np.zeros(0, dtype=np.int32)
        for i in np.flatnonzero(~confirmed):
            ids[i] = self._id(int(hashes[i]), node[starts[i] : starts[i] + lengths[i]])
        counted = np.bincount(ids, minlength=len(self._keys))
        counted[: len(self._journeys)] += self._journeys
        self._journeys = counted
        return ids

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the table `variant`."""
        lengths = np.fromiter(map(len, self._paths), dtype=np.int32, count=len(self._paths))
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        nodes = np.concatenate([np.zeros(0, dtype=np.int32), *self._paths]).astype(np.int32)
        table = pa.table(
            {
                "id": pa.array(range(len(self._keys)), pa.int32()),
                "key": [f"{key:016x}" for key in self._keys],
                "path": pa.ListArray.from_arrays(pa.array(offsets), pa.array(nodes)),
                "journeys": pa.array(self._journeys, pa.int32()),
            }
        )
        connection.register("variants", table)
        connection.execute("INSERT INTO variant FROM variants")
        connection.unregister("variants")

    @staticmethod
    def _same(
        node: NDArray[np.int32], starts: NDArray[np.int64], lengths: NDArray[np.int64], model: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Whether each path equals the path that stands for its hash."""
        same = lengths == lengths[model]
        # Where lengths differ the comparison is void, but must stay inside the array.
        offset = np.where(same, starts[model], starts)
        position = np.arange(len(node)) - np.repeat(starts, lengths)
        equal = node == node[np.repeat(offset, lengths) + position]
        result: NDArray[np.bool_] = same & np.logical_and.reduceat(equal, starts) if len(starts) else same
        return result

    def _id(self, key: int, path: NDArray[np.int32]) -> int:
        while (found := self._ids.get(key)) is not None:
            if np.array_equal(self._paths[found], path):
                return found
            key = (key + 1) % 2**64
        self._ids[key] = len(self._keys)
        self._keys.append(key)
        self._paths.append(path.copy())
        return self._ids[key]
