"""Wrong input gets one clear sentence that names the file, and a way out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from read_file import read_file, read_text

from journey.errors import WrongInput
from journey.ingest.source import preview

WIDE = ",".join(f"c{n}" for n in range(5000)) + "\n" + ",".join("1" * 5000) + "\n"
LOCKED = bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    "name, content, message, hint",
    [
        ("log.csv", b"", "log.csv is empty.", "Export it again"),
        ("log.csv", b"\xef\xbb\xbf", "log.csv is empty.", "Export it again"),
        ("log.csv", b" \n\n", "log.csv is empty.", "Export it again"),
        ("log.csv", b"id,what,when\n", "log.csv holds no rows below its header.", "Export it again"),
        ("log.csv", b"name\nA\nB\n", "log.csv has only one column, 'name'.", "at least who, what and when"),
        ("log.csv", b"a^b^c\n1^2^3\n", "log.csv has only one column, 'a^b^c'.", "delimiter is probably '^'"),
        ("log.csv", WIDE.encode(), "log.csv has 5,000 columns; 2,000 is the most", "take out columns"),
        ("log.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "log.xls is an old Excel file (.xls)", "as CSV"),
        ("log.xlsx", b"\xd0\xcf\x11\xe0" + LOCKED, "log.xlsx is an Excel file with a password", "as CSV"),
        ("log.pdf", b"%PDF-1.7\n" + bytes(600), "log.pdf is a PDF, and no event log.", "as CSV"),
        ("log.csv", b"\x89PNG\r\n\x1a\n" + bytes(600), "log.csv is a picture", "as CSV"),
        ("log.csv", b"<!DOCTYPE html><html><body>", "log.csv is a web page (HTML)", "as CSV"),
        ("log.xls", b"\n <html><table>", "log.xls is a web page (HTML)", "as CSV"),
        ("log.csv", bytes(range(256)) * 40, "log.csv is a file of bytes, no text", "as CSV"),
        ("log.csv.bz2", b"BZh91AY&SY" + bytes(600), "log.csv.bz2 is a bzip2 archive", "as CSV"),
        ("log.parquet", b"just some text\n", "log.parquet is called parquet, but holds plain text", "right file"),
        ("log.xes", b"just some text\n", "log.xes is called xes, but holds plain text", "right file"),
        ("log.parquet", b"PAR1" + bytes(600), "log.parquet is a broken or cut off Parquet file.", "again"),
        ("log.xlsx", b"PK\x03\x04" + bytes(600), "log.xlsx is a broken or cut off", "again"),
    ],
)
def test_refused(tmp_path: Path, name: str, content: bytes, message: str, hint: str) -> None:
    for opened in (lambda: read_text(content, tmp_path, name), lambda: preview(tmp_path / name, workdir=tmp_path)):
        with pytest.raises(WrongInput) as said:
            opened()
        assert said.value.message.startswith(message)
        assert hint in said.value.hint
        assert "\n" not in str(said.value) and len(str(said.value)) < 300


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="There is no file"):
        read_file(tmp_path / "missing.csv", tmp_path)
    with pytest.raises(WrongInput, match="is a folder"):
        read_file(tmp_path, tmp_path)


def test_a_wrong_extension_does_no_harm_where_the_content_is_clear(tmp_path: Path) -> None:
    assert read_text("id;what\nA;Call\n", tmp_path, "log.xlsx").source.format == "csv"
    assert read_text('{"id":1}\n{"id":2}\n', tmp_path, "log.csv").source.format == "json"
    book = openpyxl.Workbook()
    book.active.append(["id", "what"])
    book.active.append(["A", "Call"])
    book.save(tmp_path / "book.xlsx")
    (tmp_path / "book.xlsx").rename(tmp_path / "book.csv")
    assert read_file(tmp_path / "book.csv", tmp_path).source.format == "xlsx"


@pytest.mark.parametrize(
    "name", ["log [1].csv", "log*.csv", "what?.csv", 'it\'s "so".csv', "log.csv.gz", "журнал.csv", "log.parquet"]
)
def test_names_do_not_matter(tmp_path: Path, name: str) -> None:
    (tmp_path / "log1.csv").write_text("x;y\n1;2\n")
    (tmp_path / "work").mkdir()
    (tmp_path / name).write_text("id;what\nA;Call\n")
    assert read_file(tmp_path / name, tmp_path / "work").rows == [("A", "Call")]
    assert preview(tmp_path / name, workdir=tmp_path / "work").rows == (("A", "Call"),)
