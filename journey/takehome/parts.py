"""What a document carries besides the drawing parts: plotly.js and the font."""

from __future__ import annotations

import base64
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import plotly

__all__ = ["ASSETS", "font_face", "plotly_script"]

ASSETS = Path(__file__).parent


@cache
def plotly_script() -> str:
    """plotly.js as it comes with the installed package: 4.8 MB, the same that draws the pages."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


@cache
def font_face() -> str:
    """The font of the pages (Source Sans, with Cyrillic; SIL Open Font Licence), so that labels keep to their boxes on
    every machine; empty where the server's files hold none."""
    server = find_spec("streamlit")
    folders = [Path(folder) for folder in (server.submodule_search_locations or ())] if server else []
    fonts = [font for folder in folders for font in folder.glob("static/static/media/SourceSansVF-Upright*.woff2")]
    if not fonts:
        return ""
    content = base64.b64encode(fonts[0].read_bytes()).decode()
    return (
        "@font-face { font-family: 'Source Sans'; font-weight: 200 900; "
        f"src: url(data:font/woff2;base64,{content}) format('woff2'); }}"
    )
