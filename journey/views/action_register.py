"""The register: what was done for the journey, since when, by whom, what came of it, and what the log says since."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from journey.design.kept_trials import Action, actions, set_actions
from journey.design.scenario import Scenario
from journey.design.trial import Trial, verdict
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.points import points_interval
from journey.views import frame
from journey.views.results import kept

__all__ = ["action_register"]


def action_register(workspace: Workspace, scope: Scope, *, goal: bool) -> None:
    """Draw the table; it is kept when asked.

    Parameters
    ----------
    goal : bool
        Whether the log says what success is: then each line tells how conversion changed since.
    """
    held = actions(workspace)
    shown = pd.DataFrame(
        {
            "what": [one.what for one in held],
            "begins": [one.begins for one in held],
            "owner": [one.owner for one in held],
            "verdict": [one.verdict for one in held],
            "since": [_since(workspace, scope, one.begins) if goal else "" for one in held],
        }
    ).astype({"what": "string", "owner": "string", "verdict": "string", "since": "string"})
    shown["begins"] = pd.to_datetime(shown["begins"]).dt.date
    edited = st.data_editor(
        shown,
        num_rows="dynamic",
        hide_index=True,
        key=f"register_{workspace.name}_{hash(held)}",
        disabled=("since",),
        column_order=("what", "begins", "owner", "verdict", *(("since",) if goal and held else ())),
        column_config={
            "what": st.column_config.TextColumn(_("What was done"), width="large"),
            "begins": st.column_config.DateColumn(_("Since")),
            "owner": st.column_config.TextColumn(_("Owner")),
            "verdict": st.column_config.TextColumn(_("What came of it"), width="medium"),
            "since": st.column_config.TextColumn(
                _("Conversion since, against before"),
                help=_("All journeys since that day against all before: other causes possible."),
            ),
        },
    )
    wanted = tuple(_action(row) for row in edited.to_dict("records") if _text(row["what"]).strip())
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Keep the register"), key="register_keep", disabled=wanted == held, icon=":material/save:"):
            try:
                set_actions(workspace, wanted, held)
            except WrongInput as error:
                st.session_state["trial_refused"] = error
            st.rerun()
        if held:
            frame.download(lambda: shown.drop(columns="since"), name="register")
    if not held:
        frame.explain(_("Write in the empty line what was done and since when; then keep it."))


def _since(workspace: Workspace, scope: Scope, begins: date | None) -> str:
    """How conversion changed with a day: everybody since against everybody before."""
    if begins is None:
        return ""
    alone = Trial(
        name="", scenario=Scenario(name=""), scope=scope.selection(), begins=begins, share=1.0, seed=1,
        forecast=(0.0, 0.0, 0.0),
    )  # fmt: skip
    found = kept(verdict, workspace, alone)
    return _("too early to tell") if found.word == "early" else points_interval(found.gap)


def _action(row: dict[Hashable, Any]) -> Action:
    begins = row["begins"] if isinstance(row["begins"], date) else None
    return Action(_text(row["what"]), begins, _text(row["owner"]), _text(row["verdict"]))


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)
