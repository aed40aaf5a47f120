"""Which part of the journey hurts?"""

import streamlit as st

from journey.analyses.command import options
from journey.analyses.metric_catalogue import Metric, catalogue, gaps, with_intervals
from journey.analyses.metric_groups import offered
from journey.analyses.metric_spread import spreads
from journey.analyses.metrics import Metrics, metrics
from journey.analyses.relationship_scores import relationship_scores
from journey.analyses.retention import retention, with_retention
from journey.charts.metric_table import metric_table as table_spec
from journey.charts.metric_words import GROUPED_BY, metrics_answer, metrics_frame, usual_family
from journey.charts.score_text import score_interval, score_title
from journey.components.metric_table import metric_table
from journey.store.metric_targets import targets
from journey.store.score_declarations import declarations
from journey.stories.pictures.metrics import wants_intervals
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.copied import say_command
from journey.views.metric_detail import channel_detail, metric_detail
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.score_editor import score_editor
from journey.views.session import address
from journey.views.survey_upload import survey_upload

QUESTION = _("Which part of the journey hurts?")
FAMILIES = {"experience": _("Experience"), "service": _("Service"), "value": _("Cost and value")}


def known_cell(text: str, found: Metrics, shown: tuple[Metric, ...]) -> tuple[str, int] | None:
    """The cell that the address names, where the table has it."""
    key, _sign, group = text.rpartition("@")
    row = next((one for one in found.rows if one.id == int(group)), None)
    if row is None:
        return None
    known = {one.key for one in shown} | {f"mix:{channel}" for channel, _share in row.channels}
    return (key, row.id) if key in known else None


workspace, scope = scope_bar()
choices = offered(workspace)
seed("by", "metrics_by", choices[0], lambda text: text if text in choices else None)
if st.session_state["metrics_by"] not in choices:
    st.session_state["metrics_by"] = choices[0]
scores = kept(declarations, workspace)
measured = bool(scores) or bool(workspace_info(workspace).outcomes)
usual = usual_family(measured=measured)
seed("show", "metrics_family", usual, lambda text: text if text in FAMILIES else None)
head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = st.selectbox(_("By"), choices, format_func=lambda one: GROUPED_BY.get(one, one), key="metrics_by", width=220)
    family = st.segmented_control(
        _("Show"), list(FAMILIES), format_func=FAMILIES.__getitem__, required=True, key="metrics_family",
    )  # fmt: skip
    usual_intervals = wants_intervals("", workspace_info(workspace).events)
    seed("intervals", "metrics_intervals", usual_intervals, lambda text: wants_intervals(text, 0))
    if family != "experience":
        st.toggle(
            _("Intervals of medians and means"), key="metrics_intervals",
            help=_("Off at first in large logs, where they take a second. A figure that is pressed has its own."),
        )  # fmt: skip
    score_editor(workspace)
intervals = st.session_state["metrics_intervals"]
tell("intervals", "yes" if intervals else "no", "yes" if usual_intervals else "no")
tell("by", by, choices[0])
tell("show", family, usual)
say_command("metrics", workspace, scope, *options(by=by))
found = kept(metrics, workspace, scope, by)
if family == "value":
    found = with_retention(found, kept(retention, workspace, scope, by))
shown = catalogue(found)
if intervals:
    shown = with_intervals(shown, spreads(workspace, scope, by, [one for one in shown if one.family == family], kept))
apart = gaps(found, shown)
with head:
    frame.headline(QUESTION, metrics_answer(found, shown, apart))
held = targets(workspace)
place = f"metric_chosen_{workspace.name}_{by}"
seed("cell", place, None, lambda text: known_cell(text, found, shown))
# Above the table, so that it is seen whatever the height of the window.
above = st.container(key="metric_above")
chosen = metric_table(
    table_spec(found, shown, apart, held, family or "experience"),
    key=f"metric_table_{workspace.name}_{by}_{family}",
    selected=st.session_state.get(place),
)
if chosen is not None and chosen != st.session_state.get(f"{place}_seen"):
    st.session_state[f"{place}_seen"] = st.session_state[place] = chosen
    st.rerun()
tell("cell", "@".join(map(str, st.session_state[place])) if st.session_state[place] else None)
if st.session_state[place]:
    key, group = st.session_state[place]
    metric = next((one for one in shown if one.key == key), None)
    row = next((one for one in found.rows if one.id == group), None)
    kind, _colon, channel = key.partition(":")
    with above:
        if row is not None and kind == "mix" and channel in dict(row.channels):
            channel_detail(workspace, scope, found, channel, row)
        elif metric is not None and row is not None:
            metric_detail(workspace, scope, found, metric, row, apart.get((metric.key, row.id)))
frame.table(metrics_frame(found, shown), name="metrics", label=_("The table behind it"))
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
