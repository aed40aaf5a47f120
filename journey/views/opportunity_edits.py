"""What would do it: the edits of an opportunity, and moves that suggest themselves where it hurts."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.charts.forecast_words import edit_words
from journey.charts.opportunity_words import evidence_of
from journey.design.edits import Edit
from journey.design.kept import Kept, scenarios
from journey.design.linked_edits import alone, edit_names, same_change
from journey.design.ready import at_touchpoint
from journey.store.opportunities import Opportunity
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.friction_moves import easing_moves
from journey.views.opportunity_change import link_edits, take_move

__all__ = ["edits"]


def edits(workspace: Workspace, one: Opportunity, design: Kept | None, flow: FlowMap) -> None:
    """Draw the edits it is linked to, those it could be linked to, and the ready moves."""
    st.markdown(f"**{_('What would do it')}**")
    _linked(workspace, one, design)
    moves, where = _moves(one, flow)
    have = alone(design.scenario, one.edits).edits if design is not None and one.edits else ()
    offered = [(words, edit) for words, edit in moves if not any(same_change(edit, other) for other in have)]
    if where:
        st.caption(_("At {place}:").format(place=frame.escape(where)))
    with st.container(horizontal=True, gap="small", key="opportunity_moves"):
        for n, (words, edit) in enumerate(offered):
            st.button(
                words, key=f"opportunity_move_{one.id}_{n}", icon=":material/add:", on_click=take_move,
                args=(workspace, one, edit), help=frame.escape(edit_words(edit)),
            )  # fmt: skip


def _linked(workspace: Workspace, one: Opportunity, design: Kept | None) -> None:
    """Choose the scenario, and which of its edits."""
    every = [kept.scenario for kept in scenarios(workspace)]
    if not every:
        st.caption(_("No edit yet: choose a move, and the first scenario begins with it."))
        return
    names = [scenario.name for scenario in every]
    chosen = st.selectbox(
        _("Scenario"), names, index=names.index(one.scenario) if one.scenario in names else None,
        key=f"opportunity_scenario_{one.id}_{one.version}", placeholder=_("none yet"),
    )  # fmt: skip
    if chosen and chosen != one.scenario:
        link_edits(workspace, one, chosen, ())
        st.rerun()
    if design is None:
        if one.scenario:
            st.caption(_("The scenario {name} is gone.").format(name=frame.escape(one.scenario)))
        return
    edits = design.scenario.edits
    words = {name: edit_words(edit) for name, edit in zip(edit_names(edits), edits, strict=True)}
    if not words:
        return
    kept = st.multiselect(
        _("Edits of it"), list(words), default=[name for name in one.edits if name in words],
        format_func=words.__getitem__, key=f"opportunity_edits_{one.id}_{one.version}",
        placeholder=_("all edits of the scenario"),
    )  # fmt: skip
    if set(kept) != {name for name in one.edits if name in words}:
        link_edits(workspace, one, one.scenario, tuple(sorted(kept)))
        st.rerun()


def _moves(one: Opportunity, flow: FlowMap) -> tuple[list[tuple[str, Edit]], str]:
    """Ready moves, and where: at the friction it rests on, else at a touchpoint that is chosen."""
    ids = {touchpoint.name: touchpoint.id for touchpoint in flow.touchpoints}
    found = evidence_of(one)
    if found is not None and found.place is not None:
        kind, source, target = found.place
        if source in ids and (target is None or target in ids):
            where = source if target is None else f"{source} → {target}"
            return easing_moves(flow, kind, ids[source], None if target is None else ids[target]), where
    here = found.settings.get("touchpoint", "") if found is not None else ""
    names = sorted(ids)
    chosen = st.selectbox(
        _("Change something at"), names, index=names.index(here) if here in names else None,
        key=f"opportunity_at_{one.id}", placeholder=_("a touchpoint"),
    )  # fmt: skip
    return (list(at_touchpoint(flow, ids[chosen])) if chosen else []), ""
