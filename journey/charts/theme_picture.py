"""Themes of comments as bars with their intervals, and where they are said as a grid of stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from journey.analyses.interval import MINIMUM_N
from journey.analyses.voice.theme_shares import ThemeShare, Voice
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, STEPS, Mode, step, template, tokens
from journey.charts.whiskers import whiskers
from journey.model import Interval
from journey.text import _
from journey.text.format import interval, number, percent

__all__ = ["By", "theme_picture"]

By = Literal["stage", "touchpoint"]
TOUCHPOINTS = 7
"""The busiest ones have room; the table has all."""

BAR = 0.5
"""Of a row."""
ROW, HEAD, LABEL = 40, 34, 240
"""px of a theme, of the names of the stages, and of the room a name has."""


def theme_picture(
    found: Voice, names: Mapping[str, str], mode: Mode, *, by: By = "stage", chosen: int | None = None
) -> go.Figure:
    """A row a theme: its share of the comments, and its share of those of each stage, or of the busiest touchpoints.

    The custom data of a bar is the number of its theme. Cells under 30 comments are grey; their number is in the hover.

    Parameters
    ----------
    names : mapping
        Key of a theme -> its name.
    chosen : int, optional
        Number of the theme that is drawn as selected.
    """
    look = tokens(mode)
    rows = list(range(len(found.themes)))
    places = found.stages if by == "stage" else found.touchpoints[:TOUCHPOINTS]
    staged = bool(places)
    figure = make_subplots(
        cols=2 if staged else 1, column_widths=[0.4, 0.6] if staged else [1], shared_yaxes=True, horizontal_spacing=0.03
    )
    figure.add_trace(
        go.Bar(
            y=rows, x=[one.share.value for one in found.themes], orientation="h", width=BAR,
            marker={
                "color": [look["volume-6"] if one.share.n >= MINIMUM_N else look["border"] for one in found.themes],
                "line": {"color": look["ink"], "width": [2 if one.number == chosen else 0 for one in found.themes]},
            },
            error_x=whiskers([one.share for one in found.themes], look["muted"], thickness=1.5, width=3),
            customdata=[one.number for one in found.themes],
            hovertext=[_told(one, names) for one in found.themes], hovertemplate="%{hovertext}<extra></extra>",
        ),
        row=1, col=1,
    )  # fmt: skip
    words: list[dict[str, Any]] = [
        {
            "x": 0, "y": row - BAR / 2, "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "bottom",
            "showarrow": False, "font": {"size": SIZES["label"]},
            "text": _("<b>{name}</b>  {share}").format(
                name=plotly_name(names[one.theme.key], 260), share=percent(one.share.value)
            ),
        }
        for row, one in enumerate(found.themes)
    ]  # fmt: skip
    if staged:
        shares = [one.by_stage if by == "stage" else one.by_touchpoint for one in found.themes]
        words += _cells(figure, found, names, look, places, [[share[place] for place in places] for share in shares])
    # All at once: Plotly checks those that are there anew with each that comes.
    figure.update_layout(annotations=words)
    figure.update_layout(
        template=template(mode), height=ROW * len(rows) + HEAD + 16, showlegend=False,
        margin={"l": 0, "r": 0, "t": HEAD, "b": 8}, clickmode="event+select", dragmode=False,
    )  # fmt: skip
    figure.update_xaxes(visible=False, fixedrange=True, row=1, col=1)
    figure.update_yaxes(visible=False, fixedrange=True, range=[len(rows) - 0.5, -0.75])
    figure.update_traces(
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}, selector={"type": "bar"}
    )
    return figure


def _cells(
    figure: go.Figure, found: Voice, names: Mapping[str, str], look: Mapping[str, str], places: tuple[str, ...],
    cells: list[list[Interval]],
) -> list[dict[str, Any]]:  # fmt: skip
    """Squares shaded by the share, and the figures to stand in them."""
    most = max((cell.value or 0 for row in cells for cell in row if cell.n >= MINIMUM_N), default=0)
    levels = [
        [step(cell.value / most) if most and cell.value is not None and cell.n >= MINIMUM_N else None for cell in row]
        for row in cells
    ]
    figure.add_trace(
        go.Heatmap(
            x=list(places), y=list(range(len(found.themes))), z=levels, zmin=0, zmax=STEPS - 1, showscale=False,
            colorscale=[[n / (STEPS - 1), look[f"volume-{n}"]] for n in range(STEPS)], xgap=2, ygap=18,
            hovertext=[
                [_cell(names[one.theme.key], place, cell) for place, cell in zip(places, row, strict=True)]
                for one, row in zip(found.themes, cells, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        ),
        row=1, col=2,
    )  # fmt: skip
    figure.update_xaxes(
        side="top", fixedrange=True, type="category", tickvals=list(range(len(places))), ticks="", showline=False,
        ticktext=[plotly_name(place, 90) for place in places], row=1, col=2,
    )  # fmt: skip
    return [
        {
            "x": column, "y": row, "xref": "x2", "yref": "y2", "showarrow": False,
            "text": percent(cells[row][column].value),
            "font": {"size": SIZES["least"], "color": look["muted"] if at is None else look[f"volume-{at}-ink"]},
        }
        for row, shades in enumerate(levels)
        for column, at in enumerate(shades)
    ]  # fmt: skip


def _told(one: ThemeShare, names: Mapping[str, str]) -> str:
    text = _("<b>{name}</b><br>{share} of the comments<br>mean feeling {feeling} of −2 to +2<br>{words}")
    return text.format(
        name=plotly_name(names[one.theme.key], 400),
        share=interval(one.share),
        feeling=number(one.feeling.value),
        words=plotly_name(", ".join(one.theme.words), 500),
    )


def _cell(theme: str, place: str, cell: Interval) -> str:
    return _("<b>{name}</b><br>{share} of the comments at {place}").format(
        name=plotly_name(theme, 400), share=interval(cell), place=plotly_name(place, 200)
    )
