"""Cumulative incidence as lines with bands: which share has ended how by when."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from journey.analyses.time_to_goal import CAUSES, Curve, TimeToGoal
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import CHANNELS, SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import duration, percent
from journey.text.scope_words import outcome_name

__all__ = ["ENDED", "ENDED_BAND", "incidence_lines"]

ENDED = "journeys ended"
"""What the meta of a line says it is a share of: `[ENDED, curve, journeys, share by the horizon]`."""

ENDED_BAND = "interval of journeys ended"
"""The meta of a band, which comes before its line."""

PLOT, APART = 330, 17
"""px: about how high the plot is, and how far apart its labels are."""
DASHES = ("solid", "dot", "dash", "longdash", "dashdot", "longdashdot")


def incidence_lines(found: TimeToGoal, cause: int | None, mode: Mode) -> go.Figure:
    """The picture.

    Parameters
    ----------
    cause : int, optional
        Position in CAUSES of the one to compare groups by; None: all causes, of all journeys in scope.
    """
    look = tokens(mode)
    figure = go.Figure()
    unit, size = _unit(found.times_s[-1])
    x = [time / size for time in found.times_s]
    if cause is None:
        # Lost and dropped share a colour, so the line tells them apart.
        lines = [(found.whole, c, outcome_name(o), look[o.value], DASHES[c]) for c, o in enumerate(CAUSES)]
        lines = [line for line in lines if max(found.whole.shares[line[1]])]
    else:
        lines = [
            (curve, cause, plotly_name(curve.name, 150), CHANNELS[n % len(CHANNELS)], DASHES[n % len(DASHES)])
            for n, curve in enumerate(found.groups)
        ]
    names: list[tuple[float, str, str]] = []
    for curve, c, name, colour, dash in lines:
        _line(figure, x, curve, c, name, colour, dash)
        names.append((curve.shares[c][-1], f"{name} {percent(curve.at_horizon[c].value)}", colour))
    most = min(1.0, 1.08 * max((max(curve.high[c]) for curve, c, *_rest in lines), default=1.0)) or 1.0
    _labels(figure, names, look["ink"], most)
    title = _("{unit} since the start").format(unit=unit)
    figure.add_vline(x=found.horizon_s / size, line={"color": look["muted"], "dash": "dot", "width": 1})
    figure.add_annotation(
        x=found.horizon_s / size, y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=_("horizon {time}").format(time=duration(found.horizon_s)),
        font={"size": SIZES["least"], "color": look["muted"]},
    )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=420, showlegend=False, margin={"l": 8, "r": 170, "t": 24, "b": 8},
        xaxis={"title": {"text": title, "font": {"size": SIZES["label"]}}, "range": [0, x[-1]]},
        yaxis={"tickformat": ".0%", "range": [0, most]}, hovermode="x unified",
    )  # fmt: skip
    return figure


def _line(figure: go.Figure, x: list[float], curve: Curve, c: int, name: str, colour: str, dash: str) -> None:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    figure.add_scatter(
        x=[*x, *x[::-1]], y=[*curve.high[c], *curve.low[c][::-1]], fill="toself", hoverinfo="skip", mode="lines",
        meta=ENDED_BAND, fillcolor=f"rgba({red},{green},{blue},0.15)", line={"width": 0},
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=curve.shares[c], mode="lines", name=name, line={"color": colour, "width": 2.5, "dash": dash},
        hovertemplate="%{y:.1%}", meta=[ENDED, curve.name, curve.journeys, curve.at_horizon[c].value],
    )  # fmt: skip


def _labels(figure: go.Figure, names: list[tuple[float, str, str]], ink: str, most: float) -> None:
    """Direct labels at the right end, in the order of their lines and apart from each other."""
    room, free = PLOT / (most or 1.0), -math.inf
    for place, name, colour in sorted(names):
        level = max(place * room, free)
        free = level + APART
        figure.add_annotation(
            x=1, xref="paper", y=place, xanchor="left", xshift=6, yshift=level - place * room, showarrow=False,
            text=f"<span style='color:{colour}'>■</span> {name}", font={"size": SIZES["label"], "color": ink},
        )  # fmt: skip


def _unit(seconds: float) -> tuple[str, float]:
    for size, name in ((86_400.0, _("Days")), (3600.0, _("Hours")), (60.0, _("Minutes"))):
        if seconds >= 2 * size:
            return name, size
    return _("Seconds"), 1.0
