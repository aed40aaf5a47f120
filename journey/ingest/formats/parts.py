"""Rows on their way to Parquet: text columns that may still appear while rows come in, written part by part."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from journey.ingest.formats.table import literal
from journey.store.dialect import quote

__all__ = ["BATCH", "Parts"]

BATCH = 200_000
"""Rows a part: what is held in memory at a time."""


class Parts:
    """Parquet files in `workdir` that together hold one table of text, in order.

    Examples
    --------
    >>> import duckdb, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> parts = Parts(Path(folder.name))
    >>> parts.write([["a", "b"]])
    >>> parts.write([["c", None], ["1", "2"]])
    >>> duckdb.sql(f"SELECT * FROM {parts.relation(['x', 'y'])}").fetchall()
    [('a', None), ('b', None), ('c', '1'), (None, '2')]
    >>> folder.cleanup()
    """

    def __init__(self, workdir: Path) -> None:
        self._name = workdir / uuid.uuid4().hex
        self._files: list[Path] = []

    def write(self, columns: Sequence[Sequence[str | None]]) -> None:
        """Write rows, given column by column; later parts may have more columns than earlier ones."""
        path = self._name.with_name(f"{self._name.name}-{len(self._files)}.parquet")
        arrays = [pa.array(values, pa.string()) for values in columns]
        pq.write_table(pa.table(arrays, names=[f"c{n}" for n in range(len(columns))]), path, compression="lz4")
        self._files.append(path)

    def relation(self, names: Sequence[str]) -> str:
        """SQL that stands after FROM."""
        chosen = ", ".join(f"c{number} AS {quote(name)}" for number, name in enumerate(names))
        files = ", ".join(literal(str(file)) for file in self._files)
        return f"(SELECT {chosen} FROM read_parquet([{files}], union_by_name = true))"
