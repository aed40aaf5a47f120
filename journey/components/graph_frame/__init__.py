"""What the frame of streamlit-agraph lacks: our type, and a picture laid out for the width of the screen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["graph_frame"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_graph_frame",
    html="<span></span>",
    js=(_HERE / "graph_frame.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def graph_frame(*, key: str) -> bool:
    """Lend the page's fonts to the frames of graphs, and tell whether the screen is narrow (below 700 px)."""
    narrow = bool((st.session_state.get(key) or {}).get("narrow"))
    result = _component(key=key, data={"narrow": narrow}, height=1, on_narrow_change=lambda: None)
    return bool(result.narrow)
