"""The ways along the steps of a funnel: which event is which step, for every entry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from journey.analyses.funnel_hits import NONE, Hits
from journey.analyses.funnel_question import Order

__all__ = ["Way"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Way:
    """What bounds the way from each entry.

    Attributes
    ----------
    entry : int array (entries,)
        The hit of each entry.
    deadline : int array (entries,)
        When its window is over, microseconds since the epoch.
    since, bound : int array (entries,)
        The hits of the entries before and after it in its journey, where each counts; else NONE and all hits.
    window : int
        Microseconds.
    """

    hits: Hits
    entry: Ints
    deadline: Ints
    since: Ints
    bound: Ints
    window: int

    def along(self, order: Order, steps: int, required: list[int]) -> list[Ints]:
        """The hit of each step for each entry; NONE where it was not reached."""
        return _SHAPES[order](self, steps, required)

    def within(self, found: Ints) -> Ints:
        """The hits found that lie before the deadline and the next entry; NONE for the others."""
        there = (found >= 0) & (found < self.bound) & (self.hits.time[found] <= self.deadline)
        return np.where(there, found, NONE)

    def next(self, after: Ints, step: int) -> Ints:
        """The first hit of a step after others."""
        return self.within(self.hits.after(after, step))


def _sequential(way: Way, steps: int, required: list[int]) -> list[Ints]:
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


def _strict(way: Way, steps: int, required: list[int]) -> list[Ints]:
    hits, at, stands = way.hits, [way.entry], way.entry
    for step in range(1, steps):
        found = way.within(hits.directly_after(stands, step))
        at.append(found)
        # Where the journey stands once the step is done, or was skipped.
        stands = found if step in required else np.where(found >= 0, found, stands)
    return at


def _any(way: Way, steps: int, required: list[int]) -> list[Ints]:
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
