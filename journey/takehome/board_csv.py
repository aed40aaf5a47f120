"""A board as CSV: lanes down, stages across, every cell harmless to a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from journey.takehome.grids import board_grid
from journey.text import _
from journey.text.spreadsheet import as_csv

__all__ = ["board_csv"]


def board_csv(spec: Mapping[str, Any], foot: str = "") -> bytes:
    """The board as a table: what several lines of a cell say is kept apart by line breaks.

    Parameters
    ----------
    foot : str
        A last row: whose journeys, which of them, from when.
    """
    grid = board_grid(spec)
    columns = [_("Lane"), *grid.head[1:]]
    rows = [*grid.rows, *([(foot, *[""] * (len(columns) - 1))] if foot else [])]
    return as_csv(pd.DataFrame(rows, columns=columns))
