"""The steps of journeys, told so that frictions can be compared at the moment they begin.

The log is walked in ranges of journeys, two at a time: each range is a few arrays, told at once. What stays of it are
narrow columns, one number a step, from which all kinds of friction are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.assisted import assisted_channels, contact_nodes
from journey.analyses.friction.arrivals import Arrivals
from journey.analyses.friction.flags import FLAGS, Flags
from journey.analyses.friction.judged import NEVER, Judged, judged
from journey.analyses.friction.targets import targets_of
from journey.analyses.friction.telling import BANDS, Clock, Known, Limits, tell
from journey.analyses.in_order import of_journeys, read_in_order
from journey.model import Progress, silent
from journey.store.selection import Selection
from journey.store.side_stages import side_stages
from journey.text import _

__all__ = ["THREADS", "Steps", "lay_steps"]

RANGE = 250_000
"""Events in a range of journeys."""

DAY_US = 86_400 * 1_000_000

THREADS = 2
"""Ranges, and kinds, that are worked on at a time."""

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Steps:
    """What was read of the judged journeys: a row for each event, in their order.

    Attributes
    ----------
    names : dict
        Node -> name.
    stages : dict
        Node -> name of its stage, or None.
    nodes : int
        All nodes are below it.
    journeys : Judged
    journey, position, node, next : int arrays
        Next is -1 at the end.
    time : int array
        Microseconds since the epoch.
    channel : int array
        -1 where there is none.
    moment : int array
        Code of place, visit (1 / 2 / 3+), band of time since the journey began, and chosen attributes.
    dealt : int array
        Group of the customer.
    flags : int array
        What happened (`flags.FLAGS`): before (the end is not decided yet), first (visit), goes_on (there is a next),
        turns (next is met for the first time, and is no end), again (comes back here), back (to an earlier stage),
        returns (A-B-A), third (there is an event after the next), switched (channel, by choice), over (waits longer
        than the target), settled (after the wait as much time is left as the horizon gives), contact, recontact
        (another within seven days), watched (seven days are left), done (the journey completes),
        forced (from self-service to a channel with a person).
    """

    names: dict[int, str]
    stages: dict[int, str | None]
    nodes: int
    journeys: Judged
    journey: NDArray[np.int32]
    position: NDArray[np.int32]
    node: NDArray[np.int32]
    next: NDArray[np.int32]
    time: Ints
    channel: NDArray[np.int32]
    moment: NDArray[np.integer[Any]]
    dealt: NDArray[np.uint8]
    flags: Flags

    def __len__(self) -> int:
        return len(self.flags)

    @property
    def moments(self) -> int:
        """All codes of moments are below it."""
        return (int(self.journeys.extra.max(initial=0)) + 1) * self.nodes * 3 * BANDS

    @cached_property
    def arrivals(self) -> Arrivals:
        """Who comes where."""
        return Arrivals(self.flags, self.dealt, self.moment, self.moments)

    @cached_property
    def until(self) -> NDArray[np.int32]:
        """Position of the next event; the largest number at the end."""
        until = np.full(len(self), NEVER, dtype=np.int32)
        until[:-1] = np.where(self.next[:-1] >= 0, self.position[1:], NEVER)
        return until

    @cached_property
    def week(self) -> NDArray[np.int32]:
        """Weeks since that of the epoch; they begin on Mondays."""
        return ((self.time // DAY_US + 3) // 7).astype(np.int32)

    def at(self, journey: NDArray[np.int32], position: NDArray[np.int32]) -> Ints:
        """The rows of some events; -1 where they are none of the steps."""
        if not len(self):
            return np.full(len(journey), -1, dtype=np.int64)
        begins = np.searchsorted(self.journey, np.arange(len(self.journeys.judged) + 1))
        known = np.minimum(journey, len(begins) - 2)
        # A position is how far an event is from the first, unless some are hidden or folded.
        row: Ints = np.minimum(begins[known] + position, len(self) - 1)
        wrong = (self.journey[row] != journey) | (self.position[row] != position)
        if wrong.any():
            key = (self.journey.astype(np.int64) << 32) + self.position
            wanted = (journey[wrong].astype(np.int64) << 32) + position[wrong]
            found = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
            row[wrong] = np.where(key[found] == wanted, found, -1)
        return row


def lay_steps(selection: Selection, attributes: tuple[str, ...] = (), progress: Progress = silent) -> Steps:
    """Read the events of the judged journeys in scope, and lay them as the view ``step``.

    Judged are mature journeys. The view has the columns of `Steps`, the time as a timestamp, the customer as a number
    and each flag by its name.

    Parameters
    ----------
    attributes : tuple of str
        Attributes of journeys that moments tell apart.
    """
    names, stages, known = _known(selection)
    journeys = judged(selection, attributes)
    parts = []
    ranges = list(_ranges(journeys))
    with ThreadPoolExecutor(THREADS) as pool:
        for number, part in enumerate(pool.map(lambda ids: _read(selection, ids, journeys, known), ranges)):
            progress(number / len(ranges), _("Reading the steps of the journeys"))
            parts.append(part)
        columns = dict(pool.map(lambda name: (name, np.concatenate([part[name] for part in parts])), parts[0]))
    steps = Steps(names, stages, known.nodes, journeys, **columns)
    _lay(selection, steps)
    return steps


def _known(selection: Selection) -> tuple[dict[int, str], dict[int, str | None], Known]:
    side, contacts = side_stages(selection), contact_nodes(selection)
    rows = selection.run(
        f"""SELECT n.id, n.name, s.name, s.ordinal
            FROM {selection.nodes} n LEFT JOIN stage s ON s.id = n.stage ORDER BY n.id"""
    )
    count = max((row[0] for row in rows), default=-1) + 1
    ordinal, contact = np.full(count, -1, dtype=np.int32), np.zeros(count, dtype=np.bool_)
    for node, _name, stage, place in rows:
        if stage is not None and stage not in side:
            ordinal[node] = place
        contact[node] = node in contacts
    (channels,) = selection.run("SELECT coalesce(max(id), -1) + 1 FROM channel")[0]
    assisted = np.zeros(channels + 1, dtype=np.bool_)
    assisted[assisted_channels(selection)] = True
    known = Known(ordinal, contact, assisted, _clock(selection), Limits.of(targets_of(selection), count))
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}, known


def _clock(selection: Selection) -> Clock:
    applied = json.loads(dict(selection.run("SELECT key, value FROM definition"))["applied"])
    end = datetime.fromisoformat(applied["observed_end"]).replace(tzinfo=UTC)
    return Clock(round(end.timestamp() * 1e6), round((applied["horizon_s"] or 0.0) * 1e6))


def _ranges(journeys: Judged) -> Iterable[tuple[int, int]]:
    """First and last id of each range of the judged journeys; one empty range where there is none."""
    ids = np.flatnonzero(journeys.judged)
    step = max(1, round(RANGE * len(ids) / max(1, journeys.events)))
    for first in range(0, max(1, len(ids)), step):
        part = ids[first : first + step]
        yield (int(part[0]), int(part[-1])) if len(part) else (0, -1)


def _read(selection: Selection, ids: tuple[int, int], journeys: Judged, known: Known) -> Columns:
    """The steps of a range, told."""
    # Where events are folded, their wait begins when the last of them was left.
    wait = ", wait" if selection.relinked else ""
    # Without BOOLEAN, which would have to be unpacked bit by bit.
    with selection.cursor.cursor() as cursor:
        rows = read_in_order(
            cursor.sql(
                f"""SELECT journey, position, node, channel, epoch_us(time) AS time,
                           first_visit::UTINYINT AS first_visit, by_company::UTINYINT AS by_company{wait}
                    FROM {selection.linked} WHERE journey BETWEEN ? AND ?""",
                params=list(ids),
            )
        )
    rows |= {name: rows[name].view(np.bool_) for name in ("first_visit", "by_company")}
    return tell(of_journeys(rows, journeys.judged), journeys, known, waits=selection.relinked)


def _lay(selection: Selection, steps: Steps) -> None:
    """The view ``step``: nothing is copied for it."""
    columns = {name: pa.array(getattr(steps, name)) for name in ("journey", "position", "node", "next", "channel")}
    columns |= {"moment": pa.array(steps.moment), "dealt": pa.array(steps.dealt), "flags": pa.array(steps.flags)}
    columns["time"] = pa.array(steps.time).view(pa.timestamp("us"))
    customer = steps.journeys.customer[steps.journey] if len(steps) else np.zeros(0, np.int32)
    columns["customer"] = pa.array(customer)
    selection.cursor.register("told_step", pa.table(columns))
    flags = ", ".join(f"flags & {1 << bit} <> 0 AS {name}" for bit, name in enumerate(FLAGS))
    selection.run(f"CREATE OR REPLACE TEMP VIEW step AS SELECT * EXCLUDE (flags), {flags} FROM told_step")
