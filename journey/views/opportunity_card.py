"""The opportunity that is looked at: its chain, what would do it, what that is worth, and the ways on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.charts.opportunity_matrix import EFFORTS, status_name
from journey.charts.opportunity_words import gained
from journey.design.forecast import forecast
from journey.design.gain import expected_gain, gain
from journey.design.kept import Kept
from journey.design.linked_edits import alone
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.opportunities import STATUSES, Opportunity, delete_opportunity
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.long_work import long_work
from journey.views.opportunity_chain import chain, choose_design
from journey.views.opportunity_change import alter, ask_value, asked, design_of
from journey.views.opportunity_edits import edits
from journey.views.page_registry import page_file
from journey.views.results import flow_map, kept
from journey.views.session import address
from journey.views.way_out import refuse

__all__ = ["card"]


def card(workspace: Workspace, scope: Scope, one: Opportunity) -> None:
    """Draw it."""
    design = design_of(workspace, one)
    scenario_key = f"scenario_{workspace.name}"
    with st.container(border=True, key="opportunity_card"):
        st.markdown(f"#### {frame.escape(one.title)}")
        chain(one, design, scenario_key)
        left, right = st.columns([3, 2], gap="large")
        with left:
            edits(workspace, one, design, flow_map(workspace, scope.selection()))
        with right:
            _worth(workspace, scope, one, design)
            _by_people(workspace, one)
        _ways_on(workspace, one, design, scenario_key)


def _worth(workspace: Workspace, scope: Scope, one: Opportunity, design: Kept | None) -> None:
    if design is not None and asked(one) and one.value is None:
        _expected(workspace, scope, one, design)
    st.metric(
        _("More journeys completed in 30 days"), gained(one.value),
        help=_("The forecast difference in conversion times the journeys that begin in 30 days."),
    )  # fmt: skip
    if one.low is not None and one.high is not None:
        words = _("95 %: {low} to {high}").format(low=gained(one.low), high=gained(one.high))
        if one.touched is not None:
            words = _("{words} · {n} journeys touched").format(words=words, n=count(round(one.touched)))
        st.caption(frame.together(words))
    if one.value is not None and one.low is None and one.edits and not asked(one):
        st.caption(_("How sure that is was not worked out: forecast it again, and stay until it is."))
    if design is None:
        st.caption(_("Choose a move or an edit, and the forecast tells its value."))
    elif asked(one):
        _valued(workspace, scope, one, design)
    else:
        st.button(
            _("Value by forecast") if one.value is None else _("Forecast it again"), key="opportunity_value",
            icon=":material/calculate:", on_click=ask_value, args=(one,),
        )  # fmt: skip


def _expected(workspace: Workspace, scope: Scope, one: Opportunity, design: Kept) -> None:
    """What is expected, at once: it stands on the matrix while how sure it is is being worked out."""
    try:
        found = kept(expected_gain, workspace, scope, alone(design.scenario, one.edits))
    except WrongInput:
        return  # the forecast tells why
    alter(workspace, one, value=found.value, touched=found.touched)
    st.rerun()


def _valued(workspace: Workspace, scope: Scope, one: Opportunity, design: Kept) -> None:
    """Forecast it, with its interval."""
    try:
        # The pages of the forecast and the trial ask for the same, and then have it at once.
        told = long_work(forecast, workspace, scope, alone(design.scenario, one.edits), label=_("How sure is it?"))
        found = gain(workspace, scope, told) if told is not None else None
    except WrongInput as error:
        st.session_state.pop("opportunity_asked", None)
        refuse(error)
        return
    if found is not None:
        st.session_state.pop("opportunity_asked", None)
        alter(workspace, one, value=found.value, low=found.low, high=found.high, touched=found.touched)
        st.rerun()


def _by_people(workspace: Workspace, one: Opportunity) -> None:
    """What people say of it: effort, status, who and when."""
    mark = f"{one.id}_{one.version}"
    effort = st.segmented_control(
        _("Effort"), list(EFFORTS), format_func=EFFORTS.__getitem__, default=one.effort, key=f"effort_{mark}"
    )
    status = st.segmented_control(
        _("Status"), STATUSES, format_func=status_name, default=one.status, required=True, key=f"status_{mark}"
    )
    with st.container(horizontal=True):
        owner = st.text_input(_("Owner"), one.owner, key=f"owner_{mark}", width=170, max_chars=80)
        due: Any = st.date_input(_("Due"), one.due, key=f"due_{mark}", width=150)
    changes = {"effort": effort, "status": status or one.status, "owner": owner.strip(), "due": due}
    if changes != {name: getattr(one, name) for name in changes}:
        alter(workspace, one, **changes)
        st.rerun()


def _ways_on(workspace: Workspace, one: Opportunity, design: Kept | None, scenario_key: str) -> None:
    ways = {
        "forecast": (_("Its forecast"), "trending_up"), "prove_it": (_("Lay down a trial"), "science"),
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="opportunity_ways"):
        for page, (label, icon) in ways.items():
            pressed = st.button(
                label, icon=f":material/{icon}:", key=f"opportunity_{page}", disabled=design is None,
                help=None if design is not None else _("First say what would do it."),
            )  # fmt: skip
            if pressed and design is not None:
                choose_design(scenario_key, design)
                st.switch_page(page_file(f"to_be/{page}"), query_params=address())
        st.page_link(
            page_file("as_is/board"), label=_("The board"), icon=":material/view_kanban:", query_params=address()
        )
        st.button(
            _("Delete"), key="opportunity_delete", type="tertiary", icon=":material/delete:",
            on_click=delete_opportunity, args=(workspace, one.id),
        )  # fmt: skip
