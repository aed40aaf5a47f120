"""A story or a page as one HTML file: it opens offline, maps pan and tell, charts and tables are the pages' own."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from journey.charts.drawing_parts import drawing_script, drawing_styles
from journey.charts.map_tools import map_tools
from journey.charts.theme import FONT, tokens
from journey.stories.foot import foot
from journey.stories.picture import (
    BoardPicture,
    FigurePicture,
    MapPicture,
    MetricsPicture,
    Picture,
    TimelinePicture,
)
from journey.stories.slide import Slide
from journey.takehome.parts import ASSETS, font_face, plotly_script
from journey.takehome.words import cell_text, heading, lines_below
from journey.text import _

__all__ = ["Paper", "document"]

Paper = Literal["A4", "A3", "picture"]
MM = {"A4": (297, 210), "A3": (420, 297), "picture": (310, 122)}
"""Width and height of a sheet, across; "picture" is what a slide has room for below its words, and holds none."""


def document(
    slides: Sequence[Slide], *, title: str, paper: Paper | None = None, tables: bool = True, language: str = "en"
) -> str:
    """Write slides as an HTML document.

    Parameters
    ----------
    title : str
        On top of it, where there is more than one slide; always in the tab.
    paper : "A4", "A3" or "picture", optional
        Lay it out on sheets of this size, across, for printing; else for a screen.
    tables : bool
        Whether the numbers behind each picture come along.

    Returns
    -------
    str
        Its content policy names its own scripts by their hashes, and forbids every address: no name in it can run or
        fetch anything. Names stand in JSON, and are drawn as text.

    Notes
    -----
    Charts stay Plotly figures, so that they answer to the mouse as on the page; plotly.js goes in once, and only where
    there is a chart. It is light in every system's theme, like paper: a chart is drawn for one.
    """
    told = {
        "title": title,
        "paper": MM[paper] if paper else None,
        "bare": paper == "picture",
        "themes": {mode: tokens("light") for mode in ("light", "dark")},
        "styles": drawing_styles(),
        "words": _words(),
        "slides": [_told(slide, tables=tables) for slide in slides],
    }
    scripts = [drawing_script(), _asset("document.js"), _asset("sheets.js") if paper else _asset("screen.js")]
    if any(isinstance(slide.picture, FigurePicture) for slide in slides):
        scripts.insert(0, plotly_script())
    return _PAGE.format(
        language=escape(language),
        title=escape(title),
        policy=_POLICY.format(hashes=" ".join(f"'sha256-{_hash(script)}'" for script in scripts)),
        face=font_face(),
        font=FONT,
        variables="".join(f"--{name}:{colour};" for name, colour in tokens("light").items()),
        sheet=f"@page {{ size: {MM[paper][0]}mm {MM[paper][1]}mm; margin: 0; }}" if paper else "",
        style=_asset("document.css"),
        kind=f"sheets {paper}" if paper else "screen",
        told=_literal(told),
        scripts="".join(f"<script>{script}</script>\n" for script in scripts),
    )


def _told(slide: Slide, *, tables: bool) -> dict[str, Any]:
    table = slide.table
    numbers = [any(isinstance(row[at], int | float) for row in table.rows) for at in range(len(table.columns))]
    return {
        "title": heading(slide),
        "lines": lines_below(slide),
        "answer": slide.answer,
        "foot": foot(slide.footer),
        **_picture(slide.picture),
        "table": {
            "columns": [cell_text(name) for name in table.columns],
            "numbers": numbers,
            "rows": [[cell_text(value) for value in row] for row in table.rows],
        }
        if tables
        else None,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    if isinstance(picture, MapPicture):
        return {"kind": "map", "spec": picture.spec.to_json()}
    if isinstance(picture, BoardPicture):
        return {"kind": "board", "spec": picture.spec}
    if isinstance(picture, FigurePicture):
        return {"kind": "figure", "spec": picture.light}
    if isinstance(picture, TimelinePicture):
        return {"kind": "timeline", "spec": [row.to_json() for row in picture.light]}
    assert isinstance(picture, MetricsPicture)
    return {"kind": "metrics", "spec": picture.spec}


def _words() -> dict[str, str]:
    return {
        **map_tools(_("Arrow keys walk from box to box, with Shift along the curves. Escape clears.")),
        "contents": _("Contents"),
        "table": _("The numbers behind it"),
        "rows": _("{n} more rows are in the HTML file."),
        "columns": _("{n} more columns are in the HTML file."),
        "timeline": _("One journey, event by event"),
        "map": _("Drag to move, turn the wheel to zoom, point at a box or a curve for its figures."),
        "continued": _("{title} (continued)"),
    }


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()


def _literal(content: Any) -> str:
    """JSON as it may stand in a script element: no sign of a name can end the element, or begin a comment in it."""
    return json.dumps(content).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; script-src {hashes}"
)
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="color-scheme" content="light">
<title>{title}</title>
<style>
{face}
:root {{ color-scheme: light; {variables} --font: {font}; }}
:root {{
  --st-font: var(--font); --st-background-color: var(--background); --st-text-color: var(--ink);
  --st-border-color: var(--border); --st-primary-color: var(--focus);
}}
{sheet}
{style}
</style>
</head>
<body class="{kind}">
<main></main>
<script type="application/json" id="told">{told}</script>
{scripts}</body>
</html>
"""
