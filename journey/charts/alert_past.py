"""Alerts over time: in which of its last periods each rule fired."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from journey.analyses.alerts.alert import LOOK_BACK
from journey.analyses.alerts.judged import Judged
from journey.analyses.trends.words import period_name
from journey.charts.alert_words import alert_words, past_words, rule_words
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["alert_past", "alert_table", "has_past"]

_ROW = 72


def has_past(found: Sequence[Judged]) -> bool:
    """Whether any rule was ever judged: without one there is no picture."""
    return any(one.watch.past for one in found)


def alert_past(found: Sequence[Judged], mode: Mode) -> go.Figure:
    """A row of marks for each rule, one for each period, the last whole one at the right.

    A triangle fires, a circle is quiet, a hollow circle rests on too few or has nothing to be compared with: the shape
    tells it without its colour. The custom data of a mark is the number of its rule.
    """
    look = tokens(mode)
    rows = [one for one in found if one.rule is not None and one.watch.past]
    figure = go.Figure()
    kinds = (
        (_("fires"), ("fires",), "triangle-up", 15, look["lost"], look["lost"]),
        (_("quiet"), ("quiet",), "circle", 9, look["curve"], look["curve"]),
        (_("cannot tell"), ("too few", "nothing before"), "circle", 9, look["background"], look["curve"]),
    )
    for name, verdicts, symbol, size, fill, line in kinds:
        marks = [
            (1 + at - len(one.watch.past), len(rows) - 1 - row, one, alert)
            for row, one in enumerate(rows)
            for at, alert in enumerate(one.watch.past)
            if alert.verdict in verdicts
        ]
        figure.add_scatter(
            x=[x for x, _y, _one, _alert in marks], y=[y for _x, y, _one, _alert in marks], mode="markers", name=name,
            marker={"symbol": symbol, "size": size, "color": fill, "line": {"color": line, "width": 1.5}},
            hovertext=[
                plotly_name(alert_words(one.rule, one.watch, alert), 400)
                for _x, _y, one, alert in marks if one.rule is not None
            ],
            hoverinfo="text", customdata=[one.held.id for _x, _y, one, _alert in marks], cliponaxis=False,
        )  # fmt: skip
    for row, one in enumerate(rows):
        assert one.rule is not None
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=len(rows) - 1 - row, yshift=24, showarrow=False, align="left",
            font={"size": SIZES["label"]},
            text=_("<b>{name}</b> {past}").format(
                name=plotly_name(one.held.name, 400), past=past_words(one.rule, one.watch)
            ),
        )  # fmt: skip
    # Within the picture, where ticks at the ends would be cut.
    before = ngettext("{n} period before", "{n} periods before", LOOK_BACK - 1).format(n=count(LOOK_BACK - 1))
    for side, x, text in (("left", 0, before), ("right", 1, _("the last whole one"))):
        figure.add_annotation(
            x=x, xref="paper", xanchor=side, y=0, yref="paper", yanchor="bottom", showarrow=False, text=text,
            font={"size": SIZES["least"], "color": look["muted"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=110 + _ROW * len(rows), margin={"l": 8, "r": 16, "t": 40, "b": 8},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "font": {"size": SIZES["label"]}},
        yaxis={"visible": False, "range": [-0.6, len(rows) - 0.35]},
        xaxis={"range": [0.6 - LOOK_BACK, 0.4], "showgrid": False, "zeroline": False, "showticklabels": False,
               "ticks": ""},
    )  # fmt: skip
    return figure


def alert_table(found: Sequence[Judged]) -> pd.DataFrame:
    """Every rule in every period it was judged in, the last first."""
    rows = [
        (one.held.name, rule_words(one.rule, one.watch.unit), period_name(alert.period, one.rule.length),
         alert.verdict, alert.figure.value, alert.figure.low, alert.figure.high, alert.figure.n)
        for one in found if one.rule is not None
        for alert in reversed(one.watch.past)
    ]  # fmt: skip
    columns = [_("Alert"), _("Rule"), _("Period"), _("State"), _("Figure"), _("Figure, low"), _("Figure, high"), _("n")]
    return pd.DataFrame(rows, columns=columns)
