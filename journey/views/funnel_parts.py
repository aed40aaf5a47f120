"""What is under the funnel: what those did who fell out, how long it takes, for whom, and what goes with it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.dropoff_drivers import Driver, Drivers, dropoff_drivers
from journey.analyses.funnel import FunnelResult, funnel
from journey.analyses.funnel_groups import PERIODS
from journey.charts.funnel_trend import funnel_multiples, funnel_trend
from journey.charts.waits import waits
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.driver_words import group_name
from journey.text.format import count, duration, interval, number, percent
from journey.text.points import chance, points, points_interval
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.results import kept, workspace_info

__all__ = ["after_drop", "breakdown", "drivers", "times"]

MULTIPLES = 3


def after_drop(found: FunnelResult) -> None:
    """What those did next who went no further, step by step."""
    if not found.after_drop:
        st.info(_("Nobody is lost on the way."))
        return
    lost = [n for n, step in enumerate(found.steps[:-1]) if step.left and not step.optional]
    worst = max(lost, key=lambda n: found.steps[n].left)
    step = st.selectbox(
        _("After"), lost, index=lost.index(worst), key="drop_after", width=360,
        format_func=lambda n: _("{step} ({n} lost)").format(
            step=frame.short(found.steps[n].name, 40), n=count(found.steps[n].left)
        ),
    )  # fmt: skip
    rows = [row for row in found.after_drop if row.step == step]
    st.dataframe(
        pd.DataFrame(
            {
                _("Directly after"): [
                    row.next or _("nothing more: {end}").format(end=outcome_name(row.end) if row.end else _("End"))
                    for row in rows
                ],
                _("Entries"): [row.journeys for row in rows],
                _("Of those lost here"): [row.share for row in rows],
            }
        ),
        hide_index=True, alt=_("What those did next who were lost"),
        column_config={_("Of those lost here"): st.column_config.ProgressColumn(format="percent", max_value=1)},
    )  # fmt: skip
    if found.steps[step].late:
        following = next(n for n in range(step + 1, len(found.steps)) if not found.steps[n].optional)
        frame.explain(
            ngettext(
                "{n} of them did come to {next}, but after the window of {window}.",
                "{n} of them did come to {next}, but after the window of {window}.",
                found.steps[step].late,
            ).format(
                n=count(found.steps[step].late), next=frame.escape(found.steps[following].name),
                window=duration(found.question.window_s),
            )
        )  # fmt: skip


def times(found: FunnelResult) -> None:
    """How long those take who finish, and whether that and their share changes."""
    if not found.steps[-1].journeys:
        st.info(_("Nobody reaches the last step, so there is no time to it."))
        return
    last = found.steps[-1]
    told = _("From first to last step: median {median}, nine of ten within {p90}.").format(
        median=duration(last.median_s), p90=duration(last.p90_s)
    )
    st.caption(frame.together(told))
    frame.chart(waits(found.times, frame.mode()), alt=told, key="funnel_times")
    if len(found.trend) < 2:
        return
    what = st.segmented_control(
        _("Trend, by when they entered"), ["share", "time"], default="share", required=True, key="funnel_trend_of",
        format_func={"share": _("share that finished"), "time": _("median time")}.__getitem__,
    )  # fmt: skip
    units = {"day": _("by day"), "week": _("by week"), "month": _("by month")}
    alt = _("Trend of the funnel, {unit}").format(unit=units[found.unit])
    frame.chart(funnel_trend(found, what or "share", frame.mode()), alt=alt, key="funnel_trend")


def breakdown(workspace: Workspace, scope: Scope, found: FunnelResult) -> str | None:
    """The same funnel for each group; gives what it is broken down by."""
    held = workspace_info(workspace)
    names = [one.name for one in held.attributes]
    words = {"channel": _("channel of the entry"), "day": _("day"), "week": _("week"), "month": _("month")}
    offered = [*names, *(["channel"] if held.channels else []), *PERIODS]
    by = st.selectbox(
        _("Break down by"), offered, format_func=lambda name: words.get(name, name) if name not in names else name,
        key=f"funnel_by_{workspace.name}", width=260, persist_state="session",
    )  # fmt: skip
    grouped = kept(funnel, workspace, scope, found.question, by)
    if by not in PERIODS or by in names:
        alt = _("The funnel by {name}").format(name=by)
        frame.chart(funnel_multiples(grouped, MULTIPLES, frame.mode()), alt=alt, key="funnel_multiples")
    st.dataframe(
        pd.DataFrame(
            {
                _("Group"): [_("others") if one.rest else one.name or "–" for one in grouped.groups],
                _("Entered"): [one.conversion.n for one in grouped.groups],
                _("Finished"): [interval(one.conversion) for one in grouped.groups],
                _("Median time"): [duration(one.median_s) for one in grouped.groups],
                **{
                    f"{k + 1} {frame.short(name, 24)}": [one.journeys[k] for one in grouped.groups]
                    for k, name in enumerate(found.question.names)
                },
            }
        ),
        hide_index=True, alt=_("Groups of the funnel"),
    )  # fmt: skip
    return by


def drivers(workspace: Workspace, scope: Scope, found: FunnelResult) -> None:
    """What those have in common who are lost after a step, of what was known when they came there."""
    lost = [n for n, step in enumerate(found.steps[:-1]) if step.left and not step.optional]
    if not lost:
        st.info(_("Nobody is lost on the way."))
        return
    worst = max(lost, key=lambda n: found.steps[n].left)
    step = st.selectbox(
        _("Lost after"), lost, index=lost.index(worst), key="drop_drivers", width=360,
        format_func=lambda n: frame.short(found.steps[n].name, 40),
    )  # fmt: skip
    told = kept(dropoff_drivers, workspace, scope, found.question, step)
    above = [one for one in told.drivers if one.above_line]
    st.markdown(f"**{frame.escape(frame.together(_sentence(told, above)))}**")
    if above:
        st.dataframe(_driver_table(above), hide_index=True, alt=_("Groups that are lost more or less often"))
    below = [one for one in told.drivers if not one.above_line]
    if below:
        frame.table(
            _driver_table(below), name="drivers_below",
            label=_("{n} groups that do not differ enough to tell").format(n=count(len(below))),
        )  # fmt: skip
    frame.explain(
        _(
            "Each group is compared with all others who came to the step; 0.5 is added to each count of the odds "
            "ratio. Of {n} comparisons, those above pass a false-discovery rate of 5 %. Only what was known on arrival "
            "counts. These go together; one need not cause the other."
        ).format(n=count(len(told.drivers)))
        + (" " + _("{n} groups of under 30 customers are left out.").format(n=count(told.thin)) if told.thin else "")
    )


def _sentence(told: Drivers, above: list[Driver]) -> str:
    if not above:
        return _("No group is lost after {step} clearly more often than the others.").format(
            step=frame.short(told.name)
        )
    worst = max(above, key=lambda one: one.risk_difference.value or 0.0)
    if (worst.risk_difference.value or 0.0) <= 0:
        worst = above[0]
    return _("{group}: {inside} are lost after {step}, {gap} against {outside} of the others.").format(
        group=frame.short(group_name(worst.kind, worst.name, worst.value)),
        inside=percent(worst.inside.value),
        step=frame.short(told.name),
        gap=points(worst.risk_difference.value),
        outside=percent(worst.outside.value),
    )


def _driver_table(found: list[Driver]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Group"): [group_name(one.kind, one.name, one.value) for one in found],
            _("Lost"): [interval(one.inside) for one in found],
            _("Others"): [percent(one.outside.value) for one in found],
            _("Difference"): [points_interval(one.risk_difference) for one in found],
            _("Odds ratio"): [
                _("{value} ({low}-{high})").format(
                    value=number(one.odds_ratio.value), low=number(one.odds_ratio.low), high=number(one.odds_ratio.high)
                )
                for one in found
            ],
            _("q"): [chance(one.q) for one in found],
        }
    )
