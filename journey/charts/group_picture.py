"""Behavioural groups as a picture: how large each is, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journey.analyses.groups.find import Group
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.charts.whiskers import whiskers
from journey.text import _, ngettext
from journey.text.format import count, interval, percent

__all__ = ["PARTS", "group_bars"]

PARTS = "parts of one whole"
"""The `meta` of bars of which one is told by the others."""


def group_bars(groups: Sequence[Group], names: Sequence[str], mode: Mode) -> go.Figure:
    """A bar for the share of each group; beside it, where there is a goal, its conversion with the interval."""
    look = tokens(mode)
    labels = [plotly_name(name, 240) for name in reversed(names)]
    shown = list(reversed(groups))
    figure = go.Figure(
        go.Bar(
            x=[100 * group.share for group in shown],
            y=labels,
            orientation="h",
            marker={"color": look["volume-3"]},
            text=[percent(group.share) for group in shown],
            textposition="outside",
            textfont={"size": SIZES["label"]},
            name=_("Share of journeys"),
            meta=PARTS,
            hovertext=[
                ngettext("{n} journey", "{n} journeys", group.journeys).format(n=count(group.journeys))
                for group in shown
            ],
            hovertemplate="%{y}: %{text}, %{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    )
    judged = [group for group in shown if group.conversion.value is not None]
    if judged:
        values = [100 * (group.conversion.value or 0.0) for group in judged]
        figure.add_scatter(
            x=values,
            y=[label for label, group in zip(labels, shown, strict=True) if group.conversion.value is not None],
            error_x=whiskers([group.conversion for group in judged], look["ink"], scale=100, width=4),
            mode="markers",
            marker={"size": 11, "color": look["completed"], "symbol": "diamond"},
            name=_("Conversion"),
            hovertext=[interval(group.conversion) for group in judged],
            hovertemplate=_("%{y}: conversion %{hovertext}<extra></extra>"),
        )
    figure.update_layout(
        template=template(mode),
        height=110 + 46 * len(shown),
        xaxis={"range": [0, 104], "ticksuffix": " %"},
        yaxis={"ticks": "", "linecolor": "rgba(0,0,0,0)"},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 8, "r": 24, "t": 40, "b": 8},
    )
    return figure
