"""A figure over time as a line with its band, its changes of level and what people noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import plotly.graph_objects as go

from journey.analyses.interval import MINIMUM_N
from journey.analyses.trends.metric import Unit
from journey.analyses.trends.trend import Point, Trend
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import CHANNELS, SIZES, Mode, template, tokens
from journey.model import Interval
from journey.text import _
from journey.text.format import count, duration, number, percent

__all__ = ["COUNTS", "Mark", "figure_text", "shown", "trend_lines"]

HEIGHT = 380
COUNTS = "counts"
"""The `meta` of a line whose figures are numbers of journeys or customers."""


@dataclass(frozen=True)
class Mark:
    """What people noted on a day, or on the days until another one (included): a release, an incident, or other."""

    day: date
    until: date | None
    kind: str
    text: str


_SIGNS = {"release": "▲", "incident": "✕", "other": "●"}


def trend_lines(
    found: Sequence[tuple[str, Trend]], notes: Sequence[Mark], mode: Mode, *, chosen: date | None = None
) -> go.Figure:
    """One line for each named trend, the first with its band and its changes; notes as marks on top.

    Filled points rest on 30 or more; hollow ones on fewer; a dotted line leads to periods that are not whole or whose
    journeys are not all old enough to be judged. The custom data of a point is the first day of its period.
    """
    look = tokens(mode)
    figure = go.Figure()
    colours = (look["focus"], CHANNELS[1])
    for turn, (name, trend) in enumerate(found):
        colour = colours[turn % len(colours)]
        _band(figure, trend, colour)
        _line(figure, name, trend, colour, look["background"], dashed=turn > 0)
    first = found[0][1]
    _levels(figure, first, look["ink"])
    _notes(figure, first, notes, look)
    if chosen is not None:
        end = next((p.period.end for p in first.points if p.period.start == chosen), chosen + timedelta(days=1))
        figure.add_vrect(x0=chosen, x1=end, fillcolor=look["volume-2"], opacity=0.5, line_width=0, layer="below")
    figure.update_layout(
        template=template(mode), height=HEIGHT, showlegend=len(found) > 1, hovermode="closest", dragmode=False,
        legend={"orientation": "h", "y": 1.12, "x": 0}, margin={"l": 8, "r": 8, "t": 48, "b": 8},
        yaxis={"tickformat": ".0%" if first.unit == "share" else None, "fixedrange": True, "nticks": 6},
        xaxis={"fixedrange": True}, clickmode="event+select",
    )  # fmt: skip
    if first.unit == "points" or (first.unit == "number" and first.metric.kind == "mean"):
        figure.update_yaxes(rangemode="normal")
    if first.unit == "time":
        _hours(figure, found)
    return figure


def shown(value: float | None, unit: Unit) -> str:
    """A figure in its unit."""
    if unit == "share":
        return percent(value)
    if unit == "time":
        return duration(value)
    return number(value)


def figure_text(figure: Interval, unit: Unit) -> str:
    """A figure, its interval and its n, in its unit."""
    if figure.value is None:
        return "–"
    if unit == "count":
        return number(figure.value)
    n = _("n {n}").format(n=count(figure.n))
    if figure.low is None or figure.high is None:
        return _("{value}, {n}").format(value=shown(figure.value, unit), n=n)
    return _("{value} ({low} to {high}), {n}").format(
        value=shown(figure.value, unit), low=shown(figure.low, unit), high=shown(figure.high, unit), n=n
    )


def _band(figure: go.Figure, trend: Trend, colour: str) -> None:
    """The interval of every sure stretch of points; where one is missing the band is torn."""
    stretch: list[Point] = []
    for point in [*trend.points, None]:
        if point is not None and point.measured.figure.low is not None and point.measured.figure.rests_on >= MINIMUM_N:
            stretch.append(point)
            continue
        if len(stretch) > 1:
            x = [p.period.start for p in stretch]
            figure.add_trace(
                go.Scatter(
                    x=[*x, *reversed(x)],
                    y=[*(p.measured.figure.high for p in stretch), *(p.measured.figure.low for p in reversed(stretch))],
                    fill="toself", fillcolor=colour, opacity=0.16, line={"width": 0}, hoverinfo="skip",
                    showlegend=False, mode="lines",
                )
            )  # fmt: skip
        stretch = []


def _line(figure: go.Figure, name: str, trend: Trend, colour: str, paper: str, *, dashed: bool) -> None:
    known = [point for point in trend.points if point.measured.figure.value is not None]
    sure = [point.measured.figure.value if point.sure else None for point in trend.points]
    x = [point.period.start for point in trend.points]
    # The dotted line lies below all of it: only where the other one is torn it is seen.
    for y, dash in (([p.measured.figure.value for p in trend.points], "dot"), (sure, "dash" if dashed else "solid")):
        figure.add_trace(
            go.Scatter(
                x=x, y=y, mode="lines", line={"color": colour, "width": 2, "dash": dash}, hoverinfo="skip",
                showlegend=False,
            )
        )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=[p.period.start for p in known], y=[p.measured.figure.value for p in known], mode="markers",
            meta=COUNTS if trend.unit == "count" else None,
            name=plotly_name(name, 300), showlegend=True, customdata=[p.period.start.isoformat() for p in known],
            marker={
                "size": 8 if len(known) < 80 else 5, "symbol": "square" if dashed else "circle",
                "color": [colour if p.measured.figure.rests_on >= MINIMUM_N and p.sure else paper for p in known],
                "line": {"color": colour, "width": 1.5},
            },
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            hovertext=[_told(name, p, trend.unit) for p in known], hovertemplate="%{hovertext}<extra></extra>",
        )
    )  # fmt: skip


def _told(name: str, point: Point, unit: Unit) -> str:
    lines = [
        f"<b>{plotly_name(name, 300)}</b>",
        _("{start} to {end}").format(start=_day(point.period.start), end=_day(point.period.end - timedelta(days=1))),
        figure_text(point.measured.figure, unit),
    ]
    if not point.period.complete:
        lines.append(_("the log does not hold all its days"))
    elif not point.sure:
        lines.append(_("{share} of its journeys can be judged").format(share=percent(point.measured.mature)))
    return "<br>".join(lines)


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _levels(figure: go.Figure, trend: Trend, ink: str) -> None:
    """The level of each stretch between two changes, and the change as an upright line."""
    if not trend.changes:
        return
    sure = [point for point in trend.points if point.sure]
    edges = [sure[0].period.start, *(change.day for change in trend.changes), sure[-1].period.end]
    levels = [trend.changes[0].before, *(change.after for change in trend.changes)]
    for (begin, end), level in zip(pairwise(edges), levels, strict=True):
        figure.add_trace(
            go.Scatter(
                x=[begin, end], y=[level.value, level.value], mode="lines", hoverinfo="skip", showlegend=False,
                line={"color": ink, "width": 1.5, "dash": "dash"},
            )
        )  # fmt: skip
        figure.add_annotation(
            x=begin, y=level.value, text=shown(level.value, trend.unit), showarrow=False, xanchor="left",
            yanchor="bottom", font={"size": SIZES["least"], "color": ink},
        )  # fmt: skip


def _notes(figure: go.Figure, trend: Trend, notes: Sequence[Mark], look: dict[str, str]) -> None:
    first, last = trend.points[0].period.start, trend.points[-1].period.end
    for note in notes:
        if (note.until or note.day) < first or note.day > last:
            continue
        colour = look["lost"] if note.kind == "incident" else look["muted"]
        if note.until is not None:
            figure.add_vrect(
                x0=note.day, x1=note.until + timedelta(days=1), fillcolor=colour, opacity=0.1, line_width=0
            )
        figure.add_vline(x=note.day, line={"color": colour, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=note.day, y=1, yref="paper", yanchor="bottom", xanchor="left", showarrow=False, textangle=0,
            text=f"{_SIGNS[note.kind]} {plotly_name(note.text, 150)}", hovertext=plotly_name(note.text, 900),
            font={"size": SIZES["least"], "color": colour},
        )  # fmt: skip


def _hours(figure: go.Figure, found: Sequence[tuple[str, Trend]]) -> None:
    """Ticks of the axis of a length of time, in words."""
    values = [p.measured.figure.high or p.measured.figure.value or 0 for _n, trend in found for p in trend.points]
    most = max(values, default=0) or 1
    step = next((s for s in _STEPS if most / s <= 6), _STEPS[-1])
    ticks = [step * n for n in range(int(most / step) + 2)]
    figure.update_yaxes(tickvals=ticks, ticktext=[duration(tick) for tick in ticks])


_STEPS = (1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000,
          7_776_000, 31_536_000)  # fmt: skip
