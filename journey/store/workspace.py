"""The workspace: one DuckDB file, one root connection, a cursor for every query."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from journey.errors import NotAWorkspace, WorkspaceBusy
from journey.store.relations import Relations
from journey.store.schema import migrate
from journey.text import _

__all__ = ["Version", "Workspace", "connect"]

Version = tuple[str, int, int]
"""(uuid, data version, definitions version): part of every cache key."""

MEMORY_LIMIT = "2GB"
HELD_S = 120.0
"""How long a query waits while the file is being replaced."""


def connect(path: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a database file, in UTC and with extensions never fetched from outside."""
    config: dict[str, Any] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    connection = duckdb.connect(str(path), config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


class Workspace:
    """One open workspace file, safe to use from several threads.

    The file is opened when it is first asked and can be let go in between (`close`); the next query opens
    it again. So a server can hand an idle file to the command line.

    Parameters
    ----------
    path : Path
        An existing ``.duckdb`` file.
    wait_s : float
        How long to wait for another process that holds the file.
    """

    def __init__(self, path: Path, *, wait_s: float = 0.0) -> None:
        self.path = path
        self.name = path.stem
        self.last_used = time.monotonic()
        self.relations = Relations()
        self._wait_s = wait_s
        self._root: duckdb.DuckDBPyConnection | None = None
        self._version: Version | None = None
        self._guard = threading.RLock()
        self._writer = threading.Lock()
        self._busy = 0
        self._held = False
        self._freed = threading.Condition(self._guard)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query."""
        with self.cursor() as cursor:
            return cursor.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        """The single row of a query that always has one."""
        return self.run(sql, parameters)[0]

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The rows of one query as a frame; for aggregates, never for the log."""
        with self.cursor() as cursor:
            return cursor.execute(sql, list(parameters)).fetch_df()

    def arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The rows of one query as an Arrow table."""
        with self.cursor() as cursor:
            return cursor.sql(sql, params=list(parameters)).to_arrow_table()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, closed at the end."""
        with self._guard:
            self._wait_until_free()
            cursor = self._open().cursor()
            self._busy += 1
        try:
            yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.close()
            with self._guard:
                self._busy -= 1
                self.last_used = time.monotonic()

    @contextmanager
    def transaction(self, *, data: bool = False, definitions: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose work is kept whole, or not at all. One writer at a time.

        Parameters
        ----------
        data, definitions : bool
            Which version the change raises, so that cached results are asked anew.
        """
        with self._writer, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                for key, raised in (("data_version", data), ("definitions_version", definitions)):
                    if raised:
                        cursor.execute(
                            "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS VARCHAR) WHERE key = ?", [key]
                        )
                cursor.commit()
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.rollback()
                raise
        with self._guard:
            self._version = None

    @property
    def version(self) -> Version:
        """What the workspace holds now; changes with every import and every change of definitions."""
        with self._guard:
            if self._version is None:
                values = dict(self.run("SELECT key, value FROM meta"))
                self._version = (values["uuid"], int(values["data_version"]), int(values["definitions_version"]))
            return self._version

    @property
    def idle_s(self) -> float:
        """Seconds since the last query; 0 while one is running or the file is not open."""
        with self._guard:
            return 0.0 if self._busy or self._root is None else time.monotonic() - self.last_used

    def close(self) -> None:
        """Let the file go. Queries that are running are waited for."""
        self._let_go(hold=False)

    def hold(self) -> None:
        """Let the file go, and let nobody near it until `resume`: it is copied, or replaced by a newer one."""
        self._let_go(hold=True)

    def resume(self) -> None:
        """Go on after `hold`; whoever asked meanwhile has waited."""
        with self._guard:
            self._held = False
            self._freed.notify_all()

    def _let_go(self, *, hold: bool) -> None:
        while True:
            with self._guard:
                if hold:
                    self._wait_until_free()
                # A query that is running may ask further ones, so it is never kept waiting itself.
                if not self._busy:
                    if self._root is not None:
                        self._root.close()
                    self._root, self._version = None, None
                    self.relations = Relations()
                    self._held = self._held or hold
                    return
            time.sleep(0.01)

    def _wait_until_free(self) -> None:
        if not self._freed.wait_for(lambda: not self._held, timeout=HELD_S):
            raise WorkspaceBusy(
                _("The workspace {name} is being changed by an import.").format(name=self.name), _("Try again soon.")
            )

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._root is None:
            if not self.path.exists():
                raise NotAWorkspace(
                    _("There is no workspace {name}.").format(name=self.name),
                    _("Import a log to make one."),
                )
            root = self._connect()
            try:
                migrate(root, self.path.name)
                root.execute("ATTACH ':memory:' AS cache")
                # DuckDB says this is no security boundary: it keeps a slip from becoming a leak.
                root.execute("SET enable_external_access = false")
                root.execute("SET lock_configuration = true")
            except BaseException:
                root.close()
                raise
            self._root = root
        return self._root

    def _connect(self) -> duckdb.DuckDBPyConnection:
        deadline = time.monotonic() + self._wait_s
        while True:
            try:
                return connect(self.path)
            except duckdb.IOException as error:
                if "lock" not in str(error).lower():
                    raise _not_a_database(self.path) from error
                if time.monotonic() >= deadline:
                    raise _busy(self.path, str(error)) from error
            except (duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException) as error:
                raise _not_a_database(self.path) from error
            time.sleep(0.2)


def _not_a_database(path: Path) -> NotAWorkspace:
    return NotAWorkspace(
        _("{name} cannot be read as a workspace.").format(name=path.name),
        _("It may be damaged, or made by a newer DuckDB; import the log again."),
    )


def _busy(path: Path, reason: str) -> WorkspaceBusy:
    holder = reason.partition("held in ")[2].partition(". ")[0]
    return WorkspaceBusy(
        _("The workspace {name} is open in another program: {holder}.").format(
            name=path.stem, holder=holder or _("unknown")
        ),
        _("Close it there, or wait for it with --wait 60s."),
    )
