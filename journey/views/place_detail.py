"""What was clicked on the map, in figures, and the ways on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.flow import FlowMap
from journey.analyses.journeys import journeys
from journey.analyses.place import Neighbour, Place
from journey.charts.waits import wait_classes, waits
from journey.model import Level
from journey.scope import Scope, Then
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, percent
from journey.views import frame
from journey.views.funnel_pick import funnel_pick
from journey.views.results import place_at
from journey.views.session import open_journey, open_journeys, set_scope

__all__ = ["place_detail"]


Close = Callable[[None], None]


def place_detail(workspace: Workspace, scope: Scope, flow: FlowMap, selected: str, *, on_close: Close) -> None:
    """Draw the panel for a box ("t5") or a curve ("t5>t7") of the map; `on_close` gets None when it is closed."""
    source, target = _ids(selected)
    if source is None:
        _end_detail(flow, selected, on_close)
        return
    known = {touchpoint.id for touchpoint in flow.touchpoints}
    found = place_at(workspace, scope, source, target) if {source, target} - {None} <= known else None
    if found is None or not found.events:
        _head(_("No journey in scope comes here."), on_close)
        return
    _head(
        found.source
        if found.target is None
        else _("{source} → {target}").format(source=found.source, target=found.target),
        on_close,
    )
    st.markdown(
        _("{journeys} ({share}), {events}").format(
            journeys=ngettext("{n} journey", "{n} journeys", found.journeys).format(n=count(found.journeys)),
            share=percent(found.share),
            events=ngettext("{n} time", "{n} times", found.events).format(n=count(found.events)),
        )
    )
    _figures(found, flow, source)
    _scope_buttons(scope, found)
    funnel_pick(workspace, scope, (found.source,) if found.target is None else (found.source, found.target))
    if sum(found.waits):
        st.caption(
            _("Wait until the next: median {median}, p90 {p90}").format(
                median=duration(found.wait_median_s), p90=duration(found.wait_p90_s)
            )
        )
        frame.chart(lambda mode: waits(found.waits, mode), alt=_("Waits"), key="place_waits")
        with st.expander(_("Waits as a table"), on_change="rerun", key="place_waits_table") as opened:
            if opened.open:
                st.dataframe(
                    pd.DataFrame({_("Wait"): wait_classes(), _("Times"): found.waits}), hide_index=True, height=220
                )
    if found.target is None:
        _neighbours(_("What follows"), found.next)
        _neighbours(_("What comes before"), found.previous)
    _groups(found)
    _journeys(workspace, scope, found)


def _ids(selected: str) -> tuple[int | None, int | None]:
    parts = selected.split(">")
    numbers = [int(part[1:]) if part[:1] == "t" and part[1:].isdigit() else None for part in parts]
    if len(numbers) == 2:
        return (numbers[0], numbers[1]) if None not in numbers else (None, None)
    return numbers[0], None


def _head(title: str, on_close: Close) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="place_head"):
        st.markdown(f"**{frame.escape(title)}**", width="stretch")
        st.button(
            "",
            icon=":material/close:",
            key="place_close",
            type="tertiary",
            help=_("Close"),
            on_click=on_close,
            args=(None,),
        )


def _end_detail(flow: FlowMap, selected: str, on_close: Close) -> None:
    """Where journeys start, or end in the way that was selected."""
    end = selected.rpartition("end-")[2] if "end-" in selected else ""
    titles = {
        "": _("Where journeys start"),
        "completed": _("Where journeys are completed"),
        "lost": _("Where journeys are lost"),
        "dropped": _("The last touchpoint of those who dropped out"),
        "open": _("The latest touchpoint of open journeys"),
    }
    _head(titles.get(end, _("Where journeys end")), on_close)
    counted = [(t.name, getattr(t.ends, end, t.ends.total) if end else t.starts) for t in flow.touchpoints]
    every = sum(n for _name, n in counted)
    rows = [(name, n, percent(n / every)) for name, n in sorted(counted, key=lambda row: -row[1]) if n]
    st.dataframe(pd.DataFrame(rows, columns=[_("Touchpoint"), _("Journeys"), _("Share")]), hide_index=True)


def _figures(found: Place, flow: FlowMap, source: int) -> None:
    rows = [(_("Conversion with"), interval(found.conversion_with))]
    rows.append((_("Conversion without"), interval(found.conversion_without)))
    if found.target is None:
        touchpoint = next(t for t in flow.touchpoints if t.id == source)
        rows.insert(0, (_("Exit rate"), interval(touchpoint.exit_rate)))
        if touchpoint.score.n:
            rows.append((_("Mean score"), interval(touchpoint.score, scale="number")))
    lines = [f"{label}: **{frame.escape(value)}**" for label, value in rows if value != "–"]
    if lines:
        st.markdown("  \n".join(lines))
        st.caption(_("Associated with, not caused by: other things differ between these journeys too."))


def _scope_buttons(scope: Scope, found: Place) -> None:
    if scope.level is not Level.TOUCHPOINT or (found.target is not None and scope.hidden):
        return
    if found.target is None:
        with_it = replace(scope, contains=(*scope.contains, found.source))
        without = replace(scope, avoids=(*scope.avoids, found.source))
    else:
        then = Then(found.source, found.target, directly=True)
        with_it = replace(scope, then=(*scope.then, then))
        without = replace(scope, then=(*scope.then, replace(then, never=True)))
    with st.container(horizontal=True):
        st.button(
            _("Only with this"), icon=":material/filter_alt:", key="place_with", on_click=set_scope, args=(with_it,)
        )
        st.button(
            _("Without this"),
            icon=":material/filter_alt_off:",
            key="place_without",
            on_click=set_scope,
            args=(without,),
        )


def _neighbours(title: str, found: tuple[Neighbour, ...]) -> None:
    if found:
        st.caption(title)
        rows = [(one.name, percent(one.share), duration(one.wait_median_s)) for one in found]
        st.dataframe(pd.DataFrame(rows, columns=[_("Touchpoint"), _("Share"), _("Median wait")]), hide_index=True)


def _groups(found: Place) -> None:
    if not found.over_represented:
        return
    st.caption(_("Groups commoner here (of {n} tested)").format(n=count(found.compared)))
    rows = [
        (f"{g.attribute}: {g.value}", percent(g.here.value), percent(g.elsewhere.value)) for g in found.over_represented
    ]
    st.dataframe(pd.DataFrame(rows, columns=[_("Group"), _("Here"), _("Elsewhere")]), hide_index=True)


def _journeys(workspace: Workspace, scope: Scope, found: Place) -> None:
    if scope.relinks:
        return
    if found.target is None:
        inside = replace(scope, contains=(*scope.contains, found.source))
    else:
        inside = replace(scope, then=(*scope.then, Then(found.source, found.target, directly=True)))
    listed = journeys(workspace, inside, sort="started", descending=True, top=8)
    st.caption(_("Its newest journeys"))
    picked = st.dataframe(
        pd.DataFrame(
            [(one.key, one.events, duration(one.duration_s)) for one in listed.journeys],
            columns=[_("Journey"), _("Events"), _("Duration")],
        ),
        hide_index=True, on_select="rerun", selection_mode="single-row", key="place_journeys",
    )  # fmt: skip
    if picked.selection.rows:
        open_journey(listed.journeys[picked.selection.rows[0]].key)
    if listed.matching > len(listed.journeys) and st.button(
        _("All {n} journeys").format(n=count(listed.matching)), icon=":material/list:", key="place_all"
    ):
        open_journeys(inside)
