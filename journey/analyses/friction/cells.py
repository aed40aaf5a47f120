"""Affected and compared journeys, counted by moment: one table of cells for each kind of friction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journey.analyses.friction import flags as f
from journey.analyses.friction.parts import Kind
from journey.analyses.friction.steps import Steps

__all__ = ["AFTER", "INVITED", "MOMENTS", "Cells", "Moments", "count_cells", "packed", "placed"]

Ints = NDArray[np.int64]

ROOM = 1 << 23
"""Cells of a table that is cheaper to fill than to search."""


@dataclass(frozen=True)
class Moments:
    """How one kind reads the steps.

    Attributes
    ----------
    rows, affected : int
        Flags of the moments at which journeys are compared, and those that tell who meets the friction.
    source : str
        Which node is the place: "node" or "next".
    target : bool
        Whether the place is a transition, from node to next.
    by_next : bool
        Whether affected and compared share the next touchpoint, too.
    lacks : int
        Flags that the moments do not have.
    """

    rows: int
    affected: int
    source: str = "node"
    target: bool = False
    by_next: bool = False
    lacks: int = 0

    def at(self, steps: Steps) -> NDArray[np.bool_]:
        """At which steps journeys are compared."""
        return np.asarray((steps.flags & np.uint16(self.rows | self.lacks)) == self.rows)

    def codes(self, steps: Steps, rows: Ints) -> tuple[Ints, int]:
        """What affected and compared share at some steps, and a number that all of it is below."""
        moment = steps.moment[rows]
        if not self.by_next:
            return moment, steps.moments
        return moment * (steps.nodes + 1) + steps.next[rows] + 1, steps.moments * (steps.nodes + 1)

    def places(self, steps: Steps, rows: Ints) -> tuple[Ints, int]:
        """The place of some steps as a code, source * (nodes + 1) + target + 1, and a number that all are below."""
        width = steps.nodes + 1
        source = (steps.next if self.source == "next" else steps.node)[rows].astype(np.int64) * width
        return source + steps.next[rows] + 1 if self.target else source, steps.nodes * width


_WENT_ON = f.BEFORE | f.FIRST | f.ON
MOMENTS = {
    Kind.DETOUR: Moments(f.BEFORE, f.TURNS, source="next"),
    Kind.REPEAT: Moments(_WENT_ON, f.AGAIN),
    Kind.BACKTRACK: Moments(_WENT_ON, f.BACK, target=True),
    Kind.PING_PONG: Moments(_WENT_ON | f.THIRD, f.RETURNS, target=True, by_next=True),
    Kind.WAIT: Moments(_WENT_ON | f.SETTLED, f.OVER, target=True, by_next=True),
    Kind.SWITCH: Moments(_WENT_ON, f.SWITCHED, target=True),
    Kind.FORCED: Moments(_WENT_ON, f.FORCED, target=True),
    Kind.CONTACT: Moments(f.BEFORE | f.FIRST | f.CONTACT | f.WATCHED, f.RECONTACT),
}
"""Kind -> its moments. All but detours and contacts compare journeys that went on from there."""

AFTER = Moments(f.CONTACT | f.WATCHED, f.RECONTACT, lacks=f.BEFORE)
"""Contacts once the end is decided: nothing is at stake there, but journeys can be looked at."""

INVITED = Moments(f.FIRST, 0, target=True)
"""Those invited to a survey; the silent are told by what they never do."""


@dataclass(frozen=True)
class Cells:
    """Counts by group of customers, moment and place.

    Attributes
    ----------
    places : array (places, 2) of int
        Source and target (-1: none) of each place.
    place, at : array (cells,) of int
        Rows of `places`, in their order, and columns of `came`; a cell is a place at one moment.
    affected, done : array (groups, cells)
        Affected journeys, and those of them that complete.
    came, completed : array (groups, moments)
        All journeys at each moment, and those that complete.
    customers : array (places,) of int
        Distinct customers affected.
    thin : tuple of (source, target, customers)
        Places too few are affected at.
    """

    places: Ints
    place: Ints
    at: Ints
    affected: NDArray[np.float32]
    done: NDArray[np.float32]
    came: NDArray[np.float32]
    completed: NDArray[np.float32]
    customers: Ints
    thin: tuple[tuple[int, int, int], ...] = ()


def count_cells(steps: Steps, kind: Kind, least: int) -> Cells:
    """Count one kind; places with fewer than `least` customers affected get no cells."""
    how = MOMENTS[kind]
    came = how.at(steps)
    hit = np.flatnonzero(came & f.holds(steps.flags, how.affected))
    codes, places = packed(*how.places(steps, hit))
    met = _customers(steps, hit, codes, len(places))
    tested = met >= least
    kept = tested[codes]
    hit, place = hit[kept], (np.cumsum(tested) - 1)[codes[kept]]
    moment, size = how.codes(steps, hit)
    column, moments = packed(moment, size)
    cell, cells = packed(place * len(moments) + column, max(1, int(np.count_nonzero(tested)) * len(moments)))
    of, at = np.divmod(cells, max(1, len(moments)))
    everybody = np.flatnonzero(came)
    where = placed(how.codes(steps, everybody)[0], moments, size)
    everybody, where = everybody[where >= 0], where[where >= 0]
    groups, number = _groups(steps, kind)

    def table(rows: Ints, column: Ints, width: int) -> NDArray[np.float32]:
        flat = np.bincount(number[steps.dealt[rows]] * width + column, minlength=groups * width)
        return flat.reshape(groups, width).astype(np.float32)

    done, completed = (f.holds(steps.flags[rows], f.DONE) for rows in (hit, everybody))
    source, target = np.divmod(places, steps.nodes + 1)
    return Cells(
        places=np.stack([source, target - 1], axis=1)[tested],
        place=of,
        at=at,
        affected=table(hit, cell, len(cells)),
        done=table(hit[done], cell[done], len(cells)),
        came=table(everybody, where, len(moments)),
        completed=table(everybody[completed], where[completed], len(moments)),
        customers=met[tested],
        thin=tuple((int(source[i]), int(target[i]) - 1, int(met[i])) for i in np.flatnonzero(~tested)),
    )


def _groups(steps: Steps, kind: Kind) -> tuple[int, Ints]:
    """How many groups of customers there are among those who could meet a kind, and the number of each."""
    could = MOMENTS[kind].rows & ~(f.THIRD | f.SETTLED)
    seen = np.bincount(steps.dealt[f.holds(steps.flags, could)], minlength=256) > 0
    return int(np.count_nonzero(seen)), np.cumsum(seen) - 1


def _customers(steps: Steps, rows: Ints, code: Ints, codes: int) -> Ints:
    """Distinct customers by code."""
    if steps.journeys.one_each:
        # A journey comes to a place for the first time but once.
        return np.bincount(code, minlength=codes)
    people = steps.journeys.customers
    pairs = code * people + steps.journeys.customer[steps.journey[rows]]
    if codes * people > 16 * ROOM:
        return np.bincount(pd.unique(pairs) // people, minlength=codes)
    seen = np.zeros(codes * people, dtype=np.bool_)
    seen[pairs] = True
    return np.asarray(np.count_nonzero(seen.reshape(codes, people), axis=1), dtype=np.int64)


def packed(codes: NDArray[np.integer[Any]], size: int) -> tuple[Ints, Ints]:
    """Codes renumbered without gaps, in their order, and what each number was.

    Parameters
    ----------
    size : int
        All codes are below it.

    Examples
    --------
    >>> import numpy as np
    >>> number, codes = packed(np.array([7, 3, 7]), 10)
    >>> number.tolist(), codes.tolist()
    ([1, 0, 1], [3, 7])
    """
    if size > ROOM:
        number, found = pd.factorize(codes, sort=True)
        return number.astype(np.int64, copy=False), np.asarray(found, dtype=np.int64)
    seen = np.zeros(size, dtype=np.bool_)
    seen[codes] = True
    found = np.flatnonzero(seen)
    return placed(codes, found, size), found


def placed(codes: NDArray[np.integer[Any]], among: Ints, size: int) -> Ints:
    """Where each code stands among some ascending ones; -1: nowhere. All are below `size`."""
    if not len(among):
        return np.full(len(codes), -1, dtype=np.int64)
    if size > ROOM:
        at = np.minimum(np.searchsorted(among, codes), len(among) - 1)
        return np.where(among[at] == codes, at, -1)
    number = np.full(size, -1, dtype=np.int32)
    number[among] = np.arange(len(among), dtype=np.int32)
    return np.asarray(number[codes], dtype=np.int64)
