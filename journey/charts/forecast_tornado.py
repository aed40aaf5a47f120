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
    labels = [plotly_name(edit_words(found.scenario.edits[swing.number]), 330) for swing in swings]
    labels = [f"{label} ({number + 1})" for label, number in zip(labels, (s.number for s in swings), strict=True)]
    picture = go.Figure()
    for low_end, colour in ((True, look["lost"]), (False, look["completed"])):
        ends = [s.figures_low[figure] if low_end else s.figures_high[figure] for s in swings]
        values = [s.low if low_end else s.high for s in swings]
        picture.add_bar(
            y=labels, x=[(end - centre) * unit for end in ends], base=[centre * unit] * len(swings), orientation="h",
            marker={"color": colour, "pattern": {"shape": "/" if low_end else ""}},
            name=_("low end") if low_end else _("high end"),
            text=[
                _("{value}: {change}").format(value=amount(s.field, value), change=change(figure, end))
                for s, value, end in zip(swings, values, ends, strict=True)
            ],
            textposition="outside", cliponaxis=False, hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    picture.add_vline(x=centre * unit, line={"color": look["ink"], "width": 1})
    words = _("points") if unit == 100.0 else _("hours") if figure.endswith("_s") else ""
    picture.update_layout(
        template=template(mode), barmode="overlay", height=120 + 44 * len(swings),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"size": SIZES["label"]}},
        xaxis={"range": _room(swings, figure, centre, unit), "title": {"text": _("Change of {figure}, {unit}").format(
            figure=figure_name(figure).lower(), unit=words).rstrip(", ")}},
    )  # fmt: skip
    return picture


def _room(swings: list[Swing], figure: str, centre: float, unit: float) -> list[float]:
    """From end to end, with room for the words beside the bars."""
    ends = [centre, *(end for s in swings for end in (s.figures_low[figure], s.figures_high[figure]))]
    low, high = min(ends) * unit, max(ends) * unit
    side = 0.45 * max(high - low, 1e-9)
    return [low - side, high + side]
