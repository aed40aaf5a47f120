"""The funnel as bars: who came to each step, and who was lost since the one before."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.funnel import FunnelResult
from journey.analyses.interval import MINIMUM_N
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _
from journey.text.format import count, duration, percent

__all__ = ["funnel_bars", "of_previous"]

ROW = 62
THICK = 0.3
"""px of a step, and the share of it that its bar takes; the rest is its label."""


def of_previous(found: FunnelResult) -> tuple[int, ...]:
    """For each step the one it is a share of: the last before it that may not be skipped."""
    return tuple(
        next((k for k in reversed(range(n)) if not found.steps[k].optional), 0) for n in range(len(found.steps))
    )


def funnel_bars(found: FunnelResult, mode: Mode) -> go.Figure:
    """Horizontal bars, one a step, the first on top; hatched: those lost since the step before.

    The custom data of a bar is the number of a step, and "reached" or "left": those a click on it is about.
    """
    look = tokens(mode)
    rows = list(range(len(found.steps)))
    before = of_previous(found)
    reached = [step.journeys for step in found.steps]
    lost = [0 if found.steps[n].optional else found.steps[before[n]].journeys - reached[n] for n in rows]
    fill = [look["volume-2"] if step.optional else look["volume-6"] for step in found.steps]
    figure = go.Figure(
        [
            go.Bar(
                y=rows, x=reached, orientation="h", width=THICK, marker={"color": fill},
                customdata=[[n, "reached"] for n in rows], hovertext=[_told(found, n) for n in rows],
                hovertemplate="%{hovertext}<extra></extra>",
            ),
            go.Bar(
                y=rows, x=lost, orientation="h", width=THICK,
                marker={
                    "color": look["pain-1"], "line": {"color": look["lost"], "width": 1},
                    "pattern": {"shape": "/", "fgcolor": look["lost"], "bgcolor": look["pain-1"], "size": 6},
                },
                customdata=[[before[n], "left"] for n in rows],
                hovertext=[
                    _("{n} went no further than {step}").format(
                        n=count(lost[n]), step=plotly_name(found.steps[before[n]].name)
                    )
                    for n in rows
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            ),
        ]
    )  # fmt: skip
    for n, step in enumerate(found.steps):
        thin = step.of_previous.n < MINIMUM_N
        figure.add_annotation(
            x=0, y=n, yanchor="bottom", yshift=ROW * THICK / 2, xanchor="left", align="left", showarrow=False,
            text=f"<b>{_title(found, n)}</b><br>{_figures(found, n)}",
            font={"size": SIZES["label"], "color": look["muted"] if thin else look["ink"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), barmode="stack", showlegend=False, height=ROW * len(rows) + 12,
        margin={"l": 0, "r": 0, "t": 4, "b": 0},
        xaxis={"visible": False, "range": [0, max(1, reached[0])], "fixedrange": True},
        yaxis={"visible": False, "range": [len(rows) - 1 + THICK, -1 + THICK], "fixedrange": True},
    )  # fmt: skip
    return figure


def _title(found: FunnelResult, n: int) -> str:
    name = plotly_name(found.steps[n].name, 300)
    text = _("{number}  {name} (may be skipped)") if found.steps[n].optional else _("{number}  {name}")
    return text.format(number=n + 1, name=name)


def _figures(found: FunnelResult, n: int) -> str:
    step = found.steps[n]
    if not n:
        return count(step.journeys)
    share = _("{n}, {share} of the step before").format(n=count(step.journeys), share=percent(step.of_previous.value))
    if step.step_median_s is None:
        return share
    return _("{share}, median {time} later").format(share=share, time=duration(step.step_median_s))


def _told(found: FunnelResult, n: int) -> str:
    step = found.steps[n]
    return _("{n} came to {step}: {share} of all who entered").format(
        n=count(step.journeys), step=plotly_name(step.name), share=percent(step.of_first.value)
    )
