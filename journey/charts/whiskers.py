"""Intervals as the whiskers of a Plotly trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journey.model import Interval

__all__ = ["whiskers"]


def whiskers(
    figures: Iterable[Interval], colour: str, *, scale: float = 1.0, thickness: float = 2.0, width: float = 0.0
) -> dict[str, Any]:
    """The `error_x` or `error_y` of a trace; a figure without an interval gets none.

    Parameters
    ----------
    scale : float
        What the figures are drawn in: 100 for per cent.
    thickness, width : float
        Of the line and of its ends, px.

    Examples
    --------
    >>> [round(end) for end in whiskers([Interval(0.5, 0.4, 0.7, 90)], "#000000", scale=100)["array"]]
    [20]
    """
    known = [(one.value or 0.0, one.low, one.high) for one in figures]
    return {
        "type": "data",
        "symmetric": False,
        "array": [scale * (high - value) if high is not None else 0.0 for value, _low, high in known],
        "arrayminus": [scale * (value - low) if low is not None else 0.0 for value, low, _high in known],
        "color": colour,
        "thickness": thickness,
        "width": width,
    }
