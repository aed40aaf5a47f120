"""How long a wait is: departures by class of wait."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.place import WAIT_BOUNDS
from journey.charts.theme import Mode, template, tokens
from journey.text import _
from journey.text.format import duration

__all__ = ["wait_classes", "waits"]


def wait_classes() -> tuple[str, ...]:
    """The names of the classes of waits.

    >>> wait_classes()[0], wait_classes()[-1]
    ('< 1 s', '90 d +')
    """
    upper = [_("< {time}").format(time=duration(bound)) for bound in WAIT_BOUNDS]
    return (*upper, _("{time} +").format(time=duration(WAIT_BOUNDS[-1])))


def waits(counts: tuple[int, ...], mode: Mode) -> go.Figure:
    """Bars of departures by class of wait; classes beyond the first and last that occur are left out."""
    occurring = [i for i, n in enumerate(counts) if n]
    shown = range(occurring[0], occurring[-1] + 1) if occurring else range(0)
    names = wait_classes()
    figure = go.Figure(
        go.Bar(
            x=[names[i] for i in shown], y=[counts[i] for i in shown], marker_color=tokens(mode)["wait-6"],
            hovertemplate="%{x}: %{y:,}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=170, margin={"l": 8, "r": 8, "t": 4, "b": 8}, bargap=0.15,
        xaxis={"tickangle": -45, "tickfont": {"size": 12}}, yaxis={"nticks": 4},
    )  # fmt: skip
    return figure
