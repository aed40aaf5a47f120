"""Who is lost after a step of the funnel: groups, their journeys, and twins that differ in the group alone."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.dropoff_drivers import Driver, Drivers, dropoff_drivers
from journey.analyses.dropoff_members import driver_journeys, driver_twins
from journey.analyses.funnel import FunnelResult
from journey.analyses.funnel_question import Funnel
from journey.charts.opportunity_words import evidence_text
from journey.scope import Scope
from journey.store.opportunities import Opportunity
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.driver_words import group_name
from journey.text.format import count, interval, number, percent
from journey.text.points import chance, points, points_interval
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.opportunity_new import opportunity_button
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.ticked_row import ticked_row
from journey.views.twins import twins

__all__ = ["drivers"]


def drivers(workspace: Workspace, scope: Scope, found: FunnelResult) -> None:
    """What those have in common who are lost after a step, of what was known when they came there."""
    lost = [n for n, step in enumerate(found.steps[:-1]) if step.left and not step.optional]
    if not lost:
        st.info(_("Nobody is lost on the way."))
        return
    worst = max(lost, key=lambda n: found.steps[n].left)
    seed("after", "drop_drivers", worst, lambda text: int(text) - 1 if int(text) - 1 in lost else None)
    if st.session_state["drop_drivers"] not in lost:
        st.session_state["drop_drivers"] = worst
    step = st.selectbox(
        _("Lost after"), lost, key="drop_drivers", width=360,
        format_func=lambda n: frame.short(found.steps[n].name, 40),
    )  # fmt: skip
    tell("after", step + 1, worst + 1)
    told = kept(dropoff_drivers, workspace, scope, found.question, step)
    above = [one for one in told.drivers if one.above_line]
    st.markdown(f"**{frame.escape(frame.together(_sentence(told, above)))}**")
    if above:
        ticked = ticked_row(
            _driver_table(above), [group_name(one.kind, one.name, one.value) for one in above],
            alt=_("Groups that are lost more or less often"), key=f"driver_rows_{hash((found.question, step))}",
        )  # fmt: skip
        if ticked is not None:
            _behind(workspace, scope, found.question, step, above[ticked])
        else:
            frame.explain(_("Tick a group to see its journeys, and twins that differ in it."))
    below = [one for one in told.drivers if not one.above_line]
    if below:
        frame.table(
            _driver_table(below), name="drivers_below",
            label=_("{n} groups that do not differ enough to tell").format(n=count(len(below))),
        )  # fmt: skip
    how = _(
        "Each group is compared with all others who came to the step; 0.5 is added to each count of the odds "
        "ratio. Of {n} comparisons, those above pass a false-discovery rate of 5 %. Only what was known on arrival "
        "counts. These go together; one need not cause the other."
    ).format(n=count(len(told.drivers)))
    if told.thin:
        how = _("{how} {n} groups of under 30 customers are left out.").format(how=how, n=count(told.thin))
    frame.explain(how)


def _behind(workspace: Workspace, scope: Scope, question: Funnel, step: int, one: Driver) -> None:
    """Twins that differ in a group, and the journeys of the group that were lost."""
    name = group_name(one.kind, one.name, one.value)
    twins(
        workspace, kept(driver_twins, workspace, scope, question, step, one), key="driver",
        titles=(name, _("without that")),
    )  # fmt: skip
    behind_list(
        lambda top: kept(driver_journeys, workspace, scope, question, step, one, top),
        lambda n: ngettext(
            "{n} journey was lost after {step}: {group}", "{n} journeys were lost after {step}: {group}", n
        ).format(n=count(n), step=frame.short(question.names[step]), group=name),
        scope, key="driver",
    )  # fmt: skip
    opportunity_button(workspace, _opportunity(workspace, scope, question, step, name), key="driver_opportunity")


def _opportunity(workspace: Workspace, scope: Scope, question: Funnel, step: int, group: str) -> Opportunity:
    held = workspace_info(workspace)
    place = question.steps[step][0]
    about = _("{group}, after {step}").format(group=group, step=place)
    return Opportunity(
        title=_("How might we keep those with {group} from leaving after {step}?").format(group=group, step=place)[
            :200
        ],
        goal=", ".join(held.definitions.goals),
        evidence=evidence_text("drop_off", about, scope=scope.text(), funnel=question.text(), touchpoint=place),
        metric=_("Conversion"),
    )


def _sentence(told: Drivers, above: list[Driver]) -> str:
    if not above:
        return _("No group is lost after {step} clearly more often than the others.").format(
            step=frame.short(told.name)
        )
    worst = max(above, key=lambda one: one.risk_difference.value or 0.0)
    if (worst.risk_difference.value or 0.0) <= 0:
        worst = above[0]
    return _("{group}: {inside} are lost after {step}, {gap} against {outside} of the others.").format(
        group=frame.short(group_name(worst.kind, worst.name, worst.value)),
        inside=percent(worst.inside.value),
        step=frame.short(told.name),
        gap=points(worst.risk_difference.value),
        outside=percent(worst.outside.value),
    )


def _driver_table(found: list[Driver]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Group"): [group_name(one.kind, one.name, one.value) for one in found],
            _("Lost"): [interval(one.inside) for one in found],
            _("Others"): [percent(one.outside.value) for one in found],
            _("Difference"): [points_interval(one.risk_difference) for one in found],
            _("Odds ratio"): [
                _("{value} ({low}-{high})").format(
                    value=number(one.odds_ratio.value), low=number(one.odds_ratio.low), high=number(one.odds_ratio.high)
                )
                for one in found
            ],
            _("q"): [chance(one.q) for one in found],
        }
    )
