"""The flow map: touchpoints, the transitions between them, and how journeys start and end."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import networkx as nx

from journey.analyses.interval import mean_interval, wilson
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Ends", "FlowMap", "Touchpoint", "Transition", "flow_map", "happy_path", "transitions"]


@dataclass(frozen=True)
class Ends:
    """Journeys that end somewhere, by outcome."""

    completed: int
    lost: int
    dropped: int
    open: int
    undecided: int
    """Journeys of a workspace that has no goal: their outcome is blank."""

    @property
    def total(self) -> int:
        return self.completed + self.lost + self.dropped + self.open + self.undecided


@dataclass(frozen=True)
class Touchpoint:
    """One box of the map. What it stands for depends on the level of the scope.

    Attributes
    ----------
    id : int
        Stable within a workspace and level.
    stage : str or None
    events, journeys : int
        Visits, and distinct journeys with at least one.
    share : float
        journeys / journeys shown.
    starts : int
        Journeys whose first event is here.
    ends : Ends
        Journeys whose last event is here.
    exit_rate, conversion : Interval
        DEFINITIONS; over mature journeys. `conversion` is that of the journeys that came here before any goal.
    score : Interval
        Mean answer given here, t interval; n counts answers. Blank where the log has none.
    cost_mean : float or None
        Mean cost of a visit, in the log's money.
    position : float
        Mean relative position in the journey, 0 (first) to 1 (last).
    """

    id: int
    name: str
    stage: str | None
    events: int
    journeys: int
    share: float
    starts: int
    ends: Ends
    exit_rate: Interval
    conversion: Interval
    score: Interval
    cost_mean: float | None
    position: float


@dataclass(frozen=True)
class Transition:
    """One curve of the map: two events of a journey that follow each other directly.

    Attributes
    ----------
    source, target : int
        Touchpoint ids.
    events, journeys : int
    wait_mean_s, wait_median_s, wait_p90_s : float
        Seconds; `median` and `p90` interpolate.
    conversion : Interval
        Completed within the horizon, among the mature journeys that went this way before any goal.
    """

    source: int
    target: int
    events: int
    journeys: int
    wait_mean_s: float
    wait_median_s: float
    wait_p90_s: float
    conversion: Interval


@dataclass(frozen=True)
class FlowMap:
    """The as-is flow map of a scope.

    Attributes
    ----------
    journeys_shown, journeys_total : int
        Journeys in scope, and in the workspace.
    journeys_empty : int
        Journeys in scope of which every touchpoint is hidden: counted, but nowhere on the map.
    journeys_mature : int
        Journeys in scope that started long enough ago to be judged.
    conversion : Interval
        Completed within the horizon, of those; blank without a goal.
    events_shown, events_total : int
        Events of the scope as drawn (after hiding and folding), and in the workspace.
    touchpoints, transitions : tuple
        All of them, by descending number of journeys, then events, then name.
    happy_path : tuple of int
        Touchpoint ids of the likeliest path from a start to the goal (or to the commonest end).
    stages : tuple of str
        In their order; empty where the log has none.
    seconds : float
        Engine time.
    """

    scope: Scope
    level: Level
    journeys_shown: int
    journeys_total: int
    journeys_empty: int
    journeys_mature: int
    conversion: Interval
    events_shown: int
    events_total: int
    touchpoints: tuple[Touchpoint, ...]
    transitions: tuple[Transition, ...]
    happy_path: tuple[int, ...]
    stages: tuple[str, ...]
    seconds: float


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
    with select(workspace, scope) as selection:
        journeys, mature, judged, converted = selection.run(
            f"""SELECT count(*), count(*) FILTER (mature), count(*) FILTER (mature AND outcome < 4),
                       count(*) FILTER (mature AND converted) FROM {selection.journeys}"""
        )[0]
        total = selection.run("SELECT count(*), coalesce(sum(events), 0) FROM journey")[0]
        moves = _transitions(selection)
        touchpoints = _touchpoints(selection, journeys, score, moves)
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
        conversion=wilson(converted, judged),
        events_shown=sum(touchpoint.events for touchpoint in touchpoints),
        events_total=total[1],
        touchpoints=touchpoints,
        transitions=moves,
        happy_path=path,
        stages=stages,
        seconds=time.perf_counter() - begun,
    )


def _touchpoints(
    selection: Selection, journeys: int, score: str | None, moves: tuple[Transition, ...]
) -> tuple[Touchpoint, ...]:
    scores = _scores(selection, score)
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
            exit_rate=wilson(exits, judged) if has_goal else blank,
            conversion=wilson(converted, judged) if has_goal else blank,
            score=scores.get(node, blank),
            cost_mean=cost,
            position=position,
        )
        for node, events, visiting, *ends, exits, judged, converted, cost, has_goal, name, stage, position in rows
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
    with select(workspace, scope) as selection:
        return _transitions(selection)


def _transitions(selection: Selection) -> tuple[Transition, ...]:
    rows = selection.run(
        f"""
        WITH flow AS (
            SELECT e.node, e.next, count(*) AS events, count(*) FILTER (e.first_use) AS journeys,
                   avg(e.wait) / 1e6 AS wait_mean, {quantiles("e.wait", (0.5, 0.9))} AS waits,
                   count(*) FILTER (
                       e.first_use AND j.mature AND j.converted AND e.position < j.goal_position
                   ) AS converted,
                   count(*) FILTER (
                       e.first_use AND j.mature AND j.outcome < 4 AND e.position < j.goal_position
                   ) AS judged
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
        Transition(source, target, events, journeys, mean, middle, p90, wilson(converted, judged))
        for source, target, events, journeys, mean, middle, p90, converted, judged in rows
    )


def _ids(selection: Selection, names: tuple[str, ...]) -> frozenset[int]:
    rows = selection.run("SELECT id FROM touchpoint WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(names)])
    return frozenset(row[0] for row in rows)


def happy_path(
    touchpoints: tuple[Touchpoint, ...],
    transitions: tuple[Transition, ...],
    goals: frozenset[int] = frozenset(),
    lost: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """The likeliest path from the start to a goal, or to the commonest end where no goal is reached.

    Each step's probability is its share of the completed journeys that leave the touchpoint (of all journeys, where no
    goal is reached); the path with the largest product wins. Ours: the commonest variant of a long journey is often a
    rare shortcut.

    Parameters
    ----------
    goals, lost : frozenset of int
        Ids of the touchpoints that end a journey well or badly; the path ends at the first, and avoids the second.
    """
    reached = goals & {touchpoint.id for touchpoint in touchpoints}
    flow = {(t.source, t.target): _completed(t.conversion) if reached else float(t.events) for t in transitions}
    leaving: dict[int, float] = {}
    for (source, _target), amount in flow.items():
        leaving[source] = leaving.get(source, 0.0) + amount
    graph = nx.DiGraph()
    for (source, target), amount in flow.items():
        if amount and source != target and source not in reached and not lost & {source, target}:
            graph.add_edge(source, target, weight=-math.log(amount / leaving[source]))
    begun = sum(touchpoint.starts for touchpoint in touchpoints)
    for touchpoint in touchpoints:
        if touchpoint.starts:
            graph.add_edge("start", touchpoint.id, weight=-math.log(touchpoint.starts / begun))
        if touchpoint.id in reached:
            graph.add_edge(touchpoint.id, "end", weight=0.0)
        elif touchpoint.ends.total and not reached:
            graph.add_edge(touchpoint.id, "end", weight=-math.log(touchpoint.ends.total / touchpoint.events))
    if "start" not in graph or "end" not in graph or not nx.has_path(graph, "start", "end"):
        return ()
    return tuple(nx.dijkstra_path(graph, "start", "end")[1:-1])


def _completed(conversion: Interval) -> float:
    return (conversion.value or 0.0) * conversion.n
