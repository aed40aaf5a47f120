"""Did it work?"""

import math
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from journey.analyses.journeys import customers_of
from journey.charts.forecast_words import edit_words
from journey.design.forecast import forecast
from journey.design.kept_trials import Action, actions, begin, give_up, set_actions, trials
from journey.design.scenario import WrongEdit
from journey.design.start import part_of
from journey.design.trial import Trial, Verdict, is_treated, need, verdict
from journey.design.trial_inflow import expected_of_inflow
from journey.errors import WrongInput
from journey.model import Interval
from journey.text import _
from journey.text.format import count, interval, percent
from journey.text.format import date as day
from journey.views import frame
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept as result
from journey.views.scenario_choice import scenario_choice
from journey.views.scope_bar import scope_bar
from journey.views.session import address
from journey.views.way_out import refuse

QUESTION = _("Did it work?")


def points(value: float) -> str:
    return f"{100 * value:+.1f}"


def said(trial: Trial, found: Verdict) -> str:
    """The verdict in a sentence."""
    words = {
        "early": _("Too early to tell: {treated} and {control} journeys are old enough so far."),
        "true": _("It came true: {gap} points, {forecast} were forecast."),
        "more": _("It did more than forecast: {gap} points, {forecast} were forecast."),
        "less": _("It worked, but less than forecast: {gap} points, {forecast} were forecast."),
        "cannot tell": _("Cannot tell yet: {gap} points may be chance, and so may the {forecast} forecast."),
        "not true": _("It did not come true: {gap} points, {forecast} were forecast."),
        "worse": _("It made things worse: {gap} points, {forecast} were forecast."),
    }[found.word]
    return words.format(
        treated=count(found.treated.n),
        control=count(found.control.n),
        gap=points(found.gap.value or 0.0),
        forecast=points(trial.forecast[0]),
    )


def bounds(figure: Interval) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "–"
    return _("{value} points ({low} to {high})").format(
        value=points(figure.value), low=points(figure.low), high=points(figure.high)
    )


def show(number: int, trial: Trial) -> None:
    found = result(verdict, workspace, trial)
    alone = trial.share >= 1
    with st.container(border=True, key=f"trial_{number}"):
        st.caption(
            _("{name} · since {day} · {share} of the customers treated").format(
                name=frame.escape(trial.name), day=day_of(trial.begins), share=percent(trial.share)
            )
        )
        st.markdown(f"#### {frame.escape(frame.together(said(trial, found)))}")
        if alone:
            st.warning(_("There is no control group: other causes are possible."), icon=":material/warning:")
        labels = (_("Treated"), _("Before") if alone else _("Control"))
        st.dataframe(
            pd.DataFrame(
                {
                    "": [*labels, _("Difference"), _("Forecast")],
                    _("Conversion"): [
                        interval(found.treated),
                        interval(found.control),
                        bounds(found.gap),
                        bounds(Interval(*trial.forecast, 0)),
                    ],
                }
            ),
            hide_index=True,
            width="content",
        )
        came = None if alone else result(expected_of_inflow, workspace, trial)
        if came is not None:
            st.markdown(
                frame.together(
                    _(
                        "On the {n} journeys that the control group had, the same edits are expected to make "
                        "{now} points; {then} were forecast of the journeys before."
                    ).format(n=count(came.journeys), now=points(came.gain), then=points(trial.forecast[0]))
                )
            )
        if found.waiting:
            st.caption(_("{n} journeys are not old enough to be judged yet.").format(n=count(found.waiting)))
        if found.measured:
            holds = {True: _("as assumed"), False: _("not as assumed"), None: _("too few to tell")}
            frame.table(
                pd.DataFrame(
                    {
                        _("Edit"): [edit_words(one.edit) for one in found.measured],
                        _("Measured"): [one.what for one in found.measured],
                        labels[0]: [interval(one.treated) for one in found.measured],
                        labels[1]: [interval(one.control) for one in found.measured],
                        _("Assumed"): [
                            "–" if one.expected is None else percent(one.expected) for one in found.measured
                        ],
                        _("So"): [holds[one.holds] for one in found.measured],
                    }
                ),
                name=f"trial_{number}",
                label=_("Which assumption was off"),
            )
        with st.container(horizontal=True):
            frame.download(lambda: customer_list(trial), name=f"trial-{number}-customers")
            st.button(
                _("Delete"), key=f"trial_delete_{number}", type="tertiary", on_click=give_up, args=(workspace, number)
            )


def day_of(value: date) -> str:
    return day(pd.Timestamp(value).to_pydatetime())


def customer_list(trial: Trial) -> pd.DataFrame:
    """Every customer in scope with the group drawn for them."""
    names = customers_of(workspace, trial.scope)
    drawn = [is_treated(name, trial.seed, trial.share) for name in names]
    return pd.DataFrame({"customer": names, "group": ["treated" if one else "control" for one in drawn]})


def lay_down(conversion: tuple[float, float, float]) -> None:
    try:
        begin(
            workspace,
            Trial(
                name=st.session_state["trial_name"],
                scenario=kept.scenario,
                scope=part_of(workspace, scope, kept.scenario.start).selection(),
                begins=st.session_state["trial_begins"],
                share=st.session_state["trial_share"] / 100,
                seed=int(st.session_state["trial_seed"]),
                forecast=conversion,
            ),
        )
    except WrongInput as error:
        st.session_state["trial_refused"] = error


def register() -> None:
    """What was done, by whom, and what came of it."""
    held = actions(workspace)
    frame_of = pd.DataFrame(
        {
            "what": [one.what for one in held],
            "begins": [one.begins for one in held],
            "owner": [one.owner for one in held],
            "verdict": [one.verdict for one in held],
        }
    ).astype({"what": "string", "owner": "string", "verdict": "string"})
    frame_of["begins"] = pd.to_datetime(frame_of["begins"]).dt.date
    edited = st.data_editor(
        frame_of,
        num_rows="dynamic",
        hide_index=True,
        key=f"register_{workspace.name}_{len(held)}",
        column_config={
            "what": st.column_config.TextColumn(_("What was done"), width="large"),
            "begins": st.column_config.DateColumn(_("Since")),
            "owner": st.column_config.TextColumn(_("Owner")),
            "verdict": st.column_config.TextColumn(_("What came of it"), width="medium"),
        },
    )
    wanted = tuple(
        Action(str(row.what), row.begins, _text(row.owner), _text(row.verdict))
        for row in edited.itertuples()
        if _text(row.what).strip()
    )
    if st.button(_("Keep the register"), key="register_keep", disabled=wanted == held, icon=":material/save:"):
        set_actions(workspace, wanted, held)
        st.rerun()


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


workspace, scope = scope_bar("simulate")
running = trials(workspace)
if running:
    first = running[0][2]
    frame.headline(QUESTION, said(first, result(verdict, workspace, first)))
else:
    frame.headline(QUESTION, _("No trial was laid down yet; only a trial proves that a change works."))
if error := st.session_state.pop("trial_refused", None):
    refuse(error)
for number, _made, trial in running:
    show(number, trial)

with st.expander(
    _("Lay down a trial"), icon=":material/science:", expanded=not running, on_change="rerun", key="trial_new"
) as here:
    if here.open:
        kept = scenario_choice(workspace, editing=False)
        if kept is None or not kept.scenario.active:
            st.info(_("A trial tests a scenario. Design one first."))
            st.page_link(
                page_file("to_be/designer"), label=_("Design the to-be"), icon=":material/design_services:",
                query_params=address(),
            )  # fmt: skip
            st.stop()
        try:
            found = long_work(forecast, workspace, scope, kept.scenario, label=_("Forecasting"))
        except (WrongEdit, WrongInput) as wrong:
            refuse(wrong)
            st.stop()
        if found is None:
            st.stop()
        if "conversion" not in found.difference:
            st.info(_("Without a goal there is no conversion to try. Set one on the page Workspace."))
            st.stop()
        band = found.difference["conversion"]
        st.markdown(
            frame.together(
                _("Forecast to be frozen: conversion {value} points ({low} to {high}).").format(
                    value=points(band.value), low=points(band.low), high=points(band.high)
                )
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("Name"), kept.scenario.name, key="trial_name", width=240, max_chars=80)
            ends = workspace.one("SELECT max(ended) FROM journey")[0]
            st.date_input(_("First day"), ends.date() + timedelta(days=1), key="trial_begins", width=150)
            seed("treated", "trial_share", 50, lambda text: min(max(int(text), 5), 100))
            st.number_input(
                _("Treated, %"), 5, 100, key="trial_share", width=120,
                help=_("100: everybody at once, with no control group to compare with."),
            )  # fmt: skip
            st.number_input(_("Seed of the draw"), 0, 10**9, 1, key="trial_seed", width=150)
        tell("treated", st.session_state["trial_share"], 50)
        share = st.session_state["trial_share"] / 100
        before = found.as_is["conversion"].value
        if share >= 1:
            st.warning(_("Without a control group other causes will be possible."), icon=":material/warning:")
        elif band.value == 0:
            st.info(_("The forecast is no difference, so no trial can show one."))
        else:
            wanted = need(workspace, part_of(workspace, scope, kept.scenario.start), before, before + band.value, share)
            weeks = (
                _("never at this pace")
                if math.isinf(wanted.weeks)
                else _("{n} weeks").format(n=math.ceil(wanted.weeks))
            )
            st.markdown(
                _(
                    "It takes **{treated}** treated and **{control}** control journeys to see that in four trials of "
                    "five: **{weeks}** at {weekly} journeys a week, the time to complete included."
                ).format(
                    treated=count(wanted.treated), control=count(wanted.control), weeks=weeks,
                    weekly=count(round(wanted.weekly)),
                )
            )  # fmt: skip
        st.button(
            _("Freeze the forecast and draw the groups"), type="primary", key="trial_begin", on_click=lay_down,
            args=((band.value, band.low, band.high),), icon=":material/lock:",
        )  # fmt: skip

st.markdown(f"**{_('What was done')}**")
register()
frame.explain(
    _(
        "Customers are drawn by a seeded hash of their id, so newcomers belong to a group, too. Groups are compared as "
        "drawn, whatever then happened to them; mature journeys since the first day, Newcombe's 95 % interval."
    )
)
