"""Picking the steps of a funnel from the map, one click after the other."""

from __future__ import annotations

import streamlit as st

from journey.analyses.funnel_question import MOST_STEPS, Funnel
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.frame import escape, explain, short
from journey.views.session import address

__all__ = ["funnel_pick"]


def funnel_pick(workspace: Workspace, scope: Scope, names: tuple[str, ...]) -> None:
    """Draw the buttons that put what was clicked at the end of the funnel, follow it, and begin anew.

    Parameters
    ----------
    names : tuple of str
        The touchpoint that was clicked, or both of a transition.
    """
    key = f"funnel_picked_{workspace.name}_{scope.level}"
    picked: tuple[str, ...] = st.session_state.get(key, ())
    longer = (*picked, *dict.fromkeys(name for name in names if name not in picked))
    with st.container(horizontal=True, key="funnel_pick"):
        st.button(
            _("Add to a funnel"), icon=":material/filter_list:", key="funnel_pick_add", type="tertiary",
            disabled=longer == picked or len(longer) > MOST_STEPS, on_click=st.session_state.__setitem__,
            args=(key, longer),
        )  # fmt: skip
        if len(picked) > 1 and st.button(
            _("Follow the funnel"), icon=":material/arrow_forward:", key="funnel_pick_go", type="tertiary"
        ):
            steps = Funnel(steps=tuple((name,) for name in picked)).text()
            st.switch_page("../../pages/friction/drop_off.py", query_params={**address(), "funnel": steps})
        if picked:
            st.button(
                _("Begin anew"), icon=":material/close:", key="funnel_pick_clear", type="tertiary",
                on_click=st.session_state.__setitem__, args=(key, ()),
            )  # fmt: skip
    if picked:
        explain(_("Funnel: {steps}").format(steps=escape(" → ".join(short(name, 30) for name in picked))))
