"""XES: the same rows, columns and values as pm4py reads, and nothing that XML can be misused for."""

from __future__ import annotations

import contextlib
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest
from read_file import read_file, read_text

from journey.errors import WrongInput

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <string key="creator" value="by hand"/>
  <trace>
    <event>
      <string key="concept:name" value="Call &amp; ask"><string key="deeper" value="left out"/></string>
      <date key="time:timestamp" value="2026-03-04T10:11:12.345678+01:00"/>
      <float key="cost" value="12.50"/><list key="items"><string key="a" value="b"/></list>
    </event>
    <event><string key="concept:name" value="Mail"/><boolean key="ok" value="true"/></event>
    <string key="concept:name" value="case 1"/>
    <!-- the attributes of a trace may stand behind its events -->
  </trace>
  <trace><string key="concept:name" value="empty"/></trace>
  <event><string key="concept:name" value="outside"/></event>
</log>
"""


def test_a_log_worked_by_hand(tmp_path: Path) -> None:
    read = read_text(LOG, tmp_path, "log.xes")
    assert read.source.format == "xes"
    assert read.columns == ("concept:name", "time:timestamp", "cost", "ok", "case:concept:name")
    assert read.rows == [
        ("Call & ask", "2026-03-04T10:11:12.345678+01:00", "12.50", None, "case 1"),
        ("Mail", None, None, "true", "case 1"),
    ]
    assert read.count == 1
    assert [(bad.row, bad.text, bad.reason) for bad in read.malformed] == [(16, "<event>", "an event outside a trace")]


def test_prefixes_and_other_encodings(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><x:log xmlns:x="u"><x:trace><x:event><x:string key="a" value="é"/>'
    assert read_text((text + "</x:event></x:trace></x:log>").encode("utf-16"), tmp_path, "log.xes").rows == [("é",)]


def test_columns_that_appear_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journey.ingest.formats.xes.BATCH", 1)
    read = read_text(LOG, tmp_path, "log.xes")
    assert read.columns == ("concept:name", "time:timestamp", "cost", "case:concept:name", "ok")
    assert read.rows[1] == ("Mail", None, None, "case 1", "true")


BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<log><trace><event><string key="concept:name" value="&b;"/></event></trace></log>"""
OUTSIDE = BOMB.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, BOMB.replace('[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]', "")])
def test_a_doctype_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongInput, match="DOCTYPE"):
        read_text(text, tmp_path, "log.xes")


@pytest.mark.parametrize(
    "text, message",
    [
        (LOG[: LOG.index("<boolean")], "no complete XML: line 11"),
        (LOG.replace("</event>", "</evnt>", 1), "no complete XML: line 10, mismatched tag"),
        ("<log></log>", "holds no events"),
        ("<svg></svg>", "no XES log: its root is <svg>"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        read_text(text, tmp_path, "log.xes")


def test_more_columns_than_sense(tmp_path: Path) -> None:
    many = "".join(f'<string key="k{n}" value="v"/>' for n in range(2_001))
    with pytest.raises(WrongInput, match="2,001 columns"):
        read_text(f"<log><trace><event>{many}</event></trace></log>", tmp_path, "log.xes")


TRACES = 2_000
"""Enough of a log to compare: pm4py takes a minute for a whole one. The whole is counted in test_real_logs."""


@pytest.mark.parametrize("name", ["bpic2012.xes.gz", "bpic2020_DomesticDeclarations.xes.gz"])
def test_real_logs_as_pm4py_reads_them(shared_data: Path, tmp_path: Path, name: str) -> None:
    whole = gzip.decompress((shared_data / name).read_bytes())
    log = tmp_path / "log.xes"
    log.write_bytes(b"</trace>".join([*whole.split(b"</trace>", TRACES)[:TRACES], b"</log>"]))
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        import pm4py

        theirs = pm4py.read_xes(str(log))
    read = read_file(log, tmp_path)
    ours = pd.DataFrame(read.rows, columns=list(read.columns))
    assert theirs["case:concept:name"].nunique() == TRACES
    assert set(ours.columns) == set(theirs.columns)
    assert len(ours) == len(theirs)
    for column in ours.columns:
        if pd.api.types.is_datetime64_any_dtype(theirs[column]):
            # pm4py keeps the clock and drops the offset: 10:00+02:00 becomes 10:00 UTC.
            clock = ours[column].str.replace(r"(?:Z|[+-]\d\d:\d\d)$", "", regex=True)
            mine = pd.to_datetime(clock, utc=True, format="ISO8601")
            assert mine.dt.as_unit("us").tolist() == theirs[column].dt.as_unit("us").tolist(), column
        elif pd.api.types.is_numeric_dtype(theirs[column]):
            assert (ours[column].astype(float) == theirs[column].astype(float)).all(), column
        else:
            assert ours[column].fillna("").tolist() == theirs[column].fillna("").astype(str).tolist(), column
