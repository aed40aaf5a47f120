"""The engine reads a file only where it reads it exactly as the slow, exact reader does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from conftest import TIMES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from read_file import Read, read_file

from journey.ingest.formats import survey
from journey.ingest.formats.records import Style, rewrite
from journey.ingest.formats.table import no_progress

STYLE = Style(",")
PIECES = ["a", "é", "1", " ", ",", ",", '"', '""', "\n", "\n", "\r\n", "\r", '",', ',"', '"\n', "\0", "\\"]
values = st.text(alphabet='aé1 ,"\n\r', max_size=5)
rows = st.lists(st.lists(values, min_size=2, max_size=4), max_size=8)


def written(table: list[list[str]], end: str) -> str:
    """A table as every good writer writes it."""

    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if set(value) & set(',"\r\n ') else value

    return "".join(",".join(map(cell, row)) + end for row in table)


@contextmanager
def a_folder() -> Iterator[Path]:
    """One that is gone afterwards: each of many examples needs its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def exact(body: str, end: str) -> tuple[list[tuple[str | None, ...]], int]:
    """Rows and malformed rows as the exact reader sees them."""
    sql = """SELECT * FROM read_csv(?, auto_detect = false, header = false, new_line = '\\r\\n', quote = '"',
             escape = '"', columns = {'a': 'VARCHAR', 'b': 'VARCHAR', 'c': 'VARCHAR'})"""
    with a_folder() as folder:
        (folder / "x.csv").write_bytes(f"h1,h2,h3{end}{body}".encode())
        done = rewrite(folder / "x.csv", STYLE, 3, folder / "y.csv", no_progress)
        found = duckdb.connect().execute(sql, [str(folder / "y.csv")]).fetchall()
    return [tuple(value or None for value in row) for row in found], done.malformed_count


def through_the_door(body: str, end: str) -> Read:
    with a_folder() as folder:
        (folder / "x.csv").write_bytes(f"h1,h2,h3{end}{body}".encode())
        return read_file(folder / "x.csv", folder, delimiter=",", quote='"', encoding="utf-8")


@settings(max_examples=60 * TIMES)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(["\n", "\r\n"]))
@example('a,"b\nc,d,e\n"f",g,h\n', "\n")
@example('"a\n",b,c\r\nd,e,f\r\n', "\r\n")
def test_any_text_gives_the_same_rows_either_way(body: str, end: str) -> None:
    body = f"x,y,z{end}{body}"
    read = through_the_door(body, end)
    assert (read.rows, read.count) == exact(body, end)


@settings(max_examples=60 * TIMES)
@given(rows, st.sampled_from(["\n", "\r\n"]))
def test_a_well_written_table_comes_back(table: list[list[str]], end: str) -> None:
    table = [["x", "y", "z"], *table]
    read = through_the_door(written(table, end), end)
    whole = [row for row in table if len(row) == 3 or (len(row) == 4 and not row[3])]
    skipped = [row for row in table if not written([row], "").strip()]
    assert read.rows == [tuple(value or None for value in row[:3]) for row in whole if row not in skipped]
    assert read.count == len(table) - len(whole) - len([row for row in skipped if row not in whole])


@pytest.mark.parametrize("size", [1, 7, 64])
@given(table=rows)
@settings(max_examples=15 * TIMES)
def test_where_a_chunk_ends_does_not_matter(size: int, table: list[list[str]]) -> None:
    with a_folder() as folder, pytest.MonkeyPatch.context() as patch:
        path = folder / "x.csv"
        path.write_bytes(written([["x", "y", "z"], *table], "\n").encode())
        whole = survey.line_end_if_clean(path, STYLE, no_progress)
        patch.setattr(survey, "CHUNK", size)
        assert survey.line_end_if_clean(path, STYLE, no_progress) == whole


@pytest.mark.parametrize(
    "text",
    [
        b'a,"b\nc,d\n',
        b'a,"b"c\n',
        b'a,b "c"\n',
        b"a,\xff\n",
        b"a,\0\n",
        b"a,b\r\nc,d\n",
        b"a,b\rc,d\r",
        b'a,"' + b"x\n" * 600_000 + b'"\n',
        b"a," + b"x" * 2_500_000 + b"\n",
    ],
    ids=["open", "after", "before", "bytes", "nul", "ends", "mac", "long cell", "long line"],
)
def test_what_the_engine_is_not_trusted_with(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(text)
    assert survey.line_end_if_clean(tmp_path / "x.csv", STYLE, no_progress) is None
