"""What was chosen in the table of metrics: what it means, its target, and the journeys behind it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.analyses.metric_catalogue import Gap, Metric
from journey.analyses.metric_journeys import MOST_KEYS, Behind, behind
from journey.analyses.metric_spread import SPREAD, metric_spread
from journey.analyses.metrics import MetricRow, Metrics
from journey.charts.metric_text import group_name, metric_help, metric_interval, metric_title, metric_value
from journey.scope import Scope
from journey.store.metric_targets import Target, drop_target, set_target, target_for, targets
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.results import kept
from journey.views.session import open_journeys

__all__ = ["channel_detail", "metric_detail"]


def metric_detail(
    workspace: Workspace, scope: Scope, found: Metrics, metric: Metric, row: MetricRow, gap: Gap | None
) -> None:
    """Draw the panel of one cell."""
    figure = metric.read(row)
    if metric.key in SPREAD:
        figure = kept(metric_spread, workspace, scope, found.by, metric.key).get(row.id, figure)
    with st.container(border=True, key="metric_detail"):
        st.markdown(
            _("**{metric} · {group}**: {figure}").format(
                metric=frame.escape(metric_title(metric)), group=frame.escape(frame.short(group_name(found, row))),
                figure=frame.escape(metric_interval(metric, figure)),
            )
        )  # fmt: skip
        st.caption(frame.escape(metric_help(metric, found.by)))
        if gap is not None:
            st.caption(frame.escape(_compared(metric, gap)))
        _answered(metric, row)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for one in kept(behind, workspace, scope, found.by, row.id, metric.key):
                _open(scope, metric, one)
        if metric.high_is_good is not None:
            _target(workspace, found.by, metric, row)


def channel_detail(workspace: Workspace, scope: Scope, found: Metrics, channel: str, row: MetricRow) -> None:
    """Draw the panel of a channel in the mix of a row."""
    share = dict(row.channels)[channel]
    with st.container(border=True, key="metric_detail"):
        st.markdown(
            _("**{channel} · {group}**: {share} of its {n} events").format(
                channel=frame.escape(frame.short(channel)), group=frame.escape(frame.short(group_name(found, row))),
                share=percent(share), n=count(row.events),
            )
        )  # fmt: skip
        for one in kept(behind, workspace, scope, found.by, row.id, f"mix:{channel}"):
            _open(scope, None, one)


def _compared(metric: Metric, gap: Gap) -> str:
    words = {
        None: _("All others together: {others}; the difference is no more than chance would make."),
        True: _("All others together: {others}; this is worse by more than chance."),
        False: _("All others together: {others}; this is better by more than chance."),
    }
    return words[gap.worse].format(others=metric_interval(metric, gap.others))


def _answered(metric: Metric, row: MetricRow) -> None:
    """Responders are not everybody."""
    one = next((one for one in row.scores if metric.score and one.score.score == metric.score.score), None)
    if one is None or one.answered.value is None or one.others.value is None:
        return
    st.caption(
        frame.escape(
            _("Of those that answered here {answered} reach the goal in time, of the others {others}.").format(
                answered=percent(one.answered.value), others=percent(one.others.value)
            )
        )
    )


def _open(scope: Scope, metric: Metric | None, one: Behind) -> None:
    labels = {
        "all": ngettext("Its {n} journey", "Its {n} journeys", one.journeys),
        "bad": ngettext("{n} with a bad answer", "{n} with a bad answer", one.journeys),
        "yes": _part(metric) if metric else "",
    }
    if not one.journeys:
        return
    button = st.button(
        labels[one.part].format(n=count(one.journeys)), icon=":material/list:", key=f"metric_open_{one.part}",
        help=_("The newest {n} of them.").format(n=count(MOST_KEYS)) if one.journeys > MOST_KEYS else None,
    )  # fmt: skip
    if button:
        open_journeys(replace(scope, journeys=one.keys))


def _part(metric: Metric) -> str:
    return {
        "lost": _("{n} lost here"),
        "conversion": _("{n} that complete in time"),
        "repeats": _("{n} that come again"),
        "resolved": _("{n} with all settled"),
        "escalated": _("{n} that escalate"),
        "response": _("{n} that answered"),
    }.get(metric.key.partition(":")[0], _("{n} of them"))


def _target(workspace: Workspace, by: str, metric: Metric, row: MetricRow) -> None:
    held = targets(workspace)
    now = target_for(held, metric.key, by, row.name)
    with st.popover(
        _("Target: {value}").format(value=metric_value(metric, now.value)) if now else _("Set a target"),
        icon=":material/flag:",
    ):
        factor, unit = _units(metric)
        label = _("At least ({unit})") if metric.high_is_good else _("At most ({unit})")
        value = st.number_input(
            label.format(unit=unit),
            value=None if now is None else now.value / factor, key=f"target_{metric.key}_{by}_{row.id}",
        )  # fmt: skip
        everywhere = st.toggle(
            _("For every row that has none of its own"), value=now is not None and not now.place,
            key=f"target_all_{metric.key}_{by}_{row.id}",
        )  # fmt: skip
        place = "" if everywhere else row.name
        with st.container(horizontal=True):
            if st.button(_("Keep"), type="primary", disabled=value is None, key="target_keep") and value is not None:
                set_target(workspace, Target(metric.key, by, place, value * factor))
                st.rerun()
            if now is not None and st.button(_("No target"), key="target_drop"):
                drop_target(workspace, metric.key, by, now.place)
                st.rerun()


def _units(metric: Metric) -> tuple[float, str]:
    """What a typed number is multiplied by, and its unit."""
    if metric.unit == "time":
        return 3600.0, _("hours")
    if metric.unit == "share" or (metric.score is not None and metric.score.method in ("csat", "ces2", "share")):
        return 0.01, _("%")
    if metric.unit == "money":
        return 1.0, _("money of the log")
    return 1.0, _("points") if metric.score is not None and metric.score.method == "nps" else _("number")
