"""CSV, TSV and their kin: text with a delimiter between columns."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.ingest import encoding
from journey.ingest.dates import detect
from journey.ingest.formats.records import LINE_END, Style, records, rewrite
from journey.ingest.formats.survey import line_end_if_clean
from journey.ingest.formats.table import KEPT, Malformed, Numbering, Progress, Table, column_names, literal
from journey.model import ReadOptions
from journey.text import _

__all__ = ["numbered", "read", "rejected", "rejected_count"]

DELIMITERS = ",;\t|"
HEAD = 256 * 1024
_WITH_TEXT = "trim(csv_line, E' \\t\\r\\n') <> ''"
"""A line of blanks is skipped, as an empty one is."""
PREAMBLE = 20
"""Title lines looked over before the header."""


def read(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    name: str,
) -> Table:
    """Read delimited text.

    A UTF-8 file without surprises is read by the engine where it lies, in parallel. Any other is first rewritten in
    `workdir`: as UTF-8, then row by row where quotes, line ends or bytes are not in order.

    Rows with too many columns (empty ones at the end apart) or too few are malformed. Lines without text are skipped.

    Raises
    ------
    WrongInput
        An empty file, a single column, too many columns, an unknown encoding.
    """
    codec = encoding.known(options.encoding) if options.encoding else encoding.of_file(path)
    if codec not in ("utf-8", "utf-8-sig", "ascii"):
        target = workdir / f"{uuid.uuid4().hex}.csv"
        encoding.transcode(path, codec, target, progress)
        path = target
    with path.open("rb") as file:
        head = file.read(HEAD).decode("utf-8-sig", "replace")
    found = _layout(head, options, name, whole=path.stat().st_size <= HEAD)
    style, columns = found.style, column_names(found.names, name)
    kept = _without_labels(head, style, columns)
    labels = 2 * (kept("") != "")
    options = replace(options, encoding=codec, delimiter=style.delimiter, quote=style.quote)
    line_end = line_end_if_clean(path, style, progress)
    if line_end is not None:
        rejects = f"rejects_{uuid.uuid4().hex}"
        above = Numbering(style.skip + style.header + labels)
        return Table(
            columns, kept(_relation(path, style, columns, line_end, rejects)), options, rejects, numbering=above
        )
    target = workdir / f"{uuid.uuid4().hex}.csv"
    done = rewrite(path, style, len(columns), target, progress)
    relation = _relation(target, Style(",", header=False), columns, LINE_END, "")
    return Table(
        columns,
        kept(relation),
        options,
        malformed=tuple(done.malformed),
        malformed_count=done.malformed_count,
        rows=done.rows,
        numbering=Numbering(
            (done.above if style.header else style.skip) + labels,
            tuple(sorted([*done.blank, *(bad.row for bad in done.malformed)])),
        ),
    )


def _without_labels(head: str, style: Style, columns: tuple[str, ...]) -> Callable[[str], str]:
    """Qualtrics writes two more rows of header below the first: the questions, and where they were asked (ImportId)."""
    if "ResponseId" not in columns or not style.header or "ImportId" not in head:
        return lambda relation: relation
    at = columns.index("ResponseId")
    rows = list(islice(csv.reader(io.StringIO(head), delimiter=style.delimiter), style.skip, style.skip + 3))
    labels = [row[at] for row in rows[1:] if len(row) == len(columns)]
    if len(labels) < 2 or "ImportId" not in labels[1]:
        return lambda relation: relation
    said = ", ".join(map(literal, labels))
    return lambda relation: f'(SELECT * FROM {relation} WHERE "ResponseId" IS NULL OR "ResponseId" NOT IN ({said}))'


def rejected(connection: duckdb.DuckDBPyConnection, table: str) -> list[Malformed]:
    """The first rows that the engine could not split; none before the relation was scanned."""
    if not _exists(connection, table):
        return []
    rows = connection.execute(
        f"""
        SELECT line, left(any_value(csv_line), 200), arg_max(error_message, column_idx), any_value(error_type)
        FROM {table}
        WHERE {_WITH_TEXT}
        GROUP BY line, line_byte_position
        ORDER BY line_byte_position
        LIMIT {KEPT}"""
    ).fetchall()
    return [Malformed(line, text, _reason(message, kind)) for line, text, message, kind in rows]


def numbered(connection: duckdb.DuckDBPyConnection, table: Table) -> Numbering:
    """Which row of the file a row of the relation is; ask after the relation was scanned."""
    if not _exists(connection, table.rejects):
        return table.numbering
    rows = connection.execute(f"SELECT DISTINCT line FROM {table.rejects} ORDER BY line LIMIT {KEPT}").fetchall()
    return replace(table.numbering, aside=tuple(line for (line,) in rows))


def rejected_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows the engine could not split, however often it scanned the relation."""
    if not _exists(connection, table):
        return 0
    row = connection.execute(f"SELECT count(DISTINCT line_byte_position) FROM {table} WHERE {_WITH_TEXT}").fetchone()
    return row[0] if row else 0


def _exists(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    if not table:
        return False
    found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
    return bool(found and found[0])


def _reason(message: str, kind: str) -> str:
    counts = re.search(r"Columns: (\d+) Found: (\d+)", message)
    if counts:
        return _("{found} columns instead of {width}").format(found=counts[2], width=counts[1])
    return kind.lower()


def _relation(path: Path, style: Style, columns: tuple[str, ...], line_end: str, rejects: str) -> str:
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    quoted = literal(style.quote)
    store = f", store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan'" if rejects else ""
    # Left alone, the engine takes the first line end it meets for the file's, be it inside quotes.
    end = literal(line_end.replace("\r", "\\r").replace("\n", "\\n"))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, compression = 'none', "
        f"header = {str(style.header).lower()}, skip = {style.skip}, delim = {literal(style.delimiter)}, "
        f"quote = {quoted}, escape = {quoted}, "
        f"new_line = {end}, columns = {{{types}}}{store})"
    )


@dataclass(frozen=True)
class _Layout:
    """`rows` are those seen below the header."""

    style: Style
    names: list[str]
    rows: int


def _layout(head: str, options: ReadOptions, file: str, *, whole: bool) -> _Layout:
    """The style of a text, and the names of its columns.

    The delimiter is the one that gives the header and most rows the same number of columns; of several, the one that
    gives most columns.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", head) if "\n" in head else re.findall(r"[^\r]*\r|[^\r]+", head)
    if not head.strip():
        raise WrongInput(_("{name} is empty.").format(name=file), _("Export it again, with its rows."))
    if not whole and len(lines) > 1:
        lines.pop()
    said = re.fullmatch(r"(?i)sep=(.)\s*", lines[0])
    delimiters = options.delimiter or (said[1] if said else DELIMITERS)
    quotes = [options.quote] if options.quote is not None else ['"', "'"] if _apostrophes(lines) else ['"']
    best: tuple[tuple[bool, bool, float, int], _Layout] | None = None
    for quote in quotes:
        for delimiter in delimiters:
            score, layout = _try(lines, Style(delimiter, quote, _escape(lines, quote)))
            if best is None or score > best[0]:
                best = score, layout
    assert best is not None
    layout = best[1]
    if len(layout.names) == 1:
        raise _one_column(layout, file)
    if any(detect([name]).share for name in layout.names):
        # A time is no name: the file begins with its first event.
        return _Layout(replace(layout.style, header=False), [""] * len(layout.names), layout.rows + 1)
    if whole and not layout.rows:
        raise WrongInput(
            _("{name} holds no rows below its header.").format(name=file), _("Export it again, with its rows.")
        )
    return layout


def _try(lines: list[str], style: Style) -> tuple[tuple[bool, bool, float, int], _Layout]:
    """How well a style fits: several columns, the header's number in most rows, how many rows, how many columns."""
    every = Counter(len(fields) for _text, fields, _reason in records(lines[:1000], style) if fields)
    start = _preamble(lines, style, max(every, key=lambda width: (every[width], width), default=1))
    rows = [fields for _text, fields, _reason in records(lines[start:1000], style) if fields]
    if not rows:
        return (False, False, 0.0, 1), _Layout(style, [lines[start].strip()], 0)
    names = rows[0]
    widths = Counter(len(fields) for fields in rows)
    share = widths[len(names)] / sum(widths.values())
    layout = _Layout(replace(style, skip=start), names, len(rows) - 1)
    return (len(names) > 1, share > 0.8, round(share, 1), len(names)), layout


def _preamble(lines: list[str], style: Style, width: int) -> int:
    """Lines before the header: empty ones, comments, ``sep=;``, titles that stand above a wider table."""
    start = 0
    while start < min(PREAMBLE, len(lines) - 1):
        line = lines[start].strip()
        title = width > 2 and style.delimiter not in line and style.quote not in (line[:1] or "-")
        if line and not title and not re.match(r"(?i)#|sep=.$", line):
            break
        start += 1
    return start


def _apostrophes(lines: list[str]) -> bool:
    """Whether values stand in single quotes."""
    text = "".join(lines[:200])
    quoted = re.findall(r"(?:^|[,;\t|])'(?:[^'\n]|'')*'(?=[,;\t|\r\n])", text, re.MULTILINE)
    return '"' not in text and len(quoted) > len(lines[:200])


def _escape(lines: list[str], quote: str) -> str:
    """A backslash where one is used to write a quote inside quotes, else the quote itself."""
    if not quote:
        return quote
    text = "".join(lines[:1000])
    slashed = len(re.findall(rf"[^,;\t|\\]\\{quote}[^,;\t|\r\n]", text))
    return "\\" if slashed and quote * 2 not in text.replace(f"\\{quote}", "") else quote


def _one_column(layout: _Layout, file: str) -> WrongInput:
    name = layout.names[0]
    other = next((delimiter for delimiter in DELIMITERS + ":^~" if delimiter in name), None)
    if other:
        hint = _("Its delimiter is probably {delimiter}.").format(delimiter=repr(other))
    else:
        hint = _("An event log needs at least who, what and when; say which delimiter separates them.")
    return WrongInput(_("{name} has only one column, {column}.").format(name=file, column=repr(name[:80])), hint)
