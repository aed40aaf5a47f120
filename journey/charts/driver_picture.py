"""Drivers as pictures: what goes with the result, and how much of it there is."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journey.analyses.drivers.question import Driver
from journey.analyses.drivers.words import feature_words
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.charts.whiskers import whiskers
from journey.text import _
from journey.text.format import number, percent

__all__ = ["difference_bars", "importance_matrix"]


def difference_bars(found: Sequence[Driver], *, good: bool, mode: Mode) -> go.Figure:
    """A point with its whiskers for each driver; right of the line the result is commoner with it.

    Parameters
    ----------
    good : bool
        Whether the result is a good one, which decides the colours.
    """
    look = tokens(mode)
    shown = list(reversed(found))
    values = [100 * (d.adjusted.value or 0.0) for d in shown]
    helps = [(value > 0) == good for value in values]
    figure = go.Figure(
        go.Scatter(
            x=values,
            y=[plotly_name(feature_words(d.feature)) for d in shown],
            error_x=whiskers([d.adjusted for d in shown], look["border"], scale=100),
            mode="markers+text",
            marker={
                "size": 12,
                "color": [look["completed"] if one else look["lost"] for one in helps],
                "symbol": ["circle" if one else "x" for one in helps],
            },
            text=[_signed(v) for v in values],
            textposition="top center",
            textfont={"size": SIZES["least"], "color": look["ink"]},
            customdata=[
                [feature_words(d.feature), percent(d.with_it.value), percent(d.without_it.value)] for d in shown
            ],
            hovertemplate=_("%{customdata[0]}<br>%{customdata[1]} with it, %{customdata[2]} without<extra></extra>"),
        )
    )
    figure.add_vline(x=0, line={"color": look["muted"], "width": 1})
    figure.update_layout(
        template=template(mode),
        height=90 + 44 * len(shown),
        xaxis={
            "title": {"text": _("Points of difference, all else equal"), "font": {"size": SIZES["label"]}},
            "rangemode": "normal",
        },
        yaxis={"ticks": "", "linecolor": "rgba(0,0,0,0)", "range": [-0.6, len(shown) - 0.2]},
        margin={"l": 8, "r": 24, "t": 16, "b": 8},
    )
    return figure


def importance_matrix(found: Sequence[Driver], *, mode: Mode) -> go.Figure:
    """Importance by performance: how much goes with it, by how its journeys do; bubbles grow with their number."""
    look = tokens(mode)
    most = max(d.adjusted.n for d in found)
    figure = go.Figure(
        go.Scatter(
            x=[100 * (d.with_it.value or 0.0) for d in found],
            y=[100 * abs(d.adjusted.value or 0.0) for d in found],
            mode="markers+text",
            text=[plotly_name(feature_words(d.feature), 180) for d in found],
            # Neighbours of one height write above and below.
            textposition=["top center" if n % 2 else "bottom center" for n in range(len(found))],
            textfont={"size": SIZES["least"], "color": look["ink"]},
            marker={
                "size": [10 + 30 * (d.adjusted.n / most) ** 0.5 for d in found],
                "color": look["volume-5"],
                "opacity": 0.8,
                "line": {"color": look["ink"], "width": 1},
            },
            customdata=[[feature_words(d.feature), f"{d.adjusted.n:,}"] for d in found],
            hovertemplate=_("%{customdata[0]}<br>%{customdata[1]} cases<extra></extra>"),
            cliponaxis=False,
        )
    )
    figure.update_layout(
        template=template(mode),
        height=420,
        xaxis={
            "title": {"text": _("Share with the result among them, %"), "font": {"size": SIZES["label"]}},
            "rangemode": "normal",
        },
        yaxis={"title": {"text": _("Points of difference, all else equal"), "font": {"size": SIZES["label"]}}},
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )
    return figure


def _signed(points: float) -> str:
    return _("{sign}{points}").format(sign="+" if points > 0 else "−", points=number(abs(points)))
