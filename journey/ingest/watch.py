"""Watching a long statement: how much of it is done, told while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import duckdb

__all__ = ["watched"]

EVERY_S = 0.1


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, tell: Callable[[float], None]) -> Iterator[None]:
    """Tell the share done, 0 to 1, of the statement that the connection runs meanwhile; it never goes back.

    Examples
    --------
    >>> shares = []
    >>> with duckdb.connect() as connection, watched(connection, shares.append):
    ...     _ = connection.execute("SELECT sum(range) FROM range(1000)")
    >>> all(0 <= share <= 1 for share in shares)
    True
    """
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    ended = threading.Event()

    def watch() -> None:
        share = 0.0
        while not ended.wait(EVERY_S):
            with suppress(duckdb.Error):
                # -1 where the engine cannot tell yet; a second pass over the data starts from 0 again.
                share = max(share, min(1.0, connection.query_progress() / 100))
                tell(share)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
