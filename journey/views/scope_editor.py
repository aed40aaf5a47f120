"""Adding one part to the scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from journey.analyses.info import Info
from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Attribute, Period, Scope, Then
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.scope_words import level_name, outcome_name
from journey.views.frame import escape
from journey.views.results import values_of
from journey.views.session import set_scope
from journey.views.typed import seconds

__all__ = ["edit"]


def edit(workspace: Workspace, scope: Scope, held: Info) -> None:
    """The button that opens the editor: what to filter by, then its values."""
    with st.popover(_("Filter"), icon=":material/add:", on_change="rerun", key="scope_editor") as opened:
        if not opened.open:
            return
        parts = _parts(held)
        part = st.selectbox(_("Which journeys?"), list(parts), key="scope_part")
        wanted: Scope | None = None
        try:
            wanted = parts[part](workspace, scope, held)
        except WrongInput as error:
            st.warning(escape(f"{error.message} {error.hint}"))
        if st.button(_("Apply"), type="primary", disabled=wanted is None or wanted == scope, key="scope_apply"):
            assert wanted is not None
            set_scope(wanted)
            st.rerun()


Part = Callable[[Workspace, Scope, Info], Scope | None]


def _parts(held: Info) -> dict[str, Part]:
    parts: dict[str, Part] = {
        _("Period"): _period,
        _("Contains a touchpoint"): _names("contains", _("All of these")),
        _("Visits one of several"): _names("visits", _("At least one of these")),
        _("Avoids a touchpoint"): _names("avoids", _("None of these")),
        _("Starts with"): _names("starts_with", _("One of these")),
        _("Ends with"): _names("ends_with", _("One of these")),
        _("One, then another"): _then,
    }
    if held.channels:
        parts[_("Channel")] = _channels
    if held.attributes:
        parts[_("Attribute")] = _attribute
    if held.outcomes:
        parts[_("Outcome")] = _outcomes
    parts |= {
        _("Duration"): _duration,
        _("Customer"): _customer,
        _("All except these"): _inverse,
        _("Hide touchpoints"): _names("hidden", _("Journeys stay; these events are left out of them")),
        _("Level of the map"): _level,
    }
    return parts


def _names(field: str, label: str) -> Part:
    def ask(_workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
        picked = st.multiselect(label, held.touchpoints, default=getattr(scope, field), key=f"scope_{field}")
        change: dict[str, Any] = {field: tuple(picked)}
        return replace(scope, **change)

    return ask


def _period(_workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
    kinds: dict[Period, str] = {
        "started": _("Started"),
        "finished": _("Finished"),
        "touching": _("Had any event"),
    }
    kind = st.segmented_control(
        _("Journeys that"), list(kinds), default=scope.period, format_func=kinds.__getitem__, key="scope_period"
    )
    first, last = held.first.date(), held.last.date()
    since = date.fromisoformat(scope.since[:10]) if scope.since else first
    until = date.fromisoformat(scope.until[:10]) if scope.until else last
    picked = st.date_input(
        _("Between"), (max(first, min(since, last)), max(first, min(until, last))), min_value=first, max_value=last
    )
    if not isinstance(picked, tuple) or len(picked) != 2 or kind is None:
        return None
    return replace(scope, since=picked[0].isoformat(), until=picked[1].isoformat(), period=kind)


def _channels(_workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
    picked = st.multiselect(
        _("Has an event in one of these"), held.channels, default=scope.channels, key="scope_channels"
    )
    return replace(scope, channels=tuple(picked))


def _attribute(workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
    names = [attribute.name for attribute in held.attributes]
    name = st.selectbox(_("Attribute"), names, key="scope_attribute")
    values = [value for value, _journeys in values_of(workspace, name)]
    now = next((list(a.values) for a in scope.attributes if a.name == name), [])
    picked = st.multiselect(
        _("One of these values"), sorted({*values, *now}, key=lambda v: (values.index(v) if v in values else -1)),
        default=now, key=f"scope_values_{name}",
    )  # fmt: skip
    others = tuple(a for a in scope.attributes if a.name != name)
    return replace(scope, attributes=(*others, Attribute(name, tuple(picked))) if picked else others)


def _outcomes(_workspace: Workspace, scope: Scope, _held: Info) -> Scope | None:
    picked = st.pills(
        _("One of these"), list(Outcome), selection_mode="multi", default=list(scope.outcomes),
        format_func=outcome_name, key="scope_outcomes",
    )  # fmt: skip
    return replace(scope, outcomes=tuple(picked or ()))


def _then(_workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
    source = st.selectbox(_("First"), held.touchpoints, index=None, key="scope_then_source")
    ways = {False: _("Later"), True: _("Directly after")}
    directly = st.segmented_control(
        _("Then"), [False, True], default=False, format_func=ways.__getitem__, key="scope_then_way"
    )
    target = st.selectbox(_("Second"), held.touchpoints, index=None, key="scope_then_target")
    limit = st.text_input(_("Within (empty: any time)"), placeholder=_("2d, 4h, 30m"), key="scope_then_within")
    never = st.checkbox(_("Journeys where this does not happen"), key="scope_then_never")
    if source is None or target is None:
        return None
    within = seconds(limit) if limit.strip() else None
    then = Then(source, target, directly=bool(directly), within_s=within, never=never)
    return replace(scope, then=(*scope.then, then))


def _duration(_workspace: Workspace, scope: Scope, _held: Info) -> Scope | None:
    low = st.text_input(_("At least (empty: any)"), placeholder=_("2d, 4h, 30m"), key="scope_min_duration")
    high = st.text_input(_("At most (empty: any)"), placeholder=_("2d, 4h, 30m"), key="scope_max_duration")
    shortest = seconds(low) if low.strip() else None
    longest = seconds(high) if high.strip() else None
    if shortest is not None and longest is not None and shortest > longest:
        raise WrongInput(_("No journey lasts at least {low} and at most {high}.").format(low=low, high=high))
    return replace(scope, min_duration_s=shortest, max_duration_s=longest)


def _customer(_workspace: Workspace, scope: Scope, _held: Info) -> Scope | None:
    name = st.text_input(_("Customer id"), key="scope_customer").strip()
    return replace(scope, customers=(*scope.customers, name)) if name else None


def _inverse(_workspace: Workspace, scope: Scope, _held: Info) -> Scope | None:
    st.caption(_("Turn the filters round: all journeys except those they select."))
    inverse = st.toggle(_("All except these"), value=scope.inverse, key="scope_inverse")
    return replace(scope, inverse=inverse)


def _level(_workspace: Workspace, scope: Scope, held: Info) -> Scope | None:
    levels = [Level.TOUCHPOINT]
    levels += [Level.STAGE] if held.stages else []
    levels += [Level.CHANNEL, Level.TOUCHPOINT_CHANNEL] if held.channels else []
    level = st.radio(
        _("One box for each"), levels, index=levels.index(scope.level), format_func=level_name, key="scope_level"
    )
    return replace(scope, level=level or Level.TOUCHPOINT)
