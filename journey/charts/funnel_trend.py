"""A funnel over time, and its groups beside each other."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from journey.analyses.funnel import FunnelResult
from journey.analyses.interval import MINIMUM_N
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, duration, interval, percent

__all__ = ["funnel_multiples", "funnel_trend"]


def funnel_trend(found: FunnelResult, what: str, mode: Mode) -> go.Figure:
    """By when they entered: the share that finished ("share"), with its interval, or the median time ("time")."""
    look = tokens(mode)
    shown = found.trend
    x = [period.start for period in shown]
    figure = go.Figure()
    if what == "share":
        thin = [period.conversion.n < MINIMUM_N for period in shown]
        y = [period.conversion.value for period in shown]
        figure.add_scatter(
            x=[*x, *x[::-1]], fill="toself", fillcolor=look["volume-1"], line={"width": 0}, hoverinfo="skip",
            mode="lines",
            y=[*(p.conversion.high for p in shown), *(p.conversion.low for p in reversed(shown))],
        )  # fmt: skip
        told = [interval(period.conversion) for period in shown]
        colours = [look["open"] if one else look["volume-7"] for one in thin]
        axis: dict[str, Any] = {"tickformat": ".0%", "rangemode": "tozero"}
    else:
        y = [None if period.median_s is None else period.median_s / 86_400 for period in shown]
        told = [duration(period.median_s) for period in shown]
        colours = [look["wait-6"]] * len(shown)
        axis = {"title": {"text": _("Days"), "font": {"size": SIZES["label"]}}, "rangemode": "tozero"}
    line = look["volume-6"] if what == "share" else look["wait-6"]
    figure.add_scatter(
        x=x, y=y, mode="lines+markers", line={"color": line, "width": 2}, marker={"color": colours, "size": 7},
        hovertext=told, hovertemplate="%{x|%d %b %Y}: %{hovertext}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(template=template(mode), height=260, showlegend=False, yaxis=axis, margin={"t": 8})
    return figure


def funnel_multiples(found: FunnelResult, columns: int, mode: Mode) -> go.Figure:
    """One small funnel a group, all on one scale: the share of its entries that reached each step."""
    look = tokens(mode)
    rows = -(-len(found.groups) // columns)
    titles = [
        _("{name}: {share} of {n}").format(
            name=plotly_name(_("others") if group.rest else group.name or "–", 150),
            share=percent(group.conversion.value),
            n=count(group.conversion.n),
        )
        for group in found.groups
    ]
    figure = make_subplots(rows, columns, subplot_titles=titles, vertical_spacing=0.16 / rows, shared_xaxes=True)
    steps = [f"{n + 1}" for n in range(len(found.steps))]
    for n, group in enumerate(found.groups):
        entered = max(1, group.conversion.n)
        thin = group.conversion.n < MINIMUM_N
        figure.add_bar(
            x=steps, y=[reached / entered for reached in group.journeys], row=n // columns + 1, col=n % columns + 1,
            marker_color=look["open"] if thin else look["volume-6"],
            hovertext=[
                _("{step}: {n}").format(step=plotly_name(name), n=count(reached))
                for name, reached in zip(found.question.names, group.journeys, strict=True)
            ],
            hovertemplate="%{hovertext} (%{y:.0%})<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(range=[0, 1], tickformat=".0%", nticks=3)
    figure.update_xaxes(type="category")
    figure.update_annotations(font={"size": SIZES["label"], "color": look["ink"]})
    figure.update_layout(
        template=template(mode), height=60 + 170 * rows, showlegend=False, bargap=0.2, margin={"t": 28, "b": 8}
    )
    return figure
