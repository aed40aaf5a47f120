"""Where no goal is set: ask for it, and offer what journeys often end with."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.analyses.flow import FlowMap
from journey.scope import Scope
from journey.store.define import define
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import percent
from journey.views.frame import escape, short
from journey.views.results import flow_map, workspace_info

__all__ = ["goal_offer"]

OFFERED = 5


def goal_offer(workspace: Workspace, scope: Scope) -> None:
    """Ask what success is, and judge all journeys by the answer."""
    flow = flow_map(workspace, Scope())
    offered = _candidates(flow)
    st.markdown(_("What means success here? Journeys often end with:"))
    goals = st.pills(
        _("Touchpoints that mean success"),
        list(offered),
        selection_mode="multi",
        format_func=lambda name: _("{name} ({share})").format(
            name=escape(short(name, 40)), share=percent(offered[name])
        ),
        label_visibility="collapsed",
        key="goal_offer",
    )
    others = st.multiselect(
        _("Or another touchpoint"), [t.name for t in flow.touchpoints if t.name not in offered], key="goal_other"
    )
    chosen = (*goals, *others)
    label = ngettext("Set the goal", "Set {n} goals", max(1, len(chosen))).format(n=len(chosen))
    if st.button(label, type="primary", disabled=not chosen, key="goal_set"):
        define(workspace, replace(workspace_info(workspace).definitions, goals=chosen))
        st.rerun()
    st.caption(_("It can be changed later on the page Workspace, with what means a bad end and how long is silence."))


def _candidates(flow: FlowMap) -> dict[str, float]:
    """The touchpoints that most journeys end with, and the share of journeys that do."""
    often = sorted(flow.touchpoints, key=lambda t: (-t.ends.total, t.name))[:OFFERED]
    return {t.name: t.ends.total / flow.journeys_shown for t in often if t.ends.total}
