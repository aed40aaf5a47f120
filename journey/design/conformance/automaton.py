"""The automaton of a design: what may come next, in every state it can be in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

__all__ = ["Automaton"]


@dataclass(frozen=True)
class Automaton:
    """States, and the touchpoints that lead from one to another.

    Attributes
    ----------
    states : int
        Their number; a run begins in state 0.
    steps : tuple of (source, touchpoint, target)
        A touchpoint of None is a silent step: nobody sees it.
    ends : frozenset of int
        States in which a run may be over.

    Examples
    --------
    >>> line = Automaton.of_moves({("Ad", "Basket"), ("Basket", "Pay")}, starts={"Ad"}, ends={"Pay"})
    >>> line.states, sorted(line.touchpoints)
    (4, ['Ad', 'Basket', 'Pay'])
    """

    states: int
    steps: tuple[tuple[int, str | None, int], ...]
    ends: frozenset[int]

    @classmethod
    def of_moves(cls, moves: Iterable[tuple[str, str]], starts: Iterable[str], ends: Iterable[str]) -> Automaton:
        """A design that is a map: a state after each touchpoint, a step for each transition."""
        pairs, begins, over = sorted(set(moves)), sorted(set(starts)), set(ends)
        names = sorted({name for pair in pairs for name in pair} | set(begins) | over)
        state = {name: n + 1 for n, name in enumerate(names)}
        steps = [(0, name, state[name]) for name in begins]
        steps += [(state[source], target, state[target]) for source, target in pairs]
        return cls(len(names) + 1, tuple(steps), frozenset(state[name] for name in over))

    @property
    def touchpoints(self) -> frozenset[str]:
        """Those that the design knows."""
        return frozenset(name for _source, name, _target in self.steps if name is not None)

    @cached_property
    def distances(self) -> NDArray[np.float64]:
        """Fewest touchpoints skipped from state to state, shape (states, states); inf where no way leads there."""
        return self._paths[0]

    @cached_property
    def by_touchpoint(self) -> Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Touchpoint -> sources and targets of its steps."""
        found: dict[str, list[tuple[int, int]]] = {}
        for source, name, target in self.steps:
            if name is not None:
                found.setdefault(name, []).append((source, target))
        return {
            name: (np.array([a for a, _b in pairs]), np.array([b for _a, b in pairs])) for name, pairs in found.items()
        }

    def goes_on(self, name: str) -> bool:
        """Whether the design has anything after a touchpoint."""
        targets = [target for _source, step, target in self.steps if step == name]
        near = set(np.flatnonzero((self.distances[targets] == 0).any(axis=0)).tolist()) if targets else set[int]()
        return any(source in near and step is not None for source, step, _target in self.steps)

    def skipped(self, source: int, target: int) -> list[str]:
        """The touchpoints on a shortest way from state to state."""
        before = self._paths[1][source]
        names: list[str] = []
        while target != source:
            previous = int(before[target])
            name = self._cheapest[previous, target]
            if name is not None:
                names.append(name)
            target = previous
        return names[::-1]

    @cached_property
    def _cheapest(self) -> dict[tuple[int, int], str | None]:
        """What one step between two states skips: nothing where one of them is silent, else the first by name."""
        found: dict[tuple[int, int], str | None] = {}
        for source, name, target in sorted(self.steps, key=lambda step: (step[1] is not None, step[1] or "")):
            found.setdefault((source, target), name)
        return found

    @cached_property
    def _paths(self) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        # A silent step costs next to nothing: nothing at all would be no edge to the library.
        weights = {
            pair: 1.0 if name is not None else _SILENT for pair, name in self._cheapest.items() if pair[0] != pair[1]
        }
        rows, columns = (list(part) for part in zip(*weights, strict=True)) if weights else ([], [])
        graph = csr_matrix((list(weights.values()), (rows, columns)), shape=(self.states, self.states))
        lengths, before = shortest_path(graph, method="D", return_predecessors=True)
        return np.round(lengths, 6) if not weights else np.floor(lengths + 1e-6), before


_SILENT = 1e-9
