"""Interpolated quantiles, as the engine gives them (docs/definitions.md: median and p90)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["quantiles"]


def quantiles(values: NDArray[np.int64], levels: Sequence[float]) -> tuple[float | None, ...]:
    """Quantiles of whole numbers; None where there are none.

    Parameters
    ----------
    levels : sequence of float
        Shares of the values that lie below, 0..1.

    Examples
    --------
    >>> import numpy as np
    >>> quantiles(np.array([1, 2, 3, 10]), (0.5, 0.75))
    (2.5, 4.75)
    >>> quantiles(np.array([], dtype=np.int64), (0.5,))
    (None,)
    """
    n = len(values)
    if not n:
        return (None,) * len(levels)
    places = [(n - 1) * level for level in levels]
    sought = sorted({end for place in places for end in (math.floor(place), math.ceil(place))})
    ordered = np.partition(values, sought)
    ends = ((float(ordered[math.floor(place)]), float(ordered[math.ceil(place)]), place % 1) for place in places)
    return tuple(low + (high - low) * part for low, high, part in ends)
