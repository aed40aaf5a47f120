"""What is at stake: affected journeys against others at the same moment, with what chance alone would give."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from journey.analyses.friction.cells import Cells
from journey.analyses.friction.parts import Stake
from journey.model import Interval

__all__ = ["DRAWS", "stakes"]

DRAWS = 400
AT_ONCE = 2_000
"""Cells that are drawn together: more would only cost memory."""
Z = 1.959963984540054

Floats = NDArray[np.floating[Any]]


def stakes(counted: Cells, *, draws: int = DRAWS, seed: int = 1) -> list[Stake]:
    """What is at stake at each place of `counted`, in its order.

    At stake = sum over moments of affected x (conversion of compared - conversion of affected). The deviation comes
    from a bootstrap over customers, who are drawn in groups they were dealt into by chance; it is never taken smaller
    than the one that the pooled conversion of each moment alone gives (where none of a few affected completes, a
    bootstrap knows no doubt). Interval and p are those of the normal distribution.

    Parameters
    ----------
    draws : int
        Of the bootstrap.
    seed : int
        The same seed, the same interval.
    """
    groups, places = len(counted.came), len(counted.places)
    if not places:
        return []
    random = np.random.Generator(np.random.PCG64(seed))
    # Counts of journeys are whole numbers that half the digits hold exactly, in half the time.
    weights = random.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float32)
    came, completed = weights @ counted.came, weights @ counted.completed
    drawn = np.zeros((draws, places))
    for first in range(0, len(counted.place), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        of, at = counted.place[part], counted.at[part]
        affected, done = weights @ counted.affected[:, part], weights @ counted.done[:, part]
        cells = _at_stake(affected, done, came[:, at], completed[:, at])
        begins = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
        drawn[:, of[begins]] += np.add.reduceat(cells, begins, axis=1, dtype=np.float64)
    deviations = drawn.std(axis=0, ddof=1)
    affected, done = (column.sum(axis=0, dtype=np.float64) for column in (counted.affected, counted.done))
    every = (column.sum(axis=0, dtype=np.float64)[counted.at] for column in (counted.came, counted.completed))
    table = np.stack([affected, done, *every])
    bounds = np.searchsorted(counted.place, np.arange(places + 1))
    return [
        _stake(table[:, bounds[i] : bounds[i + 1]], float(deviations[i]), int(counted.customers[i]))
        for i in range(places)
    ]


def _stake(table: Floats, deviation: float, customers: int) -> Stake:
    affected, done, came, completed = table
    compared, compared_done = came - affected, completed - done
    matched = (compared > 0) & (affected > 0)
    n = float(affected.sum())
    journeys, others, visits = round(n), round(float(compared.sum())), round(float(came.sum()))
    if not matched.any():
        blank = Interval(None, None, None, customers)
        return Stake(journeys, customers, others, visits, blank, None, None, unmatched=1.0, p=1.0)
    weight = affected[matched]
    expected = compared_done[matched] / compared[matched]
    value = float((weight * expected - done[matched]).sum())
    pooled = completed[matched] / came[matched]
    chance = np.sqrt((weight**2 * pooled * (1 - pooled) * (1 / weight + 1 / compared[matched])).sum())
    deviation = max(deviation, float(chance))
    return Stake(
        journeys, customers, others, visits,
        at_stake=Interval(value, value - Z * deviation, value + Z * deviation, customers),
        conversion=float(done[matched].sum() / weight.sum()),
        expected=float((weight * expected).sum() / weight.sum()),
        unmatched=1 - float(weight.sum()) / n,
        # Most places go with completing more often. Their small p would let others pass that chance alone put up.
        p=float(2 * ndtr(-value / deviation)) if deviation > 0 and value > 0 else 1.0,
    )  # fmt: skip


def _at_stake(affected: Floats, done: Floats, came: Floats, completed: Floats) -> Floats:
    """At stake of each draw and cell."""
    compared = came - affected
    expected = np.divide(completed - done, compared, out=np.zeros_like(came), where=compared > 0)
    return np.where(compared > 0, affected * expected - done, 0.0)
