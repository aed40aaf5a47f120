"""Object-centric logs: flattened to one object type, as pm4py flattens them."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from pathlib import Path

import pytest
from read_file import read_file

from journey.errors import WrongInput
from journey.ingest.source import ChooseOne, preview
from journey.model import ReadOptions

TYPES = ("Invoice", "Payment", "Purchase Order", "Purchase Requisition")


def test_several_object_types_are_asked_about(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(ChooseOne, match="4 types of objects") as asked:
        read_file(shared_data / "ocel20_example.sqlite", tmp_path)
    assert asked.value.choices == TYPES


@pytest.mark.parametrize("kind", TYPES)
def test_rows_as_pm4py_flattens_them(shared_data: Path, tmp_path: Path, kind: str) -> None:
    path = shared_data / "ocel20_example.sqlite"
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        import pm4py

        theirs = pm4py.ocel_flattening(pm4py.read_ocel2_sqlite(str(path)), kind)
    key = ["case:concept:name", "ocel:eid", "concept:name"]
    read = read_file(path, tmp_path, sheet=kind)
    at = [read.columns.index(name) for name in key]
    assert sorted(tuple(row[n] for n in at) for row in read.rows) == sorted(
        theirs[key].itertuples(index=False, name=None)
    )


def test_attributes_and_order(shared_data: Path, tmp_path: Path) -> None:
    found = preview(shared_data / "ocel20_example.sqlite", ReadOptions(sheet="Purchase Order"), workdir=tmp_path)
    assert found.sheets == TYPES and found.rows_estimate == 5
    rows = [dict(zip(found.source.columns, row, strict=True)) for row in found.rows]
    assert [row["ocel:eid"] for row in rows] == ["e3", "e4", "e5", "e6", "e10"]
    assert rows[0]["time:timestamp"] == "2022-01-10 09:15:00"
    assert [row["po_creator"] for row in rows] == ["Mike", None, None, None, "Mario"]
    assert [row["case:po_quantity"] for row in rows] == ["500"] * 4 + ["1"]


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE person (name TEXT)")
        database.commit()
    with pytest.raises(WrongInput, match=r"no OCEL 2\.0 log: it has no table event"):
        read_file(path, tmp_path)


def test_a_broken_database_is_refused(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes((shared_data / "ocel20_example.sqlite").read_bytes()[:5000])
    with pytest.raises(WrongInput, match="cannot be read as an OCEL log"):
        read_file(path, tmp_path, sheet="Invoice")
