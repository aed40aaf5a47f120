"""How far the customers behind the shares of metrics come again: two queries over the visits of the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from journey.analyses.again import NEVER, Again, of_a_share
from journey.analyses.metric_groups import Groups
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["VisitsAgain", "visits_again"]

_OF_JOURNEYS = {
    "lost": ("exits", "judged"), "conversion": ("converted", "judged"), "repeats": ("second", "first"),
    "escalated": ("escalates", "first"),
}  # fmt: skip
"""Share -> the columns of visits that it counts, and out of which: a journey brings one of each at most."""


class VisitsAgain:
    """Group and share -> how far its customers come again."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], Again] = {}

    def put(self, group: int, share: str, again: Again) -> None:
        """Keep one."""
        self._found[group, share] = again

    def of(self, group: int, share: str) -> Again:
        """One of them; `again.NEVER` where each customer comes once."""
        return self._found.get((group, share), NEVER)


def visits_again(workspace: Workspace, selection: Selection, told: Groups, visits: str, who: str) -> VisitsAgain:
    """How far customers come again, group by group.

    Parameters
    ----------
    visits : str
        The relation `metric_visits.visits`.
    who : str
        The relation `again.whose`.
    """
    place, members = ("m.place", f"JOIN {told.members} m ON m.id = v.journey") if told.of_journeys else ("v.node", "")
    bound = told.bound if told.of_journeys else {}
    only = selection.only("v.journey")
    found = VisitsAgain()
    with _contacts(workspace, selection, visits) as several:
        rows = selection.cursor.execute(
            f"""
            WITH per AS (
                SELECT {place} AS place, v.m, v.x FROM {several} v {members} {only}
                WHERE v.journey NOT IN (SELECT journey FROM {who})
                UNION ALL
                SELECT {place} AS place, sum(v.watched) AS m, sum(v.resolved) AS x
                FROM {visits} v {members} JOIN {who} w ON w.journey = v.journey {only}
                WHERE v.watched > 0 GROUP BY {place}, w.who
            )
            SELECT place, {of_a_share()} FROM per WHERE place IS NOT NULL GROUP BY place
            """,
            bound,
        ).fetchall()
    for group, *sums in rows:
        found.put(group, "resolved", Again.of(*sums))
    if not selection.run(f"SELECT 1 FROM {who} LIMIT 1"):
        return found
    names = sorted({name for pair in _OF_JOURNEYS.values() for name in pair})
    counts = ", ".join(f"count(*) FILTER (v.{name}) AS {name}" for name in names)
    rows = selection.cursor.execute(
        f"""
        WITH per AS (
            SELECT {place} AS place, {counts} FROM {visits} v {members} JOIN {who} w ON w.journey = v.journey {only}
            WHERE v.first OR v.second OR v.exits GROUP BY {place}, w.who
        )
        SELECT place, {", ".join(of_a_share(x, m) for x, m in _OF_JOURNEYS.values())}
        FROM per WHERE place IS NOT NULL GROUP BY place
        """,
        bound,
    ).fetchall()
    for group, *sums in rows:
        for at, share in enumerate(_OF_JOURNEYS):
            found.put(group, share, Again.of(*sums[4 * at : 4 * at + 4]))
    return found


@contextmanager
def _contacts(workspace: Workspace, selection: Selection, visits: str) -> Iterator[str]:
    """The relation (journey, node, m, x) of journeys with several contacts in one group: how many, and the resolved.

    A scope selects whole journeys, so that they are told once; a single contact adds nothing to `Again`.
    """

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(
            f"""CREATE TABLE {name} AS
                SELECT journey, node, sum(watched) AS m, sum(resolved) AS x FROM {visits} WHERE watched > 0
                GROUP BY journey, node HAVING sum(watched) > 1 ORDER BY journey"""
        )

    with workspace.relations.pinned("again", f"contacts {visits}", selection.cursor, make) as name:
        yield name
