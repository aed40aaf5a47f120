"""The numbers behind a slide: columns and rows of plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

__all__ = ["Cell", "Table", "table_of"]

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Table:
    """Columns and rows; a figure that is not known is None.

    Examples
    --------
    >>> Table(("Touchpoint", "Events"), (("Payment", 12),)).column("Events")
    (12,)
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, name: str) -> tuple[Cell, ...]:
        """The values of one column, from top to bottom."""
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)


def table_of(frame: pd.DataFrame) -> Table:
    """A frame as a table of plain values.

    Examples
    --------
    >>> table_of(pd.DataFrame({"n": [1, 2], "share": [0.5, float("nan")]})).rows
    ((1, 0.5), (2, None))
    """
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return Table(tuple(map(str, frame.columns)), tuple(zip(*columns, strict=True)))


def _plain(value: Any) -> Cell:
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int | bool) else str(value)
