"""What is under the funnel: what those did who fell out, how long it takes, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.funnel import FunnelResult, funnel
from journey.analyses.funnel_groups import PERIODS
from journey.charts.funnel_trend import funnel_multiples, funnel_trend
from journey.charts.waits import waits
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.session import set_scope
from journey.views.ticked_row import ticked_row

__all__ = ["after_drop", "breakdown", "times"]

MULTIPLES = 3


def after_drop(found: FunnelResult) -> None:
    """What those did next who went no further, step by step."""
    if not found.after_drop:
        st.info(_("Nobody is lost on the way."))
        return
    lost = [n for n, step in enumerate(found.steps[:-1]) if step.left and not step.optional]
    worst = max(lost, key=lambda n: found.steps[n].left)
    seed("after", "drop_after", worst, lambda text: int(text) - 1 if int(text) - 1 in lost else None)
    if st.session_state["drop_after"] not in lost:
        st.session_state["drop_after"] = worst
    step = st.selectbox(
        _("After"), lost, key="drop_after", width=360,
        format_func=lambda n: _("{step} ({n} lost)").format(
            step=frame.short(found.steps[n].name, 40), n=count(found.steps[n].left)
        ),
    )  # fmt: skip
    tell("after", step + 1, worst + 1)
    rows = [row for row in found.after_drop if row.step == step]
    st.dataframe(
        pd.DataFrame(
            {
                _("Directly after"): [
                    row.next or _("nothing more: {end}").format(end=outcome_name(row.end) if row.end else _("End"))
                    for row in rows
                ],
                _("Entries"): [row.journeys for row in rows],
                _("Of those lost here"): [round(row.share, 2 if row.share >= 0.1 else 3) for row in rows],
            }
        ),
        hide_index=True, alt=_("What those did next who were lost"),
        column_config={
            _("Entries"): st.column_config.NumberColumn(format="localized"),
            _("Of those lost here"): st.column_config.ProgressColumn(format="percent", max_value=1),
        },
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
    frame.chart(lambda mode: waits(found.times, mode), alt=told, key="funnel_times")
    if len(found.trend) < 2:
        return
    words = {"share": _("share that finished"), "time": _("median time")}
    seed("trend", "funnel_trend_of", "share", lambda text: text if text in words else None)
    what = st.segmented_control(
        _("Trend, by when they entered"), list(words), required=True, key="funnel_trend_of",
        format_func=words.__getitem__,
    )  # fmt: skip
    tell("trend", what, "share")
    units = {"day": _("by day"), "week": _("by week"), "month": _("by month")}
    alt = _("Trend of the funnel, {unit}").format(unit=units[found.unit])
    frame.chart(lambda mode: funnel_trend(found, what or "share", mode), alt=alt, key="funnel_trend")


def breakdown(workspace: Workspace, scope: Scope, found: FunnelResult) -> str | None:
    """The same funnel for each group; gives what it is broken down by."""
    held = workspace_info(workspace)
    names = [one.name for one in held.attributes]
    words = {"channel": _("channel of the entry"), "day": _("day"), "week": _("week"), "month": _("month")}
    offered = [*names, *(["channel"] if held.channels else []), *PERIODS]
    key = f"funnel_by_{workspace.name}"
    seed("by", key, offered[0], lambda text: text if text in offered else None)
    by = st.selectbox(
        _("Break down by"), offered, format_func=lambda name: words.get(name, name) if name not in names else name,
        key=key, width=260, persist_state="session",
    )  # fmt: skip
    tell("by", by, offered[0])
    grouped = kept(funnel, workspace, scope, found.question, by)
    if by not in PERIODS or by in names:
        alt = _("The funnel by {name}").format(name=by)
        frame.chart(lambda mode: funnel_multiples(grouped, MULTIPLES, mode), alt=alt, key="funnel_multiples")
    ticked = ticked_row(
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
        [one.name or "-" for one in grouped.groups], alt=_("Groups of the funnel"),
        key=f"funnel_groups_{hash((scope, found.question, by))}",
    )  # fmt: skip
    if by in PERIODS and by not in names:
        return by
    if ticked is None:
        frame.explain(_("Tick a group to see only its journeys."))
        return by
    group = grouped.groups[ticked]
    only = (
        replace(scope, attributes=(*scope.attributes, Attribute(by, (group.name,)))) if by in names
        else replace(scope, channels=(*scope.channels, group.name))
    )  # fmt: skip
    if not group.rest and group.name:
        st.button(
            _("Only {group}").format(group=frame.escape(frame.short(group.name, 40))), icon=":material/filter_alt:",
            key="funnel_only", on_click=set_scope, args=(only,),
        )  # fmt: skip
    return by
