"""Nothing is lost on the way in: what was imported can be read back, row by row."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest
from conftest import TIMES
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.ingest.load import Load
from journey.model import Grain, Mapping
from journey.store.workspace import Workspace

BEGIN = datetime(2020, 2, 29, 23, 59)

keys = st.sampled_from(["NA", "007", "7", "a b", "ид", "null", "NaN", "1e5", "true"]) | st.text("abcß#'\"%", min_size=1)
names = st.sampled_from(["NA", "1", "01", "Оплата", "A > B", "a,b", 'say "hi"', "None"])
instants = st.integers(0, 3_000_000).map(lambda n: BEGIN + timedelta(microseconds=n * 7919))
rows = st.lists(st.tuples(keys, names, instants), min_size=1, max_size=40)

MAPPING = Mapping(journey="key", touchpoint=("name",), time="when")


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    return tmp_path_factory.mktemp("encode") / "log.duckdb"


def frame(rows, columns=("key", "name", "when")):
    made = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return made.assign(when=[value.isoformat() if isinstance(value, datetime) else value for value in made["when"]])


def laid(rows, target, mapping=MAPPING):
    target.unlink(missing_ok=True)
    import_log(frame(rows), target, mapping=mapping)


def decoded(target):
    with Workspace(target) as workspace:
        return workspace.run(
            """SELECT j.key, t.name, e.time FROM event e JOIN journey j ON j.id = e.journey
               JOIN touchpoint t ON t.id = e.node ORDER BY e.row"""
        )


@given(rows)
def test_decoding_is_the_inverse_of_encoding(target, rows):
    laid(rows, target)
    assert decoded(target) == rows


@settings(max_examples=12 * TIMES)
@given(rows)
def test_events_stand_by_journey_time_and_file_order(target, rows):
    laid(rows, target)
    expected = {}
    for number, (key, name, when) in enumerate(rows):
        expected.setdefault(key, []).append((when, number, name))
    with Workspace(target) as workspace:
        found = workspace.run(
            """SELECT j.key, list(struct_pack(w := e.time, r := e.row, n := t.name) ORDER BY e.position),
                      list(e.position ORDER BY e.position), any_value(j.events), any_value(j.started),
                      any_value(j.ended)
               FROM event e JOIN journey j ON j.id = e.journey JOIN touchpoint t ON t.id = e.node GROUP BY j.key"""
        )
    assert len(found) == len(expected)
    for key, told, positions, events, started, ended in found:
        events_of_key = sorted(expected[key])
        assert [tuple(event.values()) for event in told] == events_of_key
        assert positions == list(range(events)) == list(range(len(events_of_key)))
        assert (started, ended) == (events_of_key[0][0], events_of_key[-1][0])


@settings(max_examples=12 * TIMES)
@given(rows, st.integers(1, 20_000))
def test_a_gap_cuts_where_the_silence_is_longer(target, rows, gap_s):
    mapping = Mapping(customer="key", touchpoint=("name",), time="when", grain=Grain.GAP, gap_s=float(gap_s))
    laid(rows, target, mapping)
    expected = {}
    for key in dict.fromkeys(key for key, _name, _when in rows):
        times = sorted(when for other, _name, when in rows if other == key)
        episode = 1
        for before, now in zip([times[0], *times], times, strict=False):
            episode += (now - before).total_seconds() > gap_s
            expected[f"{key} #{episode}"] = expected.get(f"{key} #{episode}", 0) + 1
    with Workspace(target) as workspace:
        assert dict(workspace.run("SELECT key, events FROM journey")) == expected


blank = st.sampled_from([None, "", "  "])
dirty = st.lists(
    st.tuples(keys | blank, names | blank, instants.map(datetime.isoformat) | blank | st.just("yesterday")),
    min_size=1,
    max_size=30,
)


@given(dirty, st.sampled_from(["", "NA", "1"]))
def test_kept_and_rejected_rows_are_the_rows_read(target, rows, wanted):
    where = (("name", wanted),) if wanted else ()
    mapping = Mapping(journey="key", touchpoint=("name",), time="when", where=where)
    good = [row for row in rows if all(value and value.strip() for value in row) and row[2] != "yesterday"]
    good = [row for row in good if not wanted or row[1] == wanted]
    with Load(frame(rows), target, replace=True) as load:
        quality = load.check(mapping)
        assert (quality.read, quality.kept, quality.rejected) == (len(rows), len(good), len(rows) - len(good))
        assert sum(rejection.rows for rejection in quality.rejections) == quality.rejected
        if good:
            imported = load.commit()
            assert (imported.read, imported.events, imported.rejected) == (len(rows), len(good), len(rows) - len(good))
        else:
            with pytest.raises(WrongInput):
                load.commit()


def test_columns_of_the_file_may_be_called_as_ours(target):
    columns = ("entity", "touchpoint", "time", "cost", "reason", "filtered", "raw_time", "customer")
    rows = [
        ("a", "X", "2026-01-01", "1.5", "r", "f", "q", "ann"),
        ("a", "", "2026-01-02", "x", "r", "f", "q", "ann"),
        ("", "Y", "2026-01-03", "2", "r", "f", "q", "ann"),
        ("b", "Y", "someday", "2", "r", "f", "q", "bob"),
        ("b", "Y", "", "2", "r", "f", "q", "bob"),
        ("b", "Z", "2026-01-04", "two", "r", "f", "q", "bob"),
    ]
    mapping = Mapping(
        journey="entity", customer="customer", touchpoint=("touchpoint",), time="time", cost="cost",
        attributes=("reason", "filtered", "raw_time"),
    )  # fmt: skip
    with Load(pd.DataFrame(rows, columns=columns), target, replace=True) as load:
        quality = load.check(mapping)
        assert {(r.reason, r.rows, r.examples[0][0]) for r in quality.rejections} == {
            ("no touchpoint", 1, 2), ("no id", 1, 3), ("unreadable time", 1, 4), ("no time", 1, 5),
        }  # fmt: skip
        assert quality.unreadable == {"cost": 1}
        load.commit()
    assert [(key, name) for key, name, _time in decoded(target)] == [("a", "X"), ("b", "Z")]


def test_blanks_of_a_frame_are_blank(target):
    log = pd.DataFrame(
        {
            "key": ["a", "a", None],
            "name": ["X", "Y", "Y"],
            "when": pd.to_datetime(["2026-01-01 00:00", "2026-01-02 10:00", "2026-01-03 00:00"]),
            "stars": [float("nan"), 4.0, 5.0],
            "cost": [1, None, 3],
        }
    )
    mapping = Mapping(journey="key", touchpoint=("name",), time="when", scores=("stars",), cost="cost")
    imported = import_log(log, target, mapping=mapping, replace_existing=True)
    assert (imported.events, imported.rejected) == (2, 1)
    with Workspace(target) as workspace:
        assert workspace.run("SELECT position, value FROM answer") == [(1, 4.0)]
        assert workspace.run("SELECT cost FROM event ORDER BY position") == [(1.0,), (None,)]


def test_numbers_as_ids_stay_as_they_are_written(target):
    log = pd.DataFrame({"key": [7, 7, 10], "name": [1, 2, 1], "when": ["2026-01-01", "2026-01-02", "2026-01-03"]})
    import_log(log, target, mapping=MAPPING, replace_existing=True)
    assert [(key, name) for key, name, _time in decoded(target)] == [("7", "1"), ("7", "2"), ("10", "1")]
