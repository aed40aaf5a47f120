"""The chain: an absorbing Markov chain over states of a journey, solved exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu

from journey.design.coding import IN_TIME, LATE, LOST, UNDECIDED

__all__ = ["DROPPED", "ENDED", "LARGE", "OPEN", "REST", "START", "STEPS", "Chain", "Flow", "Waits"]

START, ENDED, DROPPED, OPEN = range(4)
"""Rows of every chain that are no events: where journeys come from, and how they leave."""

LARGE, STEPS, REST = 700, 600, 1e-13
"""States from which on a chain is summed; steps at most; the share of journeys still on their way that is left out."""

_STEP = ("src", "dst", "p", "table", "factor", "cap")

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Waits:
    """Observed waits, list after list: list t is ``seconds[begins[t] : begins[t + 1]]``."""

    seconds: NDArray[np.float32]
    begins: Ints

    def mean(self, table: int, factor: float, cap: float) -> float:
        """Mean of a list after every wait was multiplied, then cut at `cap`."""
        part = self.seconds[self.begins[table] : self.begins[table + 1]]
        return float(np.minimum(part.astype(np.float64) * factor, cap).mean()) if len(part) else 0.0

    def plus(self, seconds: Floats) -> tuple[Waits, int]:
        """With one more list, and its number."""
        joined = np.concatenate([self.seconds, seconds.astype(np.float32)])
        return Waits(joined, np.append(self.begins, len(joined))), len(self.begins) - 1


@dataclass(frozen=True)
class Chain:
    """States, and the steps between them.

    Attributes
    ----------
    names : tuple of str
        Names of the nodes.
    node, phase, visit : int arrays of shape (s,)
        Of each state; -1 for the first four rows, which are no events.
    tags : int array of shape (s, splits)
        Parts of the splits.
    cost : array of shape (s,)
        Of one visit.
    src, dst : int arrays of shape (e,)
        Steps between states.
    p : array of shape (e,)
        Their probabilities; those that leave one state add up to 1.
    table, factor, cap : arrays of shape (e,)
        The wait of a step: drawn from list `table` of `waits` (-1: none), times `factor`, at most `cap` seconds.

    Examples
    --------
    Half of the journeys at A go on to the goal B, the others drop.

    >>> import numpy as np
    >>> i = lambda *values: np.array(values)
    >>> chain = Chain(
    ...     names=("A", "B"), node=i(-1, -1, -1, -1, 0, 1), phase=i(-1, -1, -1, -1, 0, 1), visit=i(0, 0, 0, 0, 0, 0),
    ...     tags=np.zeros((6, 0), int), cost=np.zeros(6), src=i(0, 4, 4, 5), dst=i(4, 5, 2, 1),
    ...     p=np.array([1, 0.5, 0.5, 1]), table=i(-1, -1, -1, -1), factor=np.ones(4), cap=np.full(4, np.inf),
    ...     waits=Waits(np.zeros(0, np.float32), i(0)))
    >>> chain.solve().conversion
    0.5
    """

    names: tuple[str, ...]
    node: Ints
    phase: Ints
    visit: Ints
    tags: Ints
    cost: Floats
    src: Ints
    dst: Ints
    p: Floats
    table: Ints
    factor: Floats
    cap: Floats
    waits: Waits

    @property
    def states(self) -> int:
        """Rows, the four that are no events among them."""
        return len(self.node)

    def of(self, name: str) -> Ints:
        """The states of a node."""
        return np.flatnonzero(self.node == self.names.index(name)) if name in self.names else np.zeros(0, np.int64)

    def is_of(self, name: str) -> NDArray[np.bool_]:
        """Which states are of a node."""
        at = self.names.index(name) if name in self.names else -2
        return np.asarray(self.node == at)

    def steps(self, keep: NDArray[np.bool_], **added: NDArray[np.generic]) -> Chain:
        """With the steps that are kept, and others added: `src`, `dst`, `p`, `table`, and `factor` and `cap` if any."""
        count = len(added["src"]) if added else 0
        more = {"factor": np.ones(count), "cap": np.full(count, np.inf), **added}
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(self, name)[keep], more[name]]) if added else getattr(self, name)[keep]
            for name in _STEP
        }
        return replace(self, **joined)

    def tidy(self) -> Chain:
        """Without impossible steps, and with probabilities made to add up to 1."""
        chain = self.steps(self.p > 0)
        total = np.bincount(chain.src, chain.p, minlength=self.states)
        return replace(chain, p=chain.p / total[chain.src])

    @property
    def leaving(self) -> NDArray[np.bool_]:
        """Which steps are exits: from an undecided state to silence, or to a lost ending."""
        undecided = self.phase[self.src] == UNDECIDED
        return np.asarray(undecided & ((self.dst == DROPPED) | (self.phase[self.dst] == LOST)))

    def reached(self) -> NDArray[np.bool_]:
        """Which states a journey can come to."""
        return self._seen(
            csr_matrix((np.ones(len(self.src)), (self.src, self.dst)), shape=(self.states,) * 2), (START,)
        )

    def ending(self) -> NDArray[np.bool_]:
        """From which states a journey can end."""
        back = csr_matrix((np.ones(len(self.src)), (self.dst, self.src)), shape=(self.states,) * 2)
        return self._seen(back, (ENDED, DROPPED, OPEN))

    def _seen(self, graph: csr_matrix, begins: tuple[int, ...]) -> NDArray[np.bool_]:
        seen = np.zeros(self.states, dtype=bool)
        for begin in begins:
            seen[breadth_first_order(graph, begin, return_predecessors=False)] = True
        return seen

    @cached_property
    def wait_mean(self) -> Floats:
        """Mean wait of each step, seconds."""
        keys = np.stack([self.table.astype(float), self.factor, self.cap])
        apart, inverse = np.unique(keys, axis=1, return_inverse=True)
        means = [self.waits.mean(int(t), f, c) if t >= 0 else 0.0 for t, f, c in apart.T]
        return np.array(means)[inverse.ravel()] if means else np.zeros(0)

    def solve(self) -> Flow:
        """Expected visits of every state: v = e + Qᵀ v, a sparse linear system [Kemeny & Snell 1960].

        Large chains are summed step by step, v = e + Qᵀe + (Qᵀ)²e ..., since journeys are short; where that takes too
        many steps, and for small ones, the system is factorised.
        """
        n = self.states
        inner = self.dst >= 4
        begin = np.zeros(n)
        begin[START] = 1.0
        if n > LARGE:
            onward = csr_matrix((self.p[inner], (self.dst[inner], self.src[inner])), shape=(n, n))
            visits, left = begin.copy(), begin
            for _step in range(STEPS):
                left = onward @ left
                visits += left
                if left.sum() < REST:
                    return Flow(self, visits)
        q = csc_matrix((self.p[inner], (self.dst[inner], self.src[inner])), shape=(n, n))
        visits = splu((_identity(n) - q).tocsc()).solve(begin)
        return Flow(self, np.maximum(visits, 0.0))


@dataclass(frozen=True)
class Flow:
    """What one journey is expected to do.

    Attributes
    ----------
    visits : array of shape (s,)
        Expected visits of each state.
    """

    chain: Chain
    visits: Floats

    @cached_property
    def flow(self) -> Floats:
        """Expected uses of each step."""
        return np.asarray(self.visits[self.chain.src] * self.chain.p)

    def _into(self, *phases: int) -> float:
        chain = self.chain
        open_before = (chain.src == START) | (chain.phase[chain.src] == UNDECIDED)
        wanted = np.isin(chain.phase, phases)[chain.dst]
        return float(self.flow[open_before & wanted].sum())

    @cached_property
    def chance(self) -> Floats:
        """From each state, the probability to complete in time; 1 where that has happened."""
        chain = self.chain
        done = chain.phase == IN_TIME
        running = (chain.phase == UNDECIDED) | (np.arange(chain.states) == START)
        inner = running[chain.src] & running[chain.dst]
        n = chain.states
        system = csc_matrix((-chain.p[inner], (chain.src[inner], chain.dst[inner])), shape=(n, n)) + _identity(n)
        goal = running[chain.src] & done[chain.dst]
        found = splu(system.tocsc()).solve(np.bincount(chain.src[goal], chain.p[goal], minlength=n))
        return np.asarray(np.where(done, 1.0, found))

    def at(self, name: str) -> tuple[float, float, float]:
        """Of the journeys that come to a touchpoint: how many, the share that completes in time, that comes again."""
        first = self.chain.is_of(name) & (self.chain.visit == 0)
        again = self.chain.is_of(name) & (self.chain.visit == 1)
        reach = float(self.visits[first].sum())
        if reach <= 0:
            return 0.0, float("nan"), float("nan")
        return reach, float(self.visits[first] @ self.chance[first]) / reach, float(self.visits[again].sum()) / reach

    @property
    def conversion(self) -> float:
        """Share that completes in time."""
        return self._into(IN_TIME)

    @property
    def late(self) -> float:
        """Share that completes after the horizon."""
        return self._into(LATE)

    @property
    def lost(self) -> float:
        """Share that is lost."""
        return self._into(LOST)

    @property
    def dropped(self) -> float:
        """Share that falls silent before any decision."""
        return float(self.flow[self.chain.dst == DROPPED].sum())

    @property
    def contacts(self) -> float:
        """Events a journey has."""
        return float(self.visits[4:].sum())

    @property
    def cost(self) -> float:
        """Cost of a journey."""
        return float(self.visits @ self.chain.cost)

    @property
    def duration_mean(self) -> float:
        """Mean seconds to the goal, else to the last event."""
        chain = self.chain
        running = ~np.isin(chain.phase, (IN_TIME, LATE))[chain.src] & (chain.src != START)
        return float(self.flow[running] @ chain.wait_mean[running])

    def per_node(self, values: Floats, states: NDArray[np.bool_] | None = None) -> Floats:
        """Sum of a figure of states by node."""
        chain = self.chain
        chosen = np.arange(chain.states) >= 4
        if states is not None:
            chosen &= states
        return np.bincount(chain.node[chosen], values[chosen], minlength=len(chain.names)).astype(np.float64)

    @cached_property
    def exits(self) -> Floats:
        """Share of all journeys that leave after each node: dropped there, or lost right after it."""
        chain = self.chain
        leaving = chain.leaving
        per_state = np.bincount(chain.src[leaving], self.flow[leaving], minlength=chain.states)
        return self.per_node(per_state.astype(np.float64))

    @cached_property
    def reach(self) -> Floats:
        """Share of all journeys that visit each node before any goal."""
        chain = self.chain
        before = np.isin(chain.phase, (UNDECIDED, LOST)) & (chain.visit == 0)
        return np.minimum(self.per_node(self.visits, before), 1.0)


def _identity(n: int) -> csc_matrix:
    return csc_matrix((np.ones(n), np.arange(n), np.arange(n + 1)), shape=(n, n))
