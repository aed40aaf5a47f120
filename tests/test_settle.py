"""The mapping without a person to ask: flags hold, the rest is guessed and told, open questions are refused."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from real_logs import LOGS

import journey
from journey.errors import WrongInput
from journey.ingest.settle import settle
from journey.ingest.source import Preview, frame_source, preview
from journey.model import Definitions, Grain, Mapping
from journey.store.workspace import Workspace

# Two journeys of one customer, with a start and an end of every event.
COLUMNS = ("case_id", "customer_id", "activity", "start_time", "end_time", "channel", "region")
ROWS = tuple(
    (f"c{n}", "ann", step, f"2026-01-0{n} 1{i}:00", f"2026-01-0{n} 1{i}:30", "web", "North")
    for n in (1, 2)
    for i, step in enumerate(("Ad", "Basket", "Pay"))
)


def seen(columns=COLUMNS, rows=ROWS):
    with duckdb.connect() as connection:
        source = frame_source(connection, pd.DataFrame(list(rows), columns=list(columns)))
    return Preview(source, tuple(rows), len(rows))


def settled(fixed=None, **of):
    mapping, _assumed = settle(seen(**of), fixed or {})
    return mapping


def test_without_flags_it_is_the_guess():
    mapping = settled()
    assert (mapping.journey, mapping.customer, mapping.touchpoint) == ("case_id", "customer_id", ("activity",))
    assert (mapping.time, mapping.end_time) == ("start_time", "end_time")
    assert mapping.grain is Grain.JOURNEY


def test_a_column_plays_one_part():
    mapping = settled({"touchpoint": ("channel",)})
    assert (mapping.touchpoint, mapping.channel) == (("channel",), None)
    assert "activity" in mapping.attributes
    mapping = settled({"attributes": ("activity",), "touchpoint": ("channel", "region")})
    assert (mapping.touchpoint, mapping.attributes, mapping.channel) == (("channel", "region"), ("activity",), None)


def test_another_time_does_not_keep_the_end_that_was_guessed():
    assert (settled({"time": "end_time"}).time, settled({"time": "end_time"}).end_time) == ("end_time", None)
    both = settled({"time": "end_time", "end_time": "start_time"})
    assert (both.time, both.end_time) == ("end_time", "start_time")
    assert settled({"time": "start_time"}).end_time == "end_time"


def test_the_guess_builds_on_what_is_given():
    columns = ("thing", "touchpoint", "time")
    rows = [("x", "A", "2026-01-01"), ("x", "B", "2026-01-02"), ("y", "A", "2026-01-03")]
    mapping = settled({"journey": "thing"}, columns=columns, rows=rows)
    assert (mapping.journey, mapping.touchpoint, mapping.time) == ("thing", ("touchpoint",), "time")


def test_a_gap_is_of_customers():
    mapping = settled({"gap_s": 1800.0})
    assert (mapping.grain, mapping.gap_s, mapping.customer, mapping.journey) == (Grain.GAP, 1800, "customer_id", None)
    with pytest.raises(WrongInput, match="nothing to split"):
        settled({"gap_s": 1800.0, "journey": "case_id"})


def test_a_customer_alone_is_assumed_and_told():
    columns, rows = [COLUMNS[1], *COLUMNS[2:4]], [row[1:4] for row in ROWS]
    mapping, assumed = settle(seen(columns, rows), {})
    assert (mapping.grain, mapping.customer) == (Grain.CUSTOMER, "customer_id")
    assert "customer_id" in assumed[0]
    mapping, assumed = settle(seen(columns, rows), {"customer": "customer_id"})
    assert (mapping.grain, assumed) == (Grain.CUSTOMER, ())


def test_dates_are_read_as_the_column_that_is_used_writes_them():
    columns = ("case", "activity", "time", "noted")
    rows = [("a", "X", "2026-01-01", "31/12/2025"), ("a", "Y", "2026-01-02", "01/01/2026")]
    assert settled(columns=columns, rows=rows).date_format is None
    assert settled({"time": "noted"}, columns=columns, rows=rows).date_format == "%d/%m/%Y"
    unclear = [("a", "X", "2026-01-01", "03/04/2026"), ("a", "Y", "2026-01-02", "01/02/2026")]
    with pytest.raises(WrongInput, match="--date-format"):
        settled({"time": "noted"}, columns=columns, rows=unclear)


def test_a_header_alone_is_told():
    with pytest.raises(WrongInput, match="no rows"):
        settle(seen(rows=()), {})


# The touchpoints of the complaints and the objects of the orders are for people to choose.
@pytest.mark.parametrize("name", [name for name in LOGS if name not in ("complaints", "orders")])
def test_the_real_logs_need_no_flags(name, shared_data, tmp_path):
    mapping, _assumed = settle(preview(shared_data / LOGS[name].file, workdir=tmp_path), {})
    expected = LOGS[name].mapped()
    assert (mapping.journey, mapping.touchpoint) == (expected.journey, expected.touchpoint)
    assert (mapping.time, mapping.end_time) == (expected.time, expected.end_time)
    assert mapping.channel == expected.channel


def test_a_frame_is_imported_from_python(tmp_path):
    log = pd.DataFrame(
        {
            "case_id": ["a", "a", "b"],
            "activity": ["Basket", "Pay", "Basket"],
            "time": pd.to_datetime(["2026-03-01 10:00", "2026-03-01 10:05", "2026-03-02 09:00"]),
        }
    )
    target = tmp_path / "shop.duckdb"
    imported = journey.import_log(log, target, definitions=Definitions(goals=("Pay",)))
    assert (imported.journeys, imported.events, imported.workspace) == (2, 3, "shop")
    with Workspace(target) as workspace:
        assert workspace.run("SELECT key, outcome FROM journey ORDER BY key") == [("a", 0), ("b", 3)]
    with pytest.raises(WrongInput, match="there already"):
        journey.import_log(log, target)
    renamed = log.rename(columns={"case_id": "q"})
    imported = journey.import_log(renamed, str(target), mapping={"journey": "q"}, replace_existing=True)
    assert imported.mapping["touchpoint"] == ("activity",)
    imported = journey.import_log(
        log, target, mapping=Mapping(journey="activity", touchpoint=("case_id",), time="time"), replace_existing=True
    )
    assert imported.journeys == 2
