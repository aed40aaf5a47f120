"""Suggesting stages: from what touchpoints are called, and from where in the journey they stand."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from journey.analyses.name_topics import by_topic, readable
from journey.analyses.touchpoints import TouchpointRow
from journey.text import _

__all__ = ["suggest_stages"]

# Words of names -> the stage they speak of; the first that matches decides. English and Russian.
_WORDS = (
    (_("Leave"), "cancel|churn|unsubscrib|terminat|withdraw|return|refund|leave|contract end|retention|отказ|отмен|"
     "возврат|расторж"),
    (
        _("Get help"),
        "help|support|complain|ticket|call|chat|question|error|fault|appeal|жалоб|помощ|поддерж|звонок|чат|обращен",
    ),
    (_("Use"), "use|usage|log ?in|bill|invoice|renew|upgrade|survey|check usage|счет|счёт|вход|продлен|использов"),
    (
        _("Set up"),
        "deliver|install|activat|ship|courier|onboard|set ?up|parcel|pick up|sim|доставк|установк|подключ|активац|"
        "курьер",
    ),
    (_("Buy"), "pay|order|basket|cart|checkout|contract|sign|accept|approv|upload|оплат|заказ|корзин|договор|покупк"),
    (
        _("Choose"),
        "compar|configur|offer|quote|choose|select|consult|calculat|coverage|сравн|выбор|предложен|расчет|расчёт",
    ),
    (
        _("Discover"),
        "land|visit|search|browse|campaign|advert|view|home|store|shop|sales|submit|regist|create|"
        "визит|поиск|реклам|просмотр|регистр",
    ),
)  # fmt: skip
_ORDER = (_("Discover"), _("Choose"), _("Buy"), _("Set up"), _("Use"), _("Get help"), _("Leave"))
_SALES = r"\bsales call\b"
_DECISION = re.compile(r"\b(?:accept|approv|declin|reject|cancel|grant|refus|den(?:y|ied)|activat)")
FEWEST = 3
STEPS = 4
"""So many stages are made by position where names say nothing."""


def suggest_stages(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    """A stage for every touchpoint, the stages in the order of the journey.

    By words that speak of the stages of a purchase, where most names have one; else by what the names have in common
    (`by_topic`); else by mean position, in four steps at most, called after their commonest touchpoint.

    Returns
    -------
    dict
        Touchpoint id -> stage, in the order of stages.
    """
    if not rows:
        return {}
    found = _by_words(rows) or by_topic(rows) or _by_position(rows)
    return _ordered(rows, found)


def _ordered(rows: tuple[TouchpointRow, ...], found: dict[int, str]) -> dict[int, str]:
    """By the mean position of each stage, weighted by events; those of a purchase in their usual order."""
    place: dict[str, tuple[float, float]] = {}
    for row in rows:
        at, weight = place.get(found[row.id], (0.0, 0.0))
        place[found[row.id]] = at + row.position * (row.events + 1), weight + row.events + 1
    names = sorted(place, key=lambda name: place[name][0] / place[name][1])
    if set(names) <= set(_ORDER):
        names.sort(key=_ORDER.index)
    ranked = sorted(rows, key=lambda row: (names.index(found[row.id]), row.position, row.name))
    return {row.id: found[row.id] for row in ranked}


def _by_words(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    named = {row.id: stage for row in rows if (stage := _by_name(row.name))}
    events = Counter({row.id: row.events for row in rows})
    spoken = sum(events[number] for number in named)
    # One word in a dozen is a chance hit, and names of a purchase speak of more than two of its stages.
    if spoken < 0.6 * events.total() or 2 * len(named) < len(rows) or len(set(named.values())) < FEWEST:
        return {}
    places: dict[str, list[float]] = {}
    for row in rows:
        if row.id in named:
            places.setdefault(named[row.id], []).append(row.position)
    middles = {stage: sum(at) / len(at) for stage, at in places.items()}
    return {row.id: named.get(row.id) or _nearest(row.position, middles) for row in rows}


def _by_name(name: str) -> str | None:
    text = re.sub(r"[_\W]+", " ", name.casefold())
    if re.search(_SALES, text):
        return _("Discover")
    return next((stage for stage, words in _WORDS if re.search(rf"\b(?:{words})", text)), None)


def _nearest(position: float, middles: dict[str, float]) -> str:
    return min(middles, key=lambda stage: abs(middles[stage] - position))


def _by_position(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    """Weighted k-means in one dimension, begun at the quantiles, so that it gives the same each time."""
    ordered = sorted(rows, key=lambda row: row.position)
    position = np.array([row.position for row in ordered])
    # Roots, so that one busy touchpoint does not make a stage of its own.
    weight = np.sqrt([max(1, row.events) for row in ordered])
    steps = min(STEPS, (len(rows) + 1) // 2, len(np.unique(position)))
    reached = np.cumsum(weight) / weight.sum()
    middles = np.array([position[np.searchsorted(reached, (i + 0.5) / steps)] for i in range(steps)])
    nearest = np.zeros(len(position), dtype=int)
    for _round in range(50):
        nearest = np.abs(position[:, None] - middles[None, :]).argmin(axis=1)
        kept = [k for k in range(len(middles)) if (nearest == k).any()]
        moved = np.array([np.average(position[nearest == k], weights=weight[nearest == k]) for k in kept])
        if len(moved) == len(middles) and np.allclose(moved, middles):
            break
        middles = moved
    # Two steps that would be called the same are one.
    names = {k: _called([row for row, at in zip(ordered, nearest, strict=True) if at == k]) for k in np.unique(nearest)}
    return {row.id: names[k] for row, k in zip(ordered, nearest, strict=True)}


def _called(rows: list[TouchpointRow]) -> str:
    """A step after its commonest touchpoint, or as a decision where most of it are ways to decide."""
    decisions = sum(bool(_DECISION.search(readable(row.name).casefold())) for row in rows)
    if decisions > 2 and 2 * decisions > len(rows):
        return _("Decision")
    return readable(max(rows, key=lambda row: (row.journeys, row.events, -row.position)).name)
