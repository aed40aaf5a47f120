"""What trials came to beside what was forecast of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.charts.trial_words import no_control, said
from journey.charts.whiskers import whiskers
from journey.design.trial import Trial, Verdict
from journey.model import Interval
from journey.text import _
from journey.text.format import count
from journey.text.points import points_interval

__all__ = ["trial_gap", "trial_table"]

Judged = Sequence[tuple[Trial, Verdict]]
_ROW, _APART = 120, 0.11


def trial_gap(found: Judged, mode: Mode) -> go.Figure:
    """Each trial as two points on one scale, with their intervals: the difference measured, and the one forecast."""
    look = tokens(mode)
    rows = range(len(found) - 1, -1, -1)
    told = [(row, trial, verdict) for row, (trial, verdict) in zip(rows, found, strict=True)]
    measured = [one for one in told if one[2].gap.value is not None]
    figure = go.Figure()
    figure.add_scatter(
        x=[100 * (verdict.gap.value or 0.0) for _row, _trial, verdict in measured],
        y=[row + _APART for row, _trial, _verdict in measured], mode="markers", name=_("measured"),
        error_x=whiskers((one[2].gap for one in measured), look["focus"], scale=100, thickness=3),
        marker={"size": 13, "color": look["focus"]}, hoverinfo="text", cliponaxis=False,
        hovertext=[
            _("Measured: {gap}; {treated} journeys of the treated, {control} journeys of the others").format(
                gap=points_interval(verdict.gap), treated=count(verdict.treated.n), control=count(verdict.control.n)
            )
            for _row, _trial, verdict in measured
        ],
    )  # fmt: skip
    frozen = [Interval(*trial.forecast, 0) for _row, trial, _verdict in told]
    figure.add_scatter(
        x=[100 * (one.value or 0.0) for one in frozen], y=[row - _APART for row in rows], mode="markers",
        name=_("forecast"), error_x=whiskers(frozen, look["muted"], scale=100),
        marker={"size": 12, "symbol": "diamond-open", "color": look["muted"], "line": {"width": 2}},
        hovertext=[_("Forecast: {gap}").format(gap=points_interval(one)) for one in frozen], hoverinfo="text",
        cliponaxis=False,
    )  # fmt: skip
    for row, trial, verdict in told:
        for shift, size, text in (
            (40, "label", _("<b>{name}</b>").format(name=plotly_name(trial.name, 400))),
            # A line of its own, for a narrow screen.
            (-44, "least", said(trial, verdict).replace(f" {no_control()}", f"<br>{no_control()}")),
        ):
            figure.add_annotation(
                x=0, xref="paper", xanchor="left", y=row, yshift=shift, showarrow=False, align="left", text=text,
                bgcolor=look["background"],
                font={"size": SIZES[size], **({"color": look["muted"]} if size == "least" else {})},
            )  # fmt: skip
    figure.add_vline(x=0, line={"color": look["ink"], "width": 1}, layer="below")
    figure.update_layout(
        template=template(mode), height=110 + _ROW * len(found), margin={"l": 8, "r": 16, "t": 40, "b": 8},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "font": {"size": SIZES["label"]}},
        yaxis={"visible": False, "range": [-0.6, len(found) - 0.5]},
        xaxis={"title": {"text": _("Difference in conversion, points")}, "range": _room(frozen, measured),
               "zeroline": False},
    )  # fmt: skip
    return figure


def _room(frozen: Sequence[Interval], measured: Sequence[tuple[int, Trial, Verdict]]) -> list[float]:
    """All intervals, and nought among them."""
    every = [*frozen, *(verdict.gap for _row, _trial, verdict in measured)]
    ends = [0.0, *(100 * end for one in every for end in (one.value, one.low, one.high) if end is not None)]
    side = 0.08 * max(max(ends) - min(ends), 1e-9)
    return [min(ends) - side, max(ends) + side]


def trial_table(found: Judged) -> pd.DataFrame:
    """The figures behind the picture; a trial of everybody is held against what was before it."""
    return pd.DataFrame(
        {
            _("Trial"): [trial.name for trial, _verdict in found],
            _("Since"): [trial.begins.isoformat() for trial, _verdict in found],
            _("Treated"): [verdict.treated.value for _trial, verdict in found],
            _("Treated, n"): [verdict.treated.n for _trial, verdict in found],
            _("Control"): [verdict.control.value for _trial, verdict in found],
            _("Control, n"): [verdict.control.n for _trial, verdict in found],
            _("Difference"): [verdict.gap.value for _trial, verdict in found],
            _("Difference, low"): [verdict.gap.low for _trial, verdict in found],
            _("Difference, high"): [verdict.gap.high for _trial, verdict in found],
            _("Forecast"): [trial.forecast[0] for trial, _verdict in found],
            _("Forecast, low"): [trial.forecast[1] for trial, _verdict in found],
            _("Forecast, high"): [trial.forecast[2] for trial, _verdict in found],
            _("Verdict"): [said(trial, verdict) for trial, verdict in found],
        }
    )
