"""What is getting better, what worse, and since when?"""

import pandas as pd
import streamlit as st

from journey.analyses.interval import MINIMUM_N
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import PERIODS
from journey.analyses.trends.trend import Trend, trend
from journey.analyses.trends.words import length_name, metric_name
from journey.charts.trend_lines import Mark, figure_text, trend_lines
from journey.store.annotations import noted
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.annotation_fields import annotation_fields
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.trend_choice import metric_choice
from journey.views.trend_overlay import overlay_choice
from journey.views.trend_period import period_detail, trend_chart

DEFAULT = TrendMetric("journeys")


def answer(found: Trend) -> str:
    name = metric_name(found.metric)
    known = [point for point in found.points if point.sure and point.measured.figure.value is not None]
    if not known:
        return _("{figure}: no period of this log can be judged yet.").format(figure=name)
    if not found.changes:
        last = figure_text(known[-1].measured.figure, found.unit)
        return _("{figure}: no change of level; last {value}.").format(figure=name, value=last)
    change = found.changes[-1]
    text = ngettext(
        "{figure}: one change of level, on {day}, from {before} to {after}.",
        "{figure}: {n} changes of level, the last on {day}, from {before} to {after}.",
        len(found.changes),
    )
    before, after = (
        figure_text(level, found.unit).partition(" (")[0].partition(", n")[0] for level in (change.before, change.after)
    )
    return text.format(figure=name, n=len(found.changes), day=f"{change.day:%d %b %Y}", before=before, after=after)


def listing(named: list[tuple[str, Trend]]) -> pd.DataFrame:
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


workspace, scope = scope_bar("trends")
held = workspace_info(workspace)
seed("figure", "trends_metric", DEFAULT, TrendMetric.parse)
seed("by", "trends_length", "week", lambda text: text if text in PERIODS else None)
head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="trends_fields"):
    metric = metric_choice(held, st.session_state["trends_metric"], "trends")
    st.session_state["trends_metric"] = metric
    length = (
        st.segmented_control(_("By"), PERIODS, format_func=length_name, key="trends_length", required=True) or "week"
    )
    over = overlay_choice(workspace, scope, held)
tell("figure", metric.text(), DEFAULT.text())
tell("by", length, "week")
found = kept(trend, workspace, scope, metric, length)
named = [(_("In scope"), found)]
if over is not None:
    named.append((over[0], kept(trend, workspace, over[1], metric, length)))
notes = noted(workspace)
marks = [Mark(note.day, note.until, note.kind, note.text) for note in notes]
with head:
    frame.headline(_("What is getting better, what worse, and since when?"), answer(found))
day = trend_chart(lambda chosen, mode: trend_lines(named, marks, mode, chosen=chosen), found, alt=answer(found))
unsure = sum(not point.sure for point in found.points)
if unsure:
    frame.explain(
        ngettext(
            "{n} period is drawn hollow and dotted: the log holds it in part, or its journeys are young.",
            "{n} periods are drawn hollow and dotted: the log holds them in part, or their journeys are young.",
            unsure,
        ).format(n=count(unsure))
    )
if any(point.sure and 0 < point.measured.figure.rests_on < MINIMUM_N for point in found.points):
    frame.explain(_("Other hollow points rest on fewer than 30."))
period_detail(workspace, scope, found, day)
if found.changes:
    st.dataframe(
        pd.DataFrame(
            {
                _("Change on"): [change.day.isoformat() for change in found.changes],
                _("Before"): [figure_text(change.before, found.unit) for change in found.changes],
                _("After"): [figure_text(change.after, found.unit) for change in found.changes],
                _("Difference"): [figure_text(change.gap, found.unit) for change in found.changes],
            }
        ),
        hide_index=True,
        alt=_("Changes of the level"),
    )
annotation_fields(workspace, notes, held.first.date(), held.last.date())
frame.table(listing(named), name="trends", label=_("The table behind it"))
frame.explain(
    _(
        "Changes: PELT on whole and mature periods, a penalty of 3 · log(periods) variances of noise; told only "
        "where both sides rest on 30 or more and their difference's interval leaves out 0. They are dates, not causes."
    )
)
