"""The page Trends as a slide: a figure over time, with what people noted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from journey.analyses.info import info
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import PERIODS
from journey.analyses.trends.trend import trend
from journey.charts.trend_lines import Mark, trend_lines
from journey.charts.trend_words import trend_answer, trend_table
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.annotations import noted
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.stories.trend_over import laid_over
from journey.text import _

__all__ = ["USUAL", "draw", "marks"]

USUAL = TrendMetric("journeys")
"""What is followed where nobody says what."""


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The figure of the settings by day, week or month, with what they lay over it and the period they look into.

    Raises
    ------
    WrongInput
        The log has no such score or place (any more), or no goal where the figure needs one.
    """
    metric = USUAL
    with suppress(ValueError, WrongInput):
        metric = TrendMetric.parse(settings.get("figure", ""))
    length = next((one for one in PERIODS if one == settings.get("by")), "week")
    found = ask(trend, workspace, scope, metric, length)
    named = [(_("In scope"), found)]
    over = laid_over(workspace, scope, settings, ask(info, workspace), ask)
    if over is not None:
        named.append((over[0], ask(trend, workspace, over[1], metric, length)))
    noted_here, starts = marks(workspace), {point.period.start for point in found.points}
    chosen = None
    with suppress(ValueError):
        day = date.fromisoformat(settings.get("day", ""))
        chosen = day if day in starts else None
    return Drawn(
        trend_answer(found), figure_picture(lambda mode: trend_lines(named, noted_here, mode, chosen=chosen)),
        table_of(trend_table(named)),
    )  # fmt: skip


def marks(workspace: Workspace) -> list[Mark]:
    """What people noted, as it stands on the picture."""
    return [Mark(note.day, note.until, note.kind, note.text) for note in noted(workspace)]
