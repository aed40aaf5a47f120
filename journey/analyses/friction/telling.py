"""What happens at each step of a range of journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journey.analyses.friction.flags import flagged
from journey.analyses.friction.judged import Judged

__all__ = ["BANDS", "BANDS_S", "WEEK_US", "Clock", "Known", "Limits", "tell"]

BANDS_S = (600, 3600, 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400)
"""Upper bounds of the bands of time since the journey began, in seconds; the last band has none."""

BANDS = len(BANDS_S) + 2
"""Bands of time; the last is of journeys that the log begins in the midst of."""

WEEK_US = 7 * 86_400 * 1_000_000
ROOM = 4_000_000
"""Cells of a table that is cheaper to look up than to search for."""

Ints = NDArray[np.int64]
Codes = NDArray[Any]
"""Whole numbers, as narrow as they may be."""
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Clock:
    """The observed end, and the horizon, in microseconds."""

    end: int
    horizon: int


@dataclass(frozen=True)
class Limits:
    """The longest wait allowed for each transition, in microseconds; NaN where there is no target.

    Attributes
    ----------
    codes : int array
        Source * nodes + target, ascending; empty where `longest` holds a row for each code there can be.
    """

    codes: Ints
    longest: Floats

    @classmethod
    def of(cls, targets: dict[tuple[int, int], float], nodes: int) -> Limits:
        """From seconds by source and target."""
        codes = np.array([source * nodes + target for source, target in targets], dtype=np.int64)
        longest = np.array(list(targets.values()), dtype=np.float64) * 1e6
        if nodes * nodes <= ROOM:
            table = np.full(nodes * nodes + 1, np.nan)
            table[codes] = longest
            return cls(np.zeros(0, np.int64), table)
        order = np.argsort(codes)
        return cls(codes[order], longest[order])

    def at(self, moves: Codes) -> Floats:
        """Those of the transitions of these codes."""
        if not len(self.codes):
            return self.longest[moves] if len(self.longest) else np.full(len(moves), np.nan)
        at = np.minimum(np.searchsorted(self.codes, moves), len(self.codes) - 1)
        return np.where(self.codes[at] == moves, self.longest[at], np.nan)


@dataclass(frozen=True)
class Known:
    """What is known of nodes and of the log.

    Attributes
    ----------
    ordinal : int array
        Order of the stage of each node; -1: none.
    contact : bool array
        Which nodes are contacts with a person.
    assisted : bool array
        In which channels somebody serves the customer; the last is that of no channel.
    """

    ordinal: NDArray[np.int32]
    contact: Bools
    assisted: Bools
    clock: Clock
    limits: Limits

    @property
    def nodes(self) -> int:
        """All nodes are below it."""
        return len(self.ordinal)


def tell(rows: Columns, journeys: Judged, known: Known, *, waits: bool) -> Columns:
    """The columns of `steps.Steps` for whole journeys, in their order.

    Parameters
    ----------
    rows : dict of arrays
        Journey, position, node, channel, time, first_visit, by_company and wait.
    waits : bool
        Whether the waits count; else they are the time to the next event.
    """
    journey, position, node, time = rows["journey"], rows["position"], rows["node"], rows["time"]
    channel, first, by_company = rows["channel"], rows["first_visit"], rows["by_company"]
    n, nodes = len(journey), known.nodes
    on = np.zeros(n, dtype=np.bool_)
    on[:-1] = journey[1:] == journey[:-1]
    over = np.flatnonzero(~on)

    def then(column: NDArray[Any], none: int | bool) -> NDArray[Any]:
        shifted = np.empty(n, dtype=column.dtype)
        shifted[:-1] = column[1:]
        shifted[over] = none
        return shifted

    following = then(node, -1)
    before = position < journeys.decided[journey]
    open_next = then(before, False)
    next_next = then(following, -1)
    visit, again = _visits(journey, node, first, before, nodes)
    moment = _moments(journey, node, time, visit, journeys, nodes)
    ordinal = known.ordinal[node]
    next_ordinal = then(ordinal, -1)
    next_channel = then(channel, -1)
    next_time = time + rows["wait"] if waits else then(time, 0)
    limit = known.limits.at(_moves(node, following, nodes, over))
    contact = known.contact[node]
    clock = known.clock
    switched = (
        open_next & ~by_company & ~then(by_company, True) & (channel >= 0) & (next_channel >= 0)
        & (next_channel != channel)
    )  # fmt: skip
    forced = switched & ~known.assisted[channel] & known.assisted[next_channel]
    flags = flagged({
        "before": before,
        "first": first,
        "goes_on": on,
        "turns": then(first, False) & open_next,
        "again": again,
        "back": open_next & (next_ordinal >= 0) & (ordinal > next_ordinal),
        "returns": open_next & (following != node) & (next_next == node),
        "third": next_next >= 0,
        "switched": switched & ~forced,
        "over": on & (next_time - time > limit),
        "settled": on & ~np.isnan(limit) & (next_time <= clock.end - clock.horizon),
        "contact": contact,
        "recontact": _recontacts(journey, time, contact),
        "watched": time <= clock.end - WEEK_US,
        "done": journeys.done[journey],
        "forced": forced,
    })  # fmt: skip
    return {
        "journey": journey, "position": position, "node": node, "next": following, "time": time, "channel": channel,
        "moment": moment, "dealt": journeys.dealt[journey], "flags": flags,
    }  # fmt: skip


def _moments(
    journey: NDArray[np.int32], node: NDArray[np.int32], time: Ints, visit: NDArray[np.int8], journeys: Judged,
    nodes: int,
) -> Codes:  # fmt: skip
    """The code of place, visit, band of time and chosen attributes, in the narrowest numbers that hold all codes."""
    kinds = int(journeys.extra.max(initial=0)) + 1
    wide = np.int32 if kinds * nodes * 3 * BANDS <= np.iinfo(np.int32).max else np.int64
    code: Codes = node.astype(wide)
    if kinds > 1:
        code += (journeys.extra[journey] * nodes).astype(wide)
    code *= 3
    code += visit
    code *= BANDS
    band = _bands(time - journeys.started[journey])
    if journeys.cut.any():
        band[journeys.cut[journey]] = BANDS - 1
    code += band
    return code


def _moves(node: NDArray[np.int32], following: NDArray[np.int32], nodes: int, over: Ints) -> Codes:
    """The transition of each step as a code, -1 where there is none."""
    code: Codes = node.astype(np.int32 if nodes * nodes <= np.iinfo(np.int32).max else np.int64)
    code *= nodes
    code += following
    code[over] = -1
    return code


def _visits(
    journey: NDArray[np.int32], node: NDArray[np.int32], first: Bools, before: Bools, nodes: int
) -> tuple[NDArray[np.int8], Bools]:
    """0 at a first visit, 1 at the second, 2 from the third on; and the first visits that come again before the end."""
    visit = np.zeros(len(node), dtype=np.int8)
    again = np.zeros(len(node), dtype=np.bool_)
    if not len(node):
        return visit, again
    key = (journey - journey[0]).astype(np.int64) * nodes + node
    if (size := int(key[-1] - key[-1] % nodes + nodes)) > ROOM:
        key, different = pd.factorize(key)
        size = len(different)
    later = np.flatnonzero(~first)
    # Of several that are written to one place the last stays: read backwards, that is the earliest.
    earliest = np.empty(size, dtype=np.int64)
    earliest[key[later][::-1]] = later[::-1]
    second = later[earliest[key[later]] == later]
    visit[later] = 2
    visit[second] = 1
    comes = np.zeros(size, dtype=np.bool_)
    comes[key[second[before[second]]]] = True
    again[:] = comes[key]
    return visit, again & first


def _bands(elapsed: Ints) -> NDArray[np.int8]:
    """The band of each elapsed time, in microseconds: how many bounds it reaches."""
    band = np.zeros(len(elapsed), dtype=np.int8)
    for bound in BANDS_S:
        band += elapsed >= bound * 1_000_000
    return band


def _recontacts(journey: NDArray[np.int32], time: Ints, contact: Bools) -> Bools:
    """Whether another contact of the same journey follows within seven days."""
    again = np.zeros(len(journey), dtype=np.bool_)
    at = np.flatnonzero(contact)
    same = journey[at[1:]] == journey[at[:-1]]
    again[at[:-1]] = same & (time[at[1:]] - time[at[:-1]] <= WEEK_US)
    return again
