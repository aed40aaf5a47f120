"""Ids of a workspace and of a further file, laid over each other."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.charts.theme import Mode, template, tokens
from journey.text import _
from journey.text.format import count

__all__ = ["matched_ids"]


def matched_ids(only_here: int, matched: int, only_there: int, mode: Mode) -> go.Figure:
    """Two bars, one below the other, that overlap where ids are on both sides."""
    look = tokens(mode)
    here, there = _("in the workspace"), _("in the file")
    parts = (
        (here, 0, only_here, look["volume-2"], look["volume-2-ink"]),
        (here, only_here, matched, look["good-8"], look["good-8-ink"]),
        (there, only_here, matched, look["good-8"], look["good-8-ink"]),
        (there, only_here + matched, only_there, look["volume-2"], look["volume-2-ink"]),
    )
    whole = max(1, only_here + matched + only_there)
    figure = go.Figure()
    for row, begin, length, colour, ink in parts:
        # A number that does not fit stands beside its part.
        inside = length >= 0.08 * whole
        figure.add_bar(
            y=[row], x=[length], base=[begin], orientation="h", marker_color=colour,
            text=[count(length) if length else ""], textangle=0, textposition="inside" if inside else "outside",
            insidetextanchor="middle", textfont={"color": ink if inside else look["ink"], "size": 13},
            cliponaxis=False, showlegend=False, hovertemplate=f"%{{y}}: {count(length)}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=130, margin={"l": 8, "r": 8, "t": 4, "b": 4}, barmode="overlay", bargap=0.2,
        xaxis={"visible": False, "range": [0, 1.08 * whole]},
        yaxis={"categoryorder": "array", "categoryarray": [there, here], "tickfont": {"size": 13}, "automargin": True},
    )  # fmt: skip
    return figure
