"""Where opportunities come from: frictions, ideas on the board, designs, drivers, comments, or one's own head."""

from __future__ import annotations

import streamlit as st

from journey.analyses.friction.friction import friction
from journey.charts.friction_words import kind_name, place_words
from journey.design.kept import scenarios
from journey.scope import Scope
from journey.store.board_notes import notes
from journey.store.opportunities import Opportunity
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.friction_actions import opportunity_of
from journey.views.friction_choice import alike
from journey.views.long_work import long_work
from journey.views.opportunity_change import guarded
from journey.views.opportunity_new import take_up
from journey.views.page_registry import page_file
from journey.views.results import workspace_info
from journey.views.session import address

__all__ = ["by_hand", "sources"]

_MOST = 12


def by_hand(workspace: Workspace) -> None:
    """A line to write one down."""

    def add() -> None:
        guarded(take_up, workspace, Opportunity(title=st.session_state["opportunity_title"]))
        st.session_state["opportunity_title"] = ""

    with st.container(horizontal=True, vertical_alignment="bottom", key="opportunity_by_hand"):
        st.text_input(_("A new opportunity"), key="opportunity_title", width=420, max_chars=200)
        st.button(_("Add"), key="opportunity_add", icon=":material/add:", on_click=add)


def sources(workspace: Workspace, scope: Scope, found: tuple[Opportunity, ...]) -> None:
    """What could be taken up."""
    label = _("Take up a friction, an idea on the board, or a design")
    with st.expander(
        label, icon=":material/playlist_add:", expanded=not found, on_change="rerun", key="opportunity_sources"
    ) as here:
        if not here.open:
            return
        known = {one.title for one in found} | {one.scenario for one in found}
        for number, (words, one) in enumerate(_offered(workspace, scope)):
            if one.title not in known:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(frame.escape(frame.short(words, 110)), width="stretch")
                    st.button(
                        _("Take up"), key=f"take_{number}_{one.title}", on_click=guarded,
                        args=(take_up, workspace, one),
                    )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("More to take up, each with its evidence:"), width="content")
            for page, name in (
                ("friction/friction", _("Friction")), ("experience/drivers", _("Drivers")),
                ("experience/voice", _("Voice")),
            ):  # fmt: skip
                st.page_link(page_file(page), label=name, query_params=address())


def _offered(workspace: Workspace, scope: Scope) -> list[tuple[str, Opportunity]]:
    offered: list[tuple[str, Opportunity]] = []
    held = workspace_info(workspace)
    if held.outcomes:
        hurts = long_work(friction, workspace, scope, attributes=alike(held), label=_("Comparing journeys"))
        for one in hurts.ranked[:_MOST] if hurts is not None else ():
            words = _("{kind}: {place}").format(kind=kind_name(one.place.kind), place=place_words(one))
            offered.append((words, opportunity_of(workspace, scope, one)))
    for note in notes(workspace):
        if note.lane == "ideas":
            words = _("Idea at {stage}: {text}").format(stage=note.stage, text=note.text)
            # Its words; below them may stand from which workshop it is.
            title = note.text.partition("\n")[0][:200]
            idea = Opportunity(title=title, stage=note.stage, evidence=note.evidence or "")
            offered.append((words, idea))
    for kept in scenarios(workspace):
        if kept.scenario.active:
            name = kept.scenario.name
            offered.append((_("Scenario: {name}").format(name=name), Opportunity(title=name, scenario=name)))
    return offered
