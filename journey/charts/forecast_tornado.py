"""Which assumption matters: the difference of a figure with each assumption at its low and its high end."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.charts.forecast_words import amount, change, edit_words, figure_name
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.design.forecast import Forecast, Swing
from journey.text import _

__all__ = ["tornado"]


def tornado(found: Forecast, figure: str, mode: Mode) -> go.Figure:
    """Bars from the low to the high end of each assumption, the widest on top, around the forecast itself."""
    look = tokens(mode)
    centre = found.difference[figure].value
    unit = 100.0 if figure in ("conversion", "completed", "lost", "dropped") else 1.0
    unit = 1 / 3600 if figure.endswith("_s") else unit
    swings = sorted(found.swings, key=lambda s: abs(s.figures_high[figure] - s.figures_low[figure]))
    rows = list(range(len(swings)))
    picture = go.Figure()
    for low_end, colour in ((True, look["lost"]), (False, look["completed"])):
        ends = [s.figures_low[figure] if low_end else s.figures_high[figure] for s in swings]
        picture.add_bar(
            y=rows, x=[(end - centre) * unit for end in ends], base=[centre * unit] * len(swings), orientation="h",
            marker={"color": colour, "pattern": {"shape": "/" if low_end else ""}}, width=0.3, hoverinfo="skip",
            name=_("low end") if low_end else _("high end"),
        )  # fmt: skip
    for row, swing in zip(rows, swings, strict=True):
        # Above its bar, so that there is room on a narrow screen, too.
        picture.add_annotation(
            x=0, xref="paper", xanchor="left", y=row, yshift=21, showarrow=False, font={"size": SIZES["label"]},
            text=f"<b>{swing.number + 1}</b> {plotly_name(edit_words(found.scenario.edits[swing.number]), 250)}",
        )  # fmt: skip
        picture.add_annotation(
            x=0, xref="paper", xanchor="left", y=row, yshift=-21, showarrow=False,
            font={"size": SIZES["least"], "color": look["muted"]},
            text=_("{low}: {at_low}; {high}: {at_high}").format(
                low=amount(swing.field, swing.low), at_low=change(figure, swing.figures_low[figure]),
                high=amount(swing.field, swing.high), at_high=change(figure, swing.figures_high[figure]),
            ),
        )  # fmt: skip
    picture.add_vline(x=centre * unit, line={"color": look["ink"], "width": 1})
    words = _("points") if unit == 100.0 else _("hours") if figure.endswith("_s") else ""
    picture.update_layout(
        template=template(mode), barmode="overlay", height=130 + 72 * len(swings),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"size": SIZES["label"]}},
        yaxis={"visible": False, "range": [-0.6, len(swings) - 0.4]},
        xaxis={"range": _room(swings, figure, centre, unit), "title": {"text": _("Change of {figure}, {unit}").format(
            figure=figure_name(figure).lower(), unit=words).rstrip(", ")}},
    )  # fmt: skip
    return picture


def _room(swings: list[Swing], figure: str, centre: float, unit: float) -> list[float]:
    """From end to end, with room for the words beside the bars."""
    ends = [centre, *(end for s in swings for end in (s.figures_low[figure], s.figures_high[figure]))]
    low, high = min(ends) * unit, max(ends) * unit
    side = 0.05 * max(high - low, 1e-9)
    return [low - side, high + side]
