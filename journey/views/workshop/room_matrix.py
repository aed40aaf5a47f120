"""On the page of opportunities: what rooms said of them, beside what the forecast says."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.charts.room_judgements import room_judgements
from journey.store.workshops.judgement import judgements
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame

__all__ = ["room_matrix"]


def room_matrix(workspace: Workspace) -> None:
    """The matrix of the last votes; nothing where no room voted."""
    found = judgements(workspace)
    if not found:
        return
    title = _("What the room says: “{title}” first, value {value} and effort {effort} of 5.").format(
        title=frame.short(found[0].opportunity), value=f"{found[0].value:.1f}", effort=f"{found[0].effort:.1f}"
    )
    st.markdown(f"**{frame.escape(title)}**")
    frame.chart(lambda mode: room_judgements(found, mode), alt=title, key="room_judgements")
    columns = ["opportunity", "workshop", "value", "value_spread", "value_n", "effort", "effort_spread", "effort_n"]
    frame.table(
        pd.DataFrame([tuple(vars(one).values()) for one in found], columns=columns).round(2),
        name="room_judgements", label=_("The votes of the room as a table"),
    )  # fmt: skip
    frame.explain(_("Votes of a workshop, 1 to 5; whiskers are their spread. Opinions and forecasts are kept apart."))
