"""CSV, TSV and their kin: text with a separator between columns."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.ingest.formats.table import Progress, Table, column_names, literal
from journey.model import ReadOptions
from journey.text import _

__all__ = ["dialect", "read"]

DELIMITERS = ",;\t|"
HEAD = 256 * 1024


def read(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    limit: int | None = None,
) -> Table:
    """Read delimited text in UTF-8."""
    with path.open("rb") as file:
        head = file.read(HEAD).decode("utf-8-sig", "replace")
    options, skip, names = dialect(head, options, path)
    columns = column_names(names, path)
    rejects = f"rejects_{abs(hash((str(path), options))):x}"
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    quoted = literal(options.quote or "")
    relation = (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, skip = {skip}, "
        f"delim = {literal(options.delimiter or ',')}, quote = {quoted}, escape = {quoted}, columns = {{{types}}}, "
        f"store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')"
    )
    return Table(columns, relation, options, rejects)


def dialect(head: str, options: ReadOptions, path: Path) -> tuple[ReadOptions, int, list[str]]:
    """Delimiter and quote of a text, lines to skip before its header, and the names in the header.

    The delimiter is the one that gives most rows the same number of columns, and of those the one that gives most columns.
    """
    if not head.strip():
        raise WrongInput(_("{name} is empty.").format(name=path.name), _("Export it again, with its rows."))
    lines = head.splitlines()
    if len(head) >= HEAD and len(lines) > 1:
        lines.pop()
    skip = 0
    while skip < len(lines) - 1 and _preamble(lines[skip]):
        skip += 1
    if lines[0].lower().startswith("sep=") and len(lines[0]) == 5 and options.delimiter is None:
        options = replace(options, delimiter=lines[0][4])
    quote = '"' if options.quote is None else options.quote
    candidates = options.delimiter or DELIMITERS
    scored = {}
    for delimiter in candidates:
        rows = _rows(lines[skip:], delimiter, quote)
        widths = Counter(len(row) for row in rows if row)
        width, share = widths.most_common(1)[0]
        scored[delimiter] = (width > 1, share / sum(widths.values()) > 0.9, width)
    delimiter = max(scored, key=lambda d: scored[d])
    header = _rows(lines[skip:], delimiter, quote)[0]
    if len(header) == 1:
        other = options.delimiter and next((d for d in DELIMITERS if d in header[0]), None)
        raise WrongInput(
            _("{name} has only one column, {column}.").format(name=path.name, column=repr(header[0][:80])),
            _("Its delimiter is probably {delimiter}.").format(delimiter=repr(other))
            if other
            else _("An event log needs at least who, what and when; say which delimiter separates them."),
        )
    return replace(options, delimiter=delimiter, quote=quote, encoding=options.encoding), skip, header


def _preamble(line: str) -> bool:
    return not line.strip() or line.startswith("#") or (line.lower().startswith("sep=") and len(line) == 5)


def _rows(lines: list[str], delimiter: str, quote: str) -> list[list[str]]:
    reader = csv.reader(
        (line + "\n" for line in lines[:500]),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    return [row for row in reader if row]
