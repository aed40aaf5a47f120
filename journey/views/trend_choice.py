"""The fields that say which figure is looked at: kind, score, place."""

from __future__ import annotations

import streamlit as st

from journey.analyses.info import Info
from journey.analyses.trends.metric import AT_A_PLACE, KINDS, TrendMetric
from journey.analyses.trends.words import kind_name, place_kind
from journey.text import _
from journey.views import frame

__all__ = ["kinds", "metric_choice"]


def kinds(held: Info) -> list[str]:
    """The kinds of figures that this log has."""
    with_goal, with_score = bool(held.outcomes), bool(held.scores)
    out = {
        *(() if with_goal else ("conversion", "lost", "duration", "exit")),
        *(() if held.has_cost else ("cost",)),
        *(() if with_score else ("score", "mean")),
        *(() if held.channels else ("escalated",)),
    }
    return [kind for kind in KINDS if kind not in out]


def metric_choice(held: Info, before: TrendMetric, key: str) -> TrendMetric:
    """Draw the fields, filled with the metric that was chosen before; what they say now."""
    offered = kinds(held)
    kind = st.selectbox(
        _("Figure"), offered, index=offered.index(before.kind) if before.kind in offered else 0, format_func=kind_name,
        key=f"{key}_kind", width=230,
    )  # fmt: skip
    score = None
    if kind in ("score", "mean"):
        score = _pick(_("Which score"), list(held.scores), before.score, f"{key}_score")
    if kind not in ("score", "mean", *AT_A_PLACE):
        return TrendMetric.of({"kind": kind})
    everywhere = kind in ("score", "mean")
    places = [p for p in ("touchpoint", "stage", "channel") if _names(held, p)]
    choices = ["", *places] if everywhere else places
    place = st.selectbox(
        _("Where"), choices, index=choices.index(before.place or "") if (before.place or "") in choices else 0,
        format_func=lambda p: place_kind(p) if p else _("Everywhere"), key=f"{key}_place", width=140,
    )  # fmt: skip
    if not place:
        return TrendMetric.of({"kind": kind, "score": score})
    name = _pick(place_kind(place), _names(held, place), before.name, f"{key}_{place}")
    return TrendMetric.of({"kind": kind, "score": score, "place": place, "name": name})


def _names(held: Info, place: str) -> list[str]:
    return list({"touchpoint": held.touchpoints, "stage": held.stages, "channel": held.channels}[place])


def _pick(label: str, names: list[str], before: str | None, key: str) -> str:
    picked: str = st.selectbox(
        label, names, index=names.index(before) if before in names else 0, format_func=frame.short, key=key, width=230
    )
    return picked
