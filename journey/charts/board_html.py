"""The board as one HTML file that opens offline: the page's own drawing, its data inside, nothing fetched."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from journey.charts.theme import FONT, Mode, tokens

__all__ = ["board_html"]

_DRAWING = Path(__file__).parents[1] / "components" / "journey_board"


def board_html(spec: dict[str, Any], *, language: str = "en") -> str:
    """Write the board as an HTML document.

    Parameters
    ----------
    spec : dict
        From `journey.charts.board_spec.board_spec`.

    Returns
    -------
    str
        Its content policy forbids every address; names in it stand in a JSON literal, drawn as text.
    """
    style = (_DRAWING / "journey_board.css").read_text(encoding="utf-8")
    script = "\n".join((_DRAWING / part).read_text(encoding="utf-8") for part in ("../elements.js", "draw.js"))
    return _PAGE.format(
        language=escape(language),
        title=escape(spec["title"]),
        font=FONT,
        light=_variables("light"),
        dark=_variables("dark"),
        style=style,
        script=script,
        spec=_literal(spec),
    )


def _literal(spec: dict[str, Any]) -> str:
    """The spec as it may stand in a script: no sign of a name can end the element, or begin a comment in it."""
    return json.dumps(spec).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _variables(mode: Mode) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens(mode).items())


_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
@media print {{ :root {{ {light} }} }}
@page {{ size: A3 landscape; margin: 10mm; }}
body {{ margin: 24px; background: var(--background); color: var(--ink); font: 14px/1.4 {font}; }}
header {{ margin: 0 0 16px; }}
h1 {{ margin: 0; font-size: 24px; overflow-wrap: anywhere; }}
footer {{ margin-top: 16px; font-size: 12px; color: var(--muted); }}
footer p {{ margin: 4px 0; }}
header p {{ margin: 2px 0 0; color: var(--muted); }}
{style}
</style>
</head>
<body>
<header><h1></h1><p></p></header>
<main></main>
<footer></footer>
<script>
{script}
const spec = {spec};
document.querySelector("h1").textContent = spec.title;
document.querySelector("header p").textContent = spec.subtitle;
for (const line of spec.foot) element("p", "", line, document.querySelector("footer"));
drawBoard(document.querySelector("main"), spec, null);
</script>
</body>
</html>
"""
