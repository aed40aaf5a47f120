"""Reading a file the way the tests look at it: everything at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from journey.ingest.source import Malformed, Source, malformed_count, malformed_rows, open_source
from journey.model import ReadOptions

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Read:
    """What came out of a file; `rewritten` tells whether the engine read it where it lies."""

    source: Source
    rows: list[Row]
    malformed: list[Malformed]
    count: int

    @property
    def columns(self) -> tuple[str, ...]:
        return self.source.columns

    @property
    def rewritten(self) -> bool:
        return not self.source.table.rejects


def read_file(path: Path, workdir: Path, **options: str) -> Read:
    """Open and read a file; missing values are None, however the format says so."""
    with duckdb.connect() as connection:
        source = open_source(connection, path, ReadOptions(**options), workdir=workdir)
        rows = connection.execute(f"SELECT * FROM {source.relation}").fetchall()
        return Read(
            source,
            [tuple(value or None for value in row) for row in rows],
            malformed_rows(connection, source),
            malformed_count(connection, source),
        )


def read_text(text: str | bytes, workdir: Path, name: str = "log.csv", **options: str) -> Read:
    """Write a file and read it."""
    path = workdir / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, workdir, **options)
