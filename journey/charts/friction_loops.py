"""Loops as bars: how many journeys run each, with how often in the label."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.friction.loops import Loop
from journey.charts.label import clean
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, duration

__all__ = ["loop_bars", "loop_name"]

SHOWN = 12
ROW, THICK = 56, 0.26
"""px of a loop, and the share of it that its bar takes; the rest is its label."""
LABEL_PX = 340
"""As wide as a phone shows."""


def loop_name(touchpoints: tuple[str, ...]) -> str:
    """A loop in words: back at its first touchpoint.

    >>> loop_name(("Basket", "Payment")), loop_name(("Basket",))
    ('Basket → Payment → Basket', 'Basket → Basket')
    """
    return " → ".join(clean(name) for name in (*touchpoints, touchpoints[0]))


def loop_bars(loops: tuple[Loop, ...], mode: Mode) -> go.Figure:
    """The loops that most journeys run, the first on top; `customdata` is the number of the loop."""
    look = tokens(mode)
    shown = loops[:SHOWN]
    rows = list(range(len(shown)))
    names = [loop_name(loop.touchpoints) for loop in shown]
    figure = go.Figure(
        go.Bar(
            x=[loop.journeys for loop in shown], y=rows, orientation="h", width=THICK, marker_color=look["wait-5"],
            customdata=rows, hovertext=[plotly_name(name) for name in names], hoverinfo="text",
        )
    )  # fmt: skip
    for row, loop in enumerate(shown):
        figures = _("{n} journeys, {time} a run").format(n=count(loop.journeys), time=duration(loop.time_s))
        figure.add_annotation(
            x=0, y=row, yanchor="bottom", yshift=ROW * THICK / 2, xanchor="left", align="left", showarrow=False,
            text=f"{_label(loop.touchpoints)}<br>{figures}",
            font={"size": SIZES["label"], "color": look["ink"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=ROW * len(rows) + 12, margin={"l": 0, "r": 0, "t": 4, "b": 0},
        xaxis={"visible": False, "range": [0, max([loop.journeys for loop in shown], default=1)], "fixedrange": True},
        yaxis={"visible": False, "range": [len(rows) - 1 + THICK, -1 + THICK], "fixedrange": True},
    )  # fmt: skip
    return figure


def _label(touchpoints: tuple[str, ...]) -> str:
    """A loop on one line: each name gives way where they do not all fit, so that loops that begin alike are told
    apart."""
    names = (*touchpoints, touchpoints[0])
    whole = plotly_name(" → ".join(names), 10 * LABEL_PX)
    if plotly_name(" → ".join(names), LABEL_PX) == whole:
        return whole
    return " → ".join(plotly_name(name, LABEL_PX / len(names) - 18) for name in names)
