"""What the theme file cannot set: how much room the page leaves to its picture, how it prints, how its menu acts."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["page_style"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_page_style",
    html="<span></span>",
    css=(_HERE / "page_style.css").read_text(encoding="utf-8"),
    js=(_HERE / "page_style.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def page_style() -> None:
    """Lay our style and manners over the whole page; they hold no text of any log."""
    _component(key="page_style", height=1)
