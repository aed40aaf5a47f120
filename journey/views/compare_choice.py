"""Choosing the two groups to compare."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from journey.analyses.info import Info
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.compared import (
    Chosen,
    before_and_after,
    day_of,
    groups_of_channels,
    groups_of_outcomes,
    groups_of_values,
    groups_of_views,
    is_one_day,
    others_of,
    usual_day,
    ways,
    with_and_without,
)
from journey.text import _
from journey.views.frame import short
from journey.views.page_settings import seed, tell
from journey.views.results import values_of

__all__ = ["choose_groups"]


def choose_groups(workspace: Workspace, held: Info) -> Chosen | None:
    """Draw the choice; None where too little is chosen, which is said."""
    labels = {
        "outcome": _("outcomes"),
        "attribute": _("groups"),
        "touchpoint": _("with and without a touchpoint"),
        "date": _("before and after a day"),
        "channel": _("channels"),
        "view": _("saved views"),
    }
    offered = ways(workspace, held)
    first = offered[0]
    seed("way", f"compare_way_{workspace.name}", first, lambda text: text if text in offered else None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_choice"):
        way = st.selectbox(
            _("Compare"), offered, format_func=labels.__getitem__, key=f"compare_way_{workspace.name}", width=220,
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
            return _two(groups_of_channels(held), _("Channel"), f"channel_{workspace.name}")
        if way == "view":
            return _two(groups_of_views(workspace), _("View"), f"view_{workspace.name}")
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
    offered, second = groups_of_outcomes(held)
    if len(offered) < 2:
        st.info(_("All journeys here ended alike. Compare something else."))
        return None
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
    chosen = _two(groups_of_values(name, values), _("Value"), f"value_{workspace.name}_{name}")
    return None if chosen is None else others_of(chosen)


def _touchpoint(held: Info) -> Chosen | None:
    key, names = f"compare_touchpoint_{held.workspace}", held.touchpoints
    seed("touchpoint", key, names[0], lambda text: text if text in names else None)
    name = st.selectbox(
        _("Touchpoint"), names, format_func=lambda one: short(one, 40), key=key, width=300, persist_state="session"
    )
    tell("touchpoint", name, names[0])
    return with_and_without(name)


def _date(held: Info) -> Chosen | None:
    first, last = held.first.date(), held.last.date()
    if is_one_day(held):
        st.info(_("The whole log is of one day. Compare something else."))
        return None
    middle, key = usual_day(held), f"compare_day_{held.workspace}"
    seed("day", key, middle, lambda text: day_of(text, held))
    day = st.date_input(
        _("B begins on"), min_value=first + timedelta(days=1), max_value=last, key=key, width=160,
        persist_state="session",
    )  # fmt: skip
    tell("day", day, middle)
    return before_and_after(day)
