"""Silences between the events of a customer, and how many journeys they would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import duckdb

__all__ = ["GAPS", "GapChoice", "episodes", "gap_choices", "valley"]

HOUR, DAY = 3_600, 86_400
GAPS = (
    *(60, 300, 900, 1_800, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR),
    *(DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY, 180 * DAY, 365 * DAY),
)
"""Seconds of silence that may end a journey: steps about even on a log scale, so that the counts between them draw."""


@dataclass(frozen=True)
class GapChoice:
    """What an inactivity gap would do: how many journeys it makes of the customers' events."""

    seconds: int
    journeys: int
    waits_beyond: int


def gap_choices(connection: duckdb.DuckDBPyConnection) -> tuple[GapChoice, ...]:
    """How many journeys each of `GAPS` makes, of the temporary tables `parsed` and `entity`."""
    counts = ", ".join(f"count(*) FILTER (wait > {gap * 1_000_000})" for gap in GAPS)
    beyond = connection.execute(f"{_SILENCES} SELECT {counts} FROM silence").fetchall()[0]
    customers = _customers(connection)
    return tuple(GapChoice(gap, customers + n, n) for gap, n in zip(GAPS, beyond, strict=True))


def episodes(connection: duckdb.DuckDBPyConnection, gap_s: float) -> int:
    """How many journeys a gap makes: one a customer, and one more after every longer silence."""
    query = f"{_SILENCES} SELECT count(*) FILTER (wait > ?) FROM silence"
    (longer,) = connection.execute(query, [gap_s * 1e6]).fetchall()[0]
    return _customers(connection) + int(longer)


def valley(choices: Sequence[GapChoice], waits: int) -> int | None:
    """The gap that lies where silences are rarest between two heaps of them: those within visits, and those between.

    Parameters
    ----------
    waits : int
        How many silences there are in all.

    Returns
    -------
    int or None
        Seconds; None where no length of silence is half as rare as the heaps on both sides of it.

    Examples
    --------
    >>> valley([GapChoice(60, 0, 50), GapChoice(3600, 0, 48), GapChoice(86400, 0, 8)], 100)
    60
    >>> valley([GapChoice(60, 0, 50), GapChoice(3600, 0, 20), GapChoice(86400, 0, 5)], 100) is None
    True
    """
    beyond = [waits, *(choice.waits_beyond for choice in choices), 0]
    counts = [more - less for more, less in pairwise(beyond)]
    found, deepest = None, 0
    for n in range(1, len(counts) - 1):
        heap = min(max(counts[:n]), max(counts[n + 1 :]))
        if counts[n] <= heap / 2 and heap - counts[n] > deepest:
            found, deepest = choices[n - 1].seconds, heap - counts[n]
    return found


_SILENCES = """
    WITH silence AS (
        SELECT date_diff('microsecond', time, lead(time, 1, time) OVER (PARTITION BY entity ORDER BY time)) AS wait
        FROM parsed WHERE reason IS NULL
    )
"""


def _customers(connection: duckdb.DuckDBPyConnection) -> int:
    # Where there are gaps to choose, the customer makes the entity.
    return int(connection.execute("SELECT count(*) FROM entity").fetchall()[0][0])
