"""Side stages: those that people turn to from anywhere, beside the order of the journey."""

from __future__ import annotations

import re

from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["is_side", "side_stages"]

_SIDE = re.compile(r"\b(help|support)\b|помощ|поддержк", re.IGNORECASE)


def is_side(stage: str) -> bool:
    """Whether a stage lies beside the journey, guessed by its name: where nobody has said it.

    Examples
    --------
    >>> is_side("Get help"), is_side("Buy")
    (True, False)
    """
    return _SIDE.search(stage) is not None


def side_stages(asked: Workspace | Selection) -> frozenset[str]:
    """The stages that have no order and make no backtracks: as people declared, else by their names.

    Parameters
    ----------
    asked : Workspace or Selection
        Whatever runs a query.
    """
    rows = asked.run("SELECT name, side FROM stage")
    return frozenset(name for name, side in rows if (is_side(name) if side is None else side))
