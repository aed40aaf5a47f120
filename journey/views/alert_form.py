"""The form of a rule: the figure, when it is too much, and what it would have done so far."""

from __future__ import annotations

import streamlit as st

from journey.analyses.alerts.alert import watch
from journey.analyses.alerts.rule import TESTS, Rule
from journey.analyses.info import Info
from journey.analyses.trends.metric import TrendMetric, Unit, checked, unit_of
from journey.analyses.trends.periods import PERIODS
from journey.analyses.trends.words import length_name, metric_name
from journey.charts.alert_words import past_words, state_words
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.alert_rules import HeldRule, add_rule, change_rule
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import duration_text, parse_duration
from journey.text.scope_words import sentence
from journey.views import frame
from journey.views.results import kept
from journey.views.trend_choice import metric_choice

__all__ = ["alert_form"]

FIRST = Rule(TrendMetric("journeys"), threshold=100.0, test="below")


def alert_form(workspace: Workspace, scope: Scope, held: Info, changed: HeldRule | None) -> None:
    """Draw the form, filled with the rule that is being changed, if one is."""
    before = _read(changed)
    key = f"alert_{changed.id}_{changed.version}" if changed else f"alert_new_{st.session_state.get('alert_round', 0)}"
    st.markdown("**{}**".format(_("Change the rule") if changed else _("A new rule")))
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_what"):
        metric = metric_choice(held, before.metric, key)
        try:
            unit = unit_of(metric, checked(workspace, metric))
        except WrongInput as error:
            st.warning(frame.escape(str(error)))
            return
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_when"):
        rule = _when(metric, unit, before, key)
    inside = _segment(scope, before, key)
    name = st.text_input(_("Name"), value=changed.name if changed else metric_name(metric), key=f"{key}_name_{metric}")
    if rule is None:
        return
    rule = Rule(rule.metric, inside, rule.length, rule.test, rule.threshold, rule.against, rule.least)
    found = kept(watch, workspace, rule.text())
    if found.wrong:
        st.warning(frame.escape(found.wrong))
        return
    st.markdown(_(":material/history: **{past}**").format(past=frame.escape(frame.together(past_words(rule, found)))))
    st.caption(frame.escape(frame.together(state_words(rule, found))))
    with st.container(horizontal=True):
        st.button(
            _("Keep the change") if changed else _("Watch this"), type="primary", key=f"{key}_save",
            icon=":material/notification_add:", on_click=_save, args=(workspace, changed, name, rule.text()),
        )  # fmt: skip
        if changed:
            st.button(_("Leave it as it was"), type="tertiary", key=f"{key}_leave", on_click=_leave)
    if told := st.session_state.pop("alert_error", ""):
        st.warning(frame.escape(told))


def _read(changed: HeldRule | None) -> Rule:
    try:
        return Rule.parse(changed.text) if changed else FIRST
    except WrongInput:
        return FIRST


def _when(metric: TrendMetric, unit: Unit, before: Rule, key: str) -> Rule | None:
    """The fields after the figure: which change, of what size, over which period, resting on how many."""
    same = unit == "count" if metric != before.metric else True
    words = {
        "below": _("is below"), "above": _("is above"), "up": _("is up more than ... times"),
        "down": _("is down more than ... times"),
    }  # fmt: skip
    tests = TESTS[:2] if unit == "points" else TESTS
    test = st.selectbox(
        _("When it"), tests, index=tests.index(before.test) if before.test in tests else 0,
        format_func=words.__getitem__, key=f"{key}_test", width=220,
    )  # fmt: skip
    against = before.against
    try:
        if test in ("up", "down"):
            times = before.threshold if before.test in ("up", "down") else 2.0
            threshold = st.number_input(
                _("Times"), min_value=1.01, value=max(1.01, times), step=0.5, key=f"{key}_times", width=110
            )
            against = st.number_input(
                _("Against so many before"), min_value=1, max_value=52, value=before.against, key=f"{key}_against",
                width=170,
            )  # fmt: skip
        else:
            level = before.threshold if same and before.test in ("below", "above") else None
            threshold = _level(unit, level, f"{key}_level_{unit}")
    except ValueError:
        st.warning(_("Write a length of time like 30m, 12h or 14d."))
        return None
    length = st.segmented_control(
        _("In a"), PERIODS, default=before.length, format_func=length_name, key=f"{key}_length", required=True
    )
    least = st.number_input(
        _("n at least"), min_value=1, max_value=1_000_000, value=before.least, key=f"{key}_least", width=120,
        help=_("Under so many the figure says too little: the rule stays quiet."),
    )  # fmt: skip
    return Rule(metric, "", length, test, float(threshold), int(against), int(least))


def _level(unit: Unit, before: float | None, key: str) -> float:
    """The threshold, in the unit that people read the figure in."""
    if unit == "share":
        percent = 100 * (0.5 if before is None else before)
        return (
            st.number_input(_("Per cent"), min_value=0.0, max_value=100.0, value=percent, step=1.0, key=key, width=120)
            / 100
        )
    if unit == "time":
        return parse_duration(
            st.text_input(_("Time"), value=duration_text(before or 86_400.0), key=key, width=120, placeholder="12h")
        )
    usual = {"count": 100.0, "points": 0.0}.get(unit, 4.0)
    return float(st.number_input(_("Value"), value=usual if before is None else before, key=key, width=120))


def _segment(scope: Scope, before: Rule, key: str) -> str:
    """The journeys that the rule looks at: the filters above, those it has, or all."""
    now = "" if scope.selection() == Scope() else scope.selection().text()
    words = {"": _("All journeys")}
    if before.scope:
        words[before.scope] = _("As before: {scope}").format(scope=sentence(Scope.parse(before.scope)))
    if now:
        words[now] = _("The filters above: {scope}").format(scope=sentence(scope))
    if len(words) == 1:
        st.caption(_("It looks at all journeys; set filters above to watch only some of them."))
        return ""
    first = list(words).index(now or before.scope)
    return st.radio(
        _("Which journeys"), list(words), index=first, format_func=lambda text: frame.escape(words[text]),
        key=f"{key}_scope_{hash(tuple(words))}",
    )  # fmt: skip


def _save(workspace: Workspace, changed: HeldRule | None, name: str, text: str) -> None:
    try:
        if changed is None:
            add_rule(workspace, name, text)
        else:
            change_rule(workspace, changed.id, changed.version, name, text)
    except WrongInput as error:
        st.session_state["alert_error"] = str(error)
        return
    st.session_state["alert_round"] = st.session_state.get("alert_round", 0) + 1
    _leave()


def _leave() -> None:
    st.session_state["alert_changed"] = None
