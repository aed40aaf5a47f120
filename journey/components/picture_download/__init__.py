"""A picture to take home: saved by the browser as SVG, or painted to PNG, without a round trip."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from journey.text import _

__all__ = ["picture_download"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_picture_download",
    css=(_HERE / "picture_download.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture_download.js").read_text(encoding="utf-8"),
)


def picture_download(svg: str, *, name: str, key: str) -> None:
    """Two buttons that save the picture.

    Parameters
    ----------
    svg : str
        A stand-alone SVG document.
    name : str
        Of the file, without its ending; signs that file names cannot have are replaced.
    """
    safe = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "picture"
    words = {"svg": _("Picture (SVG)"), "png": _("Picture (PNG)")}
    _component(key=key, data={"svg": svg, "name": safe[:80], "words": words})
