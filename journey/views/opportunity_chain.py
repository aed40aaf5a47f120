"""The chain of an opportunity as links: goal, stage, what it rests on, the opportunity, its edits, its metric."""

from __future__ import annotations

import streamlit as st

from journey.charts.forecast_words import edit_words
from journey.charts.opportunity_words import evidence_of, source_name
from journey.design.kept import Kept
from journey.design.linked_edits import alone
from journey.store.opportunities import Opportunity
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.page_registry import page_at, page_file
from journey.views.session import address

__all__ = ["chain", "choose_design"]


def chain(one: Opportunity, design: Kept | None, scenario_key: str) -> None:
    """Draw it; what is not known yet says so."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="opportunity_chain"):
        _link(_("goal"), one.goal, page_file("data/workspace"))
        _link(_("→ stage"), one.stage, page_file("as_is/board"))
        _evidence(one)
        _link(_("→ opportunity"), frame.short(one.title, 40), None)
        _edits(one, design, scenario_key)
        _link(_("→ metric"), one.metric, page_file("experience/metrics"))


def choose_design(scenario_key: str, design: Kept) -> None:
    """Let the pages of the to-be begin with this scenario."""
    st.session_state[scenario_key] = design.id
    st.session_state.pop(f"{scenario_key}_box", None)


def _link(label: str, name: str, page: str | None, settings: dict[str, str] | None = None) -> None:
    with st.container(width="content", gap=None):
        st.caption(label)
        words = frame.escape(frame.short(name, 60))
        if not name:
            st.markdown(_(":gray[not said yet]"))
        elif page is None:
            st.markdown(f"**{words}**")
        else:
            st.page_link(page, label=words, query_params={**address(), **(settings or {})})


def _evidence(one: Opportunity) -> None:
    found = evidence_of(one)
    if found is None:
        _link(_("→ evidence"), "", None)
        return
    about = found.about or " → ".join(name for name in (found.place or ())[1:] if name) or _("its page")
    _link(_("→ {kind}").format(kind=source_name(found.page)), about, page_at(found.page), found.settings)


def _edits(one: Opportunity, design: Kept | None, scenario_key: str) -> None:
    with st.container(width="content", gap=None):
        if design is None:
            st.caption(_("→ edit"))
            st.markdown(_(":gray[none yet]"))
            return
        edits = alone(design.scenario, one.edits).edits
        st.caption(ngettext("→ {n} edit", "→ {n} edits", len(edits)).format(n=count(len(edits))))
        words = frame.short(edit_words(edits[0]), 60) if edits else _("none yet")
        told = _("Opens the scenario in the Designer.")
        if st.button(frame.escape(words), key="chain_edits", type="tertiary", help=told):
            choose_design(scenario_key, design)
            st.switch_page(page_file("to_be/designer"), query_params=address())
