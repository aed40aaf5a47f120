"""Times in two columns, the date in one and the time of day in the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journey.__main__ import main
from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.ingest.roles import guess
from journey.ingest.wire import times_of
from journey.store.workspace import Workspace

ROWS = [
    "ticket;date;time;step",
    "A;13.04.2026;9:05;Call",
    "A;13.04.2026;17:30;Answer",
    "A;14.04.2026;;Close",  # no time of day: midnight
    "B;13.04.2026;10:15;Call",
    "B;;10:20;Answer",  # no date: cannot be read
]


def times(path: Path) -> list[tuple[str, str]]:
    with Workspace(path) as workspace:
        return [
            (step, at.isoformat(" "))
            for step, at in workspace.run(
                "SELECT t.name, e.time FROM event e JOIN touchpoint t ON t.id = e.node ORDER BY e.journey, e.position"
            )
        ]


def test_date_and_time_of_day_are_found_and_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tickets.csv").write_text("\n".join(ROWS))
    target = tmp_path / "w.duckdb"
    assert main(["import", str(tmp_path / "tickets.csv"), "--workspace", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["events"], told["rejected"]) == (5, 4, 1)
    assert (told["mapping"]["time"], told["mapping"]["clock"]) == ("date", "time")
    assert any("a time that cannot be read" in text and "'10:20'" in text for text in told["warnings"])
    assert times(target) == [
        ("Call", "2026-04-13 09:05:00"), ("Answer", "2026-04-13 17:30:00"), ("Close", "2026-04-14 00:00:00"),
        ("Call", "2026-04-13 10:15:00"),
    ]  # fmt: skip


def test_a_spreadsheets_dates_carry_midnight_and_the_zone_counts(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "case,begun,hour of day,step\nA,2026-07-01 00:00:00,10:15:30,Call\nA,2026-07-02 00:00:00,10:00:00,Mail\n"
    )
    import_log(
        tmp_path / "log.csv",
        tmp_path / "w.duckdb",
        mapping={"journey": "case", "touchpoint": ("step",), "time": "begun", "clock": "hour of day",
                 "timezone": "Europe/Amsterdam"},
    )  # fmt: skip
    assert times(tmp_path / "w.duckdb") == [("Call", "2026-07-01 08:15:30"), ("Mail", "2026-07-02 08:00:00")]


def test_day_or_month_first_is_asked_of_the_two_together(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("case,date,time,step\nA,03/04/2026,10:15 AM,Call\nA,05/04/2026,1:00 PM,Mail\n")
    target = tmp_path / "w.duckdb"
    with pytest.raises(WrongInput, match="03/04/2026 10:15 AM"):
        import_log(tmp_path / "log.csv", target)
    import_log(tmp_path / "log.csv", target, mapping={"date_format": "%m/%d/%Y %I:%M %p"})
    assert times(target) == [("Call", "2026-03-04 10:15:00"), ("Mail", "2026-05-04 13:00:00")]


def test_of_two_pairs_each_date_keeps_its_own_time_of_day() -> None:
    columns = ("case", "start date", "end date", "end time", "start time", "step")
    days = [f"2026-03-{4 + n:02d}" for n in range(21)]
    rows = [(str(n % 4), days[n], days[n + 1], "09:00", f"10:{n:02d}", "ab"[n % 2]) for n in range(20)]
    found = guess(columns, rows).mapping
    assert (found.time, found.clock, found.end_time) == ("start date", "start time", None)
    assert {"start date + start time", "end date + end time"} <= set(times_of(columns, rows))


def test_a_time_that_is_whole_needs_no_other_column() -> None:
    rows = [(str(n % 4), f"2026-03-04 08:{n:02d}", f"10:{n:02d}", "ab"[n % 2]) for n in range(20)]
    assert guess(("case", "timestamp", "opening hours", "step"), rows).mapping.clock is None
