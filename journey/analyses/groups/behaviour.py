"""How journeys went about it: one row a journey, one column a habit, and nothing of how they ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.analyses.interval import MINIMUM_N
from journey.store.selection import Selection

__all__ = ["JOURNEYS_AT_MOST", "Behaviour", "observe"]

JOURNEYS_AT_MOST = 10_000
"""Of more, this many are drawn (seeded) to find the groups; all are then put into them."""
LEAST_EVENTS = 3
"""Shorter journeys show no way of going about anything."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Behaviour:
    """The habits of n journeys.

    Attributes
    ----------
    journey : int array of shape (n,)
        Ids, ascending.
    habits : tuple of (kind, name)
        "touchpoint" or "channel", with its name; "again": events at a touchpoint met before; "pace": the usual wait.
    used : array of shape (n, k)
        Share of the journey's events at that touchpoint, in that channel, met before; for "pace" the logarithm of the
        median wait in seconds. Only events before the goal or loss count.
    short : int
        Journeys left out because they have fewer than three events by then.
    """

    journey: NDArray[np.int64]
    habits: tuple[tuple[str, str], ...]
    used: Matrix
    short: int

    def like_each_other(self) -> Matrix:
        """The habits on one footing, shape (n, k): square roots of shares (Hellinger), the pace in standard deviations.

        Distances between square roots of shares do not let the commonest touchpoints decide alone (Legendre and
        Gallagher 2001).
        """
        scaled = np.sqrt(np.clip(self.used, 0.0, None))
        for i, (kind, _name) in enumerate(self.habits):
            if kind == "pace":
                spread = self.used[:, i].std()
                scaled[:, i] = 0.25 * (self.used[:, i] - self.used[:, i].mean()) / spread if spread > 0 else 0.0
        return scaled


def observe(selection: Selection) -> Behaviour:
    """The behaviour of the journeys in scope.

    Goals, losses and whatever came at or after them are left out, so that groups are no outcome in disguise; so are
    touchpoints that fewer than 30 journeys use, and those that the company starts where the log says so.
    """
    rows = selection.cursor.execute(
        f"""
        WITH before AS (
            SELECT e.journey, e.node, e.channel, e.first_visit, e.wait, e.next
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE NOT e.by_company AND (j.outcome >= 4 OR e.position < j.goal_position)
        )
        SELECT journey, count(*) AS events, count(*) FILTER (NOT first_visit) AS again,
               coalesce(median(wait) FILTER (next >= 0), 0) / 1e6 AS wait
        FROM before GROUP BY journey ORDER BY journey
        """
    ).fetchnumpy()
    events = np.asarray(rows["events"], dtype=np.int64)
    enough = events >= LEAST_EVENTS
    journey = np.asarray(rows["journey"], dtype=np.int64)[enough]
    events = events[enough].astype(float)
    columns: list[Matrix] = []
    habits: list[tuple[str, str]] = []
    for kind, column, names in (
        ("touchpoint", "node", f"SELECT id, name FROM {selection.nodes}"),
        ("channel", "channel", "SELECT id, name FROM channel"),
    ):
        found = selection.cursor.execute(
            f"""
            SELECT e.journey, e.{column} AS thing, count(*) AS times
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE NOT e.by_company AND (j.outcome >= 4 OR e.position < j.goal_position) AND e.{column} >= 0
            GROUP BY e.journey, thing
            """
        ).fetchnumpy()
        who, thing, times = (np.asarray(found[name]) for name in ("journey", "thing", "times"))
        known = np.isin(who, journey)
        who, thing, times = who[known], thing[known], times[known]
        for number, name in sorted(selection.run(names)):
            here = thing == number
            if here.sum() >= MINIMUM_N:
                share = np.zeros(len(journey))
                share[np.searchsorted(journey, who[here])] = times[here]
                columns.append(share / events)
                habits.append((kind, name))
    columns += [
        np.asarray(rows["again"], dtype=float)[enough] / events,
        np.log1p(np.asarray(rows["wait"], dtype=float)[enough]),
    ]
    habits += [("again", ""), ("pace", "")]
    return Behaviour(journey, tuple(habits), np.column_stack(columns), int((~enough).sum()))
