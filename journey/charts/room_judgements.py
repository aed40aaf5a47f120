"""What rooms say opportunities are worth and take: value against effort, 1 to 5, with the spread of the room."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journey.charts.plotly_name import plotly_name
from journey.charts.theme import CHANNELS, SIZES, Mode, template, tokens
from journey.store.workshops.judgement import Judgement
from journey.text import _

__all__ = ["room_judgements"]


def room_judgements(found: Sequence[Judgement], mode: Mode) -> go.Figure:
    """A point for each opportunity that a room judged; whiskers are the standard deviation among the people."""
    look = tokens(mode)
    whisker = {"type": "data", "color": look["border"], "thickness": 2, "width": 0}
    figure = go.Figure()
    figure.add_scatter(
        x=[one.effort for one in found],
        y=[one.value for one in found],
        error_x={**whisker, "array": [one.effort_spread for one in found]},
        error_y={**whisker, "array": [one.value_spread for one in found]},
        mode="markers+text",
        text=[plotly_name(one.opportunity, 190) for one in found],
        textposition="top center",
        textfont={"size": SIZES["least"], "color": look["ink"]},
        marker={"size": 16, "color": CHANNELS[0], "line": {"color": look["ink"], "width": 1}},
        customdata=[[one.value_n, one.effort_n, plotly_name(one.title, 190)] for one in found],
        hovertemplate=_(
            "%{text}<br>value %{y:.1f} (n %{customdata[0]}), effort %{x:.1f} (n %{customdata[1]})<br>"
            "%{customdata[2]}<extra></extra>"
        ),
        cliponaxis=False,
    )
    axis = {"range": [0.5, 5.5], "tickvals": [1, 2, 3, 4, 5]}
    figure.update_layout(
        template=template(mode),
        height=400,
        showlegend=False,
        xaxis={**axis, "title": {"text": _("Effort, the room says"), "font": {"size": SIZES["label"]}}},
        yaxis={**axis, "title": {"text": _("Value to customers, the room says"), "font": {"size": SIZES["label"]}}},
        margin={"l": 8, "r": 24, "t": 24, "b": 8},
    )
    return figure
