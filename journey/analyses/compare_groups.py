"""Two groups of journeys side by side: who is in which, what was counted of each, and the journeys behind a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from journey.analyses.behind import BehindList, behind
from journey.analyses.clustered import Sums
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Groups", "Side", "compare_journeys", "counted", "grouped"]

Side = Literal[0, 1]
Key = tuple[str, str, int, int]
"""Kind, name of a score or metric, source node, target node (-1 where there is none)."""


@dataclass(frozen=True)
class Groups:
    """Who is compared.

    Attributes
    ----------
    journeys, customers : tuple of (int, int)
        On each side.
    overlap : int
        Journeys that both scopes select: they are on neither side.
    young : tuple of (int, int)
        Journeys of each too young to be judged, left out.
    """

    journeys: tuple[int, int]
    customers: tuple[int, int]
    overlap: int
    young: tuple[int, int]


@contextmanager
def grouped(workspace: Workspace, scope: Scope, a: Scope, b: Scope) -> Iterator[tuple[Selection, Groups]]:
    """Make the temporary table `member` (journey, customer, side): the journeys in scope that only a or only b selects.

    Where there is a goal only mature journeys count: in younger ones much has not happened yet.
    """
    with (
        select(workspace, scope) as selection,
        select(workspace, a.selection()) as in_a,
        select(workspace, b.selection()) as in_b,
    ):
        selection.cursor.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE member AS
            WITH sided AS (
                SELECT s.id AS journey, x.id IS NOT NULL AS in_a, y.id IS NOT NULL AS in_b
                FROM {selection.journeys} s LEFT JOIN {in_a.journeys} x ON x.id = s.id
                LEFT JOIN {in_b.journeys} y ON y.id = s.id
            )
            SELECT m.journey, dense_rank() OVER (ORDER BY j.customer) AS customer,
                   CASE WHEN in_a AND in_b THEN 2
                        WHEN NOT (j.mature OR j.outcome > 3) THEN CASE WHEN in_a THEN 3 ELSE 4 END
                        WHEN in_a THEN 0 ELSE 1 END AS side
            FROM sided m JOIN journey j ON j.id = m.journey WHERE in_a OR in_b
            """
        )
        counts = dict.fromkeys(range(5), (0, 0))
        rows = selection.run("SELECT side, count(*), count(DISTINCT customer) FROM member GROUP BY side")
        counts |= {side: (journeys, customers) for side, journeys, customers in rows}
        selection.cursor.execute("DELETE FROM member WHERE side > 1")
        yield (
            selection,
            Groups(
                (counts[0][0], counts[1][0]), (counts[0][1], counts[1][1]), counts[2][0], (counts[3][0], counts[4][0])
            ),
        )


_BEFORE_END = "AND e.position < j.goal_position AND (j.outcome <> 1 OR e.position <= j.exit_position)"


def counted(selection: Selection, *, before_end: bool = False) -> dict[Key, dict[int, Sums]]:
    """Every share and mean that is compared, from the table `member`: kind, name, source, target -> side -> sums.

    reach: journeys that come to a touchpoint, of all; transition: that go on directly to the target, of those that
    come to the source; exit and conversion: of the mature ones that come before any goal; metric: per journey; score:
    per answer. The kind "converted" is the conversion of the whole group.

    Parameters
    ----------
    before_end : bool
        Look only at what came before the journey was completed or lost.
    """
    until = _BEFORE_END if before_end else ""
    columns = "sum(x), sum(m), sum(x * x), sum(x * m), sum(m * m), count(*) FILTER (m > 0)"
    rows = selection.run(
        f"""
        WITH happened AS (
            SELECT g.side, g.customer, e.journey, e.position, e.until, e.node, e.next, e.first_visit, e.first_use,
                   e.cost, e.first_visit AND j.mature AND e.position < j.goal_position AND j.outcome < 4 AS judged,
                   j.converted, e.position <= j.exit_position AND j.exit_position < e.until AND j.mature AS exits
            FROM {selection.linked} e JOIN member g ON g.journey = e.journey
            JOIN {selection.journeys} j ON j.id = e.journey {until}
        ), person AS (
            SELECT g.side, g.customer, count(*) AS m, count(*) FILTER (j.mature AND j.outcome < 4) AS judged,
                   count(*) FILTER (j.mature AND j.converted) AS converted
            FROM member g JOIN {selection.journeys} j ON j.id = g.journey GROUP BY g.side, g.customer
        ), visit AS (
            SELECT side, customer, node, count(*) FILTER (first_visit) AS visits, count(*) FILTER (judged) AS judged,
                   count(*) FILTER (judged AND converted) AS converted, count(*) FILTER (exits) AS exits
            FROM happened GROUP BY side, customer, node
        ), used AS (
            SELECT side, customer, node, next, count(*) FILTER (first_use) AS x FROM happened
            WHERE next >= 0 GROUP BY side, customer, node, next
        ), spent AS (
            SELECT side, customer, count(*) AS events, sum(cost) AS cost FROM happened GROUP BY side, customer
        ), fact AS (
            SELECT 'converted' AS kind, '' AS name, -1 AS source, -1 AS target, side, converted AS x, judged AS m
            FROM person WHERE judged > 0
            UNION ALL
            SELECT 'exit', '', node, -1, side, least(exits, judged), judged FROM visit WHERE judged > 0
            UNION ALL
            SELECT 'conversion', '', node, -1, side, converted, judged FROM visit WHERE judged > 0
            UNION ALL
            SELECT 'metric', 'events', -1, -1, p.side, coalesce(s.events, 0), p.m
            FROM person p LEFT JOIN spent s ON s.side = p.side AND s.customer = p.customer
            UNION ALL
            SELECT 'metric', 'cost', -1, -1, p.side, s.cost, p.m
            FROM person p JOIN spent s ON s.side = p.side AND s.customer = p.customer WHERE s.cost IS NOT NULL
            UNION ALL
            SELECT 'score', z.name, e.node, -1, e.side, sum(w.value), count(*)
            FROM answer w JOIN score z ON z.id = w.score
            JOIN happened e ON e.journey = w.journey AND e.position <= w.position AND w.position < e.until
            GROUP BY z.name, e.node, e.side, e.customer
            -- Of those who do not come, only the customers are known: their m is added below.
            UNION ALL
            SELECT 'came', '', v.node, -1, v.side, v.visits, p.m
            FROM visit v JOIN person p ON p.side = v.side AND p.customer = v.customer
            UNION ALL
            SELECT 'all', '', -1, -1, side, m, m FROM person
            UNION ALL
            SELECT 'visits', '', node, -1, side, visits, visits FROM visit
            UNION ALL
            SELECT 'used', '', u.node, u.next, u.side, u.x, v.visits
            FROM used u JOIN visit v ON v.side = u.side AND v.customer = u.customer AND v.node = u.node
        )
        SELECT kind, name, source, target, side, {columns} FROM fact
        GROUP BY kind, name, source, target, side ORDER BY kind, name, source, target, side
        """
    )
    found: dict[Key, dict[int, Sums]] = {}
    for kind, name, source, target, side, x, m, xx, xm, mm, customers in rows:
        sums = Sums(float(x), float(m), float(xx), float(xm), float(mm), customers)
        found.setdefault((kind, name, source, target), {})[side] = sums
    return _completed(found)


def _completed(found: dict[Key, dict[int, Sums]]) -> dict[Key, dict[int, Sums]]:
    """Give shares their whole denominators, and a side that has none of something its zero."""
    done = {key: sides for key, sides in found.items() if key[0] not in ("came", "all", "visits", "used")}
    everybody = found.get(("all", "", -1, -1), {})
    for (kind, _name, source, target), sides in found.items():
        if kind not in ("came", "used"):
            continue
        of = everybody if kind == "came" else found["visits", "", source, -1]
        done["reach" if kind == "came" else "transition", "", source, target] = {
            side: Sums(one.x if one else 0, of[side].m, one.xx if one else 0, one.xm if one else 0, of[side].mm,
                       of[side].customers)
            for side in (0, 1) if side in of for one in [sides.get(side)]
        }  # fmt: skip
    return done


def compare_journeys(
    workspace: Workspace, scope: Scope, a: Scope, b: Scope, side: Side, source: int | None, target: int | None,
    top: int = 100,
) -> BehindList:  # fmt: skip
    """The journeys of one side that come to a touchpoint, or go from it directly to another; all of them without."""
    with grouped(workspace, scope, a, b) as (selection, _groups):
        places = {"e.node": source, "e.next": target}
        where = " ".join(f"AND {column} = ?" for column, node in places.items() if node is not None)
        values = [node for node in places.values() if node is not None]
        rows = f"""
            SELECT e.journey, min(e.time) AS time, arg_min(e.next, e.position) AS next
            FROM {selection.linked} e JOIN member g ON g.journey = e.journey
            JOIN {selection.journeys} j ON j.id = e.journey {_BEFORE_END if a.outcomes or b.outcomes else ""}
            WHERE g.side = {int(side)} {where} GROUP BY e.journey"""
        return behind(selection, rows, values, top)
