"""Where journeys leave a design: a line for each deviation, with its journeys, and what people accept of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from journey.charts.conformance_words import deviation_table
from journey.design.conformance.named import journeys_leaving
from journey.design.conformance.report import Conformance, Found
from journey.design.conformance.words import deviation_words
from journey.scope import Scope
from journey.store.designs import accept
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, interval, percent
from journey.text.points import points_interval
from journey.views import frame
from journey.views.behind_list import MOST
from journey.views.session import open_journeys

__all__ = ["accepted_list", "deviation_list", "deviation_tables"]

_SHOWN = 12


def deviation_list(workspace: Workspace, scope: Scope, design: str, found: Sequence[Found]) -> None:
    """Draw the first of them, and the others when asked."""
    all_of = st.session_state.get("deviations_all", False)
    for number, one in enumerate(found if all_of else found[:_SHOWN]):
        _row(workspace, scope, design, one, f"{number}")
    if len(found) > _SHOWN and not all_of:
        st.button(
            _("{n} more").format(n=count(len(found) - _SHOWN)), key="deviations_more",
            on_click=st.session_state.__setitem__, args=("deviations_all", True),
        )  # fmt: skip


def accepted_list(workspace: Workspace, scope: Scope, design: str, found: Sequence[Found]) -> None:
    """What people accept: the allow-list, folded."""
    mine = [one for one in found if one.accepted]
    if not mine:
        return
    label = ngettext("{n} accepted deviation", "{n} accepted deviations", len(mine)).format(n=count(len(mine)))
    with st.expander(label, icon=":material/playlist_add_check:", on_change="rerun", key="deviations_accepted") as here:
        if here.open:
            for number, one in enumerate(mine):
                _row(workspace, scope, design, one, f"accepted_{number}")


def _row(workspace: Workspace, scope: Scope, design: str, one: Found, key: str) -> None:
    deviation = one.deviation
    with st.container(horizontal=True, vertical_alignment="center", key=f"deviation_{key}"):
        st.markdown(f"**{frame.escape(deviation_words(deviation))}**", width=330)
        words = ngettext("{n} journey ({share})", "{n} journeys ({share})", one.journeys).format(
            n=count(one.journeys), share=percent(one.share)
        )
        st.markdown(frame.together(words), width=170)
        st.markdown(
            frame.together(_("conversion {gap}").format(gap=points_interval(one.gap)))
            if one.gap.value is not None
            else "–",
            width=300,
            help=_("Against comparable journeys: at the same touchpoint, went on, and did not leave the design so."),
        )
        if st.button(
            _("Journeys"), key=f"deviation_open_{key}", icon=":material/timeline:",
            help=_("The first {n} of them.").format(n=count(MOST)) if one.journeys > MOST else None,
        ):  # fmt: skip
            keys = journeys_leaving(workspace, scope, design, deviation)
            open_journeys(Scope(journeys=keys[:MOST], level=scope.level, hidden=scope.hidden))
        st.button(
            _("Accept") if not one.accepted else _("Accept no more"), key=f"deviation_accept_{key}", type="tertiary",
            on_click=_toggle, args=(workspace, design, one), help=_("An accepted deviation does not break the design."),
        )  # fmt: skip


def _toggle(workspace: Workspace, design: str, one: Found) -> None:
    deviation = one.deviation
    accept(workspace, design, (deviation.kind, deviation.touchpoint, deviation.then), accepted=not one.accepted)


def deviation_tables(found: Conformance) -> None:
    """All deviations, and the weeks, as tables."""
    frame.table(deviation_table(found), name="deviations", label=_("All deviations"))
    frame.table(
        pd.DataFrame(
            {
                _("Week from"): [week.begins.date() for week in found.weeks],
                _("Go as designed"): [interval(week.share) for week in found.weeks],
            }
        ),
        name="conformance_weeks",
        label=_("By week"),
    )
