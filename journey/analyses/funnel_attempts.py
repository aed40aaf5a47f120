"""Journeys followed along the steps of a funnel: one row for every entry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.funnel_hits import EXCLUDED, NONE, Hits, read_hits
from journey.analyses.funnel_question import Funnel, Order
from journey.errors import WrongInput
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection
from journey.text import _

__all__ = ["LAST", "Attempts", "follow", "lay_attempts", "node_ids"]

LAST = 2_147_483_647
"""Beyond every position: nothing bounds the entry."""

PART, THREADS = 100_000, 2
"""Entries that are followed together, and how many parts of them at a time."""

LONGEST_US = 200 * 365 * 86_400 * 1_000_000

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Attempts:
    """Entries into a funnel, in the order of their journeys.

    Attributes
    ----------
    hits : Hits
        All events of its steps.
    entry : int array (entries,)
        The hit of each entry.
    deadline : int array (entries,)
        When its window is over, microseconds since the epoch.
    since, bound : int array (entries,)
        The hits of the entries before and after it in its journey, where each counts; else NONE and all hits.
    judged : bool array (entries,)
        It had its whole window before the observed end.
    excluded : bool array (entries,)
        It met a touchpoint that takes it out.
    at : int array (steps, entries)
        The hit of each step; NONE where it was not reached.
    reached : int array (entries,)
        The furthest step that need not be skipped.
    last : int array (entries,)
        The hit there.
    """

    hits: Hits
    entry: Ints
    deadline: Ints
    since: Ints
    bound: Ints
    judged: Bools
    excluded: Bools
    at: Ints
    reached: Ints
    last: Ints

    @cached_property
    def counted(self) -> Ints:
        """The entries that the steps count: judged, and not taken out."""
        return np.flatnonzero(self.judged & ~self.excluded)


def follow(selection: Selection, funnel: Funnel) -> Attempts:
    """Follow the journeys in scope along a funnel.

    Raises
    ------
    WrongInput
        A step or exclusion that the log does not have at this level.
    """
    steps = {node: k for k, step in enumerate(funnel.steps) for node in node_ids(selection, step)}
    hits = read_hits(selection, dict.fromkeys(node_ids(selection, funnel.exclude), EXCLUDED) | steps)
    window = min(round(funnel.window_s * 1_000_000), LONGEST_US)
    _asked, applied = read_definitions(selection.cursor)
    end = round(datetime.fromisoformat(applied.observed_end).replace(tzinfo=UTC).timestamp() * 1_000_000)
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
    way = _Way(hits, entry, hits.time[entry] + window, since, bound, window)
    at = way.along(funnel.order, len(funnel.steps), required)
    reached, last = np.zeros(len(entry), dtype=np.int64), entry
    for step in required[1:]:
        reached = np.where(at[step] >= 0, step, reached)
        last = np.where(at[step] >= 0, at[step], last)
    excluded = np.zeros(len(entry), dtype=np.bool_)
    if funnel.exclude:
        met = way.next(entry, EXCLUDED)
        excluded = (met >= 0) & ((at[-1] < 0) | (met < at[-1]))
    return Attempts(
        hits, entry, way.deadline, since, bound, hits.time[entry] <= end - window, excluded, at, reached, last
    )


@dataclass(frozen=True)
class _Way:
    """What bounds the way from each entry."""

    hits: Hits
    entry: Ints
    deadline: Ints
    since: Ints
    bound: Ints
    window: int

    def along(self, order: Order, steps: int, required: list[int]) -> Ints:
        """The hit of each step for each entry, several parts of the entries at a time."""
        for step in range(steps):
            self.hits.know(step)
        parts = [slice(first, first + PART) for first in range(0, max(1, len(self.entry)), PART)]
        with ThreadPoolExecutor(THREADS) as pool:
            found = pool.map(lambda part: np.stack(_SHAPES[order](self._part(part), steps, required)), parts)
            return np.concatenate(list(found), axis=1)

    def _part(self, part: slice) -> _Way:
        own: dict[str, Any] = {name: getattr(self, name)[part] for name in ("entry", "deadline", "since", "bound")}
        return replace(self, **own)

    def within(self, found: Ints) -> Ints:
        """The hits found that lie before the deadline and the next entry; NONE for the others."""
        there = (found >= 0) & (found < self.bound) & (self.hits.time[found] <= self.deadline)
        return np.where(there, found, NONE)

    def next(self, after: Ints, step: int) -> Ints:
        """The first hit of a step after others."""
        return self.within(self.hits.after(after, step))


def _sequential(way: _Way, steps: int, required: list[int]) -> list[Ints]:
    at: dict[int, Ints] = {0: way.entry}
    for before, step in pairwise(required):
        at[step] = way.next(at[before], step)
        stands = at[before]
        for skipped in range(before + 1, step):
            # What may be skipped counts where it is done before the step that follows it.
            found = way.next(stands, skipped)
            at[skipped] = np.where((at[step] < 0) | (found < at[step]), found, NONE)
            stands = np.where(at[skipped] >= 0, at[skipped], stands)
    return [at[step] for step in range(steps)]


def _strict(way: _Way, steps: int, required: list[int]) -> list[Ints]:
    hits, at, stands = way.hits, [way.entry], way.entry
    for step in range(1, steps):
        onward = np.minimum(stands + 1, len(hits) - 1)
        direct = (stands >= 0) & (hits.step[onward] == step) & (hits.position[onward] == hits.until[stands])
        direct &= hits.journey[onward] == hits.journey[stands]
        found = way.within(np.where(direct, onward, NONE))
        at.append(found)
        # Where the journey stands once the step is done, or was skipped.
        stands = found if step in required else np.where(found >= 0, found, stands)
    return at


def _any(way: _Way, steps: int, required: list[int]) -> list[Ints]:
    hits, at = way.hits, [way.entry]
    for step in range(1, steps):
        stands = at[max(k for k in required if k < step)]
        earlier = hits.before(way.entry, step)
        early = (earlier > way.since) & (earlier >= 0)
        early[early] = hits.time[earlier[early]] >= hits.time[way.entry[early]] - way.window
        found = np.where(early, way.entry, way.next(way.entry, step))
        at.append(np.where((stands >= 0) & (found >= 0), np.maximum(found, stands), NONE))
    return at


_SHAPES = {"sequential": _sequential, "strict": _strict, "any": _any}


def lay_attempts(selection: Selection, attempts: Attempts) -> None:
    """Lay the entries as the view ``attempt``.

    Columns: journey; entry (position); bound (position of the entry after it, or the largest number); time (of the
    entry); judged; excluded; reached; position (of the event of the furthest step); and for every step k its p<k>
    (position of the event) and d<k> (microseconds since the entry), NULL where it was not reached.
    """
    hits, entry = attempts.hits, attempts.entry
    began = hits.time[entry]
    columns: dict[str, Any] = {
        "journey": hits.journey[entry], "entry": hits.position[entry], "time": began.view("datetime64[us]"),
        "bound": np.append(hits.position, LAST)[attempts.bound].astype(np.int32),
        "judged": attempts.judged, "excluded": attempts.excluded, "reached": attempts.reached,
        "position": hits.position[attempts.last],
    }  # fmt: skip
    for step, at in enumerate(attempts.at):
        columns[f"p{step}"] = pa.array(hits.position[at], mask=at < 0)
        columns[f"d{step}"] = pa.array(hits.time[at] - began, mask=at < 0)
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
