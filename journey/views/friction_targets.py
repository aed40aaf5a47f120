"""The longest waits accepted, shown and set: of one transition, or of all of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.friction.targets import Target, freeze_targets, set_target, targets
from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import duration_text, parse_duration
from journey.text.format import count, duration
from journey.views import frame
from journey.views.results import kept

__all__ = ["one_target", "target_list"]

SHOWN = 150


def one_target(workspace: Workspace, source: str, target: str) -> None:
    """The target of one transition."""
    found = {(one.source, one.target): one for one in kept(targets, workspace)}
    now = found.get((source, target))
    if now is None:
        return
    with st.popover(
        _("Target: {target}").format(target=duration(now.seconds)), icon=":material/timer:", key="one_target"
    ):
        st.caption(_by(now))
        given = st.text_input(
            _("Longest wait accepted, like 2d or 4h"), value=duration_text(round(now.seconds)), key="one_target_text"
        )
        with st.container(horizontal=True):
            if st.button(_("Keep"), type="primary", key="one_target_keep"):
                _set(workspace, source, target, given)
            if now.set_by in ("people", "frozen") and st.button(_("Back to what is usual"), key="one_target_back"):
                _set(workspace, source, target, "")


def target_list(workspace: Workspace) -> None:
    """All targets as a table to write in."""
    with st.expander(_("Targets of waits"), icon=":material/timer:", on_change="rerun", key="target_list") as here:
        if not here.open:
            return
        found = kept(targets, workspace)[:SHOWN]
        if not found:
            frame.explain(_("No journey completes, so no wait is usual yet."))
            return
        table = pd.DataFrame(
            {
                _("From"): [one.source for one in found],
                _("To"): [one.target for one in found],
                _("Target"): [duration_text(round(one.seconds)) or "0s" for one in found],
                _("Usual"): [duration(one.usual_s) for one in found],
                _("Set by"): [_by(one) for one in found],
            }
        )
        st.data_editor(
            table, hide_index=True, disabled=[name for name in table.columns if name != _("Target")], key="targets_edit"
        )
        with st.container(horizontal=True):
            if st.button(_("Keep these targets"), type="primary", key="targets_keep"):
                changed = st.session_state["targets_edit"]["edited_rows"]
                for row, values in changed.items():
                    if not _keep(workspace, found[int(row)].source, found[int(row)].target, values[_("Target")] or ""):
                        return
                st.rerun()
            if any(one.set_by == "log" for one in found) and st.button(
                _("Freeze what is usual today"), icon=":material/ac_unit:", key="targets_freeze",
                help=_("So that newer data moves no target."),
            ):  # fmt: skip
                frozen = freeze_targets(workspace)
                st.toast(_("{n} targets are frozen.").format(n=count(frozen)))
                st.rerun()
        frame.explain(
            _(
                "Usual: nine of ten such waits in completed journeys are shorter. A target that was emptied goes back "
                "to what is usual."
            )
        )


def _by(one: Target) -> str:
    return {
        "people": _("set by people"),
        "frozen": _("frozen from the log"),
        "touchpoint": _("set on the page Stages"),
        "log": _("what is usual: nine of ten in completed journeys wait less"),
    }[one.set_by]


def _set(workspace: Workspace, source: str, target: str, text: str) -> None:
    if _keep(workspace, source, target, text):
        st.rerun()


def _keep(workspace: Workspace, source: str, target: str, text: str) -> bool:
    """Set a target as it was written; says what is wrong with it, and then is False."""
    try:
        set_target(workspace, source, target, parse_duration(text) if text.strip() else None)
    except (ValueError, WrongInput):
        words = _("{text} is no length of time; write it like 2d, 4h or 30m.").format(text=repr(text))
        st.error(frame.escape(words), icon=":material/error:")
        return False
    return True
