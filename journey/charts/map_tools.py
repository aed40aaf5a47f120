"""What the tools of a flow map say, wherever it is drawn: on pages, before a room, in files."""

from __future__ import annotations

from journey.text import _

__all__ = ["map_tools"]


def map_tools(help_: str) -> dict[str, str]:
    """The words of the buttons, of the overview and of the handle that draws ways.

    Parameters
    ----------
    help_ : str
        How the map is walked by keys there.
    """
    return {
        "in": _("Zoom in"),
        "out": _("Zoom out"),
        "fit": _("Show all"),
        "full": _("Full screen"),
        "mini": _("Overview: click to go there"),
        "draw": _("Drag to another box to draw a way"),
        "drawing": _("D draws a way from a box: arrow keys aim, Enter draws it. Delete cuts a curve."),
        "help": help_,
    }
