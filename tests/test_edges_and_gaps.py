"""Journeys cut by the log's edges, and silences that make journeys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.ingest.edges import cut_at_edges
from journey.ingest.entities import number_entities
from journey.ingest.gaps import GAPS, episodes, gap_choices, valley

BEGIN = datetime(2026, 1, 1)
Row = tuple[str, str, float]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def parsed(connection: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    """Rows like ("a", "Ask", 3.5): entity, touchpoint, days since the beginning."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE parsed "
        "(entity VARCHAR, customer VARCHAR, touchpoint VARCHAR, time TIMESTAMP, reason VARCHAR)"
    )
    values = [(who, who, what, BEGIN + timedelta(days=days), None) for who, what, days in rows]
    connection.executemany("INSERT INTO parsed VALUES (?, ?, ?, ?, ?)", values)
    number_entities(connection, customer=True)


def test_journeys_that_begin_or_end_oddly_at_an_edge_seem_cut(connection: duckdb.DuckDBPyConnection) -> None:
    # 50 journeys over 100 days, Ask at first and Buy half a day later; the first tenth ends at day 10.
    rows = [row for n in range(50) for row in ((f"j{n}", "Ask", n * 2), (f"j{n}", "Buy", n * 2 + 0.5))]
    rows += [("early", "Check", 1.0), ("early", "Buy", 2.0)]  # no other journey begins with Check
    rows += [("late", "Ask", 97.0), ("late", "Check", 98.2)]  # and none ends with it
    rows += [("middle", "Check", 50.0), ("middle", "Check", 51.0)]  # odd, but no edge is near
    parsed(connection, rows)
    # Of the 45 + journeys that do not begin early, "middle" is 2 %: Check is a usual start then, so it is left out.
    assert cut_at_edges(connection) == (0, 0)
    parsed(connection, [row for row in rows if row[0] != "middle"])
    assert cut_at_edges(connection) == (1, 1)


def test_where_there_is_little_to_learn_from_nothing_is_claimed(connection: duckdb.DuckDBPyConnection) -> None:
    parsed(connection, [("a", "Check", 0.0), ("b", "Ask", 5.0), ("c", "Ask", 10.0)])
    assert cut_at_edges(connection) == (0, 0)
    parsed(connection, [(f"j{n}", "Ask", 1.0) for n in range(50)])  # a log of one moment
    assert cut_at_edges(connection) == (0, 0)


times = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 400).map(lambda days: round(days, 4))), min_size=1)


@given(times)
def test_a_gap_makes_a_journey_more_after_every_longer_silence(
    connection: duckdb.DuckDBPyConnection, times: list[tuple[str, float]]
) -> None:
    parsed(connection, [(who, "Visit", days) for who, days in times])
    moments = {who: sorted(BEGIN + timedelta(days=d) for other, d in times if other == who) for who, _days in times}
    silences = [(later - sooner) / timedelta(seconds=1) for row in moments.values() for sooner, later in pairwise(row)]
    choices = gap_choices(connection)
    assert [choice.seconds for choice in choices] == list(GAPS)
    for choice in choices:
        longer = sum(silence > choice.seconds for silence in silences)
        assert (choice.waits_beyond, choice.journeys) == (longer, len(moments) + longer)
        assert episodes(connection, float(choice.seconds)) == choice.journeys
    found = valley(choices, len(silences))
    assert found is None or found in GAPS
