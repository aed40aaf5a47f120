"""What to do with a friction: see its journeys, pin it to the board, make an opportunity of it, set a target."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from journey.analyses.friction.case import Case, case_journeys, scope_of
from journey.analyses.friction.parts import Friction, Kind
from journey.charts.friction_words import claim, headline_place, kind_name, place_words
from journey.charts.opportunity_words import evidence_text
from journey.scope import Scope
from journey.store.board_notes import add_note
from journey.store.opportunities import Opportunity
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.behind_list import MOST
from journey.views.friction_choice import place_text
from journey.views.friction_targets import one_target
from journey.views.opportunity_new import opportunity_button
from journey.views.results import workspace_info
from journey.views.session import open_journeys

__all__ = ["actions", "opportunity_of"]


def actions(workspace: Workspace, scope: Scope, one: Friction, looked: Case, shared: tuple[str, ...]) -> None:
    """Draw the buttons."""
    with st.container(horizontal=True, gap="small", key="friction_actions"):
        if looked.place.kind is Kind.WAIT and looked.target is not None:
            one_target(workspace, looked.name, looked.target)
        if st.button(_("All its journeys"), icon=":material/list:", key="case_list"):
            open_journeys(_hit(workspace, scope, one, looked, shared))
        stages = workspace_info(workspace).stages
        if st.button(
            _("Pin to the board"), icon=":material/push_pin:", key="case_pains", disabled=not stages,
            help=None if stages else _("Put the touchpoints into stages first: the board has a column for each."),
        ):  # fmt: skip
            stage = one.stage if one.stage in stages else stages[0]
            text = _("{what}: {place}. {claim}").format(
                what=kind_name(one.place.kind), place=place_words(one), claim=claim(one)
            )
            evidence = urlencode({"page": "friction", "scope": scope.text(), "place": place_text(one)})
            add_note(workspace, "pains", stage or "", text, evidence=evidence)
            st.toast(_("Pinned to the board as a pain point."), icon=":material/push_pin:")
        opportunity_button(workspace, opportunity_of(workspace, scope, one), key="case_ideas")


def opportunity_of(workspace: Workspace, scope: Scope, one: Friction) -> Opportunity:
    """The opportunity that a friction suggests, with the way back to it."""
    held = workspace_info(workspace)
    about = _("{kind}: {place}").format(kind=kind_name(one.place.kind), place=place_words(one))
    metric = {Kind.ANSWER: _("Response rate"), Kind.CONTACT: _("Contacts per journey")}.get(
        one.place.kind, _("Conversion")
    )
    return Opportunity(
        title=_("How might we ease {place}?").format(place=headline_place(one))[:200],
        stage=one.stage if one.stage in held.stages else "",
        goal=", ".join(held.definitions.goals),
        evidence=evidence_text("friction", about, scope=scope.text(), place=place_text(one)),
        metric=metric,
    )


def _hit(workspace: Workspace, scope: Scope, one: Friction, looked: Case, shared: tuple[str, ...]) -> Scope:
    """Exactly the journeys that were counted; the filter that comes nearest where they are too many to name."""
    if not 0 < looked.journeys <= MOST:
        return scope_of(scope, one.place.kind, one.name, one.target, looked.target_s)
    keys = case_journeys(
        workspace, scope, one.place.kind, one.name, one.target, after=bool(one.after), attributes=shared, top=MOST
    )
    return Scope(journeys=keys, level=scope.level, hidden=scope.hidden)
