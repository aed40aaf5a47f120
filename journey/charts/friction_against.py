"""One friction as two bars: how many of those it hit reach the goal, and how many at the same point without it."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.friction.parts import Friction
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, percent

__all__ = ["friction_against"]

WIDTH = 0.5
"""Of a bar, in rows."""


def friction_against(one: Friction, mode: Mode) -> go.Figure | None:
    """The picture; None where no completion is compared, as after the end of journeys.

    Parameters
    ----------
    one : Friction
        Its stake: shares 0..1 of the journeys that were hit, and of those that they are compared with.
    """
    stake = one.stake
    if stake.conversion is None or stake.expected is None:
        return None
    look = tokens(mode)
    told = _("{share} reach the goal, n {n}")
    bars = (
        (_("With it"), stake.conversion, stake.journeys, look["lost"]),
        (_("At the same point, without it"), stake.expected, stake.compared, look["volume-4"]),
    )
    texts = [told.format(share=percent(share), n=count(n)) for _name, share, n, _colour in bars]
    figure = go.Figure(
        go.Bar(
            y=[name for name, *_rest in bars], x=[share for _name, share, *_rest in bars], orientation="h", width=WIDTH,
            marker={"color": [colour for *_rest, colour in bars]}, hovertext=texts, hoverinfo="text",
        )
    )  # fmt: skip
    for row, ((name, *_rest), text) in enumerate(zip(bars, texts, strict=True)):
        # Above its bar, so that the words have the whole width of a phone.
        figure.add_annotation(
            x=0, y=row - WIDTH / 2, xanchor="left", yanchor="bottom", showarrow=False,
            text=_("<b>{name}</b>  {figure}").format(name=name, figure=text), font={"size": SIZES["body"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=210, showlegend=False, margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"range": [0, 1], "tickformat": ".0%", "visible": False},
        yaxis={"visible": False, "range": [1.5, -0.75]},
    )  # fmt: skip
    return figure
