"""What should we do first?"""

from functools import partial

import streamlit as st

from journey.charts.opportunity_matrix import opportunity_matrix
from journey.charts.opportunity_words import is_placed, opportunities_answer
from journey.store.opportunities import opportunities
from journey.text import _
from journey.views import frame
from journey.views.opportunity_card import card
from journey.views.opportunity_change import tell_refused
from journey.views.opportunity_sources import by_hand, sources
from journey.views.opportunity_table import roadmap
from journey.views.page_settings import seed, tell
from journey.views.scope_bar import scope_bar
from journey.views.workshop.room_matrix import room_matrix

QUESTION = _("What should we do first?")


def look_at() -> None:
    """Look at the bubble that was clicked."""
    if points := st.session_state["opportunity_matrix"].selection.points:
        st.session_state["opportunity_chosen"] = points[0]["customdata"][0]


workspace, scope = scope_bar()
found = opportunities(workspace)
frame.headline(QUESTION, opportunities_answer(found))
tell_refused()
if any(map(is_placed, found)):
    frame.chart(
        partial(opportunity_matrix, found),
        alt=opportunities_answer(found),
        key="opportunity_matrix",
        on_select=look_at,
    )
room_matrix(workspace)
if found:
    titles = {one.id: frame.short(one.title, 80) for one in found}
    newest = found[-1].id
    seed("opportunity", "opportunity_chosen", newest, lambda text: int(text) if int(text) in titles else None)
    if st.session_state["opportunity_chosen"] not in titles:
        st.session_state["opportunity_chosen"] = newest
    chosen = st.selectbox(
        _("Look at"), list(titles), format_func=titles.__getitem__, key="opportunity_chosen", width=560,
        persist_state="session",
    )  # fmt: skip
    tell("opportunity", chosen, newest)
    card(workspace, scope, next(one for one in found if one.id == chosen))
by_hand(workspace)
sources(workspace, scope, found)
if found:
    st.markdown(f"#### {_('Roadmap')}")
    roadmap(workspace, found)
frame.explain(
    _(
        "Value: the forecast difference in conversion times the journeys that begin in 30 days; whiskers are the "
        "forecast's interval. Effort is what people say. Bubbles grow with the journeys concerned."
    )
)
