"""What is counted of events by where they are and what comes next: one reading of the log serves the whole map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from journey.store.dialect import quantiles
from journey.store.selection import Selection
from journey.store.workspace import Workspace

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


def pairs(workspace: Workspace, selection: Selection) -> list[Pair]:
    """Count the events in scope. Without a goal nothing is judged, and nothing is counted for it."""
    with _laid(workspace, selection) as laid:
        ((step,),) = selection.run(f"SELECT {_STEP} FROM {selection.nodes}")
        only = selection.only("e.journey")
        counted = selection.run(f"SELECT e.pair, e.flags, count(*) FROM {laid} e {only} GROUP BY e.pair, e.flags")
        timed = selection.run(
            f"""SELECT e.pair, avg(e.wait) / 1e6, {quantiles("e.wait", (0.5, 0.9))}, sum(e.cost), count(e.cost)
                FROM {laid} e {only} GROUP BY e.pair"""
        )
    flagged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, flags, n in counted:
        flagged[pair].append((flags, n))
    return [
        _pair(pair, step, flagged[pair], mean, middle / 1e6, p90 / 1e6, cost, costed)
        for pair, mean, (middle, p90), cost, costed in timed
    ]


# What stands of an event in `flags`, as a bit each.
_USE, _VISIT, _JUDGED, _CONVERTED, _EXITS = 1, 2, 4, 8, 16
_ENDS, _NO_END = 8, 7
_STEP = "coalesce(max(id), 0) + 2"
"""SQL of what parts a node from the next in the number of a pair: more than the highest id, and none for an end."""


@contextmanager
def _laid(workspace: Workspace, selection: Selection) -> Iterator[str]:
    """The relation (journey, pair, flags, wait, cost) of every event, made if it is not there.

    All that is judged of an event hangs on the state of the log and not on the scope, so that it is told once; a scope
    then counts small numbers.
    """
    goal = selection.has_goal
    judged = "j.mature AND e.position < j.goal_position" if goal else "false"
    exits = "j.mature AND e.position <= j.exit_position AND j.exit_position < e.until" if goal else "false"
    bits = {
        _USE: "e.first_use", _VISIT: "e.first_visit", _JUDGED: judged, _CONVERTED: f"{judged} AND j.converted",
        _EXITS: exits,
    }  # fmt: skip
    flags = " + ".join(f"{bit} * CAST({told} AS UTINYINT)" for bit, told in bits.items())

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(
            f"""
            CREATE TABLE {name} AS
            SELECT e.journey, CAST({flags} AS UTINYINT) AS flags, CAST(e.wait AS DOUBLE) AS wait, e.cost,
                   (CAST(e.node AS BIGINT) * (SELECT {_STEP} FROM {selection.nodes}) + e.next + 1) * {_ENDS}
                   + CASE WHEN e.next = -1 THEN j.outcome ELSE {_NO_END} END AS pair
            FROM {selection.linked} e JOIN journey j ON j.id = e.journey
            """
        )

    key = f"{workspace.version} {selection.linked}"
    with workspace.relations.pinned("pairs", key, selection.cursor, make) as name:
        yield name


def _pair(
    number: int, step: int, flagged: list[tuple[int, int]], mean: float, middle: float, p90: float, cost: float | None,
    costed: int,
) -> Pair:  # fmt: skip
    way, end = divmod(number, _ENDS)
    node, following = divmod(way, step)

    def having(*bits: int) -> int:
        wanted = sum(bits)
        return sum(n for flags, n in flagged if flags & wanted == wanted)

    return Pair(
        node=node,
        next=following - 1,
        end=None if end == _NO_END else end,
        events=having(),
        uses=having(_USE),
        wait_mean_s=mean,
        wait_median_s=middle,
        wait_p90_s=p90,
        judged_uses=having(_USE, _JUDGED),
        converted_uses=having(_USE, _CONVERTED),
        visits=having(_VISIT),
        judged_visits=having(_VISIT, _JUDGED),
        converted_visits=having(_VISIT, _CONVERTED),
        exits=having(_EXITS),
        cost=cost,
        costed=costed,
    )
