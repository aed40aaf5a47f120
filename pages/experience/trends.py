"""What is getting better, what worse, and since when?"""

import pandas as pd
import streamlit as st

from journey.analyses.command import options
from journey.analyses.interval import MINIMUM_N
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import PERIODS
from journey.analyses.trends.trend import trend
from journey.analyses.trends.words import length_name
from journey.charts.trend_lines import figure_text, trend_lines
from journey.charts.trend_words import trend_answer, trend_table
from journey.store.annotations import noted
from journey.stories.pictures.trends import USUAL, marks
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.annotation_fields import annotation_fields
from journey.views.copied import say_command
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.trend_choice import metric_choice
from journey.views.trend_overlay import overlay_choice
from journey.views.trend_period import period_detail, trend_chart

workspace, scope = scope_bar()
held = workspace_info(workspace)
seed("figure", "trends_metric", USUAL, TrendMetric.parse)
seed("by", "trends_length", "week", lambda text: text if text in PERIODS else None)
head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="trends_fields"):
    metric = metric_choice(held, st.session_state["trends_metric"], "trends")
    st.session_state["trends_metric"] = metric
    length = (
        st.segmented_control(_("By"), PERIODS, format_func=length_name, key="trends_length", required=True) or "week"
    )
    over = overlay_choice(workspace, scope, held)
tell("figure", metric.text(), USUAL.text())
tell("by", length, "week")
at = {metric.place: metric.name}
say_command(
    "trends", workspace, scope,
    *options(
        figure=metric.kind, score=metric.score, touchpoint=at.get("touchpoint"), stage=at.get("stage"),
        in_channel=at.get("channel"), by=length,
    ),
)  # fmt: skip
found = kept(trend, workspace, scope, metric, length)
named = [(_("In scope"), found)]
if over is not None:
    named.append((over[0], kept(trend, workspace, over[1], metric, length)))
notes = marks(workspace)
with head:
    frame.headline(_("What is getting better, what worse, and since when?"), trend_answer(found))
day = trend_chart(lambda chosen, mode: trend_lines(named, notes, mode, chosen=chosen), found, alt=trend_answer(found))
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
annotation_fields(workspace, noted(workspace), held.first.date(), held.last.date())
frame.table(trend_table(named), name="trends", label=_("The table behind it"))
frame.explain(
    _(
        "Changes: PELT on whole and mature periods, a penalty of 3 · log(periods) variances of noise; told only "
        "where both sides rest on 30 or more and their difference's interval leaves out 0. They are dates, not causes."
    )
)
