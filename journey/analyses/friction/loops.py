"""Loops: ways that lead back to where they began, who runs them, how often, and what a run costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from journey.analyses.behind import BehindList, behind
from journey.analyses.friction.loop_runs import LONGEST, NONE, RING, Ring, ring_of, runs
from journey.analyses.interval import wilson
from journey.analyses.twins import Twins, lay_pairs, twins
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Loop", "Loops", "loop_journeys", "loop_twins", "loops"]

LEAST_JOURNEYS = 2
MOST_TRANSITIONS = 400
MOST = 200


@dataclass(frozen=True)
class Loop:
    """A cycle of the transition graph that journeys run, from any of its touchpoints directly back to it.

    Attributes
    ----------
    touchpoints : tuple of str
        In order, from where most runs begin; one of them alone is a touchpoint repeated at once.
    journeys, runs : int
        Journeys that run it, and how often in all.
    most : int
        Runs of the journey with most.
    time_s : float
        Median time of a run.
    contacts : float
        Mean contacts with a person in a run.
    cost : float or None
        Mean cost of a run, in the log's money; None where the log has none.
    conversion, others : Interval
        Completed within the horizon, of the mature journeys that run it before any goal, and of those that come to its
        first touchpoint and do not; blank without a goal.
    """

    touchpoints: tuple[str, ...]
    journeys: int
    runs: int
    most: int
    time_s: float
    contacts: float
    cost: float | None
    conversion: Interval
    others: Interval


@dataclass(frozen=True)
class Loops:
    """All loops of a scope, those most journeys run first.

    Attributes
    ----------
    journeys : int
        In scope.
    looping : int
        Journeys with a run of any of them.
    time_s : float
        Spent in runs, all together.
    cycles : int
        Cycles that the graph of transitions has, run or not.
    """

    loops: tuple[Loop, ...]
    journeys: int
    looping: int
    time_s: float
    cycles: int


def loops(workspace: Workspace, scope: Scope) -> Loops:
    """The loops of a scope.

    The cycles of at most four touchpoints are enumerated on the graph of transitions (its strongest 400, each of two
    journeys or more); what journeys run of them is counted (`loop_runs.runs`). Each run counts once, at the event it
    begins with; a run that goes on round counts again.

    References
    ----------
    Gupta and Suzumura (2021), Finding all bounded-length simple cycles in a directed graph (networkx).
    """
    with select(workspace, scope) as selection, runs(workspace, selection) as laid:
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        cycles = _cycles(selection)
        first = _firsts(selection, laid, cycles)
        _lay_loops(selection, laid, first)
        others = _others(selection)
        listed = [
            _loop(tuple(names[node] for node in _turned(ring, first[ring])), values, others.get(number, (0, 0)))
            for (number, *values), ring in zip(_figures(selection), first, strict=True)
        ]
        listed.sort(key=lambda loop: (-loop.journeys, -loop.runs, loop.touchpoints))
        (journeys,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        looping, time_s = selection.run("SELECT count(DISTINCT journey), coalesce(sum(time), 0) / 1e6 FROM run")[0]
        return Loops(tuple(listed[:MOST]), journeys, looping, float(time_s), len(cycles))


def loop_journeys(workspace: Workspace, scope: Scope, touchpoints: tuple[str, ...], top: int = 50) -> BehindList:
    """Journeys that run a loop, by the time of their first run.

    Raises
    ------
    WrongInput
        No such touchpoint.
    """
    with select(workspace, scope) as selection, runs(workspace, selection) as laid:
        rows = f"""
            WITH ran AS (
                SELECT r.journey, min(r.position) AS position FROM {laid} r {selection.only("r.journey")}
                WHERE {_IS} GROUP BY r.journey
            )
            SELECT r.journey, e.time, e.next FROM ran r
            JOIN {selection.linked} e ON e.journey = r.journey AND e.position = r.position"""
        return behind(selection, rows, _filled(ring_of(_way(selection, touchpoints))), top)


def loop_twins(
    workspace: Workspace, scope: Scope, touchpoints: tuple[str, ...], better: bool = False
) -> tuple[Twins, ...]:
    """Pairs that came the same way to the touchpoint a loop begins with, one that runs it from there and one that never
    does; both judged, and before any goal. `better`: those who run it reach the goal more often."""
    with select(workspace, scope) as selection, runs(workspace, selection) as laid:
        way = _way(selection, touchpoints)
        rows = f"""
            WITH ran AS (SELECT journey, position, begin FROM {laid} WHERE {_IS}),
            began AS (
                SELECT r.journey, min(r.position) AS position, any_value(j.converted) AS done
                FROM ran r JOIN {selection.journeys} j ON j.id = r.journey
                WHERE r.begin = ? AND j.mature AND j.outcome < 4 AND r.position < j.goal_position GROUP BY r.journey
            )
            SELECT journey, position, true AS hit, done FROM began
            UNION ALL
            SELECT e.journey, e.position, false, j.converted
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.node = ? AND e.first_visit AND e.position < j.goal_position AND j.mature AND j.outcome < 4
              AND e.journey NOT IN (SELECT journey FROM ran)"""
        lay_pairs(selection, rows, [*_filled(ring_of(way)), way[0], way[0]])
        return twins(selection, better=better)


_IS = " AND ".join(f"{column} = ?" for column in RING.split(", "))


def _filled(ring: Ring) -> list[int]:
    """The values of the columns of a ring."""
    return [*ring, *[NONE] * (LONGEST - len(ring))]


def _way(selection: Selection, touchpoints: tuple[str, ...]) -> Ring:
    number = {name: node for node, name in selection.run(f"SELECT id, name FROM {selection.nodes}")}
    if not set(touchpoints) <= set(number):
        raise WrongInput(_("This log has no such loop."), _("Go back to the list."))
    return tuple(number[name] for name in touchpoints)


def _turned(ring: Ring, first: int) -> Ring:
    """A loop told from one of its nodes.

    >>> _turned((1, 2, 3), 3)
    (3, 1, 2)
    """
    at = ring.index(first)
    return ring[at:] + ring[:at]


def _cycles(selection: Selection) -> set[Ring]:
    moves = selection.run(
        f"""SELECT node, next FROM {selection.events} WHERE next >= 0
            GROUP BY node, next HAVING count(*) FILTER (first_use) >= {LEAST_JOURNEYS}
            ORDER BY count(*) DESC, node, next LIMIT {MOST_TRANSITIONS}"""
    )
    return {ring_of(tuple(cycle)) for cycle in nx.simple_cycles(nx.DiGraph(moves), length_bound=LONGEST)}


def _firsts(selection: Selection, laid: str, cycles: set[Ring]) -> dict[Ring, int]:
    """The loops that are run, each with the node that most of its runs begin with, in their order."""
    rows = selection.run(
        f"SELECT {RING}, begin, count(*) FROM {laid} r {selection.only('r.journey')} GROUP BY {RING}, begin"
    )
    begun: dict[Ring, list[tuple[int, Ring]]] = {}
    for *nodes, begin, n in rows:
        ring = tuple(node for node in nodes if node != NONE)
        if ring in cycles:
            begun.setdefault(ring, []).append((n, _turned(ring, begin)))
    return {ring: max(begun[ring])[1][0] for ring in sorted(begun)}


def _lay_loops(selection: Selection, laid: str, first: dict[Ring, int]) -> None:
    """``run``: the runs in scope of the loops, by number, with what is judged of them."""
    columns = [list(column) for column in zip(*map(_filled, first), strict=True)] or [[] for _column in range(LONGEST)]
    known = ", ".join(f"unnest(?::INTEGER[]) AS {name}" for name in [*RING.split(", "), "first", "number"])
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE run AS
        SELECT k.number, k.first, r.journey, r.time, r.contacts, r.cost, j.converted,
               j.mature AND j.outcome < 4 AND r.position < j.goal_position AS judged
        FROM {laid} r JOIN {selection.journeys} j ON j.id = r.journey JOIN (SELECT {known}) k USING ({RING})
        """,
        [*columns, list(first.values()), list(range(len(first)))],
    )


def _figures(selection: Selection) -> list[tuple[Any, ...]]:
    """Of each loop: number, journeys, runs, most, time, contacts, cost, judged, converted."""
    return selection.run(
        f"""
        WITH by_journey AS (
            SELECT number, journey, count(*) AS runs, bool_or(judged) AS judged, any_value(converted) AS converted
            FROM run GROUP BY number, journey
        ), counted AS (
            SELECT number, count(*) AS journeys, sum(runs)::BIGINT AS runs, max(runs) AS most,
                   count(*) FILTER (judged) AS judged, count(*) FILTER (judged AND converted) AS converted
            FROM by_journey GROUP BY number
        ), costs AS (
            SELECT number, {median("time")} / 1e6 AS time, avg(contacts) AS contacts, avg(cost) AS cost
            FROM run GROUP BY number
        )
        SELECT number, journeys, runs, most, time, contacts, cost, judged, converted
        FROM counted JOIN costs USING (number) ORDER BY number
        """
    )


def _others(selection: Selection) -> dict[int, tuple[int, int]]:
    """By number: the judged journeys that come to a loop's first touchpoint and never run it, and those that
    complete. All that come there, without those that run it: they come there, too."""
    came = f"""
        SELECT e.journey, e.node, j.converted FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
        WHERE e.first_visit AND e.position < j.goal_position AND j.mature AND j.outcome < 4"""
    rows = selection.run(
        f"""
        WITH loop AS (SELECT DISTINCT number, first FROM run),
        came AS MATERIALIZED ({came} AND e.node IN (SELECT first FROM loop)),
        here AS (SELECT node, count(*) AS n, count(*) FILTER (converted) AS done FROM came GROUP BY node),
        ran AS (
            SELECT r.number, count(*) AS n, count(*) FILTER (c.converted) AS done
            FROM (SELECT DISTINCT number, first, journey FROM run) r
            JOIN came c ON c.journey = r.journey AND c.node = r.first GROUP BY r.number
        )
        SELECT l.number, h.n - coalesce(r.n, 0), h.done - coalesce(r.done, 0)
        FROM loop l JOIN here h ON h.node = l.first LEFT JOIN ran r ON r.number = l.number
        """
    )
    return {number: (n, done) for number, n, done in rows}


def _loop(
    touchpoints: tuple[str, ...], values: Sequence[Any],
    others: tuple[int, int],
) -> Loop:  # fmt: skip
    journeys, runs, most, time_s, contacts, cost, judged, converted = values
    return Loop(
        touchpoints, journeys, runs, most, time_s, contacts, cost, wilson(converted, judged),
        wilson(others[1], others[0]),
    )  # fmt: skip
