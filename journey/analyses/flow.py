"""The flow map: touchpoints, the transitions between them, and how journeys start and end."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace

from journey.analyses.again import NEVER, Again, clustered_share, of_a_share, reaching_again, whose
from journey.analyses.flow_pairs import Pair, pairs
from journey.analyses.flow_parts import Ends, FlowMap, Touchpoint, Transition
from journey.analyses.happy_path import happy_path
from journey.analyses.interval import mean_interval
from journey.model import BLANK, Interval, Level
from journey.scope import Scope
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
        counted = pairs(workspace, selection)
        moves = _transitions(selection, counted, who)
        touchpoints = _touchpoints(selection, journeys, score, counted, who)
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
    selection: Selection, journeys: int, score: str | None, counted: Sequence[Pair], who: str
) -> tuple[Touchpoint, ...]:
    scores, again, has_goal = _scores(selection, score), _again(selection, who), selection.has_goal
    stages = dict(selection.run("SELECT id, name FROM stage"))
    nodes = {
        number: told for number, *told in selection.run(f"SELECT id, name, stage, position FROM {selection.nodes}")
    }
    leaving: defaultdict[int, list[Pair]] = defaultdict(list)
    arrivals: Counter[int] = Counter()
    for pair in counted:
        leaving[pair.node].append(pair)
        arrivals[pair.next] += pair.events
    found = []
    for node, here in leaving.items():
        name, stage, position = nodes[node]
        events, visiting = sum(pair.events for pair in here), sum(pair.visits for pair in here)
        exits, judged = sum(pair.exits for pair in here), sum(pair.judged_visits for pair in here)
        converted, costed = sum(pair.converted_visits for pair in here), sum(pair.costed for pair in here)
        exits_again, converts_again = again.get(node, (NEVER, NEVER))
        found.append(
            Touchpoint(
                id=node,
                name=name,
                stage=stages.get(stage),
                events=events,
                journeys=visiting,
                share=visiting / journeys,
                # Whoever is here and did not arrive from elsewhere began here.
                starts=events - arrivals[node],
                ends=Ends(*(sum(pair.events for pair in here if pair.end == end) for end in range(len(fields(Ends))))),
                exit_rate=clustered_share(exits, judged, exits_again) if has_goal else BLANK,
                conversion=clustered_share(converted, judged, converts_again) if has_goal else BLANK,
                score=scores.get(node, BLANK),
                cost_mean=math.fsum(pair.cost or 0.0 for pair in here) / costed if costed else None,
                position=position,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.journeys, -one.events, one.name)))


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
        return _transitions(selection, pairs(workspace, selection), who)


def _transitions(selection: Selection, counted: Sequence[Pair], who: str) -> tuple[Transition, ...]:
    again = _uses_again(selection, who)
    names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
    moves = [pair for pair in counted if pair.next >= 0]
    moves.sort(key=lambda pair: (-pair.uses, -pair.events, names[pair.node], names[pair.next]))
    return tuple(
        Transition(
            pair.node,
            pair.next,
            pair.events,
            pair.uses,
            pair.wait_mean_s,
            pair.wait_median_s,
            pair.wait_p90_s,
            clustered_share(pair.converted_uses, pair.judged_uses, again.get((pair.node, pair.next), NEVER)),
        )
        for pair in moves
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
