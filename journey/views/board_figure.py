"""A figure of the board that somebody pressed: what it is, and the journeys behind it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.analyses.metric_catalogue import catalogue, gaps
from journey.analyses.metrics import metrics
from journey.analyses.retention import retention, with_retention
from journey.model import Level
from journey.scope import Scope
from journey.store.personas import personas
from journey.store.workspace import Workspace
from journey.stories.voice_tone import ALL
from journey.text import _
from journey.views.metric_detail import metric_detail
from journey.views.page_registry import page_file
from journey.views.results import kept
from journey.views.session import address, open_journeys

__all__ = ["ask_to_open", "opened_figure"]

_ASKED = "board_figure"


def ask_to_open(metric: str, stage: str) -> None:
    """Remember what was pressed; the page opens it when it runs."""
    st.session_state[_ASKED] = (metric, stage)


def opened_figure(workspace: Workspace, scope: Scope) -> None:
    """Open what was pressed, if anything was.

    A touchpoint and the number of a persona's journeys lead to journeys, comments to the page Voice; a figure is told
    first. A figure of a persona is one of the segment that it stands for.
    """
    asked = st.session_state.get(_ASKED)
    if asked is None:
        return
    metric, stage = asked
    kind, _colon, rest = metric.partition(":")
    if kind == "persona":
        number, _colon, metric = rest.partition(":")
        persona = next((one for one in personas(workspace) if str(one.id) == number), None)
        if persona is None:
            _forget()
            return
        scope = Scope.parse(persona.scope) if persona.scope else Scope()
    if metric == "journeys":
        _forget()
        open_journeys(scope)
    elif metric == "voice":
        _forget()
        st.switch_page(page_file("experience/voice"), query_params={**address(), "stage": stage, "tone": ALL})
    elif kind == "touchpoint" and rest.isdecimal():
        _forget()
        for (name,) in workspace.run("SELECT name FROM touchpoint WHERE id = ?", [int(rest)]):
            open_journeys(replace(scope, level=Level.TOUCHPOINT, contains=(*scope.contains, name)))
    else:
        _figure(workspace, scope, metric, stage)


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


# It stays until it is dismissed: the page runs again under it where the browser tells once more what was pressed.
@st.dialog(_("What it is, and its journeys"), width="large", on_dismiss=_forget)
def _figure(workspace: Workspace, scope: Scope, key: str, stage: str) -> None:
    found = kept(metrics, workspace, scope, "stage")
    if key in ("retention", "churn"):
        found = with_retention(found, kept(retention, workspace, scope, "stage"))
    shown = catalogue(found)
    metric = next((one for one in shown if one.key == key), None)
    row = next((one for one in found.rows if one.name == stage), None)
    if metric is None or row is None:
        st.info(_("There is no such figure any more."))
        return
    left = True
    try:
        metric_detail(workspace, scope, found, metric, row, gaps(found, shown).get((key, row.id)))
        left = False
    finally:
        # Whoever goes on to the journeys comes back to the board, not to the dialog.
        if left:
            _forget()
