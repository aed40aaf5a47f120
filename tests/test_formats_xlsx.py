"""Excel workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from read_file import read_file

from journey.errors import WrongInput
from journey.ingest.source import ChooseOne, preview


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_cells_become_text(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 4, 10, 11, 12, 345000)
    path = workbook(
        tmp_path / "log.xlsx",
        Log=[
            ["id", "when", "day", "cost", "ok", "code"],
            [123, moment, dt.date(2026, 3, 4), 1.25, True, "007"],
            [12345678901234, None, None, 2, False, None],
        ],
    )
    read = read_file(path, tmp_path)
    assert read.source.format == "xlsx"
    assert read.rows == [
        ("123", "2026-03-04T10:11:12.345000", "2026-03-04", "1.25", "true", "007"),
        ("12345678901234", None, None, "2", "false", None),
    ]


def test_titles_empty_rows_and_empty_columns_are_left_out(tmp_path: Path) -> None:
    rows = [["Report for March"], [], ["id", "what", None, "id"], ["A", "Call"], [], ["B", "Mail", None, 5]]
    read = read_file(workbook(tmp_path / "log.xlsx", Log=rows), tmp_path)
    assert read.columns == ("id", "what", "column 3", "id (2)")
    assert read.rows == [("A", "Call", None, None), ("B", "Mail", None, "5")]


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", May=[["a", "b"], [1, 2]], June=[["c", "d"], [3, 4]], Empty=[])
    with pytest.raises(ChooseOne, match=r"log.xlsx has 2 sheets. Choose one of: May, June.") as asked:
        read_file(path, tmp_path)
    assert asked.value.choices == ("May", "June")
    read = read_file(path, tmp_path, sheet="June")
    assert (read.columns, read.rows) == (("c", "d"), [("3", "4")])
    with pytest.raises(ChooseOne, match="no sheet 'July'"):
        read_file(path, tmp_path, sheet="July")


def test_an_empty_second_sheet_is_no_choice(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", Data=[["a", "b"], [1, 2]], Sheet2=[])
    assert read_file(path, tmp_path).source.options.sheet == "Data"
    assert preview(path, workdir=tmp_path).sheets == ()


@pytest.mark.parametrize(
    "rows, message",
    [
        ([["id", "what"]], "no rows below its header"),
        ([["id"], [1], [2]], "only one column, 'id'"),
        ([], "is empty"),
        ([[f"c{n}" for n in range(2001)], [1] * 2001], "2,001 columns"),
    ],
)
def test_sheets_that_are_no_log(tmp_path: Path, rows: list[list[Any]], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        read_file(workbook(tmp_path / "log.xlsx", Log=rows), tmp_path)


def test_a_text_document_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", Log=[["a", "b"], [1, 2]])
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(WrongInput, match=r"broken.xlsx is a broken or cut off"):
        read_file(broken, tmp_path)


def test_many_rows_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journey.ingest.formats.xlsx.BATCH", 7)
    rows = [["id", "n"], *([f"A{n}", n] for n in range(100))]
    read = read_file(workbook(tmp_path / "log.xlsx", Log=rows), tmp_path)
    assert read.rows == [(f"A{n}", str(n)) for n in range(100)]
