"""Days, weeks and months of a log: where they begin, and which of them the log holds whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from journey.store.workspace import Workspace

__all__ = ["PERIODS", "Length", "Period", "before", "last_complete", "periods"]

Length = Literal["day", "week", "month"]
PERIODS: tuple[Length, ...] = ("day", "week", "month")


@dataclass(frozen=True)
class Period:
    """From the day `start` to before the day `end`.

    Attributes
    ----------
    complete : bool
        Whether the log holds all of its days: it begins before it, and ends on its last day or later.
    """

    start: date
    end: date
    complete: bool


def periods(first: datetime, last: datetime, length: Length) -> tuple[Period, ...]:
    """The periods of a log from its first event to its last; weeks begin on Monday.

    Examples
    --------
    >>> found = periods(datetime(2026, 1, 5, 9), datetime(2026, 1, 20, 18), "week")
    >>> [(str(one.start), one.complete) for one in found]
    [('2026-01-05', True), ('2026-01-12', True), ('2026-01-19', False)]
    """
    found = []
    start = _begin(first.date(), length)
    while start <= last.date():
        end = _next(start, length)
        found.append(Period(start, end, start >= first.date() and end <= last.date() + timedelta(days=1)))
        start = end
    return tuple(found)


def last_complete(workspace: Workspace, length: Length) -> Period | None:
    """The last period that the log holds whole."""
    first, last = workspace.one("SELECT min(started), max(ended) FROM journey")
    return next((one for one in reversed(periods(first, last, length)) if one.complete), None)


def before(start: date, length: Length, n: int) -> date:
    """The start of the n-th period before the one that starts then.

    Examples
    --------
    >>> before(date(2026, 3, 1), "month", 2)
    datetime.date(2026, 1, 1)
    """
    for _turn in range(n):
        start = _begin(start - timedelta(days=1), length)
    return start


def _begin(day: date, length: Length) -> date:
    if length == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if length == "month" else day


def _next(start: date, length: Length) -> date:
    if length == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if length == "week" else 1)
