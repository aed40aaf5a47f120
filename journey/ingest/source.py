"""A file becomes a relation: text columns in file order, whatever format the file is in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pandas as pd

from journey.errors import WrongInput
from journey.ingest import archive, encoding
from journey.ingest.formats import delimited, xes
from journey.ingest.formats.table import Malformed, Table, column_names, no_progress
from journey.model import ReadOptions
from journey.store.dialect import quote
from journey.text import _

__all__ = ["Malformed", "Preview", "Source", "frame_source", "malformed_count", "malformed_rows", "open_source", "preview"]


@dataclass(frozen=True)
class Source:
    """A file that can be read by SQL.

    Attributes
    ----------
    path : Path
        The file as it was given, still packed if it was.
    format : str
        "csv", "xlsx", "parquet", "json", "xes", "ocel" or "frame".
    options : ReadOptions
        How it is read: what was asked for, the rest found out.
    columns : tuple of str
        Unique: a repeated name gets " (2)", an empty one becomes "column 1".
    relation : str
        SQL that stands after FROM on the connection it was opened with; every column VARCHAR, NULL or '' where
        missing, rows in file order.
    bytes : int
        Size of the file.
    """

    path: Path
    name: str
    format: str
    options: ReadOptions
    columns: tuple[str, ...]
    relation: str
    bytes: int
    table: Table = field(repr=False, compare=False)


@dataclass(frozen=True)
class Preview:
    """The first rows of a file, and a spread over the rest of it.

    Attributes
    ----------
    rows : tuple of rows
        Values in the order of `source.columns`; None where missing.
    rows_estimate : int or None
        About how many rows the file has; None where only reading all of it would tell.
    sheets : tuple of str
        Sheets, members or object types to choose from.
    """

    source: Source
    rows: tuple[tuple[str | None, ...], ...]
    rows_estimate: int | None
    sheets: tuple[str, ...] = ()


def open_source(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    *,
    workdir: Path,
    progress: Callable[[str, int, int], None] | None = None,
) -> Source:
    """Open a file of any known format."""
    progress = progress or no_progress
    if not path.is_file():
        raise WrongInput(_("There is no file {path}.").format(path=path), _("Check the path."))
    plain = archive.unpack(path, options, workdir, progress)
    head = plain.open("rb").read(4096)
    if not head:
        raise WrongInput(_("{name} is empty.").format(name=path.name), _("Export it again, with its rows."))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        kind, table = "xes", xes.read(connection, plain, options, workdir, progress)
    else:
        found = options.encoding or encoding.detect(plain.open("rb").read(1 << 20))
        if found not in ("utf-8", "utf-8-sig"):
            target = workdir / f"{uuid.uuid4().hex}.csv"
            encoding.transcode(plain, found, target, progress)
            plain = target
        kind, table = "csv", delimited.read(connection, plain, replace(options, encoding=found), workdir, progress)
    return Source(path, path.name, kind, table.options, table.columns, table.relation, path.stat().st_size, table)


def malformed_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Malformed]:
    """The rows that could not be split into columns, first ones first, 1,000 at most.

    Ask after the relation was scanned, on the connection that scanned it.
    """
    if not _has_rejects(connection, source):
        return list(source.table.malformed)
    rows = connection.execute(
        f"SELECT line, any_value(left(csv_line, 200)), any_value(error_message) FROM {quote(source.table.rejects)} "
        "GROUP BY line, line_byte_position ORDER BY line LIMIT 1000"
    ).fetchall()
    return [*source.table.malformed, *(Malformed(*row) for row in rows)]


def malformed_count(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """How many rows could not be split, exactly. Ask as for `malformed_rows`."""
    count = source.table.malformed_count
    if _has_rejects(connection, source):
        row = connection.execute(
            f"SELECT count(DISTINCT line_byte_position) FROM {quote(source.table.rejects)}"
        ).fetchone()
        count += row[0] if row else 0
    return count


def frame_source(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str = "frame") -> Source:
    """A pandas frame as a source."""
    registered = f"frame_{uuid.uuid4().hex}"
    columns = column_names([str(column) for column in frame.columns], Path(name))
    connection.register(registered, frame.set_axis(list(columns), axis=1))
    chosen = ", ".join(f"CAST({quote(column)} AS VARCHAR) AS {quote(column)}" for column in columns)
    table = Table(columns, f"(SELECT {chosen} FROM {registered})", rows=len(frame))
    return Source(Path(name), name, "frame", ReadOptions(), columns, table.relation, 0, table)


def preview(path: Path, options: ReadOptions = ReadOptions(), *, workdir: Path) -> Preview:  # noqa: B008 - frozen
    """The first rows of a file, quickly."""
    with duckdb.connect() as connection:
        source = open_source(connection, path, options, workdir=workdir)
        rows = connection.execute(f"SELECT * FROM {source.relation} LIMIT 1000").fetchall()
    return Preview(source, tuple(rows), source.table.rows)


def _has_rejects(connection: duckdb.DuckDBPyConnection, source: Source) -> bool:
    if not source.table.rejects:
        return False
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [source.table.rejects]
    ).fetchone()
    return bool(found and found[0])
