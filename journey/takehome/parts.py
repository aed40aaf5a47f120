"""What the pages draw with, as parts of a document: the components' own scripts and styles, and plotly.js."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import plotly

__all__ = ["ASSETS", "drawing_script", "font_face", "plotly_script", "styles"]

ASSETS = Path(__file__).parent
_COMPONENTS = ASSETS.parent / "components"
_EXPORT = re.compile(r"^export default function\b", re.MULTILINE)
_PARTS = {
    "map": ("flow_map", ("shapes", "view", "map", "flow_map"), "flow_map"),
    "board": ("journey_board", ("draw",), "journey_board"),
    "timeline": ("journey_timeline", ("journey_timeline",), "journey_timeline"),
    "metrics": ("metric_table", ("metric_table",), "metric_table"),
}
"""Name of a part -> the folder of its component, its scripts in their order, its style."""


@cache
def drawing_script() -> str:
    """A script that leaves what draws each part in the object `parts`: `parts.map`, `parts.board` ...

    The components are modules of one function; in a document without a server nothing can be imported, so that function
    becomes a part, and everything beside it stays among itself.
    """
    return "\n".join(["const parts = {};", *(f"(() => {{\n{_part(name)}\n}})();" for name in _PARTS)])


def _part(name: str) -> str:
    folder, scripts, _style = _PARTS[name]
    text = "\n".join((_COMPONENTS / folder / f"{script}.js").read_text(encoding="utf-8") for script in scripts)
    drawn, found = _EXPORT.subn(f"parts.{name} = function", text)
    return drawn if found else f"{text}\nparts.{name} = drawBoard;"


@cache
def styles() -> dict[str, str]:
    """Name of a part -> its style, which is to stay in the part's own shadow."""
    return {
        name: (_COMPONENTS / folder / f"{style}.css").read_text(encoding="utf-8")
        for name, (folder, _scripts, style) in _PARTS.items()
    }


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
