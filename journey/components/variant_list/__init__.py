"""Variants as rows of chevrons, to look at and to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.variant_rows import VariantRow

__all__ = ["variant_list"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_variant_list",
    css=(_HERE / "variant_list.css").read_text(encoding="utf-8"),
    js=(_HERE / "variant_list.js").read_text(encoding="utf-8"),
)


def variant_list(rows: tuple[VariantRow, ...], *, labels: dict[str, str], key: str) -> list[str]:
    """Draw the rows; gives the keys of those that are ticked, in the order of the rows.

    Parameters
    ----------
    labels : dict
        The words of the head and of the tick: "variant", "journeys", "duration", "conversion", "choose".
    """
    data: dict[str, Any] = {"rows": [row.to_json() for row in rows], "labels": labels}
    result = _component(key=key, data=data, default={"chosen": []}, on_chosen_change=lambda: None)
    chosen = set(result.chosen or ())
    return [row.key for row in rows if row.key in chosen]
