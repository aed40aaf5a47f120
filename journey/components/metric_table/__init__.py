"""A table of metrics in the browser: every figure is a button that opens what is behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.theme import MODES, tokens

__all__ = ["metric_table"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_metric_table",
    css=(_HERE / "metric_table.css").read_text(encoding="utf-8"),
    js=(_HERE / "metric_table.js").read_text(encoding="utf-8"),
)


def metric_table(spec: dict[str, Any], *, key: str, selected: tuple[str, int] | None = None) -> tuple[str, int] | None:
    """Draw the table of `journey.charts.metric_table`.

    Parameters
    ----------
    selected : tuple of str and int, optional
        Metric and group of the cell that is outlined.

    Returns
    -------
    tuple of str and int, or None
        Metric and group of the cell that was chosen last.
    """
    outlined = list(selected) if selected else None
    data: dict[str, Any] = {**spec, "selected": outlined, "themes": {mode: tokens(mode) for mode in MODES}}
    result = _component(key=key, data=data, default={"chosen": None}, on_chosen_change=lambda: None)
    chosen = result.chosen
    # What the browser sends is anybody's.
    if isinstance(chosen, dict) and isinstance(chosen.get("metric"), str) and isinstance(chosen.get("group"), int):
        return chosen["metric"], chosen["group"]
    return None
