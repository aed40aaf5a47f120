"""The journeys of single frictions at their moments: to see which overlap, and to take several as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.cells import AFTER, MOMENTS, Cells, Moments
from journey.analyses.friction.parts import Place, Stake
from journey.analyses.friction.stake import stakes
from journey.store.selection import Selection

__all__ = ["fold", "lay_moments", "overlaps", "union"]

Floats = NDArray[np.float64]
SAME = 0.5
"""Two places with so large a part of the smaller one's journeys in common are one friction seen twice."""


def overlaps(selection: Selection, places: Sequence[Place]) -> dict[tuple[int, int], float]:
    """For each two places (by their numbers), the journeys in common, as a share of the smaller one's."""
    selection.run("CREATE OR REPLACE TEMP TABLE hit (place INTEGER, journey INTEGER)")
    for number, place in enumerate(places):
        how = MOMENTS[place.kind]
        condition, values = _at(place, how)
        selection.run(
            f"INSERT INTO hit SELECT DISTINCT {number}, journey FROM step WHERE {how.rows} AND {condition}", values
        )
    rows = selection.run(
        """SELECT a.place, b.place, count(*) FROM hit a JOIN hit b ON b.journey = a.journey
           GROUP BY a.place, b.place ORDER BY a.place, b.place"""
    )
    alone = {a: n for a, b, n in rows if a == b}
    return {(a, b): n / min(alone[a], alone[b]) for a, b, n in rows if a != b}


def fold(order: Sequence[int], shared: dict[tuple[int, int], float]) -> dict[int, list[int]]:
    """Heads, and what folds into each: in the given order, a place that shares its journeys with a head folds into it.

    Examples
    --------
    >>> fold([2, 0, 1], {(0, 1): 0.1, (1, 0): 0.1, (1, 2): 0.9, (2, 1): 0.9})
    {2: [1], 0: []}
    """
    heads: dict[int, list[int]] = {}
    for number in order:
        closest = max(heads, key=lambda head: shared.get((head, number), 0.0), default=None)
        if closest is not None and shared.get((closest, number), 0.0) >= SAME:
            heads[closest].append(number)
        else:
            heads[number] = []
    return heads


def lay_moments(selection: Selection, places: Sequence[Place], *, after: bool = False) -> None:
    """Lay the table ``moment``: for each place (by number) the journeys at the moments where some were affected.

    Parameters
    ----------
    after : bool
        The places are contacts after the end (`recontact`).

    Columns: place, moment (number within the place), journey, dealt, customer, position, until (position of the next
    event), time, channel, done, hit (affected).
    """
    selection.run(
        """CREATE OR REPLACE TEMP TABLE moment (
               place INTEGER, moment BIGINT, journey INTEGER, dealt UBIGINT, customer UBIGINT, position INTEGER,
               until INTEGER, time TIMESTAMP, channel INTEGER, done BOOLEAN, hit BOOLEAN)"""
    )
    for number, place in enumerate(places):
        how = AFTER if after else MOMENTS[place.kind]
        strata = ", ".join((*how.stratum, "band", "extra"))
        condition, values = _at(place, how)
        selection.run(
            f"""
            INSERT INTO moment
            WITH here AS (SELECT *, {condition} AS hit FROM step WHERE {how.rows}),
            numbered AS (
                SELECT {strata}, row_number() OVER (ORDER BY {strata}) AS number FROM here WHERE hit GROUP BY {strata}
            )
            SELECT {number}, n.number, journey, dealt, customer, position, until, time, channel, done, hit
            FROM here JOIN numbered n USING ({strata})
            """,
            values,
        )


def union(selection: Selection, places: int) -> Stake | None:
    """What is at stake at the first `places` of the table ``moment`` together, each journey counted once.

    A journey that several of them hit counts at its first one; nobody whom one of them hit is compared with.
    """
    counted = selection.cursor.execute(
        f"""
        WITH taken AS (SELECT * FROM moment WHERE place < {places}),
        first_hit AS (
            SELECT *, row_number() OVER (PARTITION BY journey ORDER BY position, place) AS turn FROM taken WHERE hit
        ), counted AS (
            SELECT place, moment, dealt, customer, done, true AS affected FROM first_hit WHERE turn = 1
            UNION ALL
            SELECT place, moment, dealt, customer, done, false FROM taken
            WHERE journey NOT IN (SELECT journey FROM first_hit)
        )
        SELECT place, moment, dealt, count(*) FILTER (affected) AS affected,
               count(*) FILTER (affected AND done) AS affected_done, count(*) AS came, count(*) FILTER (done) AS done,
               (SELECT count(DISTINCT customer) FROM counted WHERE affected) AS customers
        FROM counted GROUP BY place, moment, dealt ORDER BY place, moment, dealt
        """
    ).fetchnumpy()
    if not len(counted["place"]):
        return None
    _key, column = np.unique(np.stack([counted["place"], counted["moment"]], axis=1), axis=0, return_inverse=True)
    _dealt, group = np.unique(counted["dealt"], return_inverse=True)
    shape = (int(group.max()) + 1, int(column.max()) + 1)

    def table(name: str) -> Floats:
        filled = np.zeros(shape)
        np.add.at(filled, (group, column.ravel()), counted[name])
        return filled

    columns = np.arange(shape[1])
    taken = Cells(
        places=np.array([[-1, -1]]), place=np.zeros(shape[1], np.int64), moment=columns, affected=table("affected"),
        done=table("affected_done"), came=table("came"), completed=table("done"),
        customers=np.array(counted["customers"][:1], dtype=np.int64),
    )  # fmt: skip
    return stakes(taken)[0]


def _at(place: Place, how: Moments) -> tuple[str, list[int]]:
    """Condition on ``step`` for those affected at a place, and its values."""
    if place.target is None:
        return f"({how.affected} AND {how.source} = ?)", [place.source]
    return f"({how.affected} AND {how.source} = ? AND {how.target} = ?)", [place.source, place.target]
