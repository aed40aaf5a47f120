"""Suggesting stages: from what touchpoints are called, and from where in the journey they stand."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from journey.analyses.touchpoints import TouchpointRow
from journey.text import _

__all__ = ["suggest_stages"]

# Words of names -> the stage they speak of; the first that matches decides. English and Russian.
_WORDS = (
    (_("Leave"), "cancel|churn|unsubscrib|terminat|withdraw|return|refund|leave|отказ|отмен|возврат|расторж"),
    (
        _("Get help"),
        "help|support|complain|ticket|call|chat|question|error|fault|appeal|жалоб|помощ|поддерж|звонок|чат|обращен",
    ),
    (_("Use"), "use|usage|log ?in|bill|invoice|renew|upgrade|survey|счет|счёт|вход|продлен|использов"),
    (
        _("Set up"),
        "deliver|install|activat|ship|courier|onboard|set ?up|parcel|доставк|установк|подключ|активац|курьер",
    ),
    (_("Buy"), "pay|order|basket|cart|checkout|contract|sign|accept|approv|оплат|заказ|корзин|договор|покупк"),
    (_("Choose"), "compar|configur|offer|quote|choose|select|consult|calculat|сравн|выбор|предложен|расчет|расчёт"),
    (
        _("Discover"),
        "land|visit|search|browse|campaign|advert|view|home|store|submit|regist|create|"
        "визит|поиск|реклам|просмотр|регистр",
    ),
)
STEPS = 4
"""So many stages are made by position where names say nothing."""


def suggest_stages(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    """A stage for every touchpoint: by its name where most names speak, else by its mean position.

    Positions fall into four steps around their own middles, busy touchpoints counting for more.

    Returns
    -------
    dict
        Touchpoint id -> stage.
    """
    if not rows:
        return {}
    named = {row.id: stage for row in rows if (stage := _by_name(row.name))}
    events = Counter({row.id: row.events for row in rows})
    spoken = sum(events[number] for number in named)
    # Names that put nearly all into one stage say nothing either.
    commonest = Counter(named.values()).most_common(1)
    telling = spoken >= 0.6 * events.total() and commonest and commonest[0][1] <= 0.7 * len(rows)
    if not telling:
        return _by_position(rows)
    places: dict[str, list[float]] = {}
    for row in rows:
        if row.id in named:
            places.setdefault(named[row.id], []).append(row.position)
    middles = {stage: sum(at) / len(at) for stage, at in places.items()}
    return {row.id: named.get(row.id) or _nearest(row.position, middles) for row in rows}


def _by_name(name: str) -> str | None:
    text = re.sub(r"[_\W]+", " ", name.casefold())
    return next((stage for stage, words in _WORDS if re.search(rf"\b(?:{words})", text)), None)


def _nearest(position: float, middles: dict[str, float]) -> str:
    return min(middles, key=lambda stage: abs(middles[stage] - position))


def _by_position(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    """Weighted k-means in one dimension, begun at the quantiles, so that it gives the same each time."""
    ordered = sorted(rows, key=lambda row: row.position)
    position = np.array([row.position for row in ordered])
    # Roots, so that one busy touchpoint does not make a stage of its own.
    weight = np.sqrt([max(1, row.events) for row in ordered])
    steps = min(STEPS, len(np.unique(position)))
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
    rank = {k: i for i, k in enumerate(np.unique(nearest), start=1)}
    return {row.id: _("Step {n}").format(n=rank[k]) for row, k in zip(ordered, nearest, strict=True)}
