"""The flow map: touchpoints, the transitions between them, and how journeys start and end."""

from __future__ import annotations

import time
from dataclasses import replace

from journey.analyses.again import NEVER, Again, clustered_share, of_a_share, reaching_again, whose
from journey.analyses.flow_parts import Ends, FlowMap, Touchpoint, Transition
from journey.analyses.happy_path import happy_path
from journey.analyses.interval import mean_interval
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Ends", "FlowMap", "Touchpoint", "Transition", "flow_map", "happy_path", "transitions"]


def flow_map(workspace: Workspace, scope: Scope | None = None, *, score: str | None = None) -> FlowMap:
    """Mine the as-is flow map of the journeys in scope.

    Every touchpoint and transition is there, with no threshold. Flow is conserved: at every touchpoint, starts plus
    arriving transitions are its events, and so are its ends plus leaving transitions.

    Parameters
    ----------
    score : str, optional
        The score to average on the touchpoints; the first of the log if not given.

    Raises
    ------
    WrongInput
        The scope names something the log does not have.
    """
    scope = scope or Scope()
    begun = time.perf_counter()
    with select(workspace, scope) as selection, whose(workspace, selection.cursor) as who:
        journeys, mature, judged, converted = selection.run(
            f"""SELECT count(*), count(*) FILTER (mature), count(*) FILTER (mature AND outcome < 4),
                       count(*) FILTER (mature AND converted) FROM {selection.journeys}"""
        )[0]
        total = selection.run("SELECT count(*), coalesce(sum(events), 0) FROM journey")[0]
        moves = _transitions(selection, who)
        touchpoints = _touchpoints(selection, journeys, score, moves, who)
        reach_again = reaching_again(selection, who)
        if scope.level is Level.TOUCHPOINT:
            touchpoints = _marked(selection, touchpoints)
        stages = tuple(row[0] for row in selection.run("SELECT name FROM stage ORDER BY ordinal"))
        by_name = scope.level is Level.TOUCHPOINT
        _asked, applied = read_definitions(selection.cursor)
        goals = _ids(selection, applied.goals) if by_name else frozenset()
        lost = _ids(selection, applied.lost) if by_name else frozenset()
    path = happy_path(touchpoints, moves, goals, lost) or happy_path(touchpoints, moves)
    return FlowMap(
        scope=scope,
        level=scope.level,
        journeys_shown=journeys,
        journeys_total=total[0],
        journeys_empty=journeys - sum(touchpoint.starts for touchpoint in touchpoints),
        journeys_mature=mature,
        conversion=clustered_share(converted, judged, reach_again),
        events_shown=sum(touchpoint.events for touchpoint in touchpoints),
        events_total=total[1],
        touchpoints=touchpoints,
        transitions=moves,
        happy_path=path,
        stages=stages,
        seconds=time.perf_counter() - begun,
    )


def _touchpoints(
    selection: Selection, journeys: int, score: str | None, moves: tuple[Transition, ...], who: str
) -> tuple[Touchpoint, ...]:
    scores = _scores(selection, score)
    again = _again(selection, who)
    stages = dict(selection.run("SELECT id, name FROM stage"))
    arrivals: dict[int, int] = {}
    for move in moves:
        arrivals[move.target] = arrivals.get(move.target, 0) + move.events
    rows = selection.run(
        f"""
        WITH stepped AS (
            SELECT e.node, e.first_visit, e.cost, e.next, j.outcome, j.mature, j.converted,
                   e.first_visit AND j.mature AND e.position < j.goal_position AS judged,
                   e.position <= j.exit_position AND j.exit_position < e.until AS exits
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
        ), counted AS (
            SELECT node, count(*) AS events, count(*) FILTER (first_visit) AS journeys,
                   count(*) FILTER (next = -1 AND outcome = 0) AS completed,
                   count(*) FILTER (next = -1 AND outcome = 1) AS lost,
                   count(*) FILTER (next = -1 AND outcome = 2) AS dropped,
                   count(*) FILTER (next = -1 AND outcome = 3) AS still_open,
                   count(*) FILTER (next = -1 AND outcome = 4) AS undecided,
                   count(*) FILTER (exits AND mature) AS exits,
                   count(*) FILTER (judged) AS judged,
                   count(*) FILTER (judged AND converted) AS converted,
                   avg(cost) AS cost, bool_or(outcome < 4) AS has_goal
            FROM stepped GROUP BY node
        )
        SELECT c.*, n.name, n.stage, n.position
        FROM counted c JOIN {selection.nodes} n ON n.id = c.node
        ORDER BY c.journeys DESC, c.events DESC, n.name
        """
    )
    blank = Interval(None, None, None, 0)
    return tuple(
        Touchpoint(
            id=node,
            name=name,
            stage=stages.get(stage),
            events=events,
            journeys=visiting,
            share=visiting / journeys,
            # Whoever is here and did not arrive from elsewhere began here.
            starts=events - arrivals.get(node, 0),
            ends=Ends(*ends),
            exit_rate=clustered_share(exits, judged, again.get(node, (NEVER, NEVER))[0]) if has_goal else blank,
            conversion=clustered_share(converted, judged, again.get(node, (NEVER, NEVER))[1]) if has_goal else blank,
            score=scores.get(node, blank),
            cost_mean=cost,
            position=position,
        )
        for node, events, visiting, *ends, exits, judged, converted, cost, has_goal, name, stage, position in rows
    )


def _again(selection: Selection, who: str) -> dict[int, tuple[Again, Again]]:
    """Node -> how far the customers behind its exit rate and its conversion come again."""
    if not selection.run(f"SELECT 1 FROM {who} LIMIT 1"):
        return {}
    rows = selection.run(
        f"""
        WITH per AS (
            SELECT e.node, count(*) FILTER (e.first_visit AND e.position < j.goal_position) AS m,
                   count(*) FILTER (e.position <= j.exit_position AND j.exit_position < e.until) AS x,
                   count(*) FILTER (e.first_visit AND e.position < j.goal_position AND j.converted) AS c
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            JOIN {who} w ON w.journey = e.journey WHERE j.mature GROUP BY e.node, w.who
        )
        SELECT node, {of_a_share()}, {of_a_share("c")} FROM per GROUP BY node
        """
    )
    return {node: (Again.of(*sums[:4]), Again.of(*sums[4:])) for node, *sums in rows}


def _marked(selection: Selection, touchpoints: tuple[Touchpoint, ...]) -> tuple[Touchpoint, ...]:
    """With what people said of them."""
    said = {
        number: (truth, planned)
        for number, truth, planned in selection.run(
            "SELECT id, moment_of_truth, planned_cost FROM touchpoint WHERE moment_of_truth OR planned_cost IS NOT NULL"
        )
    }
    return tuple(
        replace(one, moment_of_truth=said[one.id][0], planned_cost=said[one.id][1]) if one.id in said else one
        for one in touchpoints
    )


def _scores(selection: Selection, score: str | None) -> dict[int, Interval]:
    rows = selection.run(
        f"""
        WITH chosen AS (
            SELECT id FROM score WHERE name = coalesce(?, (SELECT name FROM score ORDER BY id LIMIT 1))
        ), given AS (
            -- A folded visit holds every answer up to the next one.
            SELECT e.node, a.value
            FROM answer a
            JOIN chosen c ON c.id = a.score
            JOIN {selection.events} e ON e.journey = a.journey AND e.position <= a.position AND a.position < e.until
        )
        SELECT node, count(*), avg(value), coalesce(stddev_samp(value), 0) FROM given GROUP BY node
        """,
        [score],
    )
    return {node: mean_interval(mean, deviation, n) for node, n, mean, deviation in rows}


def transitions(workspace: Workspace, scope: Scope) -> tuple[Transition, ...]:
    """The transitions of a scope alone: events, journeys, mean, median and p90 wait, conversion."""
    with select(workspace, scope) as selection, whose(workspace, selection.cursor) as who:
        return _transitions(selection, who)


def _transitions(selection: Selection, who: str) -> tuple[Transition, ...]:
    again = _uses_again(selection, who)
    # Without a goal conversion is blank, and nothing is counted for it.
    judged = "e.first_use AND j.mature AND e.position < j.goal_position" if selection.has_goal else "false"
    rows = selection.run(
        f"""
        WITH flow AS (
            SELECT e.node, e.next, count(*) AS events, count(*) FILTER (e.first_use) AS journeys,
                   avg(e.wait) / 1e6 AS wait_mean, {quantiles("e.wait", (0.5, 0.9))} AS waits,
                   count(*) FILTER ({judged} AND j.converted) AS converted, count(*) FILTER ({judged}) AS judged
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.next >= 0 GROUP BY e.node, e.next
        )
        SELECT f.node, f.next, f.events, f.journeys, f.wait_mean, f.waits[1] / 1e6, f.waits[2] / 1e6,
               f.converted, f.judged
        FROM flow f
        JOIN {selection.nodes} s ON s.id = f.node JOIN {selection.nodes} t ON t.id = f.next
        ORDER BY f.journeys DESC, f.events DESC, s.name, t.name
        """
    )
    return tuple(
        Transition(
            source,
            target,
            events,
            journeys,
            mean,
            middle,
            p90,
            clustered_share(converted, judged, again.get((source, target), NEVER)),
        )
        for source, target, events, journeys, mean, middle, p90, converted, judged in rows
    )


def _uses_again(selection: Selection, who: str) -> dict[tuple[int, int], Again]:
    """Transition -> how far the customers behind its conversion come again."""
    if not selection.has_goal or not selection.run(f"SELECT 1 FROM {who} LIMIT 1"):
        return {}
    rows = selection.run(
        f"""
        WITH per AS (
            SELECT e.node, e.next, count(*) AS m, count(*) FILTER (j.converted) AS x
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            JOIN {who} w ON w.journey = e.journey
            WHERE e.next >= 0 AND e.first_use AND j.mature AND e.position < j.goal_position
            GROUP BY e.node, e.next, w.who
        )
        SELECT node, next, {of_a_share()} FROM per GROUP BY node, next
        """
    )
    return {(node, after): Again.of(*sums) for node, after, *sums in rows}


def _ids(selection: Selection, names: tuple[str, ...]) -> frozenset[int]:
    rows = selection.run("SELECT id FROM touchpoint WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(names)])
    return frozenset(row[0] for row in rows)
