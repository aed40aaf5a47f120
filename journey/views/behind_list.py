"""The journeys behind what was clicked, as a list that opens each of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from journey.analyses.behind import BehindList
from journey.scope import Scope
from journey.text import _
from journey.text.format import count, duration, moment
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.session import open_journey, open_journeys

__all__ = ["behind_list"]

SHOWN = 200
"""Journeys that are listed at most."""
MOST = 20_000
"""Journeys that are taken into a scope one by one at most."""


def behind_list(
    ask: Callable[[int], BehindList],
    title: Callable[[int], str],
    scope: Scope,
    *,
    key: str,
    next: bool = True,
    inside: Scope | None = None,
    narrow: bool = False,
) -> None:
    """Draw the list; ticking a journey opens it, event by event; all of them can become the scope.

    Parameters
    ----------
    ask : callable
        Gives so many of the journeys.
    title : callable
        What so many have in common, a sentence; any signs.
    scope : Scope
        Of the page; its level and hidden touchpoints stay.
    next : bool
        Whether the touchpoint after the counted one is shown.
    inside : Scope, optional
        Filters that select all of them; without, they are taken one by one, and only where they are not too many.
    narrow : bool
        Whether it stands in a panel: what tells the journeys apart is shown, and the rest where one is opened.
    """
    found = ask(SHOWN)
    sentence = title(found.matching)
    st.markdown(f"**{frame.escape(sentence)}**")
    columns = {
        _("Journey"): [one.key for one in found.journeys],
        _("Customer"): [one.customer for one in found.journeys],
        _("When"): [moment(one.moment) for one in found.journeys],
        _("Next"): [one.next or "–" for one in found.journeys],
        _("Outcome"): [outcome_name(one.outcome) if one.outcome else "" for one in found.journeys],
        _("Events"): [one.events for one in found.journeys],
        _("Duration"): [duration(one.duration_s) for one in found.journeys],
    }
    left_out = [] if next else [_("Next")]
    if narrow:
        left_out = [_("Customer"), _("Next"), _("Outcome")]
    for name in left_out:
        del columns[name]
    rounds = f"behind_round_{key}"
    # Once a journey is opened the list forgets its tick; else Back would open the journey again.
    chosen = st.dataframe(
        pd.DataFrame(columns), hide_index=True, on_select="rerun", selection_mode="single-row", height=280,
        alt=sentence, key=f"behind_{key}_{st.session_state.setdefault(rounds, 0)}",
    )  # fmt: skip
    frame.explain(
        _("Tick one to see it event by event. The first {n} are listed.").format(n=count(SHOWN))
        if found.matching > SHOWN
        else _("Tick one to see it event by event.")
    )
    few = 0 < found.matching <= MOST
    if (few or inside is not None) and st.button(
        _("See only these on every page"), icon=":material/filter_alt:", key=f"behind_all_{key}"
    ):
        keys = () if inside is not None else tuple(one.key for one in ask(MOST).journeys)
        open_journeys(inside or Scope(journeys=keys, level=scope.level, hidden=scope.hidden))
    if chosen.selection.rows:
        st.session_state[rounds] += 1
        open_journey(found.journeys[chosen.selection.rows[0]].key)
