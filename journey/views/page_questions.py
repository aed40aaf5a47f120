"""The question that each page answers, for whoever comes for the first time."""

from __future__ import annotations

import streamlit as st

from journey.text import _
from journey.views.page_registry import every_page, page_file, page_icon
from journey.views.session import address

__all__ = ["QUESTIONS", "page_questions"]

QUESTIONS = {
    "as_is/map": _("How do customers really travel?"),
    "as_is/stages": _("Which steps belong together?"),
    "as_is/neighbourhood": _("What leads here, and what follows?"),
    "as_is/board": _("What is it like to be our customer?"),
    "as_is/variants": _("Which ways do customers take?"),
    "as_is/channels": _("Where do customers change the channel, and does it help them?"),
    "as_is/journeys": _("What happened to this customer?"),
    "experience/metrics": _("Which part of the journey hurts?"),
    "experience/voice": _("What do customers say, and where?"),
    "experience/trends": _("What is getting better, what worse, and since when?"),
    "experience/alerts": _("What should I be told about?"),
    "experience/drivers": _("What goes with a good or a bad end?"),
    "friction/friction": _("Where does it hurt, and what does it cost?"),
    "friction/loops": _("Where do customers go round in circles?"),
    "friction/drop_off": _("Where do journeys fall out?"),
    "friction/paths": _("Which ways lead on from here?"),
    "friction/time_to_goal": _("How do journeys end, and when?"),
    "friction/compare": _("In what do two groups of journeys differ?"),
    "friction/groups": _("Which ways of going about it are there?"),
    "to_be/designer": _("What should the journey be like?"),
    "to_be/forecast": _("What would the to-be change?"),
    "to_be/opportunities": _("What should we do first?"),
    "to_be/conformance": _("Do customers go the way we designed?"),
    "to_be/prove_it": _("Did it work?"),
    "present/story": _("What do we tell the room?"),
    "present/workshop": _("What does the room say?"),
    "present/replay": _("How do journeys move, and where do they fall out?"),
    "data/import_log": _("How do I bring in a log of my own?"),
    "data/workspace": _("What is in this log, and what counts as success?"),
}
"""Page -> its question."""


def page_questions() -> None:
    """The pages of the menu, each with its question."""
    with st.container(horizontal=True, gap="small", key="home_questions"):
        for page in every_page():
            if page in QUESTIONS:
                with st.container(width=310, gap="xxsmall", key=f"question_{page.replace('/', '_')}"):
                    st.page_link(page_file(page), icon=page_icon(page), query_params=address())
                    st.caption(QUESTIONS[page])
