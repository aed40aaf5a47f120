"""A figure over time in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journey.analyses.trends.trend import Trend
from journey.analyses.trends.words import metric_name
from journey.charts.trend_lines import figure_text
from journey.text import _, ngettext
from journey.text.format import date

__all__ = ["trend_answer", "trend_table"]


def trend_answer(found: Trend) -> str:
    """The largest change of level, else the last figure."""
    name = metric_name(found.metric)
    known = [point for point in found.points if point.sure and point.measured.figure.value is not None]
    if not known:
        return _("{figure}: no period of this log can be judged yet.").format(figure=name)
    if not found.changes:
        last = figure_text(known[-1].measured.figure, found.unit)
        return _("{figure}: no change of level; last {value}.").format(figure=name, value=last)
    change = max(found.changes, key=lambda one: abs((one.after.value or 0.0) - (one.before.value or 0.0)))
    text = ngettext(
        "{figure}: one change of level, on {day}, from {before} to {after}.",
        "{figure}: {n} changes of level, the largest on {day}, from {before} to {after}.",
        len(found.changes),
    )
    before, after = (
        figure_text(level, found.unit).partition(" (")[0].partition(", n")[0] for level in (change.before, change.after)
    )
    return text.format(figure=name, n=len(found.changes), day=date(change.day), before=before, after=after)


def trend_table(named: Sequence[tuple[str, Trend]]) -> pd.DataFrame:
    """Every period of each named trend."""
    return pd.DataFrame(
        [
            {
                _("Scope"): name,
                _("From"): point.period.start.isoformat(),
                _("Before"): point.period.end.isoformat(),
                _("Figure"): point.measured.figure.value,
                _("Low"): point.measured.figure.low,
                _("High"): point.measured.figure.high,
                _("n"): point.measured.figure.n,
                _("Whole"): point.period.complete,
                _("Can be judged"): point.measured.mature,
            }
            for name, one in named
            for point in one.points
        ]
    )
