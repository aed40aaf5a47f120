"""A file becomes a relation: text columns in file order, whatever format the file is in."""

from __future__ import annotations

import errno
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pandas as pd

from journey.errors import JourneyError, WrongInput
from journey.ingest import archive
from journey.ingest.archive import Unpacked
from journey.ingest.formats import delimited, json_records, ocel, parquet, xes, xlsx
from journey.ingest.formats import frame as frames
from journey.ingest.formats.sample import sample
from journey.ingest.formats.sniff import named_as, sniff
from journey.ingest.formats.table import ChooseOne, Malformed, Numbering, Progress, Table, no_progress
from journey.model import ReadOptions
from journey.text import _

__all__ = [
    "ChooseOne",
    "Malformed",
    "Preview",
    "Source",
    "frame_source",
    "malformed_count",
    "malformed_rows",
    "numbering",
    "open_source",
    "preview",
    "reading",
]

SEEN_FIRST, SEEN = 200, 1_000
"""Rows of a preview: so many from the beginning, so many in all."""
ENOUGH = 8 * 1024**2
"""Unpacked bytes of a packed file that a preview looks at."""


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
    """The first rows of a file, and a spread over the rest of it where that is cheap.

    Attributes
    ----------
    source : Source
        What was found out. Its relation died with the preview's connection; open the file again to read it.
    rows : tuple of rows
        Values in the order of `source.columns`; None where missing.
    rows_estimate : int or None
        How many rows the file has, about; None where only reading all of it would tell.
    sheets : tuple of str
        Sheets, members or object types to choose from, where there are several; `source.options.sheet` was chosen.
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
    """Open a file of any known format: CSV and its kin, XLSX, Parquet, JSON, XES, OCEL 2.0; packed or not.

    What the file is, its first bytes say, not its name.

    Parameters
    ----------
    connection : connection
        The one that will scan the relation; it needs to reach the file and `workdir`.
    workdir : Path
        An empty folder for unpacked and rewritten files; the caller removes it when done.
    progress : callable, optional
        Called with what is being done, bytes or rows done, and how many there are (0: not known).

    Raises
    ------
    WrongInput
        The file cannot be read as a log; the message says why, the hint what to do.
    ChooseOne
        A WrongInput with `choices`: several sheets, members, arrays or object types.
    JourneyError
        The disk is full.

    Examples
    --------
    >>> import tempfile
    >>> made, connection = tempfile.TemporaryDirectory(), duckdb.connect()
    >>> folder = Path(made.name)
    >>> _written = (folder / "log.csv").write_text("id;what;when\\nA1;Call;2026-01-01\\n")
    >>> source = open_source(connection, folder / "log.csv", workdir=folder)
    >>> source.options.delimiter, connection.sql(f"FROM {source.relation}").fetchall()
    (';', [('A1', 'Call', '2026-01-01')])
    >>> made.cleanup()
    """
    _check(path)
    progress = progress or no_progress
    with _said_when_full(workdir):
        unpacked = archive.unpack(path, options, workdir, progress)
        kind = sniff(unpacked.path, unpacked.name)
        table = _read(connection, kind, unpacked, options, workdir, progress)
    return _source(path, kind, table)


def preview(path: Path, options: ReadOptions = ReadOptions(), *, workdir: Path) -> Preview:  # noqa: B008 - frozen
    """The first 200 rows of a file, up to 800 spread over the rest, and how it is read.

    Of a large text file only a sample is read; of a packed one the beginning; a workbook and a JSON array are read
    whole. Raises what `open_source` raises.
    """
    _check(path)
    with _said_when_full(workdir), duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        unpacked = archive.unpack(path, options, workdir, no_progress, most=ENOUGH)
        kind = sniff(unpacked.path, unpacked.name)
        by_lines = kind == "csv" or (kind == "json" and json_records.is_lines(unpacked.path))
        if unpacked.cut and not by_lines and kind != "xes":
            unpacked = archive.unpack(path, options, workdir, no_progress)
        part = replace(unpacked, path=sample(unpacked.path, workdir, cut=unpacked.cut)) if by_lines else unpacked
        table = _read(connection, kind, part, options, workdir, no_progress, limit=SEEN)
        most = 200_000 if by_lines else 20_000
        with reading(path.name):
            connection.execute(f"CREATE TEMP TABLE seen AS SELECT * FROM {table.relation} LIMIT {most}")
        counted = connection.execute("SELECT count(*) FROM seen").fetchone()
        seen = counted[0] if counted else 0
        step = max(1, -(-(seen - SEEN_FIRST) // (SEEN - SEEN_FIRST)))
        rows = connection.execute(
            f"SELECT * FROM seen WHERE rowid < {SEEN_FIRST} OR (rowid - {SEEN_FIRST}) % {step} = 0 ORDER BY rowid"
        ).fetchall()
    total = table.rows
    if by_lines:
        sizes = unpacked.path.stat().st_size, part.path.stat().st_size
        total = None if unpacked.cut else round(seen * sizes[0] / sizes[1])
    return Preview(
        _source(path, kind, table),
        tuple(tuple(value or None for value in row) for row in rows),
        total,
        table.choices or unpacked.choices,
    )


def frame_source(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str = "frame") -> Source:
    """A pandas frame as a source; a named index counts as columns.

    Examples
    --------
    >>> connection = duckdb.connect()
    >>> source = frame_source(connection, pd.DataFrame({"id": [1.0, None], "what": ["Call", "Mail"]}))
    >>> connection.sql(f"FROM {source.relation}").fetchall()
    [('1', 'Call'), (None, 'Mail')]
    """
    return _source(Path(name), "frame", frames.read(connection, frame, name))


def malformed_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Malformed]:
    """The rows that could not be split into columns, the first 1,000 of them.

    Ask after the relation was scanned, on the connection that scanned it.
    """
    return [*source.table.malformed, *delimited.rejected(connection, source.table.rejects)]


def numbering(connection: duckdb.DuckDBPyConnection, source: Source) -> Numbering:
    """Which row of the file a row of the relation is. Ask as for `malformed_rows`."""
    return delimited.numbered(connection, source.table)


def malformed_count(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """How many rows could not be split, exactly. Ask as for `malformed_rows`."""
    return source.table.malformed_count + delimited.rejected_count(connection, source.table.rejects)


def _source(path: Path, kind: str, table: Table) -> Source:
    size = path.stat().st_size if path.is_file() else 0
    return Source(path, path.name, kind, table.options, table.columns, table.relation, size, table)


def _check(path: Path) -> None:
    if path.is_dir():
        raise WrongInput(_("{path} is a folder.").format(path=path), _("Name one file in it."))
    if not path.is_file():
        raise WrongInput(_("There is no file {path}.").format(path=path), _("Check the path."))


def _read(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    unpacked: Unpacked,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    limit: int | None = None,
) -> Table:
    file, name = _plainly_named(unpacked.path, workdir), unpacked.name
    if kind == "xes":
        return xes.read(file, options, workdir, progress, name, limit, cut=unpacked.cut)
    if kind == "xlsx":
        return xlsx.read(file, options, workdir, progress, name, limit)
    if kind == "ocel":
        return ocel.read(file, options, workdir, progress, name, limit)
    if kind == "parquet":
        return parquet.read(connection, file, options, name)
    if kind == "json":
        return json_records.read(connection, file, options, workdir, progress, name)
    try:
        return delimited.read(connection, file, options, workdir, progress, name)
    except WrongInput as error:
        promised = named_as(name)
        if promised in (None, "csv"):
            raise
        raise WrongInput(
            _("{name} is called {promised}, but holds plain text that is no table.").format(
                name=name, promised=promised
            ),
            _("Check that it is the right file, or export it again."),
        ) from error


def _plainly_named(path: Path, workdir: Path) -> Path:
    """The file under a name that the engine does not take for a pattern."""
    if not set(str(path)) & set("*?["):
        return path
    plain = workdir / uuid.uuid4().hex
    try:
        plain.symlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, plain)
    return plain


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Wrap this around a scan of a relation: a file that turns out to be broken inside is then said to be so.

    Raises
    ------
    WrongInput
        The engine met something that it cannot read, such as a damaged page of a Parquet file.
    """
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise
        raise WrongInput(
            _("{name} is broken inside: {reason}.").format(name=name, reason=_first_line(error)),
            _("Copy or export it again."),
        ) from error


def _first_line(error: duckdb.Error) -> str:
    """What the engine says, without its kind of error and the path."""
    said = (str(error).splitlines() or [""])[0]
    return said.rpartition('": ')[2].rpartition("Error: ")[2].strip(" .")[:200]


@contextmanager
def _said_when_full(workdir: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        if not full:
            raise
        raise JourneyError(
            _("The disk that holds {folder} is full.").format(folder=workdir),
            _("Free some space and import again; nothing was saved."),
        ) from error
