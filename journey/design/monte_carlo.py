"""Monte Carlo: journeys walked on a chain, all at once, one step after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import ENDED, START, Chain
from journey.design.coding import IN_TIME, LATE

__all__ = ["RUNS", "SEED", "Walked", "walk"]

RUNS, SEED = 50_000, 1
"""What every page walks, so that all of them tell the same: a median of the sample then varies by half an hour."""

MOST_STEPS = 5_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Walked:
    """What n simulated journeys did.

    Attributes
    ----------
    phase : int array of shape (n,)
        How each stood at its end.
    duration : array of shape (n,)
        Seconds to the goal, else to the last event.
    plain : array of shape (n,)
        The same, had no edit changed a wait.
    events : int array of shape (n,)
        Events met; where journeys stop at the goal, those up to it.
    """

    phase: NDArray[np.int64]
    duration: Floats
    plain: Floats
    events: NDArray[np.int64]

    @property
    def completed(self) -> NDArray[np.bool_]:
        """Journeys that reach the goal, in time or not."""
        return np.isin(self.phase, (IN_TIME, LATE))


def walk(chain: Chain, runs: int, seed: int, *, resample: int | None = None, whole: bool = False) -> Walked:
    """Walk `runs` journeys to their ends.

    Parameters
    ----------
    seed : int
        The same seed gives the same journeys.
    resample : int, optional
        A number that picks a bootstrap draw of the waits: each list is drawn with replacement.
    whole : bool
        Walk on after the goal, to count all events; else a journey stops there.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    # One ascending array for all states: a state's steps lie between its number and the next.
    order = np.argsort(chain.src, kind="stable")
    p, src = chain.p[order], chain.src[order]
    inside = np.cumsum(p)
    begins = np.searchsorted(src, np.arange(chain.states + 1))
    before = np.concatenate([[0.0], inside])[begins[:-1]]
    ladder = src + np.minimum(inside - before[src], 1.0)
    last = np.maximum(begins[1:] - 1, 0)
    dst, table, factor, cap = chain.dst[order], chain.table[order], chain.factor[order], chain.cap[order]
    begin = chain.waits.begins[np.maximum(table, 0)]
    many = np.where(table >= 0, chain.waits.begins[np.maximum(table, 0) + 1] - begin, 0)
    reached = np.isin(chain.phase, (IN_TIME, LATE))
    edited = bool((factor != 1).any() or np.isfinite(cap).any())

    state = np.full(runs, START, dtype=np.int64)
    who = np.arange(runs)
    phase = np.zeros(runs, dtype=np.int64)
    duration, plain = np.zeros(runs), np.zeros(runs)
    events = np.zeros(runs, dtype=np.int64)
    for _step in range(MOST_STEPS):
        if not len(who):
            break
        step = np.searchsorted(ladder, state + random.random(len(who)), side="right")
        step = np.minimum(step, last[state])
        u = random.random(len(who))
        counting = (many[step] > 0) & ~reached[state]
        chosen, of = step[counting], who[counting]
        pick = (u[counting] * many[chosen]).astype(np.int64)
        if resample is not None:
            pick = _redrawn(table[chosen], pick, resample) % many[chosen]
        wait = chain.waits.seconds[begin[chosen] + pick].astype(np.float64)
        plain[of] += wait
        duration[of] += np.minimum(wait * factor[chosen], cap[chosen]) if edited else wait
        state = dst[step]
        on = state > ENDED + 2
        who, state = who[on], state[on]
        events[who] += 1
        phase[who] = chain.phase[state]
        if not whole:
            running = ~reached[state]
            who, state = who[running], state[running]
    return Walked(phase, duration, plain, events)


def _redrawn(table: NDArray[np.int64], pick: NDArray[np.int64], salt: int) -> NDArray[np.int64]:
    """A number for each item of each list, always the same for the same draw (SplitMix64's finaliser)."""
    with np.errstate(over="ignore"):
        x = (table.astype(np.uint64) << np.uint64(32)) + pick.astype(np.uint64)
        x += np.uint64(salt + 1) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((x ^ (x >> np.uint64(31))) >> np.uint64(2)).astype(np.int64)
