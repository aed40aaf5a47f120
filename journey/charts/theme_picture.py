"""Themes of comments as bars with their intervals, and where they are said as a grid of stages."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from journey.analyses.interval import MINIMUM_N
from journey.analyses.voice.theme_shares import ThemeShare, Voice
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, STEPS, Mode, step, template, tokens
from journey.model import Interval
from journey.text import _
from journey.text.format import count, interval, number, percent

__all__ = ["theme_picture"]

ROW, HEAD, LABEL = 40, 34, 240
"""px of a theme, of the names of the stages, and of the room a name has."""


def theme_picture(found: Voice, names: Mapping[str, str], mode: Mode, *, chosen: int | None = None) -> go.Figure:
    """A row a theme: its share of the comments, and its share of those of each stage.

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
    staged = bool(found.stages)
    figure = make_subplots(
        cols=2 if staged else 1, column_widths=[0.4, 0.6] if staged else [1], shared_yaxes=True, horizontal_spacing=0.03
    )
    figure.add_trace(
        go.Bar(
            y=rows, x=[one.share.value for one in found.themes], orientation="h", width=0.5,
            marker={
                "color": [look["volume-6"] if one.share.n >= MINIMUM_N else look["border"] for one in found.themes],
                "line": {"color": look["ink"], "width": [2 if one.number == chosen else 0 for one in found.themes]},
            },
            error_x=_whiskers([one.share for one in found.themes], look["muted"]),
            customdata=[one.number for one in found.themes],
            hovertext=[_told(one, names) for one in found.themes], hovertemplate="%{hovertext}<extra></extra>",
        ),
        row=1, col=1,
    )  # fmt: skip
    for row, one in enumerate(found.themes):
        figure.add_annotation(
            x=0, y=row, xref="x", yref="y", xanchor="left", yanchor="bottom", yshift=9, showarrow=False,
            text=_("<b>{name}</b>  {share}").format(
                name=plotly_name(names[one.theme.key], 260), share=percent(one.share.value)
            ),
            font={"size": SIZES["label"]},
        )  # fmt: skip
    if staged:
        _cells(figure, found, names, look)
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


def _cells(figure: go.Figure, found: Voice, names: Mapping[str, str], look: Mapping[str, str]) -> None:
    """Squares shaded by the share; their figure stands in them."""
    most = max((c.value or 0 for one in found.themes for c in one.by_stage.values() if c.n >= MINIMUM_N), default=0)
    levels = [
        [step(cell.value / most) if most and cell.value is not None and cell.n >= MINIMUM_N else None for cell in row]
        for row in ([one.by_stage[stage] for stage in found.stages] for one in found.themes)
    ]
    figure.add_trace(
        go.Heatmap(
            x=list(found.stages), y=list(range(len(found.themes))), z=levels, zmin=0, zmax=STEPS - 1, showscale=False,
            colorscale=[[n / (STEPS - 1), look[f"volume-{n}"]] for n in range(STEPS)], xgap=2, ygap=18,
            hovertext=[[_cell(one, stage, names) for stage in found.stages] for one in found.themes],
            hovertemplate="%{hovertext}<extra></extra>",
        ),
        row=1, col=2,
    )  # fmt: skip
    for row, one in enumerate(found.themes):
        for stage, at in zip(found.stages, levels[row], strict=True):
            figure.add_annotation(
                x=stage, y=row, xref="x2", yref="y2", showarrow=False, text=percent(one.by_stage[stage].value),
                font={"size": SIZES["least"], "color": look["muted"] if at is None else look[f"volume-{at}-ink"]},
            )  # fmt: skip
    figure.update_xaxes(
        side="top", fixedrange=True, tickvals=list(found.stages), ticks="", showline=False,
        ticktext=[plotly_name(stage, 90) for stage in found.stages], row=1, col=2,
    )  # fmt: skip


def _whiskers(shares: list[Interval], colour: str) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [(one.high or 0) - (one.value or 0) for one in shares],
        "arrayminus": [(one.value or 0) - (one.low or 0) for one in shares],
        "color": colour,
        "thickness": 1.5,
        "width": 3,
    }


def _told(one: ThemeShare, names: Mapping[str, str]) -> str:
    text = _("<b>{name}</b><br>{share} of the comments<br>mean feeling {feeling} of −2 to +2<br>{words}")
    return text.format(
        name=plotly_name(names[one.theme.key], 400),
        share=interval(one.share),
        feeling=number(one.feeling.value),
        words=plotly_name(", ".join(one.theme.words), 500),
    )


def _cell(one: ThemeShare, stage: str, names: Mapping[str, str]) -> str:
    cell = one.by_stage[stage]
    return _("<b>{name}</b><br>{share} of {n} comments at {stage}").format(
        name=plotly_name(names[one.theme.key], 400),
        share=interval(cell),
        n=count(cell.n),
        stage=plotly_name(stage, 200),
    )
