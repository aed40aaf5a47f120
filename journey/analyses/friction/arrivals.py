"""Who comes where: journeys by group of customers and moment, counted once for all kinds that read the same steps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.flags import DONE, Flags
from journey.analyses.friction.judged import GROUPS

__all__ = ["Arrivals"]

ROOM = 1 << 23
"""Cells of a table that is cheaper to fill whole than to fill where it is needed."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Arrivals:
    """Counts of steps with some flags.

    Attributes
    ----------
    flags, dealt, moment : arrays (steps,)
        As of `steps.Steps`.
    moments : int
        All codes of moments are below it.
    """

    flags: Flags
    dealt: NDArray[np.uint8]
    moment: NDArray[np.integer[Any]]
    moments: int
    _known: dict[tuple[str, int], Any] = field(default_factory=dict, repr=False)
    _lock: Any = field(default_factory=threading.RLock, repr=False)

    @property
    def are_few(self) -> bool:
        """Whether `by_moment` is for them: else there are too many moments."""
        return self.moments * GROUPS <= ROOM

    def by_moment(self, rows: int) -> tuple[Ints, Ints]:
        """Arrivals at the steps with all of some flags, and those of them that complete: arrays (GROUPS, moments)."""
        return self._once("by_moment", rows, self._by_moment)  # type: ignore[no-any-return]

    def dealt_to(self, rows: int) -> NDArray[np.bool_]:
        """Which groups of customers have any step with all of some flags."""
        return self._once("dealt_to", rows, self._dealt_to)  # type: ignore[no-any-return]

    def _once(self, what: str, rows: int, work: Callable[[int], Any]) -> Any:
        with self._lock:
            if (what, rows) not in self._known:
                self._known[what, rows] = work(rows)
            return self._known[what, rows]

    def _by_moment(self, rows: int) -> tuple[Ints, Ints]:
        key = self._once("key", 0, lambda _rows: self.dealt.astype(np.int32) * self.moments + self.moment)
        here = (self.flags & np.uint16(rows)) == rows
        # Even numbers are of journeys that do not complete, odd ones of those that do.
        both = key[here]
        both <<= 1
        both |= (self.flags[here] & np.uint16(DONE)) != 0
        counts = np.bincount(both, minlength=2 * GROUPS * self.moments).reshape(GROUPS, self.moments, 2)
        return counts.sum(axis=2), counts[:, :, 1]

    def _dealt_to(self, rows: int) -> NDArray[np.bool_]:
        if self.are_few:
            return np.asarray(self.by_moment(rows)[0].any(axis=1))
        here = (self.flags & np.uint16(rows)) == rows
        return np.asarray(np.bincount(self.dealt[here], minlength=GROUPS) > 0)
