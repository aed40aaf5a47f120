"""One friction in full: the claim, twins, what people said, what surrounds it, its journeys, and what to do with it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.friction.case import Case, Effort, case
from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.parts import Friction
from journey.analyses.friction.peaks import narrowed
from journey.analyses.interval import MINIMUM_N
from journey.charts.friction_words import claim, course_words, place_answer
from journey.charts.neighbourhood import neighbourhood
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.friction_place import ChosenPlace, listed
from journey.text import _
from journey.text.format import count, duration, moment, number, percent
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.friction_actions import actions
from journey.views.friction_card import stake_metric
from journey.views.friction_choice import look_at
from journey.views.neighbourhood_graph import draw_neighbourhood
from journey.views.results import flow_map, kept
from journey.views.session import open_journey, set_scope
from journey.views.twins import twins

__all__ = ["friction_case"]


def friction_case(workspace: Workspace, scope: Scope, found: FrictionList, place: ChosenPlace) -> None:
    """Draw the place that was chosen."""
    st.button(
        _("All frictions"), icon=":material/arrow_back:", type="tertiary", key="friction_back", on_click=look_at,
        args=(None,),
    )  # fmt: skip
    one = listed(found, place)
    if one is None:
        frame.headline(_("What happens here?"), _("In this scope too few journeys meet this to tell."))
        return
    looked = kept(
        case, workspace, scope, place.kind, place.source, place.target, after=place.after, attributes=found.attributes
    )
    frame.headline(_("What happens here?"), place_answer(one))
    with st.container(horizontal=True, gap="large", key="friction_case_head"):
        with st.container(width="stretch", gap="small"):
            st.markdown(frame.escape(frame.together(claim(one))))
            if looked.lost_s is not None:
                st.markdown(
                    _("Each of them waited {time} beyond the target on average.").format(time=duration(looked.lost_s))
                )
            if looked.extra is not None:
                st.markdown(_("Extra visits of each of them on average: {n}.").format(n=number(looked.extra)))
            if not one.above:
                st.caption(_("Below the line: this difference could be chance."))
            _peaks(scope, one)
            actions(workspace, scope, one, looked, found.attributes)
        with st.container(width=240):
            stake_metric(one)
    twins(workspace, looked.twins, key="friction")
    left, right = st.columns(2, gap="large")
    with left:
        _efforts(looked)
    with right:
        _quotes(looked)
    _surroundings(workspace, scope, looked)
    _examples(looked)
    _formula(one)


def _peaks(scope: Scope, one: Friction) -> None:
    """Where it concentrates, each group or period a click away."""
    for n, peak in enumerate(one.peaks):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"friction_peak_{n}"):
            st.markdown(f"- {frame.escape(frame.together(course_words(peak)))}", width="content")
            st.button(
                _("Only these"), icon=":material/filter_alt:", type="tertiary", key=f"friction_only_{n}",
                on_click=set_scope, args=(narrowed(scope, peak),),
            )  # fmt: skip


def _efforts(looked: Case) -> None:
    st.markdown(f"#### {_('From there on')}")
    names = {
        "time": _("Time to the goal or the last event"), "events": _("Further events"),
        "contacts": _("Contacts with a person"), "cost": _("Cost"),
    }  # fmt: skip

    def figure(effort: Effort, with_it: bool) -> str:
        at = effort.affected if with_it else effort.others
        if at.value is None:
            return "–"
        value = duration(at.value) if effort.what == "time" else number(at.value)
        return value if at.n >= MINIMUM_N else _("{value}, n {n}").format(value=value, n=at.n)

    rows = [
        {
            _("Mean"): names.get(effort.what, _("{score} soon after").format(score=effort.what)),
            _("With it"): figure(effort, True),
            _("Without it"): figure(effort, False),
        }
        for effort in looked.efforts
        if effort.affected.n or effort.others.n
    ]
    if not rows:
        frame.explain(_("Nothing follows."))
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("From there on"))
    frame.explain(_("Raw means of all who came here, not adjusted for who they are."))


def _quotes(looked: Case) -> None:
    st.markdown(f"#### {_('What they say soon after')}")
    if not looked.quotes:
        frame.explain(_("Nobody who was hit wrote anything soon after."))
    for i, quote in enumerate(looked.quotes[:4]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"quote_{i}"):
            st.markdown(f"> {frame.escape(quote.text)}", width="stretch")
            label = _("{touchpoint}, {when}").format(
                touchpoint=frame.short(quote.touchpoint, 30), when=moment(quote.when)
            )
            if st.button(frame.escape(label), key=f"quote_open_{i}", type="tertiary"):
                open_journey(quote.key)


def _surroundings(workspace: Workspace, scope: Scope, looked: Case) -> None:
    flow = flow_map(workspace, scope)
    if looked.place.source not in {t.id for t in flow.touchpoints}:
        return
    with st.expander(
        _("What leads there, and what follows"), icon=":material/hub:", on_change="rerun", key="friction_hub"
    ) as here:
        if here.open:
            clicked = draw_neighbourhood(neighbourhood(flow, looked.place.source, frame.mode()), frame.mode())
            if clicked is not None and clicked != looked.place.source:
                name = next(t.name for t in flow.touchpoints if t.id == clicked)
                st.session_state[f"walk_{workspace.name}_{scope.level}"] = [looked.name, name]
                st.switch_page("../../pages/as_is/neighbourhood.py")


def _examples(looked: Case) -> None:
    st.markdown(f"#### {_('Some of its journeys')}")
    rows = [
        {
            _("Journey"): one.key,
            _("Customer"): one.customer,
            _("Came here"): moment(one.when),
            _("Wait then"): duration(one.waited_s),
            _("Outcome"): outcome_name(one.outcome) if one.outcome else "",
        }
        for one in looked.examples
    ]
    picked = st.dataframe(
        pd.DataFrame(rows), hide_index=True, on_select="rerun", selection_mode="single-row",
        alt=_("Some of its journeys"), height=300,
        key=f"friction_examples_{st.session_state.setdefault('friction_round', 0)}",
    )  # fmt: skip
    if picked.selection.rows:
        st.session_state["friction_round"] += 1
        open_journey(looked.examples[picked.selection.rows[0]].key)
    frame.explain(
        _("{n} judged journeys were hit; those that did not complete come first, the latest first. Tick one.").format(
            n=count(looked.journeys)
        )
    )


def _formula(one: Friction) -> None:
    stake = one.stake
    with st.expander(_("How this is computed"), icon=":material/function:", key="friction_formula"):
        frame.explain(
            _(
                "At the first arrival, {n} journeys that were hit are compared with {compared} arrivals of others "
                "at the same place, visit and time since their start. At stake = for each such group, journeys "
                "hit x (conversion of the others - conversion of those hit), added up. {unmatched} of those hit "
                "had nobody to compare with and count nothing. The interval comes from drawing customers again "
                "and again (bootstrap); q = {q} is the chance left after {method}."
            ).format(
                n=count(stake.journeys), compared=count(stake.compared), unmatched=percent(stake.unmatched),
                q=number(one.q), method="Benjamini-Hochberg",
            )
        )  # fmt: skip
