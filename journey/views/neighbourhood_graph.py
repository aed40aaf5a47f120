"""The neighbourhood drawn with streamlit-agraph; gives the touchpoint that was clicked."""

from __future__ import annotations

from streamlit_agraph import Config, Edge, Node, agraph

from journey.charts.neighbourhood import Neighbourhood
from journey.charts.theme import FONT, SIZES, Mode, tokens

__all__ = ["draw_neighbourhood"]


def draw_neighbourhood(picture: Neighbourhood, mode: Mode, *, narrow: bool = False) -> int | None:
    """Draw it, with our own places: the library's layouts cross what need not cross."""
    ink = tokens(mode)["ink"]
    halo = tokens(mode)["background"]
    font = {"face": FONT, "size": SIZES["label"]}
    nodes = [
        Node(
            id=spot.id, label=spot.label, x=spot.x, y=spot.y, shape="box",
            color={"background": spot.fill, "border": spot.border,
                   "highlight": {"background": spot.fill, "border": tokens(mode)["focus"]}},
            font={**font, "color": spot.ink}, margin=8, fixed=True,
            widthConstraint={"minimum": spot.width or 110, "maximum": spot.width or 190},
        )
        for spot in picture.spots
    ]  # fmt: skip
    for node in nodes:
        # The library writes a title into its page as HTML, and opens it as an address on a double click.
        node.title = ""
    edges = [
        Edge(
            source=line.source, target=line.target, label=line.label, width=line.width,
            color=line.colour, font={**font, "color": ink, "background": halo, "strokeWidth": 0, "align": "horizontal"},
            smooth={"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
        )
        for line in picture.lines
    ]  # fmt: skip
    config = Config(
        height=picture.height, width="100%", directed=True, physics=False, hierarchical=False, groups={},
        # One finger scrolls the page, which the picture fills on a phone.
        interaction={"dragView": not narrow, "zoomView": not narrow, "dragNodes": False},
    )  # fmt: skip
    clicked = agraph(nodes=nodes, edges=edges, config=config)
    return next((spot.touchpoint for spot in picture.spots if spot.id == clicked), None)
