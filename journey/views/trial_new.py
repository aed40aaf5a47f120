"""A new trial: what it takes to see the forecast difference, and the moment the forecast is frozen."""

from __future__ import annotations

import math
from datetime import timedelta

import streamlit as st

from journey.design.forecast import Band, Forecast, forecast
from journey.design.kept import Kept
from journey.design.kept_trials import begin
from journey.design.scenario import Scenario, WrongEdit
from journey.design.start import part_of
from journey.design.trial import Trial, need
from journey.design.trial_narrow import narrower
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.points import points, points_interval
from journey.views import frame
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept as result
from journey.views.scenario_choice import scenario_choice
from journey.views.session import address, set_scope
from journey.views.way_out import refuse

__all__ = ["trial_new"]

_LONG, _WORTH = 13, 0.8
"""Weeks that are long for a trial, and the part of them that is worth another scope."""


def trial_new(workspace: Workspace, scope: Scope) -> None:
    """Choose a scenario, and lay a trial of it down."""
    kept = scenario_choice(workspace, editing=False)
    if kept is None or not kept.scenario.active:
        st.info(_("A trial tests a scenario: edits of the journey. Take one from an opportunity, or design one."))
        with st.container(horizontal=True):
            for page, label in (("opportunities", _("Opportunities")), ("designer", _("Design the to-be"))):
                st.page_link(page_file(f"to_be/{page}"), label=label, query_params=address())
        return
    try:
        found = long_work(forecast, workspace, scope, kept.scenario, label=_("Forecasting"))
    except (WrongEdit, WrongInput) as wrong:
        refuse(wrong)
        return
    if found is None:
        return
    if "conversion" not in found.difference:
        st.info(_("Without a goal there is no conversion to try. Set one on the page Workspace."))
        return
    _form(workspace, scope, kept, found)


def _form(workspace: Workspace, scope: Scope, kept: Kept, found: Forecast) -> None:
    band = found.difference["conversion"]
    frozen = points_interval(Interval(band.value, band.low, band.high, 0))
    st.markdown(frame.together(_("Forecast to be frozen: conversion **{points}**.").format(points=frozen)))
    (last,) = workspace.one("SELECT max(ended) FROM journey")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name"), kept.scenario.name, key="trial_name", width=240, max_chars=80)
        st.date_input(_("First day"), last.date() + timedelta(days=1), key="trial_begins", width=150)
        seed("treated", "trial_share", 50, lambda text: min(max(int(text), 5), 100))
        st.number_input(
            _("Treated, %"), 5, 100, key="trial_share", width=120,
            help=_("100: everybody at once, with no control group to compare with."),
        )  # fmt: skip
        st.number_input(
            _("Seed of the draw"), 0, 10**9, 1, key="trial_seed", width=150,
            help=_("The same seed draws the same customers again."),
        )  # fmt: skip
    tell("treated", st.session_state["trial_share"], 50)
    part = part_of(workspace, scope, kept.scenario.start)
    weeks = _needed(workspace, part, found.as_is["conversion"].value, band)
    if weeks is not None and weeks > _LONG:
        _narrow(workspace, scope, kept.scenario, weeks)
    st.button(
        _("Freeze the forecast and draw the groups"), type="primary", key="trial_begin", icon=":material/lock:",
        on_click=_lay_down, args=(workspace, part, kept, (band.value, band.low, band.high)),
    )  # fmt: skip


def _needed(workspace: Workspace, scope: Scope, before: float, band: Band) -> float | None:
    """What it takes; the weeks, where they can be told."""
    share = st.session_state["trial_share"] / 100
    if share >= 1:
        st.warning(_("Without a control group: other causes possible."), icon=":material/warning:")
        return None
    if band.value == 0:
        st.info(_("The forecast is no difference, so no trial can show one."))
        return None
    wanted = need(workspace, scope, before, before + band.value, share)
    st.markdown(
        _(
            "It takes **{treated}** treated and **{control}** control journeys to see that in four trials of "
            "five: **{weeks}** at {weekly} journeys a week, the time to complete included."
        ).format(
            treated=count(wanted.treated), control=count(wanted.control), weeks=_weeks(wanted.weeks),
            weekly=count(round(wanted.weekly)),
        )
    )  # fmt: skip
    return wanted.weeks


def _weeks(weeks: float) -> str:
    if math.isinf(weeks):
        return _("never at this pace")
    n = math.ceil(weeks)
    return ngettext("{n} week", "{n} weeks", n).format(n=count(n))


def _narrow(workspace: Workspace, scope: Scope, scenario: Scenario, weeks: float) -> None:
    """Say that it takes long, and among which journeys it would show sooner."""
    try:
        found = result(narrower, workspace, scope, scenario, st.session_state["trial_share"] / 100)
    except WrongInput:
        found = None
    if found is None or found.need.weeks > _WORTH * weeks:
        st.info(
            _("That is long, and no narrower scope would show it much sooner: try a bolder change, or treat half."),
            icon=":material/hourglass_top:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", key="trial_narrower"):
        st.info(
            _(
                "That is long: most journeys never meet the change. Among those that come to {place}, {points} are "
                "expected, which shows after {weeks}."
            ).format(
                place=frame.escape(frame.short(found.touchpoint, 60)), points=points(found.gap),
                weeks=_weeks(found.need.weeks),
            ),
            icon=":material/hourglass_top:",
        )  # fmt: skip
        st.button(
            _("Try it among those"), icon=":material/filter_alt:", key="trial_narrow", on_click=set_scope,
            args=(found.scope,),
        )  # fmt: skip


def _lay_down(workspace: Workspace, scope: Scope, kept: Kept, conversion: tuple[float, float, float]) -> None:
    try:
        begin(
            workspace,
            Trial(
                name=st.session_state["trial_name"],
                scenario=kept.scenario,
                scope=scope.selection(),
                begins=st.session_state["trial_begins"],
                share=st.session_state["trial_share"] / 100,
                seed=int(st.session_state["trial_seed"]),
                forecast=conversion,
            ),
        )
    except WrongInput as error:
        st.session_state["trial_refused"] = error
