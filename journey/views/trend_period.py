"""One period of a trend, chosen in the picture or by its field, and the ways on from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import plotly.graph_objects as go
import streamlit as st

from journey.analyses.alerts.concerned import concerned
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import Period
from journey.analyses.trends.trend import Point, Trend
from journey.analyses.trends.words import period_name
from journey.charts.theme import Mode
from journey.charts.trend_lines import figure_text
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import kept, scope_counts
from journey.views.session import open_journeys

__all__ = ["period_detail", "period_scope", "trend_chart"]


def trend_chart(draw: Callable[[date | None, Mode], go.Figure], found: Trend, *, alt: str) -> date | None:
    """Draw the picture; a click on a point chooses its period. The first day of the period chosen."""
    starts = {point.period.start for point in found.points}
    seed("day", "trends_day", None, date.fromisoformat)
    chosen: date | None = st.session_state["trends_day"]
    if chosen not in starts:
        chosen = st.session_state["trends_day"] = None
    key = f"trends_picture_{st.session_state.setdefault('trends_round', 0)}"

    def pick() -> None:
        points = st.session_state[key].selection.points
        value = points[0].get("customdata") if points else None
        if value is not None:
            day = date.fromisoformat(str(value[0] if isinstance(value, list) else value)[:10])
            st.session_state["trends_day"] = None if day == chosen else day
        # Another key forgets the selection of the picture: the field is what holds it.
        st.session_state["trends_round"] += 1

    frame.chart(lambda mode: draw(chosen, mode), alt=alt, key=key, on_select=pick)
    return chosen


def period_detail(workspace: Workspace, scope: Scope, found: Trend, day: date | None) -> None:
    """The field that chooses a period, its figure, and a button to its journeys."""
    by_start: dict[date | None, Point] = {point.period.start: point for point in found.points}
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_detail"):
        st.selectbox(
            _("Look into a period"),
            list(by_start),
            format_func=lambda start: period_name(by_start[start].period, found.length),
            placeholder=_("Choose, or click a point"),
            index=None,
            key="trends_day",
            width=320,
        )
        chosen = st.session_state.get("trends_day")
        tell("day", chosen)
        point = by_start.get(chosen)
        if point is None:
            return
        st.caption(frame.escape(frame.together(figure_text(point.measured.figure, found.unit))), width="content")
        inside = kept(period_scope, workspace, scope, found.metric, point.period)
        shown, _total = scope_counts(workspace, inside) if inside else (0, 0)
        if (
            st.button(
                ngettext("{n} journey", "{n} journeys", shown).format(n=count(shown)),
                icon=":material/timeline:",
                disabled=not shown,
                key="trends_open",
            )
            and inside
        ):
            open_journeys(inside)


def period_scope(workspace: Workspace, scope: Scope, metric: TrendMetric, period: Period) -> Scope | None:
    """The journeys that a figure in a period rests on: those that started then, or did or said something then."""
    if metric.by_start:
        since, until = period.start.isoformat(), (period.end - timedelta(days=1)).isoformat()
        if scope.period == "started":
            since, until = max(since, scope.since or since), min(until, scope.until or until)
        return replace(scope, since=since, until=until, period="started")
    keys = tuple({one.journey for one in concerned(workspace, scope, metric, period, everybody=True)})
    return replace(scope, journeys=keys) if keys else None
