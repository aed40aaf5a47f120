"""Columns that have types already (Parquet, pandas): as text, without losing or adding anything."""

from __future__ import annotations

import duckdb

from journey.ingest.formats.table import column_names
from journey.store.dialect import quote

__all__ = ["as_text"]


def as_text(connection: duckdb.DuckDBPyConnection, relation: str, file: str) -> tuple[tuple[str, ...], str]:
    """Names and relation of a typed relation as text.

    Times become ISO 8601 at full precision, those with a zone in UTC. Whole numbers that are stored as floats lose
    their ".0", as ids often are. Structures are opened one level (``geo.city``); lists and what is deeper become JSON.
    """
    fields: list[tuple[str, str]] = []
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    for name, kind, *_rest in described:
        if kind.startswith("STRUCT(") and not kind.endswith("[]"):
            members = connection.execute(f"DESCRIBE SELECT unnest({quote(name)}) FROM {relation}").fetchall()
            for member, inner, *_rest in members:
                fields.append((f"{name}.{member}", _text(f"{quote(name)}.{quote(member)}", inner)))
        else:
            fields.append((name, _text(quote(name), kind)))
    names = column_names([name for name, _sql in fields], file)
    chosen = ", ".join(f"{sql} AS {quote(name)}" for name, (_name, sql) in zip(names, fields, strict=True))
    return names, f"(SELECT {chosen} FROM {relation})"


def _text(column: str, kind: str) -> str:
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        # Not isnan(): it trusts the statistics of a Parquet file, which leave NaN out.
        return (
            f"CASE WHEN NOT isfinite({column}) THEN NULL WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({column} AS VARCHAR) END"
        )
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {column}), '%Y-%m-%dT%H:%M:%S.%fZ')"
    if kind.endswith("]") or kind.startswith(("STRUCT(", "MAP(", "UNION(")):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"
