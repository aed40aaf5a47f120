"""The files a workspace was made of, and the sources they belong to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb

from journey.ingest.mapping_json import mapping_from
from journey.ingest.parse import Columns
from journey.model import Grain, Mapping
from journey.store.library import suggest_name

__all__ = ["JoinedBy", "SourceFile", "grain_of", "joined_by", "record", "same_shape", "source_files", "union_columns"]

JoinedBy = Literal["journey", "customer"]


@dataclass(frozen=True)
class SourceFile:
    """One file of a workspace; `read` = `kept` + `known` + `rejected`.

    Attributes
    ----------
    id : int
    name : str
        The source it belongs to: newer exports of one source share it.
    file, format, sha256 : str
        Of the file itself.
    joined_by : str
        Whether its rows name their journey, or are joined to one by their customer.
    known : int
        Rows that an earlier file of the source had brought already.
    report, match : dict
        What the check found (`Quality`), and how the ids matched (`Match`; empty for the first file).
    """

    id: int
    name: str
    file: str
    format: str
    bytes: int
    sha256: str
    imported_at: datetime
    mapping: Mapping
    joined_by: JoinedBy
    read: int
    kept: int
    known: int
    rejected: int
    report: dict[str, Any]
    match: dict[str, Any]


def source_files(connection: duckdb.DuckDBPyConnection, database: str = "") -> tuple[SourceFile, ...]:
    """The files of a workspace in the order they came.

    Parameters
    ----------
    database : str
        Name of an attached workspace, with its point; else the connection's own.
    """
    rows = connection.execute(
        f"""
        SELECT s.id, j.name, s.name, s.format, s.bytes, s.sha256, s.imported_at, s.mapping, j.joined_by,
               s.rows_read, s.rows_kept, coalesce(j.known, 0), s.rows_rejected, s.report, coalesce(j.report, '{{}}')
        FROM {database}source s LEFT JOIN {database}source_join j ON j.source = s.id ORDER BY s.id
        """
    ).fetchall()
    found = []
    for number, name, file, kind, size, sha, at, text, joined, read, kept, known, rejected, report, match in rows:
        mapping = mapping_from(json.loads(text))
        found.append(
            SourceFile(
                number, name or suggest_name(file), file, kind, size, sha, at, mapping, joined or joined_by(mapping),
                read, kept, known, rejected, json.loads(report), json.loads(match),
            )
        )  # fmt: skip
    return tuple(found)


def record(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Write a file into the tables of a workspace."""
    mapping = json.dumps(asdict(file.mapping), ensure_ascii=False)
    connection.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [file.id, file.file, file.format, file.bytes, file.sha256, file.imported_at, mapping, file.read, file.kept,
         file.rejected, json.dumps(file.report, ensure_ascii=False)],
    )  # fmt: skip
    connection.execute(
        "INSERT INTO source_join VALUES (?, ?, ?, ?, ?)",
        [file.id, file.name, file.joined_by, file.known, json.dumps(file.match, ensure_ascii=False)],
    )


def joined_by(mapping: Mapping) -> JoinedBy:
    """What the rows of a first file are joined by."""
    return "journey" if mapping.grain is Grain.JOURNEY else "customer"


def grain_of(
    connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], database: str = ""
) -> tuple[Grain, float | None] | None:
    """What makes one journey of a workspace, and the gap that goes with it; None where it has no events yet.

    It is kept when the source that brought it is taken out, so that one may bring it in again.
    """
    kept = connection.execute(f"SELECT value FROM {database}meta WHERE key = 'grain'").fetchall()
    if kept:
        grain, gap_s = json.loads(kept[0][0])
        return Grain(grain), gap_s
    return (files[0].mapping.grain, files[0].mapping.gap_s) if files else None


def same_shape(one: Mapping, other: Mapping) -> bool:
    """Whether two files with these mappings are most likely exports of one source.

    Examples
    --------
    >>> calls = Mapping(customer="client", touchpoint=("topic",), time="at", grain=Grain.CUSTOMER, prefix="Call: ")
    >>> from dataclasses import replace
    >>> same_shape(calls, replace(calls, timezone="Europe/Berlin")), same_shape(calls, replace(calls, prefix=""))
    (True, False)
    """
    return _shape(one) == _shape(other)


def union_columns(files: Sequence[SourceFile]) -> Columns:
    """The columns of the rows of all files together; those of one name are one."""
    mappings = [file.mapping for file in files]
    named = any(mapping.channel is not None or mapping.as_channel is not None for mapping in mappings)
    return Columns(
        customer=True,
        started=any(mapping.end_time is not None for mapping in mappings),
        # Of two sources that name no channel, each is one.
        channel=named or len({file.name for file in files}) > 1,
        stage=False,
        cost=True,
        comment=any(mapping.comment is not None for mapping in mappings),
        initiator=True,
        scores=tuple(dict.fromkeys(name for mapping in mappings for name in mapping.score_names or mapping.scores)),
        attributes=tuple(dict.fromkeys(name for mapping in mappings for name in mapping.attributes)),
    )


def _shape(mapping: Mapping) -> tuple[object, ...]:
    columns = {column: role for column, role in mapping.columns().items() if role not in ("journey", "customer")}
    ids = frozenset(filter(None, (mapping.journey, mapping.customer)))
    return columns, ids, mapping.where, mapping.prefix, mapping.as_channel, mapping.as_touchpoint
