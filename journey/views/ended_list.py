"""Under the curves of Time to goal: each end of each group by the horizon, its journeys, and the way into the scope."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.ended_journeys import ended_journeys
from journey.analyses.time_to_goal import CAUSES, TimeToGoal
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval
from journey.text.points import points_interval
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.results import kept
from journey.views.session import set_scope
from journey.views.ticked_row import ticked_row

__all__ = ["ended_list"]


def ended_list(workspace: Workspace, scope: Scope, found: TimeToGoal, cause: int | None) -> None:
    """Draw the table, and what was ticked in it.

    Parameters
    ----------
    cause : int or None
        The end that groups are compared by; None: all ends of all journeys.
    """
    by = found.by or ""
    rows = (
        [(curve, cause or 0) for curve in found.groups]
        if found.groups
        else [(found.whole, c) for c in range(len(CAUSES))]
    )
    table = {
        by if found.groups else _("End"): [
            curve.name if found.groups else outcome_name(CAUSES[end]) for curve, end in rows
        ],
        _("Journeys"): [curve.journeys for curve, _end in rows],
        _("By the horizon"): [interval(curve.at_horizon[end]) for curve, end in rows],
    }
    if found.groups:
        table[_("Against all others")] = [
            points_interval(curve.against_others[end]) if curve.against_others else "–" for curve, end in rows
        ]
    names = [curve.name or CAUSES[end].value for curve, end in rows]
    ticked = ticked_row(
        pd.DataFrame(table), names, alt=_("Ends by the horizon"), key=f"ends_rows_{hash((scope, by, cause))}"
    )
    if ticked is None:
        frame.explain(_("Tick a row to see its journeys."))
        return
    curve, end = rows[ticked]
    within, value = found.horizon_s, curve.name
    group = _("{name} {value}").format(name=by, value=value) if value else _("all")
    if value:
        only = replace(scope, attributes=(*scope.attributes, Attribute(by, (value,))))
        st.button(
            _("Only {group}").format(group=frame.escape(frame.short(group, 40))), icon=":material/filter_alt:",
            key="ends_only", on_click=set_scope, args=(only,),
        )  # fmt: skip
    behind_list(
        lambda top: kept(ended_journeys, workspace, scope, end, within, by if value else None, value, top),
        lambda n: ngettext(
            "{n} journey ({group}): {end} within {time} of its start",
            "{n} journeys ({group}): {end} within {time} of their start", n,
        ).format(n=count(n), group=group, end=outcome_name(CAUSES[end]).lower(), time=duration(within)),
        scope, key="ends", next=False,
    )  # fmt: skip
