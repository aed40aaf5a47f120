"""The journeys of single frictions at their moments: to see which overlap, and to take several as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.cells import AFTER, INVITED, MOMENTS, Cells, Moments
from journey.analyses.friction.parts import Kind, Place, Stake
from journey.analyses.friction.stake import stakes
from journey.store.selection import Selection

__all__ = ["fold", "lay_moments", "overlaps", "union"]

Floats = NDArray[np.float64]
ENOUGH = 500_000
"""Steps, beyond which a part of the journeys tells what overlaps."""
MOST = 62
"""More places are not looked at together; those beyond fold into none."""
SAME = 0.5
"""Two places with so large a part of the smaller one's journeys in common are one friction seen twice."""


def overlaps(selection: Selection, places: Sequence[Place]) -> dict[tuple[int, int], float]:
    """For each two places (by their numbers), the journeys in common, as a share of the smaller one's."""
    selection.run(
        "CREATE OR REPLACE TEMP TABLE told_place (number INTEGER, kind VARCHAR, source INTEGER, target INTEGER)"
    )
    told = [[i, one.kind, one.source, -1 if one.target is None else one.target] for i, one in enumerate(places[:MOST])]
    if not told:
        return {}
    selection.cursor.executemany("INSERT INTO told_place VALUES (?, ?, ?, ?)", told)
    hits = " UNION ALL ".join(
        f"""SELECT s.journey, p.number FROM step s JOIN told_place p ON p.source = s.{how.source}
            AND p.target = {f"s.{how.target}" if how.target else "-1"} AND p.kind = '{kind}'
            WHERE {how.rows.replace("next >=", "s.next >=")} AND s.{how.affected}"""
        for kind, how in MOMENTS.items()
        if any(place.kind is kind for place in places)
    )
    (steps,) = selection.run("SELECT count(*) FROM step")[0]
    # A share of journeys needs not all of them.
    part = f"WHERE journey % {1 + steps // ENOUGH} = 0"
    rows = selection.run(
        f"""
        WITH hit AS ({hits}),
        met AS (SELECT journey, bit_or(CAST(1 AS BIGINT) << number) AS places FROM hit {part} GROUP BY journey)
        SELECT places, count(*) FROM met GROUP BY places ORDER BY places
        """
    )
    met = np.array([row[0] for row in rows], dtype=np.int64)
    bits = (met[:, None] >> np.arange(len(told)) & 1).astype(np.float64)
    both = bits.T @ (bits * np.array([row[1] for row in rows], dtype=np.float64)[:, None])
    alone = np.maximum(1, np.diag(both))
    return {
        (a, b): float(both[a, b] / min(alone[a], alone[b]))
        for a in range(len(told))
        for b in range(len(told))
        if a != b and both[a, b]
    }


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

    Columns: place, moment (code, within the place), journey, dealt, customer, position, until (position of the next
    event), time, channel, done, hit (affected).

    Parameters
    ----------
    after : bool
        The places are contacts after the end (`recontact`).
    """
    selection.run(
        """CREATE OR REPLACE TEMP TABLE moment (
               place INTEGER, moment BIGINT, journey INTEGER, dealt SMALLINT, customer UBIGINT, position INTEGER,
               until INTEGER, time TIMESTAMP, channel INTEGER, done BOOLEAN, hit BOOLEAN)"""
    )
    for number, place in enumerate(places):
        how = INVITED if place.kind is Kind.ANSWER else AFTER if after else MOMENTS[place.kind]
        condition, values = _at(place, how)
        selection.run(
            f"""
            INSERT INTO moment
            WITH here AS (SELECT *, {how.moment} AS shared, {condition} AS hit FROM step WHERE {how.rows})
            SELECT {number}, shared, journey, dealt, customer, position, until, time, channel, done, hit
            FROM here WHERE shared IN (SELECT shared FROM here WHERE hit)
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
    _key, column = np.unique(np.stack([counted["place"], counted["moment"]]), axis=1, return_inverse=True)
    _dealt, group = np.unique(counted["dealt"], return_inverse=True)
    columns, groups = int(column.max()) + 1, int(group.max()) + 1

    def table(name: str) -> Floats:
        flat = np.bincount(group * columns + column.ravel(), counted[name], groups * columns)
        return np.asarray(flat.reshape(groups, columns), dtype=np.float64)

    taken = Cells(
        places=np.array([[-1, -1]]), place=np.zeros(columns, np.int64), affected=table("affected"),
        done=table("affected_done"), came=table("came"), completed=table("done"),
        customers=np.array(counted["customers"][:1], dtype=np.int64),
    )  # fmt: skip
    return stakes(taken)[0]


def _at(place: Place, how: Moments) -> tuple[str, list[int]]:
    """Condition on ``step`` for those affected at a place, and its values."""
    if place.kind is Kind.ANSWER:
        silent = "journey NOT IN (SELECT journey FROM step WHERE node = ?)"
        return f"(node = ? AND {silent})", [place.source, -1 if place.target is None else place.target]
    if place.target is None:
        return f"({how.affected} AND {how.source} = ?)", [place.source]
    return f"({how.affected} AND {how.source} = ? AND {how.target} = ?)", [place.source, place.target]
