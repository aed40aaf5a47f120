"""Cached relations: journey sets and re-linked events, kept in memory beside the file, within bounds."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

__all__ = ["Relations"]

MOST = {"scope": 64, "linked": 4, "pairs": 3, "runs": 3, "visits": 4, "given": 8, "asked": 8, "again": 8, "whose": 4}
"""How many of each kind are kept: a journey set is small, events told anew (linked, pairs, visits) are as many as the
log's."""


class Relations:
    """The relations that were made for earlier questions, by the text of the question.

    A relation in use is pinned, and only dropped once nobody reads it.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def pinned(
        self,
        kind: str,
        key: str,
        cursor: duckdb.DuckDBPyConnection,
        make: Callable[[duckdb.DuckDBPyConnection, str], None],
    ) -> Iterator[str]:
        """The relation for `key`, made by `make(cursor, name)` if it is not there yet.

        Parameters
        ----------
        kind : str
            A key of MOST.
        key : str
            Everything the relation depends on, as text.
        """
        name = f"cache.main.{kind}_{hashlib.sha256(key.encode()).hexdigest()[:24]}"
        # Making holds the lock: two sessions that ask the same question at once do the work once.
        with self._lock:
            if name not in self._kept:
                make(cursor, name)
                self._kept[name] = 0
            self._kept.move_to_end(name)
            self._kept[name] += 1
            self._drop_beyond(kind, cursor)
        try:
            yield name
        finally:
            with self._lock:
                self._kept[name] -= 1

    def _drop_beyond(self, kind: str, cursor: duckdb.DuckDBPyConnection) -> None:
        prefix = f"cache.main.{kind}_"
        names = [name for name in self._kept if name.startswith(prefix)]
        idle = [name for name in names if not self._kept[name]]
        for name in idle[: max(0, len(names) - MOST[kind])]:
            cursor.execute(f"DROP TABLE {name}")
            del self._kept[name]
