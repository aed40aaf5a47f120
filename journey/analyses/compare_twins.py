"""Twins beside a difference of two groups: one journey of each, the same until they do what the groups differ in."""

from __future__ import annotations

from journey.analyses.compare import Difference
from journey.analyses.compare_groups import grouped
from journey.analyses.twins import Twins, lay_pairs, pairs_before, twins
from journey.scope import Scope
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["CompareTwins", "compare_twins"]

CompareTwins = tuple[tuple[Twins, ...], bool]
"""Pairs, and whether the affected one is of A."""


def compare_twins(workspace: Workspace, scope: Scope, a: Scope, b: Scope, row: Difference) -> CompareTwins:
    """Pairs of one journey of A and one of B that came the same way to the place of a difference.

    The affected one is of the group that does it more often (goes on there, comes here, leaves, waits longer, fails to
    reach the goal), and does it; its twin is of the other group, and does not.
    """
    gap = row.gap.value or 0.0
    more = 1 if (gap > 0) != (row.kind in ("conversion", "converted")) else 0
    with grouped(workspace, scope, a, b) as (selection, _groups):
        lay_pairs(selection, *_rows(selection, row, more))
        return twins(selection), more == 0


def _rows(selection: Selection, row: Difference, more: int) -> tuple[str, list[int]]:
    """The rows of `lay_pairs`; what ends well is not looked at, as the pair differs in what the row says."""
    side = f"g.side = {more}"
    came = f"""{selection.linked} e JOIN member g ON g.journey = e.journey
            JOIN {selection.journeys} j ON j.id = e.journey"""
    source, target = row.source if row.source is not None else -1, row.target if row.target is not None else -1
    if row.kind == "reach":
        visits = f"""SELECT e.journey, min(e.position) AS position, false AS done FROM {came}
            WHERE {side} AND e.node = {source} GROUP BY e.journey"""
        others = f"""SELECT g.journey, 1000000000 AS position, true AS done FROM member g
            WHERE NOT {side} AND g.journey NOT IN (
                SELECT journey FROM {selection.linked} WHERE node = {source})"""
        return pairs_before(selection, visits, others), []
    if row.kind == "transition":
        return (
            f"""SELECT e.journey, min(e.position) AS position, {side} AS hit, NOT {side} AS done FROM {came}
                WHERE e.node = ? AND ({side}) = (e.next = ?) AND (e.first_use OR NOT {side})
                GROUP BY e.journey, g.side""",
            [source, target],
        )
    if row.kind == "wait":
        return (
            f"""SELECT e.journey, e.position, {side} AS hit, NOT {side} AS done FROM {came}
                WHERE e.node = ? AND e.next = ? AND e.first_use
                  AND CASE WHEN {side} THEN e.wait >= ? ELSE e.wait <= ? END""",
            [source, target, *(_median_us(row, of) for of in (more, 1 - more))],
        )
    if row.kind == "exit":
        return (
            f"""SELECT e.journey, max(e.position) AS position, {side} AS hit, NOT {side} AS done FROM {came}
                WHERE e.node = ? AND j.mature AND j.outcome < 4 AND e.position < j.goal_position
                  AND ({side}) = (e.position <= j.exit_position AND j.exit_position < e.until)
                GROUP BY e.journey, g.side""",
            [source],
        )
    if row.kind in ("conversion", "converted"):
        where = "e.node = ?" if row.kind == "conversion" else "e.position = 0"
        return (
            f"""SELECT e.journey, min(e.position) AS position, {side} AS hit, j.converted AS done FROM {came}
                WHERE {where} AND j.mature AND j.outcome < 4 AND e.position < j.goal_position
                  AND ({side}) = (NOT j.converted) GROUP BY e.journey, g.side, j.converted""",
            [source] if row.kind == "conversion" else [],
        )
    where = "e.node = ?" if row.source is not None else "e.position = 0"
    return (
        f"""SELECT e.journey, min(e.position) AS position, {side} AS hit, NOT {side} AS done FROM {came}
            WHERE {where} GROUP BY e.journey, g.side""",
        [source] if row.source is not None else [],
    )


def _median_us(row: Difference, side: int) -> int:
    return round(1e6 * ((row.b if side else row.a).value or 0.0))
