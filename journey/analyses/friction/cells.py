"""Affected and compared journeys, counted by moment: one table of cells for each kind of friction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.parts import Kind
from journey.analyses.friction.steps import BANDS_S, Steps
from journey.store.selection import Selection

__all__ = ["AFTER", "INVITED", "MOMENTS", "Cells", "Moments", "count_cells"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Moments:
    """How one kind reads the steps (`steps.lay_steps`).

    Attributes
    ----------
    rows : str
        Condition on ``step``: the moments at which journeys are compared.
    affected : str
        Condition: those who meet the friction.
    source, target : str
        The place of the affected; "" where it has no target.
    counted : str
        The rows of the tally.
    where, hit : str
        The same two conditions in the tally: the names of flags; "" for all.
    by_next : bool
        Whether affected and compared share the next touchpoint, too.
    """

    rows: str
    affected: str
    source: str
    target: str
    counted: str
    where: str = ""
    hit: str = ""
    by_next: bool = False

    @property
    def moment(self) -> str:
        """SQL of what affected and compared share."""
        return "moment * 1048576 + next" if self.by_next else "moment"


_WENT_ON = "before AND first AND next >= 0"
MOMENTS = {
    Kind.DETOUR: Moments("before", "turns", "next", "", "turns"),
    Kind.REPEAT: Moments(_WENT_ON, "again", "node", "", "firsts", hit="again"),
    Kind.BACKTRACK: Moments(_WENT_ON, "back", "node", "next", "firsts", hit="back"),
    Kind.PING_PONG: Moments(f"{_WENT_ON} AND third", "returns", "node", "next", "firsts", "third", "returns", True),
    Kind.WAIT: Moments(f"{_WENT_ON} AND settled", "over", "node", "next", "firsts", "settled", "over", True),
    Kind.SWITCH: Moments(_WENT_ON, "switched", "node", "next", "firsts", hit="switched"),
    Kind.CONTACT: Moments("before AND first AND contact AND watched", "recontact", "node", "", "contacts", "",
                          "recontact"),
}  # fmt: skip
"""Kind -> its moments. All but detours and contacts compare journeys that went on from there."""

AFTER = Moments("NOT before AND contact AND watched", "recontact", "node", "", "")
"""Contacts once the end is decided: nothing is at stake there, but journeys can be looked at."""

INVITED = Moments("first", "", "node", "next", "")
"""Those invited to a survey; the silent are told by what they never do."""


@dataclass(frozen=True)
class Cells:
    """Counts by group of customers, moment and place.

    Attributes
    ----------
    places : array (places, 2) of int
        Source and target (-1: none) of each place.
    place : array (cells,) of int
        Rows of `places`, in their order; a cell is a place at one moment.
    affected, done : array (groups, cells)
        Affected journeys, and those of them that complete.
    came, completed : array (groups, cells)
        All journeys at the moment of the cell, and those that complete.
    customers : array (places,) of int
        Distinct customers affected.
    thin : tuple of (source, target, customers)
        Places too few are affected at.
    """

    places: Ints
    place: Ints
    affected: NDArray[np.float64]
    done: NDArray[np.float64]
    came: NDArray[np.float64]
    completed: NDArray[np.float64]
    customers: Ints
    thin: tuple[tuple[int, int, int], ...] = ()


def count_cells(selection: Selection, steps: Steps, kind: Kind, least: int) -> Cells:
    """Count one kind; places with fewer than `least` customers affected get no cells."""
    how = MOMENTS[kind]
    counts = steps.tally.counts(how.counted)
    every = counts.flags[how.where] if how.where else np.ones(len(counts.n), np.bool_)
    hit = every & (counts.flags[how.hit] if how.hit else counts.next >= 0)
    source = counts.next if how.source == "next" else counts.moment // (3 * (len(BANDS_S) + 2)) % steps.tally.nodes
    target = counts.next if how.target else np.full(len(counts.n), -1)
    moment = counts.moment * (steps.tally.nodes + 1) + counts.next + 1 if how.by_next else counts.moment
    width = steps.tally.nodes + 1
    codes = source * width + target + 1
    met = _journeys(codes[hit], counts.n[hit], width) if steps.one_each else _customers(selection, how)
    tested = sorted((place for place, customers in met.items() if customers >= least))
    thin = tuple((*place, customers) for place, customers in sorted(met.items()) if customers < least)
    of = _index(np.array([s * width + t + 1 for s, t in tested], dtype=np.int64), codes)
    rows = np.flatnonzero(hit & (of >= 0))
    moments, met_at = np.unique(moment[rows], return_inverse=True)
    keys, columns = np.unique(of[rows] * max(1, len(moments)) + met_at, return_inverse=True)
    place, at = np.divmod(keys, max(1, len(moments)))
    groups, group = np.unique(counts.dealt, return_inverse=True)
    all_rows = np.flatnonzero(every & np.isin(moment, moments))
    where = np.searchsorted(moments, moment[all_rows])

    def table(row: Ints, column: Ints, values: Ints, width: int) -> NDArray[np.float64]:
        flat = np.bincount(group[row] * width + column, values[row], len(groups) * width)
        return np.asarray(flat.reshape(len(groups), width), dtype=np.float64)

    return Cells(
        places=np.array(tested, dtype=np.int64).reshape(-1, 2),
        place=place,
        affected=table(rows, columns, counts.n, len(keys)),
        done=table(rows, columns, counts.done, len(keys)),
        came=table(all_rows, where, counts.n, len(moments))[:, at],
        completed=table(all_rows, where, counts.done, len(moments))[:, at],
        customers=np.array([met[place] for place in tested], dtype=np.int64),
        thin=thin,
    )


def _customers(selection: Selection, how: Moments) -> dict[tuple[int, int], int]:
    """Distinct customers affected, by place."""
    rows = selection.run(
        f"""SELECT {how.source} AS source, {how.target or "-1"} AS target, count(DISTINCT customer)
            FROM step WHERE {how.rows} AND {how.affected} GROUP BY ALL ORDER BY ALL"""
    )
    return {(source, target): customers for source, target, customers in rows}


def _journeys(codes: Ints, n: Ints, width: int) -> dict[tuple[int, int], int]:
    """Journeys affected, by place: each comes there but once."""
    places, at = np.unique(codes, return_inverse=True)
    counted = np.bincount(at, n, len(places))
    return {(int(s), int(t) - 1): round(k) for s, t, k in zip(*np.divmod(places, width), counted, strict=True)}


def _index(codes: Ints, wanted: Ints) -> Ints:
    """Where each wanted code stands in the sorted codes; -1: nowhere."""
    if not len(codes):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[at] == wanted, at, -1)
