"""The roadmap: all opportunities in the order in which they are due, changed in place, saved as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from journey.charts.forecast_words import edit_words
from journey.charts.opportunity_matrix import EFFORTS, status_name
from journey.charts.opportunity_table import by_due, opportunity_table
from journey.charts.opportunity_words import evidence_of, source_name
from journey.design.kept import Kept, scenarios
from journey.design.linked_edits import alone
from journey.store.opportunities import STATUSES, Opportunity, change_opportunity
from journey.store.workspace import Workspace
from journey.store.worth import COMPLETED, worth
from journey.text import _
from journey.text.format import number
from journey.views import frame, shown
from journey.views.opportunity_change import guarded
from journey.views.results import workspace_info

__all__ = ["roadmap"]

_EDITED = ("title", "status", "due", "owner", "stage", "goal", "metric", "value", "effort")


def roadmap(workspace: Workspace, found: tuple[Opportunity, ...]) -> None:
    """Draw the table; what is written into it is kept at once."""
    rows = by_due(found)
    shown.tell_table(lambda: opportunity_table(found))
    table = pd.DataFrame({name: [getattr(one, name) for one in rows] for name in _EDITED})
    table = table.astype({"value": "Float64", "effort": "Int64"})
    table["due"] = pd.to_datetime(table["due"]).dt.date
    table["stage"] = table["stage"].replace("", None)
    column = st.column_config
    edited = st.data_editor(
        table,
        hide_index=True,
        key=f"opportunities_{workspace.name}_{hash(tuple(rows))}",
        column_config={
            "title": column.TextColumn(_("Opportunity"), width="large", max_chars=200),
            "status": column.SelectboxColumn(
                _("Status"), options=list(STATUSES), format_func=lambda one: status_name(str(one)), required=True
            ),
            "due": column.DateColumn(_("Due")),
            "owner": column.TextColumn(_("Owner")),
            "stage": column.SelectboxColumn(_("Stage"), options=list(workspace_info(workspace).stages)),
            "goal": column.TextColumn(_("Goal it serves")),
            "metric": column.TextColumn(_("Shown by")),
            "value": column.NumberColumn(_("Value"), help=_("More journeys completed in 30 days"), format="%.0f"),
            "effort": column.SelectboxColumn(_("Effort"), options=list(EFFORTS), format_func=lambda n: EFFORTS[int(n)]),
        },
    )  # fmt: skip
    changed = False
    for one, row in zip(rows, edited.to_dict("records"), strict=True):
        written: dict[str, Any] = {name: _plain(name, row[name]) for name in _EDITED}
        wanted = replace(one, **written)
        if wanted.value != one.value:
            wanted = replace(wanted, low=None, high=None)
        if wanted != one:
            guarded(change_opportunity, workspace, wanted)
            changed = True
    if changed:
        st.rerun()
    if (money := worth(workspace, COMPLETED)) is not None:
        total = sum(one.value or 0.0 for one in found if one.status != "live")
        st.caption(
            _("At {money} a completed journey, all that is not live would be worth {total} in 30 days.").format(
                money=number(money), total=number(total * money)
            )
        )
    designs = {kept.scenario.name: kept for kept in scenarios(workspace)}
    frame.download(lambda: _file(rows, designs), name="roadmap")


def _file(rows: list[Opportunity], designs: dict[str, Kept]) -> pd.DataFrame:
    def line(one: Opportunity) -> dict[str, object]:
        source = evidence_of(one)
        kept = designs.get(one.scenario)
        edits = alone(kept.scenario, one.edits).edits if kept is not None else ()
        return {
            "opportunity": one.title, "status": one.status, "due": one.due, "owner": one.owner, "goal": one.goal,
            "stage": one.stage, "from": source_name(source.page) if source else "by hand",
            "because": source.about if source else "", "evidence": one.evidence, "scenario": one.scenario,
            "edits": "; ".join(edit_words(edit) for edit in edits), "metric": one.metric, "value": one.value,
            "low": one.low, "high": one.high, "touched": one.touched, "effort": one.effort,
        }  # fmt: skip

    return pd.DataFrame([line(one) for one in rows])


def _plain(name: str, value: Any) -> object:
    missing = value is None or value is pd.NA or value != value
    if name in ("value", "effort", "due"):
        return None if missing else {"value": float, "effort": int}.get(name, lambda day: day)(value)
    return "" if missing else str(value)
