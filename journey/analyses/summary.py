"""The journeys of a scope in four figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journey.analyses.again import clustered_share, reaching_again, whose
from journey.model import Interval
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["Summary", "summary"]


@dataclass(frozen=True)
class Summary:
    """What is in scope.

    Attributes
    ----------
    first, last : datetime or None
        First and last event, UTC; None where no journey is in scope.
    conversion : Interval
        Completed within the horizon, of the mature journeys; blank without a goal.
    """

    journeys: int
    customers: int
    first: datetime | None
    last: datetime | None
    conversion: Interval


def summary(workspace: Workspace, scope: Scope | None = None) -> Summary:
    """Count journeys and customers, and how many reach the goal."""
    with select(workspace, scope or Scope()) as selection, whose(workspace, selection.cursor) as who:
        journeys, customers, first, last, judged, converted = selection.run(
            f"""
            WITH chosen AS (SELECT id FROM {selection.journeys})
            SELECT count(*), count(DISTINCT j.customer), min(j.started), max(j.ended),
                   count(*) FILTER (j.mature AND j.outcome < 4),
                   count(*) FILTER (j.mature AND j.outcome < 4 AND j.converted)
            FROM journey j JOIN chosen c ON c.id = j.id
            """
        )[0]
        again = reaching_again(selection, who)
    return Summary(journeys, customers, first, last, clustered_share(converted, judged, again))
