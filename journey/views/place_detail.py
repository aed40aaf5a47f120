"""What was clicked on the map, in figures, and the ways on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.flow import FlowMap
from journey.analyses.place import Neighbour, Place, place_journeys
from journey.analyses.spot import Spot
from journey.charts.waits import wait_classes, waits
from journey.model import Level
from journey.scope import Scope, Then
from journey.store.outcomes import OUTCOMES
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, percent
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.funnel_pick import funnel_pick
from journey.views.results import kept, place_at
from journey.views.session import set_scope

__all__ = ["place_detail"]

Close = Callable[[None], None]


def place_detail(workspace: Workspace, scope: Scope, flow: FlowMap, selected: str, *, on_close: Close) -> None:
    """Draw the panel for a box or a curve of the map; `on_close` gets None when it is closed."""
    spot = Spot.parse(selected)
    known = {touchpoint.id for touchpoint in flow.touchpoints}
    found = place_at(workspace, scope, spot) if spot is not None and spot.touchpoints <= known else None
    if found is None or not found.events:
        _head(_("No journey in scope comes here."), on_close)
        return
    _head(_title(found), on_close)
    _counts(found)
    _figures(found, flow)
    _scope_buttons(scope, found)
    if found.source is not None and found.spot.kind in ("touchpoint", "transition"):
        funnel_pick(workspace, scope, (found.source,) if found.target is None else (found.source, found.target))
    _waits(found)
    _neighbours(_("What follows") if found.source else _("Where"), found.next)
    _neighbours(_("What comes before") if found.source else _("Where"), found.previous)
    _groups(found)
    _journeys(workspace, scope, found)


def _title(found: Place) -> str:
    end = found.spot.end
    ends = {
        "completed": _("Completed"), "lost": _("Lost"), "dropped": _("Dropped"), "open": _("Open"),
        "undecided": _("End"),
    }  # fmt: skip
    everywhere = {
        "": _("Where journeys start"),
        "completed": _("Where journeys are completed"),
        "lost": _("Where journeys are lost"),
        "dropped": _("The last touchpoint of those who dropped out"),
        "open": _("The latest touchpoint of open journeys"),
        "undecided": _("Where journeys end"),
    }
    if found.source is None:
        return everywhere[end]
    if found.spot.kind == "touchpoint":
        return found.source
    source, target = (_("Start"), found.source) if found.spot.kind == "start" else (found.source, found.target)
    return _("{source} → {target}").format(source=source, target=target if target is not None else ends[end])


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


def _counts(found: Place) -> None:
    text = _("{n} of {all} journeys: {share}").format(
        n=count(found.journeys), all=count(found.share.n), share=interval(found.share, counted=False)
    )
    if found.events > found.journeys:
        text = _("{journeys}, {times} times in all").format(journeys=text, times=count(found.events))
    st.markdown(frame.escape(text))


def _figures(found: Place, flow: FlowMap) -> None:
    rows = [
        (_("Conversion with"), interval(found.conversion_with)),
        (_("Conversion without"), interval(found.conversion_without)),
    ]
    if found.spot.kind == "touchpoint":
        touchpoint = next(t for t in flow.touchpoints if t.id == found.spot.source)
        rows.insert(0, (_("Exit rate"), interval(touchpoint.exit_rate)))
        if touchpoint.score.n:
            rows.append((_("Mean score"), interval(touchpoint.score, scale="number")))
    lines = [f"{label}: **{frame.escape(value)}**" for label, value in rows if value != "–"]
    if lines:
        st.markdown("  \n".join(lines))
        st.caption(_("Associated with, not caused by: other things differ between these journeys too."))


def _inside(scope: Scope, found: Place) -> Scope | None:
    """The scope with only the journeys that come here; None where filters cannot say that of what is shown."""
    kind, end = found.spot.kind, found.spot.end
    outcome = next((one for one in OUTCOMES if one.value == end), None)
    if scope.inverse:
        return None
    if kind == "end" and found.source is None:
        return None if outcome is None else replace(scope, outcomes=(outcome,))
    if scope.level is not Level.TOUCHPOINT or found.source is None or (found.relinked and kind != "touchpoint"):
        return None
    if kind == "touchpoint":
        return replace(scope, contains=(*scope.contains, found.source))
    if kind == "transition":
        return replace(scope, then=(*scope.then, Then(found.source, str(found.target), directly=True)))
    if kind == "start":
        return replace(scope, starts_with=(found.source,))
    return replace(scope, ends_with=(found.source,), outcomes=scope.outcomes if outcome is None else (outcome,))


def _outside(scope: Scope, found: Place) -> Scope | None:
    """The scope without those journeys, where filters can say that and any are left."""
    if _inside(scope, found) is None:
        return None
    if found.spot.kind == "touchpoint":
        return replace(scope, avoids=(*scope.avoids, str(found.source)))
    if found.spot.kind == "transition":
        never = Then(str(found.source), str(found.target), directly=True, never=True)
        return replace(scope, then=(*scope.then, never))
    if found.spot.kind == "end" and found.source is None:
        others = [one for one in scope.outcomes or OUTCOMES if one.value != found.spot.end]
        return replace(scope, outcomes=tuple(others)) if others else None
    return None


def _scope_buttons(scope: Scope, found: Place) -> None:
    inside, outside = _inside(scope, found), _outside(scope, found)
    if inside is None:
        return
    with st.container(horizontal=True):
        st.button(
            _("Only with this"), icon=":material/filter_alt:", key="place_with", on_click=set_scope, args=(inside,)
        )
        if outside is not None:
            st.button(
                _("Without this"), icon=":material/filter_alt_off:", key="place_without", on_click=set_scope,
                args=(outside,),
            )  # fmt: skip


def _waits(found: Place) -> None:
    if not sum(found.waits):
        return
    st.caption(
        _("Wait until the next: median {median}, p90 {p90}").format(
            median=interval(found.wait_s, scale="time"), p90=duration(found.wait_p90_s)
        )
    )
    frame.chart(lambda mode: waits(found.waits, mode), alt=_("Waits"), key="place_waits")
    with st.expander(_("Waits as a table"), on_change="rerun", key="place_waits_table") as opened:
        if opened.open:
            st.dataframe(
                pd.DataFrame({_("Wait"): wait_classes(), _("Times"): found.waits}), hide_index=True, height=220
            )


def _neighbours(title: str, found: tuple[Neighbour, ...]) -> None:
    if not found:
        return
    st.caption(title)
    columns = {
        _("Touchpoint"): [one.name for one in found],
        _("Times"): [one.events for one in found],
        _("Share"): [percent(one.share) for one in found],
    }
    if any(one.wait_median_s is not None for one in found):
        columns[_("Median wait")] = [duration(one.wait_median_s) for one in found]
    st.dataframe(pd.DataFrame(columns), hide_index=True)


def _groups(found: Place) -> None:
    if not found.over_represented:
        return
    st.caption(_("Groups commoner here (of {n} tested)").format(n=count(found.compared)))
    rows = [(f"{g.attribute}: {g.value}", interval(g.here), interval(g.elsewhere)) for g in found.over_represented]
    st.dataframe(pd.DataFrame(rows, columns=[_("Group"), _("Here"), _("Elsewhere")]), hide_index=True)


def _journeys(workspace: Workspace, scope: Scope, found: Place) -> None:
    behind_list(
        lambda top: kept(place_journeys, workspace, scope, found.spot, top),
        lambda n: ngettext("{n} journey", "{n} journeys, the newest first", n).format(n=count(n)),
        scope, key="place", inside=_inside(scope, found), narrow=True,
    )  # fmt: skip
