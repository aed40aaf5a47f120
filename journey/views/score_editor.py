"""How scores are read: scale, direction and method of each, as guessed or as people declare them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.charts.score_text import method_name
from journey.errors import WrongInput
from journey.store.score_declarations import Declaration, Method, declarations, declare, usual
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.results import workspace_info

__all__ = ["score_editor"]


def score_editor(workspace: Workspace) -> None:
    """The button that opens the editor; nothing where the log has no score."""
    scores = declarations(workspace)
    if not scores:
        return
    with st.popover(_("How scores are read"), icon=":material/rule:", on_change="rerun", key="score_editor") as opened:
        if not opened.open:
            return
        names = [one.score for one in scores]
        chosen = st.selectbox(_("Score"), names, key="score_edited")
        _edit(workspace, next(one for one in scores if one.score == chosen))


def _edit(workspace: Workspace, now: Declaration) -> None:
    # What was kept meanwhile makes new fields, so that they show it.
    key = f"score_{workspace.name}_{now.score}_{now.version}"
    st.caption(_("As declared.") if now.declared else _("Guessed from its name and its answers; nobody declared it."))
    methods = list(Method)
    method = st.selectbox(
        _("Counted as"), methods, index=methods.index(now.method), format_func=method_name, key=f"{key}_method"
    )
    base = now if method == now.method else replace(usual(now.score, method), version=now.version)
    free = method in (Method.MEAN, Method.SHARE)
    with st.container(horizontal=True):
        low = st.number_input(_("Lowest answer"), value=float(base.low), disabled=not free, key=f"{key}_{method}_low")
        high = st.number_input(
            _("Highest answer"), value=float(base.high), disabled=not free, key=f"{key}_{method}_high"
        )
    high_is_good = st.toggle(_("High is good"), value=base.high_is_good, disabled=not free, key=f"{key}_{method}_good")
    good_from = base.good_from
    if method is Method.SHARE:
        good_from = st.number_input(
            _("Good answers begin at"), value=float(base.good_from), key=f"{key}_{method}_from_{high_is_good}"
        )
    elif free:
        good_from = min(max(base.good_from, low), high)
    relationship = st.toggle(
        _("Asked now and then: belongs to the customer, not to a touchpoint"), value=now.relationship,
        key=f"{key}_relationship",
    )  # fmt: skip
    invitation = _invitation(workspace, now, key)
    wanted = replace(
        base, low=low, high=high, high_is_good=high_is_good, method=method, good_from=good_from,
        relationship=relationship, invitation=invitation,
    )  # fmt: skip
    if st.button(_("Keep"), type="primary", key=f"{key}_keep"):
        try:
            declare(workspace, wanted)
        except WrongInput as error:
            st.warning(frame.escape(f"{error.message} {error.hint}"))
        else:
            st.rerun()


def _invitation(workspace: Workspace, now: Declaration, key: str) -> str | None:
    touchpoints = [None, *workspace_info(workspace).touchpoints]
    return st.selectbox(
        _("Touchpoint that invites to answer"),
        touchpoints,
        index=touchpoints.index(now.invitation) if now.invitation in touchpoints else 0,
        format_func=lambda name: name or _("none: there is no response rate"),
        key=f"{key}_invitation",
    )
