"""Variants: one id for every distinct sequence of touchpoints."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Grown", "Variants", "name_hash", "path_hash", "variant_key"]

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


def variant_key(path: Sequence[str]) -> str:
    """The key of a sequence of touchpoints, as the table `variant` has it.

    Examples
    --------
    >>> variant_key(["Ad", "Basket"]) == variant_key(["Basket", "Ad"])
    False
    """
    mixed = np.array([name_hash(name) for name in path], dtype=np.uint64)
    with np.errstate(over="ignore"):
        return f"{int(path_hash(mixed, np.array([0]), np.array([len(mixed)]))[0]):016x}"


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
        self._keys = Grown(np.uint64)
        self._nodes = Grown(np.int32)
        """The paths of all variants, one after the other; that of variant i ends before `_ends[i]`."""
        self._ends = Grown(np.int64)
        self._sorted = np.zeros(0, dtype=np.uint64)
        self._order = np.zeros(0, dtype=np.int64)
        self._journeys = np.zeros(0, dtype=np.int64)

    def add(self, node: NDArray[np.int32], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int32]:
        """Variant id of each path.

        Parameters
        ----------
        node : int32 array of shape (events,)
            The nodes of all paths, one path after the other.
        starts, lengths : int64 arrays of shape (paths,)
        """
        if not len(starts):
            return np.zeros(0, dtype=np.int32)
        hashes = path_hash(self._mixed[node], starts, lengths)
        codes, distinct = pd.factorize(hashes)
        model = np.zeros(len(distinct), dtype=np.int64)
        model[codes[::-1]] = np.arange(len(codes))[::-1]
        known = self._find(distinct)
        new = np.flatnonzero(known < 0)
        known[new] = self._append(distinct[new], node, starts[model[new]], lengths[model[new]])
        ids: NDArray[np.int32] = known[codes].astype(np.int32)
        # A path that was just appended is its own confirmation.
        doubtful = np.ones(len(ids), dtype=np.bool_)
        doubtful[model[new]] = False
        rest = np.flatnonzero(doubtful)
        for i in rest[~self._same(node, starts[rest], lengths[rest], ids[rest])]:
            ids[i] = self._id(hashes[i], node[starts[i] : starts[i] + lengths[i]])
        counted = np.bincount(ids, minlength=len(self._keys))
        counted[: len(self._journeys)] += self._journeys
        self._journeys = counted
        return ids

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the table `variant`."""
        offsets = np.concatenate([[0], self._ends.array]).astype(np.int32)
        table = pa.table(
            {
                "id": pa.array(np.arange(len(self._keys), dtype=np.int32)),
                "key": pa.array(self._keys.array),
                "path": pa.ListArray.from_arrays(pa.array(offsets), pa.array(self._nodes.array)),
                "journeys": pa.array(self._journeys, pa.int32()),
            }
        )
        connection.register("variants", table)
        connection.execute(
            "INSERT INTO variant SELECT id, lpad(lower(to_hex(key)), 16, '0'), path, journeys FROM variants ORDER BY id"
        )
        connection.unregister("variants")

    def _find(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Id under each hash, or -1."""
        if not len(self._sorted):
            return np.full(len(hashes), -1)
        place = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        found: NDArray[np.int64] = np.where(self._sorted[place] == hashes, self._order[place], -1)
        return found

    def _append(
        self,
        keys: NDArray[np.uint64],
        node: NDArray[np.int32],
        starts: NDArray[np.int64],
        lengths: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """New ids for paths whose hashes are free."""
        first = len(self._keys)
        ids = np.arange(first, first + len(keys))
        self._keys.extend(keys)
        self._ends.extend(len(self._nodes) + np.cumsum(lengths))
        self._nodes.extend(node[_ranges(starts, lengths)])
        order = np.argsort(keys)
        place = np.searchsorted(self._sorted, keys[order])
        self._sorted = np.insert(self._sorted, place, keys[order])
        self._order = np.insert(self._order, place, ids[order])
        return ids

    def _same(
        self,
        node: NDArray[np.int32],
        starts: NDArray[np.int64],
        lengths: NDArray[np.int64],
        ids: NDArray[np.int32],
    ) -> NDArray[np.bool_]:
        """Whether each path is that of its variant."""
        ends = self._ends.array
        begins = np.where(ids > 0, ends[ids - 1], 0)
        same: NDArray[np.bool_] = lengths == ends[ids] - begins
        alike = np.flatnonzero(same)
        if len(alike):
            lengths = lengths[alike]
            equal = node[_ranges(starts[alike], lengths)] == self._nodes.array[_ranges(begins[alike], lengths)]
            same[alike] = np.logical_and.reduceat(equal, np.cumsum(lengths) - lengths)
        return same

    def _id(self, key: np.uint64, path: NDArray[np.int32]) -> int:
        """Id of a path whose hash another path holds."""
        one = np.zeros(1, dtype=np.int64)
        length = np.array([len(path)])
        while (found := self._find(np.array([key]))[0]) >= 0:
            if self._same(path, one, length, np.array([found]))[0]:
                return int(found)
            key = np.uint64((int(key) + 1) % 2**64)
        return int(self._append(np.array([key]), path, one, length)[0])


class Grown:
    """An array that grows at its end, in amortised constant time.

    Examples
    --------
    >>> grown = Grown(np.int32)
    >>> grown.extend(np.array([1, 2]))
    >>> grown.extend(np.array([3]))
    >>> grown.array.tolist(), len(grown)
    ([1, 2, 3], 3)
    """

    def __init__(self, kind: type[np.generic]) -> None:
        self._held: NDArray[Any] = np.zeros(1024, dtype=kind)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def array(self) -> NDArray[Any]:
        """What was put in so far, until more is."""
        return self._held[: self._used]

    def extend(self, values: NDArray[Any]) -> None:
        """Put values at the end."""
        needed = self._used + len(values)
        if needed > len(self._held):
            larger = np.zeros(max(needed, 2 * len(self._held)), dtype=self._held.dtype)
            larger[: self._used] = self.array
            self._held = larger
        self._held[self._used : needed] = values
        self._used = needed


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of several ranges, one after the other.

    >>> _ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    moved = starts - (np.cumsum(lengths) - lengths)
    found: NDArray[np.int64] = np.arange(int(lengths.sum())) + np.repeat(moved, lengths)
    return found
