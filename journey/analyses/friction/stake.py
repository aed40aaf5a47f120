"""What is at stake: affected journeys against others at the same moment, with what chance alone would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from journey.analyses.friction.cells import Cells
from journey.analyses.friction.parts import Stake
from journey.model import Interval

__all__ = ["DRAWS", "stakes"]

DRAWS = 400
Z = 1.959963984540054

Floats = NDArray[np.float64]


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
    groups = len(counted.came)
    if not len(counted.places):
        return []
    random = np.random.Generator(np.random.PCG64(seed))
    weights = random.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)
    bounds = np.searchsorted(counted.place, np.arange(len(counted.places)))
    return [
        _stake(counted, slice(first, last), weights, int(counted.customers[i]))
        for i, (first, last) in enumerate(zip(bounds, [*bounds[1:], len(counted.place)], strict=True))
    ]


def _stake(counted: Cells, at: slice, weights: Floats, customers: int) -> Stake:
    moments = counted.moment[at]
    table = (counted.affected[:, at], counted.done[:, at], counted.came[:, moments], counted.completed[:, moments])
    affected, done, came, completed = (column.sum(axis=0) for column in table)
    compared, compared_done = came - affected, completed - done
    matched = (compared > 0) & (affected > 0)
    n = float(affected.sum())
    base = {
        "journeys": round(n),
        "customers": customers,
        "compared": round(compared.sum()),
        "visits": round(came.sum()),
    }
    if not matched.any():
        return Stake(**base, at_stake=Interval(None, None, None, customers), conversion=None, expected=None,
                     unmatched=1.0, p=1.0)  # fmt: skip
    expected = compared_done[matched] / compared[matched]
    weight = affected[matched]
    value = float((weight * expected - done[matched]).sum())
    drawn = _at_stake(*(weights @ column for column in table))
    pooled = completed[matched] / came[matched]
    chance = np.sqrt((weight**2 * pooled * (1 - pooled) * (1 / weight + 1 / compared[matched])).sum())
    deviation = max(float(drawn.std(ddof=1)), float(chance))
    # Most places go with completing more often. Their small p would let others pass that chance alone put up.
    p = float(2 * norm.sf(value / deviation)) if deviation > 0 and value > 0 else 1.0
    return Stake(
        **base,
        at_stake=Interval(value, value - Z * deviation, value + Z * deviation, customers),
        conversion=float(done[matched].sum() / weight.sum()),
        expected=float((weight * expected).sum() / weight.sum()),
        unmatched=1 - float(weight.sum()) / n,
        p=p,
    )


def _at_stake(affected: Floats, done: Floats, came: Floats, completed: Floats) -> Floats:
    """At stake of each draw: rows are draws, columns moments."""
    compared = came - affected
    expected = np.divide(completed - done, compared, out=np.zeros_like(came), where=compared > 0)
    found: Floats = np.where(compared > 0, affected * expected - done, 0.0).sum(axis=1)
    return found
