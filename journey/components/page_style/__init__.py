"""What the theme file cannot set: how much room the page leaves to its picture, and how it prints."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["page_style"]

_component = st.components.v2.component(
    "desire_path_page_style",
    html="<span></span>",
    css=(Path(__file__).parent / "page_style.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def page_style() -> None:
    """Lay our style over the whole page; it holds no text of any log."""
    _component(key="page_style", height=1)
