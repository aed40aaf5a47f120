"""Loops: ways that lead back to where they began, who runs them, how often, and what a run costs."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from journey.analyses.assisted import contact_touchpoints
from journey.analyses.behind import BehindList, behind
from journey.analyses.interval import wilson
from journey.analyses.twins import Twins, lay_pairs, twins
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LONGEST", "Loop", "Loops", "canonical", "loop_journeys", "loop_twins", "loops"]

LONGEST = 4
"""Loops of more touchpoints are not looked for."""
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


def loops(workspace: Workspace, scope: Scope, *, longest: int = LONGEST) -> Loops:
    """The loops of a scope.

    The cycles of at most `longest` touchpoints are enumerated on the graph of transitions (its strongest 400, each of
    two journeys or more); a run is an event that is followed, directly and in order, by the others of the cycle and by
    the first again. Each run counts once, at the event it begins with; a run that goes on round counts again.

    References
    ----------
    Gupta and Suzumura (2021), Finding all bounded-length simple cycles in a directed graph (networkx).
    """
    with select(workspace, scope) as selection:
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        cycles = _cycles(selection, longest)
        _lay_runs(selection, longest)
        found = selection.run("SELECT way, count(*) FROM run GROUP BY way ORDER BY way")
        of = {tuple(way): canonical(tuple(way)) for way, _n in found}
        begins: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = {}
        for way, n in found:
            key = of[tuple(way)]
            begins[key] = max(begins.get(key, (0, ())), (n, tuple(way)))
        known = sorted({key for key in of.values() if key in cycles})
        number = {key: i for i, key in enumerate(known)}
        selection.run("CREATE OR REPLACE TEMP TABLE cycle (way INTEGER[], number INTEGER)")
        rows = [[list(way), number[key]] for way, key in of.items() if key in number]
        if rows:
            selection.cursor.executemany("INSERT INTO cycle VALUES (?, ?)", rows)
        listed = [
            _loop(tuple(names[node] for node in begins[known[i]][1]), values, others)
            for i, values, others in zip(*_figures(selection, [begins[key][1][0] for key in known]), strict=True)
        ]
        listed.sort(key=lambda loop: (-loop.journeys, -loop.runs, loop.touchpoints))
        (journeys,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        looping, time_s = selection.run(
            "SELECT count(DISTINCT journey), coalesce(sum(time), 0) / 1e6 FROM run JOIN cycle USING (way)"
        )[0]
        return Loops(tuple(listed[:MOST]), journeys, looping, float(time_s), len(cycles))


def loop_journeys(workspace: Workspace, scope: Scope, touchpoints: tuple[str, ...], top: int = 50) -> BehindList:
    """Journeys that run a loop, by the time of their first run.

    Raises
    ------
    WrongInput
        No such touchpoint.
    """
    with select(workspace, scope) as selection:
        way = _way(selection, touchpoints)
        _lay_runs(selection, len(touchpoints))
        turned = [way[i:] + way[:i] for i in range(len(way))]
        rows = f"""
            WITH ran AS (
                SELECT journey, min(position) AS position FROM run WHERE {" OR ".join(["way = ?"] * len(way))}
                GROUP BY journey
            )
            SELECT r.journey, e.time, e.next FROM ran r
            JOIN {selection.linked} e ON e.journey = r.journey AND e.position = r.position"""
        return behind(selection, rows, turned, top)


def loop_twins(
    workspace: Workspace, scope: Scope, touchpoints: tuple[str, ...], better: bool = False
) -> tuple[Twins, ...]:
    """Pairs that came the same way to the touchpoint a loop begins with, one that runs it from there and one that never
    does; both judged, and before any goal. `better`: those who run it reach the goal more often."""
    with select(workspace, scope) as selection:
        way = _way(selection, touchpoints)
        _lay_runs(selection, len(touchpoints))
        turned = [way[i:] + way[:i] for i in range(len(way))]
        any_turn = " OR ".join(["way = ?"] * len(way))
        rows = f"""
            WITH ran AS (SELECT DISTINCT journey FROM run WHERE {any_turn}),
            began AS (
                SELECT journey, min(position) AS position, any_value(converted) AS done FROM run
                WHERE way = ? AND mature AND before GROUP BY journey
            )
            SELECT journey, position, true AS hit, done FROM began
            UNION ALL
            SELECT e.journey, e.position, false, j.converted
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.node = ? AND e.first_visit AND e.position < j.goal_position AND j.mature AND j.outcome < 4
              AND e.journey NOT IN (SELECT journey FROM ran)"""
        lay_pairs(selection, rows, [*turned, way, way[0]])
        return twins(selection, better=better)


def _way(selection: Selection, touchpoints: tuple[str, ...]) -> list[int]:
    number = {name: node for node, name in selection.run(f"SELECT id, name FROM {selection.nodes}")}
    if not set(touchpoints) <= set(number):
        raise WrongInput(_("This log has no such loop."), _("Go back to the list."))
    return [number[name] for name in touchpoints]


def canonical(way: tuple[int, ...]) -> tuple[int, ...]:
    """A cycle, whichever of its nodes it was told from.

    >>> canonical((3, 1, 2)), canonical((1, 2, 3))
    ((1, 2, 3), (1, 2, 3))
    """
    first = way.index(min(way))
    return way[first:] + way[:first]


def _cycles(selection: Selection, longest: int) -> set[tuple[int, ...]]:
    moves = selection.run(
        f"""SELECT node, next FROM {selection.events} WHERE next >= 0
            GROUP BY node, next HAVING count(DISTINCT journey) >= {LEAST_JOURNEYS}
            ORDER BY count(*) DESC, node, next LIMIT {MOST_TRANSITIONS}"""
    )
    graph = nx.DiGraph(moves)
    return {canonical(tuple(cycle)) for cycle in nx.simple_cycles(graph, length_bound=longest)}


def _lay_runs(selection: Selection, longest: int) -> None:
    """``run``: journey, position, way (nodes), time (microseconds), contacts, cost, before (any goal)."""
    contacts = contact_touchpoints(selection)
    ahead = range(1, longest + 1)
    leads = ", ".join(
        f"lead(node, {k}, -1) OVER w AS n{k}, lead(time, {k}) OVER w AS t{k}, "
        f"sum(cost) OVER (PARTITION BY journey ORDER BY position ROWS BETWEEN 1 FOLLOWING AND {k} FOLLOWING) AS c{k}, "
        f"sum(contact) OVER (PARTITION BY journey ORDER BY position ROWS BETWEEN 1 FOLLOWING AND {k} FOLLOWING) AS s{k}"
        for k in ahead
    )
    runs = " UNION ALL ".join(
        f"""SELECT journey, position, [{", ".join(["node", *(f"n{i}" for i in range(1, k))])}] AS way,
                   date_diff('microsecond', time, t{k}) AS time, s{k} AS contacts, c{k} AS cost, converted, mature,
                   before
            FROM ahead WHERE n{k} = node{"".join(f" AND n{i} <> node" for i in range(1, k))}
            {"".join(f" AND n{i} <> n{j}" for i in range(1, k) for j in range(i + 1, k))}"""
        for k in ahead
    )
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE run AS
        WITH told AS (
            SELECT e.journey, e.position, e.node, e.time, e.cost, j.converted, j.mature AND j.outcome < 4 AS mature,
                   e.position < j.goal_position AS before,
                   CAST(e.node IN (SELECT unnest(?::INTEGER[])) AS INTEGER) AS contact
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
        ), ahead AS (
            SELECT *, {leads} FROM told WINDOW w AS (PARTITION BY journey ORDER BY position)
        )
        {runs}
        """,
        [contacts],
    )


def _figures(
    selection: Selection, firsts: list[int]
) -> tuple[list[int], list[tuple[int, int, int, float, float, float | None, int, int]], list[tuple[int, int]]]:
    """By number of the cycle: journeys, runs, most, time, contacts, cost, judged, converted; others, converted."""
    rows = selection.run(
        f"""
        WITH by_journey AS (
            SELECT c.number, r.journey, count(*) AS runs, bool_or(r.mature AND r.before) AS judged,
                   any_value(r.converted) AS converted
            FROM run r JOIN cycle c USING (way) GROUP BY c.number, r.journey
        ), counted AS (
            SELECT number, count(*) AS journeys, sum(runs)::BIGINT AS runs, max(runs) AS most,
                   count(*) FILTER (judged) AS judged, count(*) FILTER (judged AND converted) AS converted
            FROM by_journey GROUP BY number
        ), costs AS (
            SELECT c.number, {median("r.time")} / 1e6 AS time, avg(r.contacts) AS contacts, avg(r.cost) AS cost
            FROM run r JOIN cycle c USING (way) GROUP BY c.number
        )
        SELECT number, journeys, runs, most, time, contacts, cost, judged, converted
        FROM counted JOIN costs USING (number) ORDER BY number
        """
    )
    selection.run("CREATE OR REPLACE TEMP TABLE first_of (number INTEGER, node INTEGER)")
    if firsts:
        selection.cursor.executemany("INSERT INTO first_of VALUES (?, ?)", [list(pair) for pair in enumerate(firsts)])
    others = selection.run(
        f"""
        WITH came AS (
            SELECT f.number, e.journey FROM {selection.events} e JOIN first_of f ON f.node = e.node
            JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.first_visit AND e.position < j.goal_position AND j.mature AND j.outcome < 4
        ), ran AS (
            SELECT DISTINCT c.number, r.journey FROM run r JOIN cycle c USING (way)
        )
        SELECT f.number, count(j.id), count(j.id) FILTER (j.converted)
        FROM first_of f LEFT JOIN (SELECT * FROM came ANTI JOIN ran USING (number, journey)) o ON o.number = f.number
        LEFT JOIN {selection.journeys} j ON j.id = o.journey GROUP BY f.number ORDER BY f.number
        """
    )
    return [row[0] for row in rows], [tuple(row[1:]) for row in rows], [(n, done) for _number, n, done in others]


def _loop(
    touchpoints: tuple[str, ...], values: tuple[int, int, int, float, float, float | None, int, int],
    others: tuple[int, int],
) -> Loop:  # fmt: skip
    journeys, runs, most, time_s, contacts, cost, judged, converted = values
    return Loop(
        touchpoints, journeys, runs, most, time_s, contacts, cost, wilson(converted, judged),
        wilson(others[1], others[0]),
    )  # fmt: skip
