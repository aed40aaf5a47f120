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

__all__ = ["AFTER", "INVITED", "MOMENTS", "ROOM", "Cells", "Moments", "count_cells", "packed", "placed"]

Ints = NDArray[np.int64]
Codes = NDArray[Any]
"""Whole numbers, as narrow as they may be."""

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
        return self.among(steps.flags)

    def among(self, flags: f.Flags) -> NDArray[np.bool_]:
        """The same, of the steps with some flags."""
        return np.asarray((flags & np.uint16(self.rows | self.lacks)) == self.rows)

    def hit(self, steps: Steps) -> Ints:
        """At which of those somebody is affected."""
        wanted = self.rows | self.affected
        return np.flatnonzero((steps.flags & np.uint16(wanted | self.lacks)) == wanted)

    def codes(self, steps: Steps, rows: Ints) -> tuple[Codes, int]:
        """What affected and compared share at some steps, and a number that all of it is below."""
        moment = steps.moment[rows]
        if not self.by_next:
            return moment, steps.moments
        size = steps.moments * (steps.nodes + 1)
        code = moment.astype(_wide(size), copy=False) * (steps.nodes + 1)
        code += steps.next[rows]
        code += 1
        return code, size

    def places(self, steps: Steps, rows: Ints) -> tuple[Codes, int]:
        """The place of some steps as a code, source * (nodes + 1) + target + 1, and a number that all are below."""
        width = steps.nodes + 1
        size = steps.nodes * width
        code = (steps.next if self.source == "next" else steps.node)[rows].astype(_wide(size), copy=False) * width
        if self.target:
            code += steps.next[rows]
            code += 1
        return code, size


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
    hit = how.hit(steps)
    codes, places = packed(*how.places(steps, hit))
    met = _customers(steps, hit, codes, len(places))
    tested = met >= least
    kept = tested[codes]
    hit, place = hit[kept], (np.cumsum(tested) - 1)[codes[kept]]
    moment, size = how.codes(steps, hit)
    column, moments = packed(moment, size)
    cell, cells = packed(place * len(moments) + column, max(1, int(np.count_nonzero(tested)) * len(moments)))
    of, at = np.divmod(cells, max(1, len(moments)))
    seen = steps.arrivals.dealt_to(how.rows & ~(f.THIRD | f.SETTLED))
    groups, number = int(np.count_nonzero(seen)), np.cumsum(seen) - 1

    def table(rows: Ints, column: Codes, width: int) -> NDArray[np.float32]:
        flat = np.bincount(number[steps.dealt[rows]] * width + column, minlength=groups * width)
        return flat.reshape(groups, width).astype(np.float32)

    def arrivals() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        if not how.by_next and not how.lacks and steps.arrivals.are_few:
            whole = steps.arrivals.by_moment(how.rows)
            return whole[0][seen][:, moments].astype(np.float32), whole[1][seen][:, moments].astype(np.float32)
        everybody = np.flatnonzero(how.at(steps))
        where = placed(how.codes(steps, everybody)[0], moments, size)
        everybody, where = everybody[where >= 0], where[where >= 0]
        completed = f.holds(steps.flags[everybody], f.DONE)
        return (
            table(everybody, where, len(moments)), table(everybody[completed], where[completed], len(moments)),
        )  # fmt: skip

    done = f.holds(steps.flags[hit], f.DONE)
    came, completed = arrivals()
    source, target = np.divmod(places, steps.nodes + 1)
    return Cells(
        places=np.stack([source, target - 1], axis=1)[tested],
        place=of,
        at=at,
        affected=table(hit, cell, len(cells)),
        done=table(hit[done], cell[done], len(cells)),
        came=came,
        completed=completed,
        customers=met[tested],
        thin=tuple((int(source[i]), int(target[i]) - 1, int(met[i])) for i in np.flatnonzero(~tested)),
    )


def _wide(size: int) -> type[np.integer[Any]]:
    """The narrowest numbers that codes below `size` are counted in."""
    return np.int32 if size <= np.iinfo(np.int32).max else np.int64


def _customers(steps: Steps, rows: Ints, code: Codes, codes: int) -> Ints:
    """Distinct customers by code."""
    if steps.journeys.one_each:
        # A journey comes to a place for the first time but once.
        return np.bincount(code, minlength=codes)
    people = steps.journeys.customers
    pairs = code.astype(np.int64, copy=False) * people + steps.journeys.customer[steps.journey[rows]]
    if codes * people > 16 * ROOM:
        return np.bincount(pd.unique(pairs) // people, minlength=codes)
    seen = np.zeros(codes * people, dtype=np.bool_)
    seen[pairs] = True
    return np.asarray(np.count_nonzero(seen.reshape(codes, people), axis=1), dtype=np.int64)


def packed(codes: Codes, size: int) -> tuple[Codes, Ints]:
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


def placed(codes: Codes, among: Ints, size: int) -> Codes:
    """Where each code stands among some ascending ones; -1: nowhere. All are below `size`."""
    if not len(among):
        return np.full(len(codes), -1, dtype=np.int64)
    if size > ROOM:
        at = np.minimum(np.searchsorted(among, codes), len(among) - 1)
        return np.where(among[at] == codes, at, -1)
    number = np.full(size, -1, dtype=np.int32)
    number[among] = np.arange(len(among), dtype=np.int32)
    return np.asarray(number[codes])
