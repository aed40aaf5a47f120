"""Parquet and pandas: columns that have types already."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from read_file import read_file

from journey.errors import WrongInput
from journey.ingest.source import frame_source, preview

NS = 1_700_000_000_123_456_789


def test_parquet_columns_become_text(tmp_path: Path) -> None:
    columns = {
        "id": pa.array([1.0, None]),
        "share": pa.array([1.5, float("nan")]),
        "at": pa.array([NS, None], pa.timestamp("ns")),
        "zoned": pa.array([NS // 1000, None], pa.timestamp("us", "Europe/Amsterdam")),
        "day": pa.array([dt.date(2026, 3, 4), None]),
        "geo": pa.array([{"city": "Delft", "at": [1, 2]}, None]),
        "tags": pa.array([["a", "b"], None]),
        "bytes": pa.array([b"abc", None]),
        "price": pa.array([decimal.Decimal("1.10"), None]),
        "kind": pa.array(["x", None]).dictionary_encode(),
        "big": pa.array([2**60, None], pa.int64()),
    }
    pq.write_table(pa.table(columns), tmp_path / "log.parquet")
    read = read_file(tmp_path / "log.parquet", tmp_path)
    assert read.source.format == "parquet" and read.source.table.rows == 2
    assert dict(zip(read.columns, read.rows[0], strict=True)) == {
        "id": "1",
        "share": "1.5",
        "at": "2023-11-14 22:13:20.123456789",
        "zoned": "2023-11-14T22:13:20.123456Z",
        "day": "2026-03-04",
        "geo.city": "Delft",
        "geo.at": "[1,2]",
        "tags": '["a","b"]',
        "bytes": "abc",
        "price": "1.10",
        "kind": "x",
        "big": "1152921504606846976",
    }
    assert set(read.rows[1]) == {None}


def test_a_cut_off_parquet_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x"] * 100, "b": ["y"] * 100}), tmp_path / "log.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "log.parquet").read_bytes()[:-20])
    with pytest.raises(WrongInput, match=r"cut.parquet is a broken or cut off Parquet file"):
        read_file(tmp_path / "cut.parquet", tmp_path)


def test_a_damaged_page_is_met_while_reading(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [f"x{n}" for n in range(999)], "b": ["y"] * 999}), tmp_path / "log.parquet")
    damaged = bytearray((tmp_path / "log.parquet").read_bytes())
    damaged[60:2000] = bytes(1940)
    (tmp_path / "log.parquet").write_bytes(damaged)
    with pytest.raises(WrongInput, match=r"log.parquet is broken inside: .+\. Copy or export it again"):
        preview(tmp_path / "log.parquet", workdir=tmp_path)


def rows_of(frame: pd.DataFrame) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    connection = duckdb.connect()
    source = frame_source(connection, frame)
    return source.columns, connection.execute(f"SELECT * FROM {source.relation}").fetchall()


def test_a_frame_keeps_ids_and_times() -> None:
    frame = pd.DataFrame(
        {
            "id": [1.0, float("nan")],
            "what": ["Call", None],
            "at": pd.to_datetime([NS, None], unit="ns"),
            "zoned": pd.to_datetime(["2026-03-04T10:00:00.5+01:00", None], utc=True).tz_convert("Europe/Amsterdam"),
            "kind": pd.Categorical(["a", None]),
            "mixed": pd.Series([dt.date(2026, 3, 4), 7.0], dtype=object),
        }
    )
    columns, rows = rows_of(frame)
    assert columns == tuple(frame.columns)
    assert rows == [
        ("1", "Call", "2023-11-14 22:13:20.123456789", "2026-03-04T09:00:00.500000Z", "a", "2026-03-04"),
        (None, None, None, None, None, "7"),
    ]


def test_a_named_index_and_repeated_names() -> None:
    frame = pd.DataFrame([["A", 1, 2]], columns=["id", "x", "X"]).set_index("id")
    assert rows_of(frame) == (("id", "x", "X (2)"), [("A", "1", "2")])


def test_a_frame_is_not_changed() -> None:
    frame = pd.DataFrame({"id": pd.Series([1, "b"], dtype=object), "x": [1, 2]})
    before = frame.copy(deep=True)
    rows_of(frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": []}), pd.DataFrame({"a": [1, 2]})])
def test_frames_that_are_no_log(frame: pd.DataFrame) -> None:
    with pytest.raises(WrongInput, match="frame has"):
        rows_of(frame)
