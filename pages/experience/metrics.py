"""Which part of the journey hurts?"""

import pandas as pd
import streamlit as st

from journey.analyses.metric_catalogue import Gap, Metric, catalogue, gaps
from journey.analyses.metric_groups import offered
from journey.analyses.metrics import Metrics, metrics
from journey.analyses.relationship_scores import relationship_scores
from journey.analyses.retention import retention, with_retention
from journey.charts.metric_table import metric_table as table_spec
from journey.charts.metric_text import group_name, metric_interval, metric_title
from journey.charts.score_text import score_interval, score_title
from journey.components.metric_table import metric_table
from journey.store.metric_targets import targets
from journey.store.score_declarations import declarations
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.metric_detail import metric_detail
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.score_editor import score_editor
from journey.views.session import address
from journey.views.survey_upload import survey_upload

QUESTION = _("Which part of the journey hurts?")
FAMILIES = {"experience": _("Experience"), "service": _("Service"), "value": _("Cost and value")}
FIXED = {
    "stage": _("Stage"), "touchpoint": _("Touchpoint"), "channel": _("Channel"), "week": _("Week of the start"),
    "month": _("Month of the start"),
}  # fmt: skip


def answer(found: Metrics, shown: tuple[Metric, ...], apart: dict[tuple[str, int], Gap]) -> str:
    """The worst score by more than chance; else where most are lost."""
    names = {row.id: frame.short(group_name(found, row)) for row in found.rows}
    titled = {metric.key: metric for metric in shown}
    worse = [(key, row, gap) for (key, row), gap in apart.items() if gap.worse and titled[key].unit == "score"]
    if worse:
        key, row, gap = max(worse, key=lambda one: abs(one[2].gap.value or 0.0) * _stretch(titled[one[0]]))
        metric = titled[key]
        figure = next(metric.read(one) for one in found.rows if one.id == row)
        return _("{group} hurts most: {metric} is {figure}, elsewhere {others}.").format(
            group=names[row], metric=metric_title(metric), figure=metric_interval(metric, figure),
            others=metric_interval(metric, gap.others).partition(",")[0],
        )  # fmt: skip
    lost = [row for row in found.rows if row.lost.n >= 30 and row.lost.value]
    calm = _("No score differs by more than chance") if any(metric.unit == "score" for metric in shown) else ""
    if lost:
        worst = max(lost, key=lambda row: row.lost.value or 0.0)
        if calm:
            return _("{calm}; most are lost in {group}: {share}.").format(
                calm=calm, group=names[worst.id], share=percent(worst.lost.value)
            )
        return _("Most are lost in {group}: {share} of those who come there before the goal.").format(
            group=names[worst.id], share=percent(worst.lost.value)
        )
    if not found.scores and not found.has_goal:
        return _("This log has no scores and no goal yet; time, repeats and cost are measured all the same.")
    n = len(found.rows)
    return ngettext("{n} row, and nothing in it stands out.", "{n} rows, and none of them stands out.", n).format(
        n=count(n)
    )


def _stretch(metric: Metric) -> float:
    """Scores on different scales, made comparable."""
    if metric.score is None or metric.score.method in ("csat", "ces2", "share"):
        return 1.0
    return 0.005 if metric.score.method == "nps" else 1 / (metric.score.high - metric.score.low)


def plain(found: Metrics, shown: tuple[Metric, ...]) -> pd.DataFrame:
    """All figures, for the table behind the picture and its file."""
    columns: dict[str, list[object]] = {FIXED.get(found.by, found.by): [row.name for row in found.rows]}
    columns[_("Journeys")] = [row.journeys for row in found.rows]
    for metric in shown:
        read = [metric.read(row) for row in found.rows]
        title = metric_title(metric)
        columns[title] = [one.value for one in read]
        if any(one.low is not None for one in read):
            columns[_("{metric}, low").format(metric=title)] = [one.low for one in read]
            columns[_("{metric}, high").format(metric=title)] = [one.high for one in read]
        columns[_("{metric}, n").format(metric=title)] = [one.n for one in read]
    return pd.DataFrame(columns)


given = st.query_params.get("by")
workspace, scope = scope_bar("metrics", *(("--by", given) if given else ()))
choices = offered(workspace)
seed("by", "metrics_by", choices[0], lambda text: text if text in choices else None)
if st.session_state["metrics_by"] not in choices:
    st.session_state["metrics_by"] = choices[0]
scores = kept(declarations, workspace)
measured = bool(scores) or bool(workspace_info(workspace).outcomes)
seed("show", "metrics_family", "experience" if measured else "service", lambda text: text if text in FAMILIES else None)
head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = st.selectbox(_("By"), choices, format_func=lambda one: FIXED.get(one, one), key="metrics_by", width=220)
    family = st.segmented_control(
        _("Show"), list(FAMILIES), format_func=FAMILIES.__getitem__, required=True, key="metrics_family",
    )  # fmt: skip
    score_editor(workspace)
tell("by", by, choices[0])
tell("show", family, "experience" if measured else "service")
found = kept(metrics, workspace, scope, by)
if family == "value":
    found = with_retention(found, kept(retention, workspace, scope, by))
shown = catalogue(found)
apart = gaps(found, shown)
with head:
    frame.headline(QUESTION, answer(found, shown, apart))
held = targets(workspace)
place = f"metric_chosen_{workspace.name}_{by}"
chosen = metric_table(
    table_spec(found, shown, apart, held, family or "experience"),
    key=f"metric_table_{workspace.name}_{by}_{family}",
    selected=st.session_state.get(place),
)
if chosen is not None and chosen != st.session_state.get(f"{place}_seen"):
    st.session_state[f"{place}_seen"] = st.session_state[place] = chosen
    st.rerun()
if place in st.session_state:
    key, group = st.session_state[place]
    metric = next((one for one in shown if one.key == key), None)
    row = next((one for one in found.rows if one.id == group), None)
    if metric is not None and row is not None:
        metric_detail(workspace, scope, found, metric, row, apart.get((metric.key, row.id)))
frame.table(plain(found, shown), name="metrics", label=_("The table behind it"))
for one in kept(relationship_scores, workspace, scope) if any(score.relationship for score in scores) else ():
    told = _("{score}: {figure} customers, each with the last answer; asked about the company, so it is in no row.")
    frame.explain(
        frame.escape(told.format(score=score_title(one.score), figure=score_interval(one.score.method, one.figure)))
    )
if not measured:
    st.page_link(page_file("data/workspace"), label=_("Say what success is"), icon=":material/flag:",
                 query_params=address())  # fmt: skip
survey_upload(workspace)
for name, n in found.outside:
    frame.explain(
        frame.escape(
            ngettext(
                "{n} answer to {score} lies outside its scale and counts nowhere.",
                "{n} answers to {score} lie outside its scale and count nowhere.",
                n,
            ).format(n=count(n), score=name)
        )
    )
if found.left_out:
    frame.explain(_("The commonest values are shown; {n} others are left out.").format(n=count(found.left_out)))
frame.explain(
    _(
        "Every figure is a button: it says how it is computed, and opens its journeys. ▼ worse and ▲ better: different "
        "from all other rows together by more than chance (95 %, Benjamini-Hochberg over the table). Small: 95 % "
        "interval and n; under 30 grey."
    )
)
