"""A table of which one row may be ticked; which one it is stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from journey.views.frame import counted
from journey.views.page_settings import tell

__all__ = ["ticked_row"]


def ticked_row(
    table: pd.DataFrame, names: Sequence[str], *, alt: str, key: str, word: str = "row", **options: Any
) -> int | None:
    """Draw the table; the number of the row that is ticked.

    Parameters
    ----------
    names : sequence of str
        What each row is about, in words that are the same for others who open the address.
    key : str
        Names the rows: another key forgets what was ticked.
    word : str
        In the address.
    """
    given = st.query_params.get(word)
    first = names.index(given) if given in names else None
    picked: Any = st.dataframe(
        table, hide_index=True, on_select="rerun", selection_mode="single-row", alt=alt, key=key,
        column_config={**counted(table), **(options.pop("column_config", None) or {})},
        selection_default=None if first is None else {"selection": {"rows": [first]}}, **options,
    )  # fmt: skip
    rows = [row for row in picked.selection.rows if row < len(names)]
    row = rows[0] if rows else None
    tell(word, None if row is None else names[row])
    return row
