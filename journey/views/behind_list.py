"""The journeys behind what was clicked, as a list that opens each of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.behind import BehindList
from journey.text import _
from journey.text.format import count, duration, moment
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.session import open_journey

__all__ = ["SHOWN", "behind_list"]

SHOWN = 200
"""Journeys that are listed at most."""


def behind_list(found: BehindList, title: str, *, key: str, next: bool = True) -> None:
    """Draw the list; ticking a journey opens it, event by event.

    Parameters
    ----------
    title : str
        What they have in common, a sentence with their number; any signs.
    next : bool
        Whether the touchpoint after the counted one is shown.
    """
    st.markdown(f"**{frame.escape(title)}**")
    columns = {
        _("Journey"): [one.key for one in found.journeys],
        _("Customer"): [one.customer for one in found.journeys],
        _("When"): [moment(one.moment) for one in found.journeys],
        _("Next"): [one.next or "–" for one in found.journeys],
        _("Outcome"): [outcome_name(one.outcome) if one.outcome else "" for one in found.journeys],
        _("Events"): [one.events for one in found.journeys],
        _("Duration"): [duration(one.duration_s) for one in found.journeys],
    }
    if not next:
        del columns[_("Next")]
    rounds = f"behind_round_{key}"
    # Once a journey is opened the list forgets its tick; else Back would open the journey again.
    chosen = st.dataframe(
        pd.DataFrame(columns), hide_index=True, on_select="rerun", selection_mode="single-row", height=280, alt=title,
        key=f"behind_{key}_{st.session_state.setdefault(rounds, 0)}",
    )  # fmt: skip
    frame.explain(
        _("Tick one to see it event by event. The first {n} are listed.").format(n=count(SHOWN))
        if found.matching > SHOWN
        else _("Tick one to see it event by event.")
    )
    if chosen.selection.rows:
        st.session_state[rounds] += 1
        open_journey(found.journeys[chosen.selection.rows[0]].key)
