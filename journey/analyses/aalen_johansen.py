"""Cumulative incidence of several ends that exclude each other, where some journeys have not ended yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ended", "incidence"]


@dataclass(frozen=True)
class Ended:
    """When journeys ended and how, sorted by time; what `incidence` can be asked of many times over.

    Attributes
    ----------
    times : array of float, shape (k,)
        The distinct times, ascending.
    of_time : array of int, shape (n,)
        For each journey the number of its time.
    cause : array of int, shape (n,)
        0: not ended by then (censored); 1 ... causes: how it ended.
    causes : int
    """

    times: NDArray[np.float64]
    of_time: NDArray[np.int64]
    cause: NDArray[np.int64]
    causes: int

    @classmethod
    def of(cls, cause: NDArray[np.int64], time: NDArray[np.float64], causes: int) -> Ended:
        """From journeys in any order."""
        times, of_time = np.unique(time, return_inverse=True)
        return cls(times, of_time, cause, causes)


def incidence(ended: Ended, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """The share of journeys that ended by each cause up to each time (Aalen and Johansen 1978).

    At every time the share still running is split: by the journeys at risk that end then, cause by cause. Those that
    are censored at a time are at risk until then. Same as `sksurv.nonparametric.cumulative_incidence_competing_risks`,
    with weights, so that a bootstrap need not sort anew.

    Parameters
    ----------
    weights : array of float, shape (n,), optional
        How often each journey counts.

    Returns
    -------
    array of float, shape (causes, k)

    Examples
    --------
    Four journeys: one completes (1) at 1 h, one is not known after 2 h, one drops (2) at 3 h, one completes at 4 h.
    After 1 h a quarter has completed; at 3 h, of three quarters still running, half drops.

    >>> ended = Ended.of(np.array([1, 0, 2, 1]), np.array([1.0, 2.0, 3.0, 4.0]), causes=2)
    >>> incidence(ended).tolist()
    [[0.25, 0.25, 0.25, 0.625], [0.0, 0.0, 0.375, 0.375]]
    """
    k = len(ended.times)
    cells = ended.of_time * (ended.causes + 1) + ended.cause
    counted = np.bincount(cells, weights=weights, minlength=k * (ended.causes + 1)).reshape(k, ended.causes + 1)
    leaving = counted.sum(axis=1)
    at_risk = leaving[::-1].cumsum()[::-1]
    hazards = np.divide(counted[:, 1:].T, at_risk, out=np.zeros((ended.causes, k)), where=at_risk > 0)
    surviving = np.cumprod(1 - hazards.sum(axis=0))
    before = np.concatenate(([1.0], surviving[:-1]))
    found: NDArray[np.float64] = np.cumsum(hazards * before, axis=1)
    return found
