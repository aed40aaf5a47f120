"""The quality report of a small log: every number counted by hand, and every example with its place in the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journey.ingest.load import Load
from journey.ingest.quality import Quality
from journey.model import Mapping

MAPPING = Mapping(journey="case", touchpoint=("step",), time="at")


def report(tmp_path: Path, text: str, mapping: Mapping = MAPPING) -> Quality:
    (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    with Load(tmp_path / "log.csv", tmp_path / "log.duckdb") as load:
        quality = load.check(mapping)
    assert Quality.from_json(quality.to_json()) == quality
    return quality


LOG = """case,step,at
a,Ask,2026-01-01 10:00
a,Call,2026-01-01 10:00
a,Mail,2026-01-01 10:00
a,Buy,2026-01-02 00:00
b,Ask,1989-12-31 23:59
b,Ask,1990-01-01 00:00
c,Ask,2999-01-01 09:00
d,Ask,2026-01-01 10:00
"""


def test_ties_times_and_single_events_are_counted(tmp_path: Path) -> None:
    found = report(tmp_path, LOG)
    # Call and Mail come at the moment of Ask; d's Ask is of another journey.
    assert (found.ties, found.duplicates) == (2, 0)
    # 1990 has begun at its first moment; the year 2999 is to come.
    assert (found.early, found.late) == (1, 1)
    assert found.midnight == 2 / 8
    assert found.single_event == 2  # c and d
    assert (found.read, found.kept, found.journeys) == (8, 8, 4)
    told = found.notes()
    for sentence in (
        "2 rows have the same time as another of their journey; they keep the order of the file.",
        "1 row is dated before 1990.",
        "1 row is dated after today.",
        "2 journeys have a single event.",
    ):
        assert sentence in told
    assert not any("dates without a time of day" in sentence for sentence in told)


def test_dates_without_a_time_of_day_are_told(tmp_path: Path) -> None:
    found = report(tmp_path, "case,step,at\na,Ask,2026-01-01\na,Buy,2026-01-02\n")
    assert found.midnight == 1.0
    assert "The times are dates without a time of day: waits are whole days." in found.notes()


def test_a_repeated_row_is_a_tie_too(tmp_path: Path) -> None:
    row = "a,Ask,2026-01-01 10:00\n"
    found = report(tmp_path, f"case,step,at\n{row * 3}a,Buy,2026-01-01 10:00\n")
    assert (found.ties, found.duplicates) == (3, 2)


BAD = """case,step,at,state,where
a,Ask,2026-01-01 10:00,complete,web
a,Buy,,complete,web
a,Buy,soon,complete,web
,Buy,2026-01-01 12:00,complete,web
a,,2026-01-01 13:00,complete,web
a,Buy,2026-01-01 14:00,start,web
a,Buy,2026-01-01 14:00,complete,shop
a,Buy
"""


def test_every_example_has_its_file_row_column_and_value(tmp_path: Path) -> None:
    mapping = replace(MAPPING, lifecycle="state", lifecycle_keep=("COMPLETE",), where=(("where", "web"),))
    found = report(tmp_path, BAD, mapping)
    assert {bad.reason: bad.examples for bad in found.rejections} == {
        "filtered": ((7, "state", "start"), (8, "where", "shop")),
        "malformed": ((9, "", "a,Buy"),),
        "no id": ((5, "case", ""),),
        "no time": ((3, "at", ""),),
        "no touchpoint": ((6, "step", ""),),
        "unreadable time": ((4, "at", "soon"),),
    }
    told = set(found.warnings())
    assert told >= {
        "2 rows left out: a filter leaves them out"
        " (log.csv: row 7, column state, value 'start'; row 8, column where, value 'shop').",
        "1 row left out: the row cannot be split into columns (log.csv: row 9, value 'a,Buy').",
        "1 row left out: no journey or customer id (log.csv: row 5, column case, empty).",
        "1 row left out: no time (log.csv: row 3, column at, empty).",
        "1 row left out: a time that cannot be read (log.csv: row 4, column at, value 'soon').",
    }


def test_of_many_rows_the_first_are_told(tmp_path: Path) -> None:
    long = "x" * 90
    found = report(tmp_path, f"case,step,at\na,Ask,2026-01-01\n{f'a,Buy,{long}{chr(10)}' * 7}")
    (sentence,) = (text for text in found.warnings() if "left out" in text)
    assert sentence.startswith("7 rows left out: a time that cannot be read (first in log.csv: row 3, column at, ")
    assert [f"row {n}," in sentence for n in range(2, 10)] == [False, *[True] * 5, False, False]
    assert long not in sentence and "x" * 59 + "…" in sentence


NAIVE, NAMED, SLASHED = "2026-01-01 10:00:00", "2026-01-01T10:00:00+01:00", "2026/01/01 10:00"


@pytest.mark.parametrize(
    ("times", "format", "counts", "told"),
    [
        ([NAMED, "2026-01-01 10:00Z", "2026-01-01 10:00+01"], None, (3, 0), "All times name their time zone."),
        (["1767261600", "1767261660"], "epoch_s", (2, 0), "All times name their time zone."),
        (
            [NAIVE, "2026-01-01", "2026-01-01T10:00", "2026-01-01 10:00:00.123", SLASHED, " 2026-01-01 10:00 "],
            None, (0, 6), "Times name no time zone; they are read as Europe/Berlin.",
        ),
        (["01.02.2026 10:00"], "%d.%m.%Y %H:%M", (0, 1), "Times name no time zone; they are read as Europe/Berlin."),
        (
            [NAIVE, NAMED, NAIVE, "2026-01-01 10:00:00-03", " 2026-01-01 10:00:00Z "], None, (3, 2),
            "2 of 5 times of 'at' name no time zone: those are read as Europe/Berlin,"
            " the others in the zone they name.",
        ),
        (
            # A short fraction with a zone is as long as a longer one without.
            [f"2026-03-04 10:00:00{end}" for end in (".123+00", ".12Z", ".12345Z", ".1+0100", ".123", ".123456")], None,
            (4, 2),
            "2 of 6 times of 'at' name no time zone: those are read as Europe/Berlin,"
            " the others in the zone they name.",
        ),
        (
            ["01.02.2026 10:00", "01.02.2026 10:00 +01:00"], "%d.%m.%Y %H:%M|%d.%m.%Y %H:%M %z", (1, 1),
            "1 of 2 times of 'at' name no time zone: those are read as Europe/Berlin,"
            " the others in the zone they name.",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC"])
def test_how_times_were_read(
    tmp_path: Path, times: list[str], format: str | None, counts: tuple[int, int], told: str, zone: str
) -> None:
    rows = "".join(f"a,Ask,{time}\n" for time in times)
    found = report(tmp_path, f"case,step,at\n{rows}", replace(MAPPING, date_format=format, timezone=zone))
    assert found.rejected == 0 and found.zones == {"at": counts}
    assert found.notes()[0] == told.replace("Europe/Berlin", zone)


def test_how_a_time_is_written_makes_no_other_row(tmp_path: Path) -> None:
    rows = "a,Ask,2026-01-01 10:00\na,Ask,2026-01-01T10:00Z\na,Ask,2026-01-01 11:00+01\na,Buy,2026-01-01 10:00\n"
    found = report(tmp_path, f"case,step,at\n{rows}", MAPPING)
    assert (found.duplicates, found.ties) == (2, 3)


def test_each_column_of_times_is_told_where_they_differ(tmp_path: Path) -> None:
    mapping = replace(MAPPING, time="from", end_time="to")
    found = report(tmp_path, f"case,step,from,to\na,Ask,{NAIVE},{NAMED}\na,Buy,,{NAMED}\n", mapping)
    assert found.zones == {"to": (2, 0), "from": (0, 1)}
    assert found.notes()[:2] == [
        "All times of 'to' name their time zone.",
        "Times of 'from' name no time zone; they are read as UTC.",
    ]


def test_a_report_of_old_says_nothing_of_zones(tmp_path: Path) -> None:
    plain = report(tmp_path, LOG).to_json()
    for later in ("zones", "timezone", "file"):
        del plain[later]
    old = Quality.from_json(plain)
    assert not any("zone" in sentence for sentence in old.warnings())
