"""One friction as two bars: how many of those it hit reach the goal, and how many at the same point without it."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.friction.parts import Friction
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, percent

__all__ = ["friction_against"]


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
        (_("At the same point, without it"), stake.expected, stake.compared, look["volume-4"]),
        (_("With it"), stake.conversion, stake.journeys, look["lost"]),
    )
    texts = [told.format(share=percent(share), n=count(n)) for _name, share, n, _colour in bars]
    figure = go.Figure(
        go.Bar(
            y=[name for name, *_rest in bars], x=[share for _name, share, *_rest in bars], orientation="h", width=0.55,
            marker={"color": [colour for *_rest, colour in bars]}, text=texts, textposition="outside",
            textfont={"size": SIZES["body"], "color": look["ink"]}, hovertext=texts, hoverinfo="text",
            cliponaxis=False,
        )
    )  # fmt: skip
    most = max(stake.expected, stake.conversion) or 1.0
    figure.update_layout(
        template=template(mode), height=230, showlegend=False, margin={"l": 8, "r": 8, "t": 8, "b": 8},
        # Room for the words at the end of the longer bar.
        xaxis={"range": [0, 1.6 * most], "tickformat": ".0%", "visible": False},
        yaxis={"ticks": "", "tickfont": {"size": SIZES["body"]}, "automargin": True},
    )  # fmt: skip
    return figure
