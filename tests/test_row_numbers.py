"""A row that is left out is named by the number that a spreadsheet shows for it, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from journey.ingest.load import Load
from journey.model import Mapping

MAPPING = Mapping(journey="case", touchpoint=("step",), time="at", comment="said")
GOOD = "A,Call,2026-03-04 10:00,fine"
NO_TIME, NO_ID, SHORT = "A,Mail,,", ",Mail,2026-03-04 10:00,", "A,Mail"


def left_out(path: Path) -> dict[str, list[int]]:
    with Load(path, path.with_suffix(".duckdb")) as load:
        quality = load.check(MAPPING)
        assert quality.kept + quality.rejected == quality.read
        return {bad.reason: [row for row, _column, _value in bad.examples] for bad in quality.rejections}


@pytest.mark.parametrize(
    "rows, found",
    [
        # 1 is the header.
        ([GOOD, NO_TIME, SHORT, NO_ID, GOOD], {"no time": [3], "malformed": [4], "no id": [5]}),
        # A comment of two lines is one row; a line of blanks is one too.
        (['A,Call,2026-03-04 10:00,"fine\nthanks"', SHORT, "   ", NO_TIME], {"malformed": [3], "no time": [5]}),
        # A stray quote, so that the file goes through the exact reader; empty lines count.
        (
            [GOOD, 'A,Ca"ll,2026-03-04 10:00,', "", SHORT, NO_TIME, "", NO_ID],
            {"malformed": [5], "no time": [6], "no id": [8]},
        ),
    ],
)
def test_rows_of_a_text(tmp_path: Path, rows: list[str], found: dict[str, list[int]]) -> None:
    (tmp_path / "log.csv").write_text("\n".join(["case,step,at,said", *rows, ""]))
    assert left_out(tmp_path / "log.csv") == found


def test_rows_below_a_title(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("\n".join(["Contacts of March", "case,step,at,said", NO_TIME, SHORT, NO_ID, ""]))
    assert left_out(tmp_path / "log.csv") == {"no time": [3], "malformed": [4], "no id": [5]}


def test_rows_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Contacts"],
        [],
        ["case", "step", "at", "said"],
        GOOD.split(","),
        [],
        ["A", "Mail"],
        [None, "Mail", "2026-03-04"],
    ):
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")
    assert left_out(tmp_path / "log.xlsx") == {"no time": [6], "no id": [7]}


def test_records_of_json_lines(tmp_path: Path) -> None:
    lines = ['{"case": "A", "step": "Call", "at": "2026-03-04", "said": ""}', "17", '{"case": "A", "step": "Mail"}']
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    assert left_out(tmp_path / "log.jsonl") == {"malformed": [2], "no time": [3]}
