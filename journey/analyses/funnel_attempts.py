"""Journeys followed along the steps of a funnel: one row for every entry that counts.

The log is walked in ranges of journeys, two at a time: a range is small enough for its arrays to stay near the
processor, and only what is told of an entry is kept of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.funnel_hits import EXCLUDED, NONE, Hits, read_hits
from journey.analyses.funnel_question import Funnel
from journey.analyses.funnel_way import Way
from journey.errors import WrongInput
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection
from journey.text import _

__all__ = ["LAST", "Attempts", "follow", "lay_attempts", "node_ids"]

LAST = 2_147_483_647
"""Beyond every position: nothing bounds the entry."""

RANGE, THREADS = 500_000, 2
"""Events in a range of journeys, and how many ranges at a time."""

LONGEST_US = 200 * 365 * 86_400 * 1_000_000


@dataclass(frozen=True)
class Attempts:
    """Entries into a funnel, in the order of their journeys: those that had their whole window before the observed
    end, and met nothing that takes them out.

    Attributes
    ----------
    open, excluded : int
        The other entries: without their whole window; taken out, though they had it.
    journey, entry : int array (entries,)
        The journey, and the position of its event.
    bound : int array (entries,)
        Position of the entry after it, where each counts; else LAST.
    time : int array (entries,)
        Of the entry, microseconds since the epoch.
    reached : int array (entries,)
        The furthest step that need not be skipped.
    position, next : int array (entries,)
        Of the event there: its position, and the node of the event after it, -1 at the end.
    late : bool array (entries,)
        In sequential order: did the next step that may not be skipped after all, when the window was over.
    at, took : int array (steps, entries)
        Position of the event of each step, and microseconds to it from the entry; NONE where it was not reached.
    """

    open: int
    excluded: int
    journey: NDArray[np.int32]
    entry: NDArray[np.int32]
    bound: NDArray[np.int32]
    time: NDArray[np.int64]
    reached: NDArray[np.int8]
    position: NDArray[np.int32]
    next: NDArray[np.int32]
    late: NDArray[np.bool_]
    at: NDArray[np.int32]
    took: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.journey)


def follow(selection: Selection, funnel: Funnel) -> Attempts:
    """Follow the journeys in scope along a funnel.

    Raises
    ------
    WrongInput
        A step or exclusion that the log does not have at this level.
    """
    steps = {node: k for k, step in enumerate(funnel.steps) for node in node_ids(selection, step)}
    nodes = dict.fromkeys(node_ids(selection, funnel.exclude), EXCLUDED) | steps
    _asked, applied = read_definitions(selection.cursor)
    end = round(datetime.fromisoformat(applied.observed_end).replace(tzinfo=UTC).timestamp() * 1_000_000)
    shown: NDArray[np.int32] = np.asarray(
        selection.cursor.execute(f"SELECT id FROM {selection.journeys}").fetchnumpy()["id"]
    )
    in_scope = np.zeros(int(shown.max(initial=-1)) + 1, dtype=np.bool_)
    in_scope[shown] = True

    def one(ids: tuple[int, int]) -> Attempts:
        return _attempts(read_hits(selection, nodes, ids, in_scope), funnel, end)

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(one, _ranges(selection, len(in_scope))))
        arrays = [field.name for field in fields(Attempts) if field.name not in ("open", "excluded")]
        joined: dict[str, Any] = dict(pool.map(lambda name: (name, _joined(parts, name)), arrays))
    return Attempts(sum(part.open for part in parts), sum(part.excluded for part in parts), **joined)


def _joined(parts: list[Attempts], name: str) -> NDArray[Any]:
    return np.concatenate([getattr(part, name) for part in parts], axis=-1)


def _ranges(selection: Selection, ids: int) -> Iterable[tuple[int, int]]:
    """First and last id of each range; one where there is no journey."""
    (journeys, events) = selection.run("SELECT count(*), coalesce(sum(events), 0) FROM journey")[0]
    step = max(1, round(RANGE * journeys / max(1, events)))
    return ((first, first + step - 1) for first in range(0, max(1, ids), step))


def _attempts(hits: Hits, funnel: Funnel, end: int) -> Attempts:
    """What there is to tell of the entries among some hits."""
    window = min(round(funnel.window_s * 1_000_000), LONGEST_US)
    required = [k for k in range(len(funnel.steps)) if k not in funnel.optional]
    entry = hits.of(0)
    same = hits.journey[entry[1:]] == hits.journey[entry[:-1]]
    since, bound = np.full(len(entry), NONE), np.full(len(entry), len(hits))
    if funnel.entry == "first":
        entry = entry[np.concatenate([[True], ~same])] if len(entry) else entry
        since, bound = since[: len(entry)], bound[: len(entry)]
    else:
        # An entry lasts until the next one: what follows belongs to the later of the two.
        since[1:][same], bound[:-1][same] = entry[:-1][same], entry[1:][same]
    began = hits.time[entry]
    judged = began <= end - window
    open_, entry, since, bound, began = int((~judged).sum()), entry[judged], since[judged], bound[judged], began[judged]
    way = Way(hits, entry, began + window, since, bound, window)
    at = np.stack(way.along(funnel.order, len(funnel.steps), required))
    excluded = 0
    if funnel.exclude:
        met = way.next(entry, EXCLUDED)
        stays = (met < 0) | ((at[-1] >= 0) & (met >= at[-1]))
        excluded = int((~stays).sum())
        entry, bound, began, at = entry[stays], bound[stays], began[stays], at[:, stays]
    there = at >= 0
    # Nobody comes to a step past one that may not be skipped: how many of those were done tells which.
    reached = np.array(required, dtype=np.int8)[np.count_nonzero(there[required], axis=0) - 1]
    last = at[reached, np.arange(len(entry))]
    return Attempts(
        open=open_,
        excluded=excluded,
        journey=hits.journey[entry],
        entry=hits.position[entry],
        bound=np.append(hits.position, np.int32(LAST))[bound],
        time=began,
        reached=reached,
        position=hits.position[last],
        next=hits.next[last],
        late=_late(hits, reached, last, bound, required if funnel.order == "sequential" else []),
        at=np.where(there, hits.position[at], np.int32(NONE)),
        took=np.where(there, hits.time[at] - began, NONE),
    )


def _late(
    hits: Hits, reached: NDArray[np.int8], last: NDArray[np.int64], bound: NDArray[np.int64], required: list[int]
) -> NDArray[np.bool_]:
    late = np.zeros(len(reached), dtype=np.bool_)
    for step, onward in pairwise(required):
        here = np.flatnonzero(reached == step)
        then = hits.after(last[here], onward)
        late[here] = (then >= 0) & (then < bound[here])
    return late


def lay_attempts(selection: Selection, attempts: Attempts) -> None:
    """Lay the entries as the view ``attempt``.

    Columns: journey; entry (position); bound (position of the entry after it, or the largest number); time (of the
    entry); reached; position (of the event of the furthest step); and for every step k its p<k> (position of the
    event) and d<k> (microseconds since the entry), NULL where it was not reached.
    """
    columns: dict[str, Any] = {
        name: getattr(attempts, name) for name in ("journey", "entry", "bound", "reached", "position")
    }
    columns["time"] = attempts.time.view("datetime64[us]")
    for step, (at, took) in enumerate(zip(attempts.at, attempts.took, strict=True)):
        columns[f"p{step}"] = pa.array(at, mask=at < 0)
        columns[f"d{step}"] = pa.array(took, mask=took < 0)
    selection.cursor.register("attempt", pa.table(columns))


def node_ids(selection: Selection, names: tuple[str, ...]) -> list[int]:
    """Ids of touchpoints at the level of the scope, in the order of their names.

    Raises
    ------
    WrongInput
        The log has none of that name at this level.
    """
    if not names:
        return []
    known = dict(selection.run(f"SELECT name, id FROM {selection.nodes} ORDER BY name"))
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)[:12]
            raise WrongInput(
                _("This log has no touchpoint {name}.").format(name=repr(name)),
                _("Near it are: {names}.").format(names=", ".join(near)),
            )
    return [known[name] for name in names]
