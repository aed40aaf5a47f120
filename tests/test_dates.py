"""Times: which way they are written, and what they mean in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.ingest.dates import UTC, detect, time_expression


def read(values: Sequence[str | None], format: str | None, zone: str = "UTC", session: str = "UTC") -> list[str | None]:
    with duckdb.connect() as connection:
        connection.execute(f"SET timezone = '{session}'")
        connection.execute("CREATE TABLE given (n INTEGER, text VARCHAR)")
        connection.executemany("INSERT INTO given VALUES (?, ?)", [[n, value] for n, value in enumerate(values)])
        sql = time_expression("text", format, "?")
        rows = connection.execute(f"SELECT {sql} FROM given ORDER BY n", [zone] * sql.count("?")).fetchall()
    return [row[0].isoformat() if row[0] else None for row in rows]


@pytest.mark.parametrize(
    "text, format, utc",
    [
        ("2026-03-04", None, "2026-03-04T00:00:00"),
        ("2026-03-04 10:11", None, "2026-03-04T10:11:00"),
        ("2026-03-04T10:11:12.123456", None, "2026-03-04T10:11:12.123456"),
        ("2026-03-04T10:11:12Z", None, "2026-03-04T10:11:12"),
        ("2026-03-04 10:11:12+0200", None, "2026-03-04T08:11:12"),
        ("2026-03-04 10:11:12.5-03:30", None, "2026-03-04T13:41:12.500000"),
        ("2014/10/22 11:15:41.000", None, "2014-10-22T11:15:41"),
        ("2026.03.04 10:11", "%Y.%m.%d %H:%M", "2026-03-04T10:11:00"),
        ("2026-03-04 10:11:12 +0200", "%Y-%m-%d %H:%M:%S %z", "2026-03-04T08:11:12"),
        ("2026-03-04 10:11:12 UTC", "%Y-%m-%d %H:%M:%S %Z", "2026-03-04T10:11:12"),
        ("2026-03-04T10:11:12,345", "%Y-%m-%dT%H:%M:%S,%f", "2026-03-04T10:11:12.345000"),
        ("20260304", "%Y%m%d", "2026-03-04T00:00:00"),
        ("20260304T101112", "%Y%m%dT%H%M%S", "2026-03-04T10:11:12"),
        ("22.10.2014 11:15", "%d.%m.%Y %H:%M", "2014-10-22T11:15:00"),
        ("22.10.2014, 1:15:16", "%d.%m.%Y, %H:%M:%S", "2014-10-22T01:15:16"),
        ("22.10.14 11:15:16Z", "%d.%m.%y %H:%M:%SZ", "2014-10-22T11:15:16"),
        ("22.10.2014 11:15+03:00", "%d.%m.%Y %H:%M%z", "2014-10-22T08:15:00"),
        ("10/22/2014 3:04 PM", "%m/%d/%Y %I:%M %p", "2014-10-22T15:04:00"),
        ("10/22/2014 12:04:05am", "%m/%d/%Y %I:%M:%S%p", "2014-10-22T00:04:05"),
        ("14 Mar 2026", "%d %b %Y", "2026-03-14T00:00:00"),
        ("14-MAR-2026 10:11", "%d-%b-%Y %H:%M", "2026-03-14T10:11:00"),
        ("March 14, 2026 10:11 PM", "%B %d, %Y %I:%M %p", "2026-03-14T22:11:00"),
        ("Sat, 14 Mar 2026 10:11:12 GMT", "%a, %d %b %Y %H:%M:%S %Z", "2026-03-14T10:11:12"),
        ("1773483072", "epoch_s", "2026-03-14T10:11:12"),
        ("1773483072.5", "epoch_s", "2026-03-14T10:11:12.500000"),
        ("1773483072345", "epoch_ms", "2026-03-14T10:11:12.345000"),
        ("1773483072345678", "epoch_us", "2026-03-14T10:11:12.345678"),
    ],
)
def test_a_time_is_recognised_and_read(text: str, format: str | None, utc: str) -> None:
    guess = detect([text])
    assert (guess.format, guess.share, guess.ambiguous) == (format, 1.0, ())
    assert guess.examples == ((text, guess.examples[0][1]),)
    assert dt.datetime.fromisoformat(guess.examples[0][1]) == dt.datetime.fromisoformat(utc)
    assert read([text], format) == [utc]


# Both ways without a zone, the quick one and the cast, give the same: also where a time only looks plain.
@pytest.mark.parametrize("clock", ["10:00", "10:00:00", "10:00:00.123", "10:00:00.123456", "24:00:00", "10:00:61"])
@pytest.mark.parametrize("zone", ["", "Z", "+01", "-01:30", " UTC"])
@pytest.mark.parametrize("gap", [" ", "T"])
def test_a_plain_time_is_read_like_any_other(clock: str, zone: str, gap: str) -> None:
    text = f"2026-03-04{gap}{clock}{zone}"
    given_text = f"'{text}'"
    cast = f"make_timestamp(epoch_us(TRY_CAST('{text}' AS TIMESTAMPTZ)))"
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'UTC'")
        quick, slow = connection.execute(f"SELECT {time_expression(given_text, None, UTC)}, {cast}").fetchall()[0]
    assert quick == slow
    assert (quick is None) == (clock == "10:00:61")


@pytest.mark.parametrize(
    "text", ["call", "17", "2026", "infinity", "epoch", "2026-02-30", "12:30", "1.5", "2026-03-04x"]
)
def test_what_is_no_time(text: str) -> None:
    assert detect([text]).share == 0
    assert read([text], None) == [None]


@pytest.mark.parametrize("name", ["customer_id", "phone", "номер", "userId"])
def test_ids_that_look_like_times(name: str) -> None:
    assert detect(["1773483072", "1773483073"], name).share == 0
    assert detect(["20260304", "20260305"], name).share == 0
    assert detect(["1773483072", "1773483073"], "event_timestamp").share == 1


def test_nothing_given() -> None:
    assert detect([]) == detect([None, "", " "])
    assert detect([]).share == 0


@pytest.mark.parametrize(
    "values, format",
    [
        (["03/04/2026", "13/04/2026"], "%d/%m/%Y"),
        (["03/04/2026", "04/13/2026"], "%m/%d/%Y"),
        (["3-4-26 1:02", "3-14-26 1:02"], "%m-%d-%y %H:%M"),
    ],
)
def test_one_day_above_twelve_decides(values: list[str], format: str) -> None:
    guess = detect(values)
    assert (guess.format, guess.ambiguous, guess.share) == (format, (), 1.0)


def test_days_and_months_that_cannot_be_told_apart_are_asked() -> None:
    guess = detect(["03/04/2026", "05/06/2026 "] * 500)
    assert guess.ambiguous == ("%d/%m/%Y", "%m/%d/%Y")
    assert read(["03/04/2026"], guess.ambiguous[0]) == ["2026-04-03T00:00:00"]
    assert read(["03/04/2026"], guess.ambiguous[1]) == ["2026-03-04T00:00:00"]


def test_both_orders_in_one_column_are_asked_too() -> None:
    guess = detect(["13/04/2026", "04/13/2026", "14/04/2026"])
    assert guess.format == "%d/%m/%Y" and guess.share == pytest.approx(2 / 3)
    assert guess.ambiguous == ("%d/%m/%Y", "%m/%d/%Y")


def test_a_column_may_mix_ways_of_writing() -> None:
    values = ["22.10.2014", "23.10.2014 11:15", "2014-10-24T10:00:00+02:00", "2014-10-25", "oops"]
    guess = detect(values)
    assert guess.share == 0.8 and not guess.zoned
    assert read(values, guess.format, "Europe/Amsterdam") == [
        "2014-10-21T22:00:00",
        "2014-10-23T09:15:00",
        "2014-10-24T08:00:00",
        "2014-10-24T22:00:00",
        None,
    ]


@pytest.mark.parametrize("session", ["UTC", "America/New_York"])
def test_only_naive_times_take_the_zone_of_the_import(session: str) -> None:
    values = ["2026-07-01 12:00", "2026-07-01 12:00Z", "2026-01-01T12:00:00-05:00", "2026-01-01", None, ""]
    assert read(values, None, "Europe/Amsterdam", session) == [
        "2026-07-01T10:00:00",
        "2026-07-01T12:00:00",
        "2026-01-01T17:00:00",
        "2025-12-31T23:00:00",
        None,
        None,
    ]


@pytest.mark.parametrize(
    "values, zoned",
    [
        (["2026-07-01T12:00:00Z", "2026-07-01T12:00:00+02:00"], True),
        (["2026-07-01T12:00:00Z", "2026-07-01T12:00:00"], False),
        (["2026-07-01"], False),
        (["1773483072"], True),
    ],
)
def test_whether_times_name_their_zone(values: list[str], zoned: bool) -> None:
    assert detect(values).zoned is zoned


@pytest.mark.parametrize("format, marks", [(None, 1), ("%d.%m.%Y|iso", 1), ("%d.%m.%Y %z", 0), ("epoch_ms", 0)])
def test_the_zone_is_bound_once_at_most(format: str | None, marks: int) -> None:
    assert time_expression("x", format, "?").count("?") == marks


moments = st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2099, 12, 31))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))


@given(st.lists(st.tuples(moments, st.none() | offsets), min_size=1, max_size=5))
def test_iso_as_python_reads_it(given: list[tuple[dt.datetime, dt.timezone | None]]) -> None:
    times = [moment.replace(tzinfo=offset) for moment, offset in given]
    texts = [time.isoformat(" " if n % 2 else "T") for n, time in enumerate(times)]
    utc = [(time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC) for time in times]
    assert detect(texts).format is None
    assert read(texts, None) == [time.replace(tzinfo=None).isoformat() for time in utc]


@given(st.lists(moments, min_size=1, max_size=5), st.sampled_from(["%d.%m.%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"]))
def test_what_strftime_writes_is_read_back(times: list[dt.datetime], format: str) -> None:
    plain = [time.replace(microsecond=0) for time in times]
    texts = [time.strftime(format) for time in plain]
    guess = detect(texts)
    assert format in (guess.format, *guess.ambiguous)
    assert read(texts, format) == [time.isoformat() for time in plain]
