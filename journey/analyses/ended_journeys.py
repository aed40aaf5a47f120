"""The single journeys behind a point of the curves of Time to goal: those that ended so by then."""

from __future__ import annotations

from typing import Any

from journey.analyses.behind import BehindList, behind
from journey.analyses.time_to_goal import attribute_column, ended_rows
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["ended_journeys"]


def ended_journeys(
    workspace: Workspace, scope: Scope, cause: int, within_s: float, by: str | None = None, value: str = "",
    top: int = 100,
) -> BehindList:  # fmt: skip
    """Journeys that ended in one way within a time of their start, by the moment they ended.

    Parameters
    ----------
    cause : int
        Its place in `time_to_goal.CAUSES`.
    by, value : str
        Only journeys with this value of an attribute.
    """
    with select(workspace, scope) as selection:
        _asked, applied = read_definitions(selection.cursor)
        column = attribute_column(selection, by)
        join = "" if by is None else "JOIN journey_attribute t ON t.journey = j.id"
        ended, values = ended_rows(applied.observed_end, applied.timeout_s)
        bound: dict[str, Any] = {**values, "cause": cause + 1, "within": round(within_s * 1e6), "value": value}
        rows = f"""
            SELECT j.id AS journey, j.time, NULL::INTEGER AS next
            FROM ({ended.format(journeys=selection.journeys)}) j {join}
            WHERE j.cause = $cause AND j.time <= j.started + to_microseconds($within)
              AND ($value = '' OR CAST({column} AS VARCHAR) = $value)"""
        selection.cursor.execute(f"CREATE OR REPLACE TEMP TABLE ended_so AS {rows}", bound)
        return behind(selection, "SELECT * FROM ended_so", [], top)
