"""Encodings: told from the bytes, and read right."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_file import read_text

from journey.errors import WrongInput
from journey.ingest.encoding import detect

RUSSIAN = "Клиент;Дата;Событие\n17;05.03.2026;Звонок в поддержку\n18;06.03.2026;Оплата по карте\n"
DUTCH = "klant;gebeurtenis;datum\n17;coördinatie café;2026-03-05\n18;één reünie;2026-03-06\n"
GERMAN = "Kunde;Ereignis\n1;Rückruf gewünscht\n2;Größe geändert, 5 €\n"
POLISH_FREE = "id,what\n1,call\n2,mail\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_russian(tmp_path: Path, encoding: str) -> None:
    read = read_text(RUSSIAN.encode(encoding), tmp_path)
    assert read.columns == ("Клиент", "Дата", "Событие")
    assert read.rows == [("17", "05.03.2026", "Звонок в поддержку"), ("18", "06.03.2026", "Оплата по карте")]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "utf-16"])
def test_dutch(tmp_path: Path, encoding: str) -> None:
    read = read_text(DUTCH.encode(encoding), tmp_path)
    assert [row[1] for row in read.rows] == ["coördinatie café", "één reünie"]


def test_the_euro_sign_of_windows(tmp_path: Path) -> None:
    assert [row[1] for row in read_text(GERMAN.encode("cp1252"), tmp_path).rows] == [
        "Rückruf gewünscht",
        "Größe geändert, 5 €",
    ]


def test_letters_that_come_late_count_too(tmp_path: Path) -> None:
    plain = "".join(f"{n};2026-03-05;call\n" for n in range(400_000))
    read = read_text(("id;when;what\n" + plain + "x;2026-03-05;Звонок в поддержку\n").encode("cp1251"), tmp_path)
    assert read.source.options.encoding == "cp1251"
    assert read.rows[-1] == ("x", "2026-03-05", "Звонок в поддержку")


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    read = read_text("id;what\n1;café\n2;één\n".encode() + b"3;caf\xff\n" + "4;naïef\n".encode(), tmp_path)
    assert [row[0] for row in read.rows] == ["1", "2", "4"]
    assert [(bad.row, bad.text, bad.reason) for bad in read.malformed] == [
        (4, "3;caf\ufffd", "bytes that are no UTF-8")
    ]


def test_the_encoding_asked_for_wins(tmp_path: Path) -> None:
    read = read_text("id;what\n1;café\n".encode("latin-1"), tmp_path, encoding="cp1251")
    assert read.rows == [("1", "cafй")]
    assert read_text("id;what\n1;café\n".encode("latin-1"), tmp_path, encoding="UTF8").count == 1


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="no encoding 'klingon'"):
        read_text("id;what\n1;2\n", tmp_path, encoding="klingon")


def test_plain_text_is_utf8() -> None:
    assert detect(POLISH_FREE.encode()) == "utf-8"


def test_real_dutch_log(shared_data: Path, tmp_path: Path) -> None:
    text = (shared_data / "BPI2016_Complaints.csv").read_bytes()
    assert detect(text) == "cp1252"
    assert len(read_text(text, tmp_path).rows) == 289
