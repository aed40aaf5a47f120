"""What the pages draw with, for other places that draw the same: the components' own scripts and styles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["drawing_script", "drawing_styles"]

_COMPONENTS = Path(__file__).parents[1] / "components"
_EXPORT = re.compile(r"^export default function\b", re.MULTILINE)
_PARTS = {
    "map": ("flow_map", ("shapes", "view", "map", "flow_map")),
    "board": ("journey_board", ("../elements", "draw")),
    "timeline": ("journey_timeline", ("journey_timeline",)),
    "metrics": ("metric_table", ("metric_table",)),
}
"""Name of a part -> the folder of its component, and its scripts in their order."""
_BESIDE = {"map": "parts.FlowMap = FlowMap;\nparts.views = views;", "board": "parts.board = drawBoard;"}


@cache
def drawing_script() -> str:
    """A script that leaves what draws each part in the object `parts`: `parts.map`, `parts.board` ...

    A component is a module of one function, which becomes a part here: `parts.map({data, parentElement, ...})`. What it
    defines beside that stays among itself, but for the class of the map (`parts.FlowMap`), its views by key
    (`parts.views`), and the function that draws a board (`parts.board(parent, spec, null)`).
    """
    return "\n".join(["const parts = {};", *(f"(() => {{\n{_part(name)}\n}})();" for name in _PARTS)])


@cache
def drawing_styles() -> dict[str, str]:
    """Name of a part -> its style, which is to stay in the part's own shadow."""
    return {
        name: (_COMPONENTS / folder / f"{folder}.css").read_text(encoding="utf-8")
        for name, (folder, _scripts) in _PARTS.items()
    }


def _part(name: str) -> str:
    folder, scripts = _PARTS[name]
    text = "\n".join((_COMPONENTS / folder / f"{script}.js").read_text(encoding="utf-8") for script in scripts)
    return "\n".join([_EXPORT.sub(f"parts.{name} = function", text), _BESIDE.get(name, "")])
