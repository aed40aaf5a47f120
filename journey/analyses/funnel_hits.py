"""The events of the steps of a funnel, and the next of a kind after some of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.in_order import of_journeys, read_in_order
from journey.store.selection import Selection

__all__ = ["EXCLUDED", "NONE", "Hits", "read_hits"]

NONE = -1
"""No hit."""

EXCLUDED, OTHER = -1, -2
"""The step of what takes a journey out, and of what is no part of the funnel."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Hits:
    """Events of journeys in scope at the touchpoints of a funnel, in their order.

    Attributes
    ----------
    journey, position, next : int arrays
        Next is the node of the event after it, -1 at the end.
    time : int array
        Microseconds since the epoch.
    step : int array
        From 0; EXCLUDED for what takes a journey out.
    step_of : int array
        The step of each node, and OTHER for -1.
    """

    journey: NDArray[np.int32]
    position: NDArray[np.int32]
    time: Ints
    next: NDArray[np.int32]
    step: NDArray[np.int8]
    step_of: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.step)

    @cached_property
    def _of_step(self) -> dict[int, Ints]:
        return {}

    def of(self, step: int) -> Ints:
        """The hits of a step."""
        if step not in self._of_step:
            self._of_step[step] = np.flatnonzero(self.step == step)
        return self._of_step[step]

    @cached_property
    def _counts(self) -> dict[int, NDArray[np.int32]]:
        return {}

    def _until(self, step: int) -> NDArray[np.int32]:
        """How many hits of a step there are up to each hit, itself included."""
        if step not in self._counts:
            self._counts[step] = np.cumsum(self.step == step, dtype=np.int32)
        return self._counts[step]

    def after(self, hits: Ints, step: int) -> Ints:
        """The first hit of a step after each of some hits, in the same journey; NONE where there is none."""
        among = self.of(step)
        at = self._until(step)[hits]
        live = np.flatnonzero((hits >= 0) & (at < len(among)))
        following = among[at[live]]
        found = np.full(len(hits), NONE)
        found[live] = np.where(self.journey[following] == self.journey[hits[live]], following, NONE)
        return found

    def directly_after(self, hits: Ints, step: int) -> Ints:
        """The very next event of some hits where it is one of a step; else NONE."""
        direct = (hits >= 0) & (self.step_of[self.next[hits]] == step)
        return np.where(direct, hits + 1, NONE)

    def before(self, hits: Ints, step: int) -> Ints:
        """The last hit of a step before each of some hits, in the same journey; NONE where there is none."""
        among = self.of(step)
        at = self._until(step)[hits] - (self.step[hits] == step) - 1
        if not len(among):
            return np.full(len(hits), NONE)
        found = among[np.maximum(at, 0)]
        return np.where((at >= 0) & (self.journey[found] == self.journey[hits]), found, NONE)


def read_hits(selection: Selection, steps: dict[int, int], ids: tuple[int, int], in_scope: NDArray[np.bool_]) -> Hits:
    """Read the events of some nodes, told as node -> step.

    Parameters
    ----------
    ids : (int, int)
        First and last id of the journeys to read.
    in_scope : bool array
        Of each id, whether it is in scope; beyond its end none is.
    """
    # Without IN, so that they come in their order.
    nodes = " OR ".join(["node = ?"] * len(steps))
    with selection.cursor.cursor() as cursor:
        rows: dict[str, Any] = read_in_order(
            cursor.sql(
                f"""SELECT journey, position, time, next, node FROM {selection.linked}
                    WHERE journey BETWEEN ? AND ? AND ({nodes})""",
                params=[ids[0], min(ids[1], len(in_scope) - 1), *steps],
            )
        )
    rows = of_journeys(rows, in_scope)
    rows["time"] = rows["time"].view(np.int64)
    rows["step_of"] = np.full(max(*steps, rows["next"].max(initial=-1)) + 2, OTHER, dtype=np.int8)
    rows["step_of"][list(steps)] = list(steps.values())
    return Hits(step=rows["step_of"][rows.pop("node")], **rows)
