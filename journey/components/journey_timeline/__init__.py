"""One journey, event by event, as a vertical timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.timeline_rows import TimelineRow

__all__ = ["journey_timeline"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_journey_timeline",
    css=(_HERE / "journey_timeline.css").read_text(encoding="utf-8"),
    js=(_HERE / "journey_timeline.js").read_text(encoding="utf-8"),
)


def journey_timeline(rows: tuple[TimelineRow, ...], *, label: str, key: str) -> None:
    """Draw the rows.

    Parameters
    ----------
    label : str
        What the list is, for people who hear it.
    """
    data: dict[str, Any] = {"rows": [row.to_json() for row in rows], "label": label}
    _component(key=key, data=data)
