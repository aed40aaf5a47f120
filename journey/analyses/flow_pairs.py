"""What is counted of events by where they are and what comes next: one reading of the log serves the whole map."""

from __future__ import annotations

from dataclasses import dataclass

from journey.store.dialect import quantiles
from journey.store.selection import Selection

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True)
class Pair:
    """The events at one node that are followed by one other, or, by one kind of end, by nothing.

    Attributes
    ----------
    node, next : int
        Next is -1 at the end of the journey.
    end : int or None
        The outcome (its place among `store.outcomes.OUTCOMES`) at the end of the journey; None before.
    events : int
    uses, visits : int
        Events that are the first of their journey with this pair, and with this node.
    wait_mean_s, wait_median_s, wait_p90_s : float
        Until the next event.
    judged_uses, converted_uses, judged_visits, converted_visits : int
        Of the first ones: those of mature journeys before their goal, and those of them that reach it.
    exits : int
        Events after which a mature journey left.
    cost, costed : float, int
        Sum of the costs, and how many events have one.
    """

    node: int
    next: int
    end: int | None
    events: int
    uses: int
    wait_mean_s: float
    wait_median_s: float
    wait_p90_s: float
    judged_uses: int
    converted_uses: int
    visits: int = 0
    judged_visits: int = 0
    converted_visits: int = 0
    exits: int = 0
    cost: float | None = None
    costed: int = 0


def pairs(selection: Selection, *, only_moves: bool = False) -> list[Pair]:
    """Count the events in scope.

    Parameters
    ----------
    only_moves : bool
        Leave out ends, and what is counted of nodes alone.

    Notes
    -----
    Without a goal nothing is judged, and nothing is counted for it.
    """
    goal = selection.has_goal
    before = "e.position < j.goal" if goal else "false"
    converted = "e.position < j.reached" if goal else "false"
    exits = "e.position <= j.exit AND j.exit < e.until" if goal else "false"
    # What is judged of a journey is told once for it, so that one comparison is left for each of its events.
    journeys = f"""(
        SELECT id, outcome, CASE WHEN mature THEN goal_position ELSE -1 END AS goal,
               CASE WHEN mature AND converted THEN goal_position ELSE -1 END AS reached,
               CASE WHEN mature THEN exit_position ELSE -1 END AS exit
        FROM {selection.journeys})"""
    of_nodes = f""",
               count(*) FILTER (e.first_visit), count(*) FILTER (e.first_visit AND {before}),
               count(*) FILTER (e.first_visit AND {converted}), count(*) FILTER ({exits}), sum(e.cost), count(e.cost)"""
    rows = selection.run(
        f"""
        SELECT e.node, e.next, {"NULL" if only_moves else "CASE WHEN e.next = -1 THEN j.outcome END"} AS outcome,
               count(*), count(*) FILTER (e.first_use), avg(e.wait) / 1e6, {quantiles("e.wait", (0.5, 0.9))},
               count(*) FILTER (e.first_use AND {before}), count(*) FILTER (e.first_use AND {converted})
               {"" if only_moves else of_nodes}
        FROM {selection.linked} e JOIN {journeys} j ON j.id = e.journey
        {"WHERE e.next >= 0" if only_moves else ""} GROUP BY ALL
        """
    )
    return [
        Pair(node, following, end, events, uses, mean, middle / 1e6, p90 / 1e6, *counts)
        for node, following, end, events, uses, mean, (middle, p90), *counts in rows
    ]
