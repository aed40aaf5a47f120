"""The rules of a workspace with how they stand: on their page, and on the home page those that fire."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.alerts.alert import Alert, Watch
from journey.analyses.alerts.concerned import Concerned, concerned
from journey.analyses.alerts.judged import Judged, judged
from journey.analyses.alerts.rule import Rule
from journey.charts.alert_words import past_words, rule_words, state_words
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.alert_rules import HeldRule, delete_rule
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.spreadsheet import as_csv
from journey.views import frame
from journey.views.page_registry import page_file
from journey.views.results import kept
from journey.views.session import address, open_journeys, set_scope

__all__ = ["alert_cards", "alert_section"]


def alert_section(workspace: Workspace, _scope: Scope) -> None:
    """For the home page: the rules, those that fire first, and the way to their page. Nothing where there are none."""
    found = judged(workspace, kept)
    if not found:
        return
    firing = sum(one.watch.fires for one in found)
    title = ngettext("{n} alert of {all} rules", "{n} alerts of {all} rules", firing)
    st.markdown(f"**{title.format(n=count(firing), all=count(len(found)))}**")
    for each in found:
        held, rule, one = each.held, each.rule, each.watch
        words = one.wrong if rule is None else state_words(rule, one)
        st.markdown(
            _("{icon} **{name}** · {state}").format(
                icon=_icon(one), name=frame.escape(held.name), state=frame.escape(frame.together(words))
            )
        )
    st.page_link(page_file("experience/alerts"), query_params=address())


def alert_cards(workspace: Workspace, found: list[Judged]) -> None:
    """For the page of the rules: each with its sentence, its state, its past, and what can be done."""
    for each in found:
        held, rule, one = each.held, each.rule, each.watch
        with st.container(border=True, gap="xsmall", key=f"alert_card_{held.id}"):
            st.markdown(_("{icon} **{name}**").format(icon=_icon(one), name=frame.escape(held.name)))
            if rule is None:
                st.markdown(frame.escape(one.wrong))
            else:
                st.markdown(frame.escape(frame.together(state_words(rule, one))))
                line = rule_words(rule, one.unit)
                if not one.wrong:
                    line = _("{rule}. {past}").format(rule=line, past=past_words(rule, one))
                st.caption(frame.escape(frame.together(line)))
            with st.container(horizontal=True):
                st.button(
                    _("Change"), icon=":material/edit:", key=f"alert_edit_{held.id}",
                    on_click=st.session_state.__setitem__, args=("alert_changed", held.id),
                )  # fmt: skip
                st.button(
                    _("Delete"), icon=":material/delete:", type="tertiary", key=f"alert_delete_{held.id}",
                    on_click=_delete, args=(workspace, held),
                )  # fmt: skip
                if rule is not None and one.now is not None:
                    _ways_on(workspace, held, rule, one.now)


def _ways_on(workspace: Workspace, held: HeldRule, rule: Rule, now: Alert) -> None:
    """The trend behind a rule, and whom it is about: as journeys, and as a file of customers."""
    scope = Scope.parse(rule.scope)

    def rows() -> tuple[Concerned, ...]:
        return kept(concerned, workspace, scope, rule.metric, now.period)

    def table() -> pd.DataFrame:
        found = rows()
        return pd.DataFrame(
            {
                _("Customer"): [row.customer for row in found],
                _("Journey"): [row.journey for row in found],
                _("Time"): [row.time.isoformat(sep=" ") for row in found],
                _("Value"): [row.value for row in found],
            }
        )

    if st.button(_("Trend"), icon=":material/show_chart:", type="tertiary", key=f"alert_trend_{held.id}"):
        set_scope(scope)
        figure = {"figure": rule.metric.text(), "by": rule.length}
        st.switch_page(page_file("experience/trends"), query_params={**address(), **figure})
    if st.button(_("Journeys"), icon=":material/timeline:", type="tertiary", key=f"alert_journeys_{held.id}"):
        keys = tuple({row.journey for row in rows()})
        if keys:
            open_journeys(Scope(journeys=keys))
        st.toast(_("Nobody is concerned in that period."))
    st.download_button(
        _("Customers concerned"), lambda: as_csv(table()), file_name="customers_concerned.csv", mime="text/csv",
        icon=":material/download:", on_click="ignore", key=f"alert_customers_{held.id}",
    )  # fmt: skip


def _delete(workspace: Workspace, held: HeldRule) -> None:
    try:
        delete_rule(workspace, held.id, held.version)
    except WrongInput as error:
        st.toast(frame.escape(str(error)))


def _icon(watch: Watch) -> str:
    """The sign of how a rule stands; never alone, always beside its words."""
    if watch.wrong:
        return ":material/error:"
    if watch.fires:
        return ":material/notifications_active:"
    return ":material/check_circle:" if watch.now and watch.now.verdict == "quiet" else ":material/pending:"
