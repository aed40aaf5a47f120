"""Adoption: the share of journeys that go as designed, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from journey.analyses.interval import MINIMUM_N
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.design.conformance.report import Week
from journey.text import _

__all__ = ["conformance_trend"]


def conformance_trend(weeks: Sequence[Week], mode: Mode, launch: date | None = None) -> go.Figure:
    """A line with its band; weeks of fewer than 30 journeys are hollow. The launch of the design is a line across."""
    look = tokens(mode)
    shown = [week for week in weeks if week.share.value is not None]
    days = [week.begins for week in shown]
    figure = go.Figure()
    figure.add_scatter(
        x=[*days, *days[::-1]],
        y=[*(100 * (w.share.high or 0.0) for w in shown), *(100 * (w.share.low or 0.0) for w in shown[::-1])],
        fill="toself",
        fillcolor=look["volume-1"],
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=days,
        y=[100 * (week.share.value or 0.0) for week in shown],
        mode="lines+markers",
        line={"color": look["completed"], "width": 2},
        marker={
            "size": 8,
            "color": [look["completed"] if w.share.n >= MINIMUM_N else look["background"] for w in shown],
            "line": {"color": look["completed"], "width": 2},
        },
        customdata=[week.share.n for week in shown],
        hovertemplate=_("Week of %{x|%d %b %Y}: %{y:.0f} %, n %{customdata}<extra></extra>"),
        showlegend=False,
    )
    if launch is not None:
        figure.add_vline(x=launch.isoformat(), line={"color": look["muted"], "dash": "dot", "width": 1.5})
        figure.add_annotation(
            x=launch.isoformat(), y=1, yref="paper", xanchor="left", xshift=6, showarrow=False,
            text=_("in force"), font={"size": SIZES["least"], "color": look["muted"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode),
        height=260,
        yaxis={
            "range": [0, 104], "ticksuffix": " %",
            "title": {"text": _("Go as designed"), "font": {"size": SIZES["label"]}},
        },
        margin={"l": 8, "r": 16, "t": 16, "b": 8},
    )  # fmt: skip
    return figure
