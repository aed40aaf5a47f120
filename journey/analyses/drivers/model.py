"""The model behind drivers: adjusted risk differences, their intervals, and whether they hold for other customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from journey.analyses.drivers.question import Feature
from journey.model import Interval, Progress

__all__ = ["Estimate", "estimate", "skill"]

DRAWS = 300
FOLDS = 5
RIDGE = 1e-3
"""A touch of shrinkage, in cases: it decides where columns cannot be told apart, and moves nothing else."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """Risk differences of k features: value, interval, and the chance of one as far from 0 if there were none."""

    value: Matrix
    low: Matrix
    high: Matrix
    p: Matrix


def estimate(
    held: Matrix,
    result: Matrix,
    customer: NDArray[np.int64],
    features: tuple[Feature, ...],
    *,
    progress: Progress,
    seed: int = 7,
) -> Estimate:
    """Adjusted risk differences by a linear probability model (Angrist and Pischke 2009, chapter 3).

    Of a value of an attribute it is the difference to the other values together, weighted as they occur. Intervals: 300
    draws of whole customers with Poisson weights (the bootstrap of clusters); p from their spread.

    Parameters
    ----------
    held : array of shape (n, k)
        0 or 1.
    result : array of shape (n,)
        0 or 1.
    customer : int array of shape (n,)

    Examples
    --------
    >>> held = np.array([[1.0], [1.0], [0.0], [0.0]] * 50)
    >>> result = np.array([1.0, 1.0, 1.0, 0.0] * 50)
    >>> one = estimate(held, result, np.arange(200), (Feature("came", "A"),), progress=lambda share, doing: None)
    >>> round(float(one.value[0]), 2)
    0.5
    """
    contrast = _contrasts(held, features)
    value = contrast @ _fit(held, result, np.ones(len(result)))[1:]
    random = np.random.default_rng(seed)
    people = int(customer.max()) + 1
    draws = np.empty((DRAWS, len(features)))
    for i in range(DRAWS):
        if i % 10 == 0:
            progress(i / DRAWS, "")
        weights = random.poisson(1.0, people).astype(float)[customer]
        draws[i] = contrast @ _fit(held, result, weights)[1:]
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    spread = np.maximum(draws.std(axis=0), 1e-12)
    p = 2 * norm.sf(np.abs(value) / spread)
    return Estimate(value, np.minimum(low, value), np.maximum(high, value), p)


def skill(held: Matrix, result: Matrix, customer: NDArray[np.int64], *, seed: int = 7) -> Interval:
    """Share of the mean's squared error that the model takes off, on customers it has not seen; n counts customers.

    Five folds of customers. The interval takes customers, not cases, as what varies.
    """
    people = int(customer.max()) + 1
    fold = (np.random.default_rng(seed).permutation(people) % FOLDS)[customer]
    gain, base = np.zeros(len(result)), np.zeros(len(result))
    for one in range(FOLDS):
        out = fold == one
        weights = (~out).astype(float)
        coefficients = _fit(held, result, weights)
        predicted = np.clip(coefficients[0] + held[out] @ coefficients[1:], 0.0, 1.0)
        mean = np.average(result, weights=weights)
        base[out] = (result[out] - mean) ** 2
        gain[out] = base[out] - (result[out] - predicted) ** 2
    share = gain.sum() / base.sum()
    of_customer = np.bincount(customer, weights=gain - share * base, minlength=people)
    error = np.sqrt((of_customer**2).sum()) / base.sum()
    return Interval(float(share), float(share - 1.96 * error), float(share + 1.96 * error), people)


def _fit(held: Matrix, result: Matrix, weights: Matrix) -> Matrix:
    """Intercept and slopes by weighted least squares."""
    n = max(weights.sum(), 1.0)
    centre = weights @ held / n
    mean = weights @ result / n
    moved = held - centre
    weighted = moved * weights[:, None]
    gram = moved.T @ weighted
    gram[np.diag_indices_from(gram)] += RIDGE
    slopes = np.linalg.solve(gram, weighted.T @ (result - mean))
    return np.concatenate([[mean - centre @ slopes], slopes])


def _contrasts(held: Matrix, features: tuple[Feature, ...]) -> Matrix:
    """What to take of the slopes for each feature: itself, less the others of its attribute where it has some."""
    contrast = np.eye(len(features))
    counts = held.sum(axis=0)
    for i, feature in enumerate(features):
        if feature.kind != "attribute":
            continue
        rest = [j for j, f in enumerate(features) if j != i and f.kind == "attribute" and f.name == feature.name]
        # Values too rare to be a feature are among the others, with no slope of their own.
        others = len(held) - counts[i]
        contrast[i, rest] = -counts[rest] / others
    return contrast
