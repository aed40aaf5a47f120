"""Choosing the two groups to compare."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from journey.analyses.info import Info
from journey.model import Outcome
from journey.scope import Attribute, Scope
from journey.store.saved_views import saved_views
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.scope_words import outcome_name
from journey.views.frame import short
from journey.views.page_settings import seed, tell
from journey.views.results import values_of

__all__ = ["Chosen", "choose_groups"]

Chosen = tuple[tuple[str, Scope], tuple[str, Scope]]
"""A and B, each with its name."""


def choose_groups(workspace: Workspace, held: Info) -> Chosen | None:
    """Draw the choice; None where too little is chosen, which is said."""
    views = saved_views(workspace)
    ways = {
        "outcome": _("outcomes") if held.outcomes else "",
        "attribute": _("groups") if held.attributes else "",
        "touchpoint": _("with and without a touchpoint"),
        "date": _("before and after a day"),
        "channel": _("channels") if len(held.channels) > 1 else "",
        "view": _("saved views") if views else "",
    }
    ways = {way: label for way, label in ways.items() if label}
    first = next(iter(ways))
    seed("way", f"compare_way_{workspace.name}", first, lambda text: text if text in ways else None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_choice"):
        way = st.selectbox(
            _("Compare"), list(ways), format_func=ways.__getitem__, key=f"compare_way_{workspace.name}", width=220,
            persist_state="session",
        )  # fmt: skip
        tell("way", way, first)
        if way == "outcome":
            return _outcomes(held)
        if way == "attribute":
            return _attribute(workspace, held)
        if way == "touchpoint":
            return _touchpoint(held)
        if way == "channel":
            return _two(
                {name: Scope(channels=(name,)) for name in held.channels}, _("Channel"), f"channel_{workspace.name}"
            )
        if way == "view":
            return _two({view.name: view.scope for view in views}, _("View"), f"view_{workspace.name}")
        return _date(held)


def _two(offered: dict[str, Scope], label: str, key: str, first: int = 0, second: int = 1) -> Chosen | None:
    names = list(offered)
    picked = []
    for side, index in (("A", first), ("B", second)):
        default = names[min(index, len(names) - 1)]
        seed(side.lower(), f"compare_{side}_{key}", default, lambda text: text if text in names else None)
        picked.append(
            st.selectbox(
                _("{label} {side}").format(label=label, side=side), names, format_func=lambda name: short(name, 40),
                key=f"compare_{side}_{key}", width=220, persist_state="session",
            )
        )  # fmt: skip
        tell(side.lower(), picked[-1], default)
    a, b = picked
    if a is None or b is None or a == b:
        st.info(_("Choose two different groups."))
        return None
    return (a, offered[a]), (b, offered[b])


def _outcomes(held: Info) -> Chosen | None:
    found = [one for one in Outcome if held.outcomes.get(one)]
    offered = {outcome_name(one): Scope(outcomes=(one,)) for one in found}
    if len(offered) < 2:
        st.info(_("All journeys here ended alike. Compare something else."))
        return None
    second = found.index(Outcome.DROPPED) if Outcome.DROPPED in found[1:] else 1
    return _two(offered, _("Outcome"), "outcome", 0, second)


def _attribute(workspace: Workspace, held: Info) -> Chosen | None:
    names = [one.name for one in held.attributes]
    key = f"compare_attribute_{workspace.name}"
    seed("attribute", key, names[0], lambda text: text if text in names else None)
    name = st.selectbox(_("Attribute"), names, key=key, width=180, persist_state="session")
    tell("attribute", name, names[0])
    values = values_of(workspace, name)
    if len(values) < 2:
        st.info(_("It has a single value. Choose another attribute."))
        return None
    offered = {value: Scope(attributes=(Attribute(name, (value,)),)) for value, _journeys in values}
    others = _("all others")
    chosen = _two({**offered, others: Scope()}, _("Value"), f"value_{workspace.name}_{name}")
    if chosen is None or others not in (chosen[0][0], chosen[1][0]):
        return chosen
    # The others are those that have not the value of the other side.
    (a, of_a), (b, of_b) = chosen
    if b == others and of_b == Scope():
        return (a, of_a), (b, Scope(attributes=of_a.attributes, inverse=True))
    return (a, Scope(attributes=of_b.attributes, inverse=True)), (b, of_b)


def _touchpoint(held: Info) -> Chosen | None:
    key, names = f"compare_touchpoint_{held.workspace}", held.touchpoints
    seed("touchpoint", key, names[0], lambda text: text if text in names else None)
    name = st.selectbox(
        _("Touchpoint"), names, format_func=lambda one: short(one, 40), key=key, width=300, persist_state="session"
    )
    tell("touchpoint", name, names[0])
    with_it, without = _("with {name}").format(name=name), _("without {name}").format(name=name)
    return (with_it, Scope(contains=(name,))), (without, Scope(avoids=(name,)))


def _date(held: Info) -> Chosen | None:
    first, last = held.first.date(), held.last.date()
    if first == last:
        st.info(_("The whole log is of one day. Compare something else."))
        return None
    middle, key = first + max(timedelta(days=1), (last - first) // 2), f"compare_day_{held.workspace}"
    seed("day", key, middle, lambda text: min(last, max(first + timedelta(days=1), date.fromisoformat(text))))
    day = st.date_input(
        _("B begins on"), min_value=first + timedelta(days=1), max_value=last, key=key, width=160,
        persist_state="session",
    )  # fmt: skip
    tell("day", day, middle)
    before = Scope(until=(day - timedelta(days=1)).isoformat())
    return (_("before"), before), (_("from {day}").format(day=day.isoformat()), Scope(since=day.isoformat()))
