"""How much of the journeys the commonest variants cover."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.variants import VariantList
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, percent

__all__ = ["COVERED", "coverage"]

COVERED = "journeys covered"
"""What the curve's meta says it is a share of: `[COVERED, journeys]`."""


def coverage(found: VariantList, mode: Mode) -> go.Figure:
    """The coverage curve: variants, commonest first, against the share of journeys they hold."""
    look = tokens(mode)
    x = [0, *(n for n, _share in found.coverage)]
    y = [0.0, *(share for _n, share in found.coverage)]
    figure = go.Figure(
        go.Scatter(
            x=x, y=y, mode="lines", meta=[COVERED, found.journeys], fill="tozeroy",
            line={"color": look["focus"], "width": 2.5, "shape": "linear"},
            fillcolor=look["volume-1"], hovertemplate=_("%{x:,} variants: %{y:.0%} of journeys<extra></extra>"),
        )
    )  # fmt: skip
    half = next(((n, share) for n, share in found.coverage if share >= 0.8), None)
    if half is not None:
        figure.add_annotation(
            x=half[0], y=half[1], text=_("{n} variants: {share}").format(n=count(half[0]), share=percent(half[1])),
            showarrow=True, arrowhead=0, ax=30, ay=28, xanchor="left",
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=230, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False,
        xaxis={"title": {"text": _("Variants, commonest first"), "font": {"size": SIZES["label"]}}},
        yaxis={"tickformat": ".0%", "range": [0, 1.04]},
    )  # fmt: skip
    return figure
