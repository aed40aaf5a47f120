"""One line of the friction list as a card: what and where, what is claimed, where it concentrates, the ways on."""

from __future__ import annotations

import streamlit as st

from journey.analyses.friction.case import scope_of
from journey.analyses.friction.parts import Friction, Kind
from journey.charts.friction_words import claim, course_words, kind_help, kind_name, place_words
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import MINUS, count, number
from journey.views import frame
from journey.views.friction_choice import look_at
from journey.views.session import open_journeys

__all__ = ["KIND_ICONS", "card", "stake_metric"]

KIND_ICONS = {
    Kind.DETOUR: "alt_route", Kind.REPEAT: "repeat", Kind.BACKTRACK: "undo", Kind.PING_PONG: "sync_alt",
    Kind.WAIT: "hourglass_bottom", Kind.SWITCH: "swap_horiz", Kind.FORCED: "person_alert",
    Kind.CONTACT: "support_agent", Kind.ANSWER: "voice_over_off",
}  # fmt: skip


def card(workspace: Workspace, scope: Scope, one: Friction, rank: int) -> None:
    """Draw it."""
    with (
        st.container(border=True, key=f"friction_card_{rank}"),
        st.container(horizontal=True, key=f"friction_row_{rank}", gap="medium"),
    ):
        with st.container(width="stretch", gap="xsmall", key=f"friction_words_{rank}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{rank}. {frame.escape(frame.short(place_words(one), 90))}**", width="content")
                st.badge(
                    kind_name(one.place.kind), icon=f":material/{KIND_ICONS[one.place.kind]}:", color="orange",
                    help=kind_help(one.place.kind),
                )  # fmt: skip
            st.markdown(frame.escape(frame.together(claim(one))))
            if one.peaks:
                peaks = " · ".join(course_words(peak) for peak in one.peaks)
                st.caption(frame.escape(frame.together(_("Concentrates: {where}").format(where=peaks))))
            if one.also:
                also = (
                    _("{kind} {place}").format(kind=kind_name(o.place.kind), place=place_words(o)) for o in one.also
                )
                names = "; ".join(also)
                st.caption(frame.escape(_("The same journeys seen otherwise: {names}").format(names=names)))
            with st.container(horizontal=True, gap="small"):
                st.button(
                    _("Look closer"), icon=":material/search:", key=f"friction_look_{rank}", type="secondary",
                    on_click=look_at, args=(one,),
                )  # fmt: skip
                if st.button(_("Its journeys"), icon=":material/list:", key=f"friction_list_{rank}", type="tertiary"):
                    open_journeys(scope_of(scope, one.place.kind, one.name, one.target))
        with st.container(width=220, key=f"friction_stake_{rank}"):
            stake_metric(one)


def stake_metric(one: Friction) -> None:
    """At stake, large, with its interval and its course by week."""
    at_stake = one.stake.at_stake
    if one.place.kind is Kind.ANSWER:
        label, value, extent = _("Answers missing"), count(round(one.extra)), _("in the period when more kept silent")
    elif one.after:
        label, value, extent = _("Extra contacts"), count(round(one.extra)), _("after the end of the journeys")
    elif at_stake.value is None or at_stake.low is None or at_stake.high is None:
        label, value, extent = _("Journeys at stake"), "–", ""
    else:
        label, value = _("Journeys at stake"), _whole(at_stake.value)
        extent = _("95 %: {low} to {high}").format(low=_whole(at_stake.low), high=_whole(at_stake.high))
        if one.value is not None:
            extent = _("{interval} · worth {money}").format(interval=extent, money=number(one.value))
    st.metric(label, value, chart_data=list(one.trend) or None, chart_type="bar", help=extent or None)
    st.caption(frame.together(extent))


def _whole(value: float) -> str:
    return count(round(value)).replace("-", MINUS)
