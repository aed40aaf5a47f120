"""How sure a difference is: three intervals around it, each wider than the one before; and its roll-out."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.charts.forecast_words import change, figure_name, figure_text
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.charts.whiskers import whiskers
from journey.design.forecast import Forecast
from journey.model import Interval
from journey.text import _
from journey.text.format import percent

__all__ = ["bands", "rollout"]


def bands(found: Forecast, figure: str, mode: Mode) -> go.Figure:
    """The difference of one figure with what makes it unsure: the data, the assumptions, the model."""
    look = tokens(mode)
    band = found.difference[figure]
    unit = _unit(figure)
    rows = [
        (_("and the error of the model"), band.trust, look["curve"]),
        (_("and the assumptions"), band.beliefs, look["volume-5"]),
        (_("the customers in the log"), band.data, look["curve-happy"]),
    ]
    picture = go.Figure()
    for n, (name, (low, high), colour) in enumerate(rows):
        picture.add_scatter(
            x=[low * unit, high * unit], y=[n, n], mode="lines", line={"color": colour, "width": 8},
            hovertext=_("{low} – {high}").format(low=change(figure, low), high=change(figure, high)), hoverinfo="text",
        )  # fmt: skip
        picture.add_annotation(
            x=0, xref="paper", xanchor="left", y=n, yshift=17, showarrow=False, font={"size": SIZES["least"]},
            text=_("{name}: {low} to {high}").format(name=name, low=change(figure, low), high=change(figure, high)),
        )  # fmt: skip
        picture.add_scatter(
            x=[band.value * unit], y=[n], mode="markers", hoverinfo="skip",
            marker={"color": look["ink"], "size": 10, "symbol": "line-ns-open"},
        )  # fmt: skip
    picture.add_vline(x=0, line={"color": look["muted"], "dash": "dot", "width": 1})
    span = max(abs(band.trust[0]), abs(band.trust[1]), 1e-9) * unit
    picture.update_layout(
        template=template(mode), height=240, showlegend=False, margin={"l": 8, "r": 16, "t": 8, "b": 8},
        yaxis={"visible": False, "range": [-0.4, len(rows) - 0.2]},
        xaxis={
            "title": {"text": _("Change of {figure}").format(figure=figure_name(figure).lower())},
            "range": [min(0.0, band.trust[0] * unit) - 0.1 * span, max(0.0, band.trust[1] * unit) + 0.1 * span],
        },
    )  # fmt: skip
    return picture


def rollout(found: Forecast, figure: str, mode: Mode) -> go.Figure:
    """The figure where 25, 50 and 100 % of the journeys take the to-be, beside the as-is."""
    look = tokens(mode)
    unit = _unit(figure)
    shares = [0.0, *(step.share for step in found.rollout)]
    steps = [found.as_is[figure], *(step.figures[figure] for step in found.rollout)]
    picture = go.Figure()
    picture.add_scatter(
        x=shares, y=[band.value * unit for band in steps], mode="lines+markers+text",
        text=[figure_text(figure, band.value) for band in steps], textposition="bottom right",
        line={"color": look["completed"], "width": 2.5}, marker={"size": 9},
        error_y=whiskers(
            (Interval(band.value, band.low, band.high, 0) for band in steps), look["muted"], scale=unit, thickness=1.5
        ),
        hoverinfo="skip",
    )  # fmt: skip
    picture.update_layout(
        template=template(mode), height=300, showlegend=False, margin={"l": 8, "r": 16, "t": 16, "b": 8},
        xaxis={
            "title": {"text": _("Share of journeys that take the to-be")}, "tickvals": shares,
            "ticktext": [_("as is"), *(percent(share) for share in shares[1:])], "range": [-0.08, 1.35],
        },
        yaxis={"title": {"text": _axis(figure)}, "rangemode": "normal"},
    )  # fmt: skip
    return picture


def _axis(figure: str) -> str:
    name = figure_name(figure)
    if _unit(figure) == 100.0:
        return f"{name}, %"
    return _("{figure}, days").format(figure=name) if figure.endswith("_s") else name


def _unit(figure: str) -> float:
    if figure in ("conversion", "completed", "lost", "dropped"):
        return 100.0
    return 1 / 86_400 if figure.endswith("_s") else 1.0
