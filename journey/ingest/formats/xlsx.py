"""Excel workbooks (XLSX): one sheet, as text."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from journey.errors import WrongInput
from journey.ingest import archive
from journey.ingest.formats.parts import BATCH, Parts
from journey.ingest.formats.table import KEPT, ChooseOne, Numbering, Progress, Table, column_names
from journey.model import ReadOptions
from journey.text import _

__all__ = ["read"]

Row = list[Any]


def read(
    path: Path, options: ReadOptions, workdir: Path, progress: Progress, name: str, limit: int | None = None
) -> Table:
    """Read one sheet of a workbook.

    Formulas give their last computed value, times become ISO 8601, whole numbers have no ".0". Rows above the header
    that hold a single text (titles), empty rows, and empty columns at the right are left out.

    Parameters
    ----------
    limit : int, optional
        Stop after so many rows.

    Raises
    ------
    ChooseOne
        Several sheets with data, and `options.sheet` names none of them.
    WrongInput
        A broken or locked workbook, a zip bomb, a sheet without rows or with one column.
    """
    archive.check_workbook(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ]
            # An empty second sheet, as Excel used to add, is no choice.
            if len(sheets) > 1 and options.sheet is None:
                sheets = [each for each in sheets if workbook.get_sheet_by_name(each).height > 1] or sheets[:1]
            chosen = _choose(sheets, options, name)
            rows = workbook.get_sheet_by_name(chosen).iter_rows()
            names, parts, count, numbering = _write(rows, workdir, progress, name, limit)
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise WrongInput(
            _("{name} cannot be read as a workbook: {reason}.").format(name=name, reason=str(error)[:200].rstrip(".")),
            _("Open it in a spreadsheet program and save it again as XLSX without a password, or as CSV."),
        ) from error
    return Table(
        names,
        parts.relation(names),
        replace(options, sheet=chosen),
        rows=None if count == limit else count,
        choices=tuple(sheets) if len(sheets) > 1 else (),
        numbering=numbering,
    )


def _choose(sheets: list[str], options: ReadOptions, name: str) -> str:
    if options.sheet is not None:
        if options.sheet in sheets:
            return options.sheet
        raise ChooseOne(_("{name} has no sheet {sheet}.").format(name=name, sheet=repr(options.sheet)), sheets)
    if len(sheets) > 1:
        raise ChooseOne(_("{name} has {count} sheets.").format(name=name, count=len(sheets)), sheets)
    if not sheets:
        raise WrongInput(_("{name} has no sheet with cells.").format(name=name), _("Save it again, with its rows."))
    return sheets[0]


def _write(
    rows: Iterator[Row], workdir: Path, progress: Progress, name: str, limit: int | None
) -> tuple[tuple[str, ...], Parts, int, Numbering]:
    first: list[Row] = []
    numbers: list[int] = []
    numbered = enumerate(rows, 1)
    for number, row in numbered:
        if any(cell != "" for cell in row):
            first.append(row)
            numbers.append(number)
        if len(first) >= 50:
            break
    if not first:
        raise WrongInput(_("{name} is empty.").format(name=name), _("Save it again, with its rows."))
    # A title stands alone in its row.
    start = next((n for n, row in enumerate(first) if sum(cell != "" for cell in row) > 1), 0)
    header = [_text(cell) for cell in first[start]]
    body = first[start + 1 :]
    width = max((n + 1 for row in [header, *body] for n, cell in enumerate(row) if cell not in ("", None)), default=1)
    if width == 1:
        raise WrongInput(
            _("{name} has only one column, {column}.").format(name=name, column=repr(header[0])),
            _("An event log needs at least who, what and when, each in a column of its own."),
        )
    names = column_names(header[:width], name)
    parts = Parts(workdir)
    batch: list[Row] = []
    count = 0
    above = numbers[start]
    empty = [n for n in range(above + 1, numbers[-1]) if n not in numbers]
    for number, row in itertools.chain(zip(numbers[start + 1 :], body, strict=True), numbered):
        if not any(cell != "" for cell in row):
            if len(empty) < KEPT:
                empty.append(number)
            continue
        batch.append(row)
        count += 1
        if len(batch) == BATCH:
            _flush(batch, width, parts)
            progress(_("Reading the sheet"), count, 0)
        if count == limit:
            break
    if not count:
        raise WrongInput(
            _("{name} holds no rows below its header.").format(name=name), _("Save it again, with its rows.")
        )
    if batch:
        _flush(batch, width, parts)
    return names, parts, count, Numbering(above, tuple(empty))


def _flush(batch: list[Row], width: int, parts: Parts) -> None:
    parts.write([[_text(row[n]) if n < len(row) else None for row in batch] for n in range(width)])
    batch.clear()


def _text(cell: Any) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.timedelta):
        return str(cell.total_seconds())
    if isinstance(cell, dt.date | dt.datetime | dt.time):
        return cell.isoformat()
    return str(cell)
