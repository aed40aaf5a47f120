"""A step of a funnel that was clicked: what those did who fell out, and the journeys themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from journey.analyses.funnel import FunnelResult
from journey.analyses.funnel_journeys import Part, funnel_journeys
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, moment
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.results import kept
from journey.views.session import open_journey

__all__ = ["step_journeys"]

SHOWN = 200


def step_journeys(workspace: Workspace, scope: Scope, found: FunnelResult, picked: Any) -> None:
    """Draw the journeys behind the bar that was clicked; where none was, say that bars can be."""
    points = picked.selection.points if picked else []
    if not points or "customdata" not in points[0]:
        frame.explain(
            _("Click a bar to see the journeys behind it: blue came to the step, hatched were lost before it.")
        )
        return
    step, part = _clicked(points[0]["customdata"])
    if step >= len(found.steps):
        return
    behind = kept(funnel_journeys, workspace, scope, found.question, step, part, SHOWN)
    name = frame.escape(frame.short(found.steps[step].name))
    sentence = (
        ngettext("{n} journey came to {step}", "{n} journeys came to {step}", behind.matching)
        if part == "reached"
        else ngettext(
            "{n} journey went no further than {step}", "{n} journeys went no further than {step}", behind.matching
        )
    )
    st.markdown(f"**{sentence.format(n=count(behind.matching), step=name)}**")
    chosen = st.dataframe(
        pd.DataFrame(
            {
                _("Journey"): [one.key for one in behind.journeys],
                _("Customer"): [one.customer for one in behind.journeys],
                _("Entered"): [moment(one.entered) for one in behind.journeys],
                _("Next"): [one.next or "–" for one in behind.journeys],
                _("Outcome"): [outcome_name(one.outcome) if one.outcome else "" for one in behind.journeys],
                _("Events"): [one.events for one in behind.journeys],
                _("Duration"): [duration(one.duration_s) for one in behind.journeys],
            }
        ),
        hide_index=True, on_select="rerun", selection_mode="single-row", height=280, alt=sentence,
        key=f"funnel_behind_{step}_{part}_{st.session_state.setdefault('funnel_round', 0)}",
    )  # fmt: skip
    frame.explain(
        _("Tick one to see it event by event. The first {n} are listed.").format(n=count(SHOWN))
        if behind.matching > SHOWN
        else _("Tick one to see it event by event.")
    )
    if chosen.selection.rows:
        st.session_state["funnel_round"] += 1
        open_journey(behind.journeys[chosen.selection.rows[0]].key)


def _clicked(data: Any) -> tuple[int, Part]:
    values = list(data.values()) if isinstance(data, dict) else list(data)
    return int(values[0]), "left" if values[1] == "left" else "reached"
