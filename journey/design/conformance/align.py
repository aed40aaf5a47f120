"""Aligning a path with a design: the fewest skipped and inserted touchpoints that reconcile the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from journey.design.conformance.automaton import Automaton

__all__ = ["Aligner", "Deviation", "Kind"]

Kind = Literal["skipped", "inserted", "repeated", "order", "channel", "slow"]


@dataclass(frozen=True, order=True)
class Deviation:
    """One way in which a journey leaves the design.

    Attributes
    ----------
    kind : str
        "skipped": the design has it there, the journey has not; "inserted": the other way round; "repeated": inserted,
        and the journey had it before; "order": the journey has it elsewhere than the design; "channel": in a channel
        the design moved away from; "slow": slower than the design allows.
    touchpoint : str
    then : str
        For "slow" the touchpoint that the wait leads to; else empty.
    """

    kind: Kind
    touchpoint: str
    then: str = ""


_HAIR = 1e-4
"""Decides between explanations of one cost; far too little to decide more in any journey."""
_KEPT = 50_000
_SHARED = 12
"""Paths share their first so many touchpoints: longer beginnings are rarely the same."""


class Aligner:
    """Aligns paths with one automaton, exactly (Adriansyah 2014, with unit costs); paths share what they begin with.

    A path is judged as far as it came: nothing is skipped after its last touchpoint, unless it is `complete`. Where two
    explanations cost the same, something skipped is told rather than something inserted, and a repeat before both.

    Examples
    --------
    >>> design = Automaton.of_moves({("Ad", "Basket"), ("Basket", "Pay")}, starts={"Ad"}, ends={"Pay"})
    >>> aligner = Aligner(design)
    >>> aligner.cost(("Ad", "Basket", "Pay")), aligner.cost(("Ad", "Pay")), aligner.cost(("Ad",))
    (0, 1, 0)
    >>> aligner.deviations(("Ad", "Basket", "Basket", "Call"))
    (Deviation(kind='inserted', touchpoint='Call', then=''), Deviation(kind='repeated', touchpoint='Basket', then=''))
    """

    def __init__(self, design: Automaton) -> None:
        self._design = design
        self._begin = design.distances[0].copy()
        self._left = design.distances[:, sorted(design.ends)].min(axis=1)
        self._known: dict[tuple[str, ...], NDArray[np.float64]] = {}

    def cost(self, path: Sequence[str], *, complete: bool = False) -> int:
        """Fewest touchpoints skipped or inserted; 0: the path fits.

        Parameters
        ----------
        complete : bool
            Whether the path is over, so that what the design has until its end is missing.
        """
        costs = self._along(tuple(path))[-1]
        return round(float((costs + self._left if complete else costs).min()))

    def deviations(self, path: Sequence[str], *, complete: bool = False) -> tuple[Deviation, ...]:
        """What sets the path apart from the run of the design nearest to it; each once, in alphabetical order."""
        return tuple(sorted(self.places(path, complete=complete)))

    def places(self, path: Sequence[str], *, complete: bool = False) -> dict[Deviation, int]:
        """The same, each with the position at which it first shows; of what is skipped, where the path goes on."""
        names = tuple(path)
        skipped, inserted, kept = self._trace(names, complete)
        moved = {name for name, _i in skipped} & {names[i] for i in inserted}
        found: dict[Deviation, int] = {}

        def note(deviation: Deviation, position: int) -> None:
            found[deviation] = min(position, found.get(deviation, position))

        for name, i in skipped:
            note(Deviation("order" if name in moved else "skipped", name), i)
        for i in inserted:
            if names[i] not in moved:
                again = names[i] in names[:i] or names[i] in kept
                note(Deviation("repeated" if again else "inserted", names[i]), i)
        return found

    def _along(self, path: tuple[str, ...]) -> list[NDArray[np.float64]]:
        """Cost of being in each state, before the path and after each of its touchpoints, silent and skipped steps
        taken."""
        costs = [self._begin]
        for i, name in enumerate(path):
            begun = path[: i + 1]
            known = self._known.get(begun) if i < _SHARED else None
            if known is None:
                known = self._step(costs[-1], name, again=name in path[:i])
                if i < _SHARED and len(self._known) < _KEPT:
                    self._known[begun] = known
            costs.append(known)
        return costs

    def _end_from(self, state: int) -> int:
        ends = sorted(self._design.ends)
        return ends[int(self._design.distances[state, ends].argmin())]

    def _step(self, before: NDArray[np.float64], name: str, *, again: bool) -> NDArray[np.float64]:
        after = before + (1.0 - _HAIR if again else 1.0 + _HAIR)
        moves = self._design.by_touchpoint.get(name)
        if moves is not None:
            sources, targets = moves
            direct = np.full(len(before), np.inf)
            np.minimum.at(direct, targets, before[sources])
            reached = np.flatnonzero(np.isfinite(direct))
            if len(reached):
                spread = (direct[reached, None] + self._design.distances[reached]).min(axis=0)
                after = np.minimum(after, spread)
        return after

    def _trace(self, path: tuple[str, ...], complete: bool) -> tuple[list[tuple[str, int]], list[int], set[str]]:
        """Of one cheapest alignment: what is skipped, with the position it is skipped before; the positions of what is
        inserted; and the touchpoints that fit."""
        costs = self._along(path)
        state = int((costs[-1] + self._left if complete else costs[-1]).argmin())
        skipped: list[tuple[str, int]] = []
        if complete and np.isfinite(self._left[state]):
            skipped = [(name, len(path)) for name in self._design.skipped(state, self._end_from(state))]
        inserted: list[int] = []
        kept: set[str] = set()
        for i in range(len(path) - 1, -1, -1):
            step = self._synchronous(costs[i], path[i], state, costs[i + 1][state])
            if step is None:
                inserted.append(i)
                continue
            source, target = step
            skipped += [(name, i + 1) for name in self._design.skipped(target, state)]
            kept.add(path[i])
            state = source
        skipped += [(name, 0) for name in self._design.skipped(0, state)]
        return skipped, inserted, kept

    def _synchronous(self, before: NDArray[np.float64], name: str, state: int, cost: float) -> tuple[int, int] | None:
        """The step of this touchpoint on a cheapest way into a state: its source and its target."""
        moves = self._design.by_touchpoint.get(name)
        if moves is None:
            return None
        sources, targets = moves
        whole = before[sources] + self._design.distances[targets, state]
        best = int(whole.argmin())
        return (int(sources[best]), int(targets[best])) if whole[best] <= cost + _HAIR / 4 else None
