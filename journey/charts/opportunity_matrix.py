"""The matrix of opportunities: what they are worth by what they take."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journey.charts.label import fit
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import CHANNELS, SIZES, Mode, template, tokens
from journey.charts.whiskers import whiskers
from journey.model import Interval
from journey.store.opportunities import STATUSES, Opportunity
from journey.text import _
from journey.text.format import number

__all__ = ["EFFORTS", "opportunity_matrix", "status_name"]

EFFORTS = {1: _("days"), 2: _("weeks"), 3: _("a month"), 4: _("months"), 5: _("quarters")}
"""Effort -> what it takes."""

_SYMBOLS = ("circle", "diamond", "square", "star")


def status_name(status: str) -> str:
    """A status in words."""
    return {"idea": _("Idea"), "testing": _("Testing"), "building": _("Building"), "live": _("Live")}[status]


def opportunity_matrix(found: Sequence[Opportunity], mode: Mode) -> go.Figure:
    """A bubble for each opportunity with value and effort: its size grows with the journeys it concerns, its shape and
    colour tell the status; the whisker is the forecast's interval. The custom data of a bubble is its number."""
    look = tokens(mode)
    placed = [one for one in found if one.value is not None and one.effort is not None]
    most = max((one.touched or 0.0 for one in placed), default=0.0) or 1.0
    figure = go.Figure()
    for status, colour, symbol in zip(STATUSES, CHANNELS, _SYMBOLS, strict=False):
        mine = [one for one in placed if one.status == status]
        if not mine:
            continue
        values = [one.value or 0.0 for one in mine]
        figure.add_scatter(
            x=[one.effort for one in mine],
            y=values,
            error_y=whiskers((Interval(one.value, one.low, one.high, 0) for one in mine), look["border"]),
            mode="markers+text",
            text=["<br>".join(plotly_name(line, 400) for line in fit(one.title).lines) for one in mine],
            # Beside the bubble: above and below is the whisker.
            textposition=[f"middle {'left' if one.effort == max(EFFORTS) else 'right'}" for one in mine],
            textfont={"size": SIZES["least"], "color": look["ink"]},
            marker={
                "size": [14 + 36 * ((one.touched or 0.0) / most) ** 0.5 for one in mine],
                "color": colour,
                "symbol": symbol,
                "opacity": 0.85,
                "line": {"color": look["ink"], "width": 1},
            },
            customdata=[[one.id] for one in mine],
            hovertext=[
                _("{title}<br>{value} more completed in 30 days, {n} journeys touched").format(
                    title=plotly_name(one.title, 1200), value=number(one.value), n=number(one.touched)
                )
                for one in mine
            ],
            hoverinfo="text",
            name=status_name(status),
            cliponaxis=False,
        )
    figure.update_layout(
        template=template(mode),
        height=440,
        xaxis={
            "range": [0.5, 5.5],
            "tickvals": list(EFFORTS),
            "ticktext": list(EFFORTS.values()),
            "title": {"text": _("Effort"), "font": {"size": SIZES["label"]}},
        },
        yaxis={
            "rangemode": "tozero",
            "title": {"text": _("More journeys completed in 30 days"), "font": {"size": SIZES["label"]}},
        },
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 8, "r": 24, "t": 48, "b": 8},
    )
    return figure
