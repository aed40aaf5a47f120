"""The tables in which touchpoints, stages and channels are edited."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.touchpoints import ChannelRow, TouchpointRow
from journey.store.side_stages import side_stages
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.stage_controls import make, turn
from journey.views.stage_edits import (
    channel_table,
    classes,
    edits_of_channels,
    edits_of_stages,
    edits_of_table,
    starters,
    touchpoint_table,
)

__all__ = ["channels", "stage_list", "touchpoints"]


def touchpoints(chosen: Workspace, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> None:
    """The touchpoints: name, stage, class, starter, plan, target and marks, all at once."""
    given = touchpoint_table(rows)
    column = st.column_config
    edited = st.data_editor(
        given,
        hide_index=True,
        disabled=["events"],
        placeholder="",
        key=f"touchpoints_{turn(chosen)}",
        alt=_("Touchpoints"),
        column_config={
            "name": column.TextColumn(_("Touchpoint"), required=True, width="medium"),
            "stage": column.SelectboxColumn(_("Stage"), options=list(stages)),
            "events": column.NumberColumn(_("Events"), format="localized"),
            "assisted": column.SelectboxColumn(
                _("Class"), options=list(classes()), required=True, help=_("Is it a contact with somebody of yours?")
            ),
            "by_company": column.SelectboxColumn(
                _("Started by"), options=list(starters()), help=_("What the company starts breaks no silence")
            ),
            "planned_cost": column.NumberColumn(
                _("Planned cost"), min_value=0.0, help=_("Of one contact, in the money of the log")
            ),
            "target_wait": column.TextColumn(_("Target wait"), help=_("To the next step at most: 2d, 4h, 30m")),
            "moment_of_truth": column.CheckboxColumn(_("Moment of truth"), help=_("It must not go wrong here")),
            "floating": column.CheckboxColumn(_("Floating"), help=_("Takes the stage of the event before it")),
            "hidden": column.CheckboxColumn(_("Hidden"), help=_("On no page, as if it had not happened")),
        },
    )
    if st.button(_("Apply"), type="primary", disabled=edited.equals(given), key="apply_touchpoints"):
        make(chosen, lambda: edits_of_table(chosen, rows, edited))


def stage_list(chosen: Workspace, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> None:
    """The stages: their names, and which of them lie beside the journey."""
    if not stages:
        st.caption(_("No stages yet: press Suggest stages, or make one."))
        return
    side = side_stages(chosen)
    given = pd.DataFrame(
        {
            "name": list(stages),
            "touchpoints": [sum(row.stage == stage for row in rows) for stage in stages],
            "side": [stage in side for stage in stages],
        }
    )
    column = st.column_config
    edited = st.data_editor(
        given,
        hide_index=True,
        disabled=["touchpoints"],
        key=f"stage_list_{turn(chosen)}",
        alt=_("Stages"),
        column_config={
            "name": column.TextColumn(_("Stage"), required=True, width="medium"),
            "touchpoints": column.NumberColumn(_("Touchpoints")),
            "side": column.CheckboxColumn(
                _("Beside the journey"),
                help=_("People turn to it from anywhere: it has no order, and nobody goes back from or to it"),
            ),
        },
    )
    st.caption(_("Their order: drag a stage by its name, above."))
    if st.button(_("Apply"), type="primary", disabled=edited.equals(given), key="apply_stages"):
        make(chosen, lambda: edits_of_stages(chosen, stages, edited))


def channels(chosen: Workspace, rows: tuple[ChannelRow, ...]) -> None:
    """The channels: whether people help themselves there, or somebody serves them."""
    if not rows:
        st.caption(_("This log has no channels."))
        return
    given = channel_table(rows)
    column = st.column_config
    edited = st.data_editor(
        given,
        hide_index=True,
        disabled=["name", "events"],
        key=f"channels_{turn(chosen)}",
        alt=_("Channels"),
        column_config={
            "name": column.TextColumn(_("Channel"), width="medium"),
            "events": column.NumberColumn(_("Events"), format="localized"),
            "assisted": column.SelectboxColumn(_("Class"), options=list(classes()), required=True),
        },
    )
    if st.button(_("Apply"), type="primary", disabled=edited.equals(given), key="apply_channels"):
        make(chosen, lambda: edits_of_channels(chosen, rows, edited))
