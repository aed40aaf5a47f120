"""Loops as bars: how many journeys run each, with how often in the label."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.friction.loops import Loop
from journey.charts.label import clean
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, duration

__all__ = ["loop_bars", "loop_name"]

SHOWN = 12
LONGEST_LABEL = 60


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
    names = [loop_name(loop.touchpoints) for loop in shown]
    figure = go.Figure(
        go.Bar(
            x=[loop.journeys for loop in shown],
            y=list(range(len(shown))),
            orientation="h",
            marker_color=look["wait-5"],
            text=[
                _("{n} journeys, {time} a run").format(n=count(loop.journeys), time=duration(loop.time_s))
                for loop in shown
            ],
            textposition="auto",
            insidetextfont={"color": look["wait-5-ink"]},
            customdata=list(range(len(shown))),
            hovertext=[_plain(name) for name in names],
            hoverinfo="text",
        )
    )
    figure.update_layout(
        template=template(mode), height=60 + 34 * len(shown), margin={"l": 8, "r": 8, "t": 4, "b": 8}, bargap=0.25,
        yaxis={"autorange": "reversed", "tickvals": list(range(len(shown))),
               "ticktext": [_plain(_cut(name)) for name in names], "ticks": "",
               "tickfont": {"size": SIZES["label"]}},
        xaxis={"visible": False},
    )  # fmt: skip
    return figure


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _plain(name: str) -> str:
    """A name as Plotly shows it: what it would read as HTML is taken for text."""
    return name.replace("&", "&amp;").replace("<", "&lt;")
