"""The journeys of single frictions at their moments: to see which overlap, and to take several as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.friction import flags as f
from journey.analyses.friction.cells import AFTER, INVITED, MOMENTS, ROOM, Cells, Moments, packed
from journey.analyses.friction.parts import Kind, Place, Stake
from journey.analyses.friction.stake import stakes
from journey.analyses.friction.steps import Steps
from journey.store.selection import Selection

__all__ = ["Met", "fold", "lay_moments", "met_at", "overlaps", "union"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ENOUGH = 500_000
"""Steps, beyond which a part of the journeys tells what overlaps."""
MOST = 62
"""More places are not looked at together; those beyond fold into none."""
SAME = 0.5
"""Two places with so large a part of the smaller one's journeys in common are one friction seen twice."""


@dataclass(frozen=True)
class Met:
    """The steps at the moments where some journeys met a friction.

    Attributes
    ----------
    rows : int array
        Rows of `Steps`.
    moment : int array
        What affected and compared share, numbered from 0.
    hit : bool array
        Who is affected.
    """

    rows: Ints
    moment: NDArray[np.integer]
    hit: Bools


def met_at(steps: Steps, place: Place, *, after: bool = False) -> Met:
    """The moments of one place.

    Parameters
    ----------
    after : bool
        The place is a contact after the end (`recontact`).
    """
    how = INVITED if place.kind is Kind.ANSWER else AFTER if after else MOMENTS[place.kind]
    # Most steps are ruled out by one comparison; of the others more is asked.
    if how.source == "node":
        rows = np.flatnonzero(steps.node == place.source)
    elif steps.moments <= ROOM and not how.by_next:
        led = np.flatnonzero(steps.next == place.source)
        met = np.zeros(steps.moments, dtype=np.bool_)
        met[steps.moment[led[f.holds(steps.flags[led], how.rows | how.affected)]]] = True
        rows = np.flatnonzero(met[steps.moment])
    else:
        rows = np.arange(len(steps))
    rows = rows[how.among(steps.flags[rows])]
    hit = _hit(steps, rows, place, how)
    codes, size = how.codes(steps, rows)
    # Only at moments at which somebody is affected is there anybody to compare.
    moment, found = packed(codes, size)
    some = np.bincount(moment[hit], minlength=len(found)) > 0
    kept = some[moment]
    return Met(rows[kept], moment[kept], hit[kept])


def _hit(steps: Steps, rows: Ints, place: Place, how: Moments) -> Bools:
    if place.kind is Kind.ANSWER:
        answered = np.zeros(len(steps.journeys.judged), dtype=np.bool_)
        answered[steps.journey[steps.node == place.target]] = True
        return np.asarray((steps.node[rows] == place.source) & ~answered[steps.journey[rows]])
    hit = f.holds(steps.flags[rows], how.affected)
    hit &= (steps.next if how.source == "next" else steps.node)[rows] == place.source
    return hit & (steps.next[rows] == place.target) if how.target else hit


def overlaps(steps: Steps, places: Sequence[Place]) -> dict[tuple[int, int], float]:
    """For each two places (by their numbers), the journeys in common, as a share of the smaller one's."""
    told = places[:MOST]
    if not told:
        return {}
    # A share of journeys needs not all of them.
    rows = np.flatnonzero(steps.journey % (1 + len(steps) // ENOUGH) == 0)
    journey, _found = packed(steps.journey[rows], len(steps.journeys.judged))
    met = np.zeros((int(journey.max(initial=-1)) + 1, len(told)), dtype=np.float32)
    for kind in {place.kind for place in told}:
        how = MOMENTS[kind]
        hit = np.flatnonzero(f.holds(steps.flags[rows], how.rows | how.affected))
        codes, _size = how.places(steps, rows[hit])
        for number, place in enumerate(told):
            if place.kind is kind:
                code = place.source * (steps.nodes + 1) + (0 if place.target is None else place.target + 1)
                met[journey[hit[codes == code]], number] = 1
    both = (met.T @ met).astype(np.float64)
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


def lay_moments(selection: Selection, steps: Steps, place: Place, *, after: bool = False) -> None:
    """Lay the table ``moment``: the journeys at the moments of a place where some were affected.

    Columns: place (0), moment (code), journey, dealt, customer, position, until (position of the next event), time,
    channel, done, hit (affected).

    Parameters
    ----------
    after : bool
        The place is a contact after the end (`recontact`).
    """
    met = met_at(steps, place, after=after)
    own = {name: getattr(steps, name)[met.rows] for name in ("journey", "position", "channel", "dealt")}
    told = {
        **own, "place": np.zeros(len(met.rows), np.int32), "moment": met.moment, "hit": met.hit,
        "done": f.holds(steps.flags[met.rows], f.DONE), "customer": steps.journeys.customer[own["journey"]],
        "until": steps.until[met.rows], "time": steps.time[met.rows].view("datetime64[us]"),
    }  # fmt: skip
    selection.cursor.register("told_moment", pa.table(told))
    selection.run("CREATE OR REPLACE TEMP TABLE moment AS FROM told_moment")
    selection.cursor.unregister("told_moment")


def union(steps: Steps, several: Sequence[Met]) -> Stake | None:
    """What is at stake at several places together, each journey counted once.

    A journey that several of them hit counts at its first one; nobody whom one of them hit is compared with.
    """
    rows = np.concatenate([met.rows[met.hit] for met in several])
    if not len(rows):
        return None
    place = np.repeat(np.arange(len(several)), [np.count_nonzero(met.hit) for met in several])
    moment = np.concatenate([met.moment[met.hit] for met in several])
    # Rows are in the order of journeys and positions.
    order = np.argsort(rows * len(several) + place)
    journey = steps.journey[rows[order]]
    turn = order[np.concatenate([[True], journey[1:] != journey[:-1]])]
    rows, place, moment = rows[turn], place[turn], moment[turn]
    affected = np.zeros(len(steps.journeys.judged), dtype=np.bool_)
    affected[steps.journey[rows]] = True
    begins = np.cumsum([0, *(int(met.moment.max(initial=-1)) + 1 for met in several)])
    others = [~affected[steps.journey[met.rows]] for met in several]
    compared = np.concatenate([met.rows[other] for met, other in zip(several, others, strict=True)])
    column = np.concatenate([met.moment[o] + begin for met, o, begin in zip(several, others, begins[:-1], strict=True)])
    column, _codes = packed(np.concatenate([moment + begins[place], column]), int(begins[-1]))
    every = np.concatenate([rows, compared])
    columns = int(column.max()) + 1
    group, groups = packed(steps.dealt[every], 256)
    done = f.holds(steps.flags[every], f.DONE)
    hit = np.arange(len(every)) < len(rows)

    def table(chosen: Bools | slice) -> NDArray[np.float32]:
        flat = np.bincount(group[chosen] * columns + column[chosen], minlength=len(groups) * columns)
        return flat.reshape(len(groups), columns).astype(np.float32)

    customers = np.bincount(steps.journeys.customer[steps.journey[rows]], minlength=1)
    taken = Cells(
        places=np.array([[-1, -1]]), place=np.zeros(columns, np.int64), at=np.arange(columns), affected=table(hit),
        done=table(hit & done), came=table(slice(None)), completed=table(done),
        customers=np.array([np.count_nonzero(customers)]),
    )  # fmt: skip
    return stakes(taken)[0]
