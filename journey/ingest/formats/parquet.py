"""Parquet: read by the engine where it lies."""

from __future__ import annotations

from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.ingest.formats.json_records import columns_of
from journey.ingest.formats.known_shapes import is_ga4, reshape
from journey.ingest.formats.table import Table, literal
from journey.ingest.formats.typed import as_text
from journey.model import ReadOptions
from journey.text import _

__all__ = ["read"]


def read(connection: duckdb.DuckDBPyConnection, path: Path, options: ReadOptions, name: str) -> Table:
    """Read a Parquet file.

    Raises
    ------
    WrongInput
        A broken file, or one without rows.
    """
    relation = f"read_parquet({literal(str(path))}, binary_as_string = true)"
    try:
        keys = {column for column, *_rest in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
        if is_ga4(keys):
            records = reshape(connection, f"(SELECT to_json(event) AS record FROM {relation} event)")
            names, text, rows = columns_of(connection, records, name)
            return Table(names, text, options, rows=rows)
        names, text = as_text(connection, relation, name)
        counted = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    except duckdb.Error as error:
        raise WrongInput(
            _("{name} is a broken or cut off Parquet file.").format(name=name), _("Copy or export it again.")
        ) from error
    rows = counted[0] if counted else 0
    return Table(names, text, options, rows=rows)
