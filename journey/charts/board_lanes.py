"""The lanes of the board that come from the log: a cell for each stage.

A cell ``opens`` the metric that it shows (a key of `analyses.metric_catalogue`), with the journeys behind it; comments
open the page Voice.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from journey.analyses.board import Stage
from journey.analyses.interval import MINIMUM_N
from journey.analyses.stage_contacts import Contact
from journey.charts.label import clean, compact
from journey.model import Interval
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, number, percent

__all__ = ["CELLS", "as_address", "contacts", "thin"]

MOST_CONTACTS = 5
OVER = 0.005
"""A cost that much over its plan is told."""
_ICONS = {
    "web": ("web", "site", "internet", "online", "portal", "browser", "сайт"),
    "app": ("app", "mobile", "приложение"),
    "mail": ("mail", "letter", "sms", "newsletter", "почт"),
    "phone": ("phone", "call", "hotline", "телефон", "звон"),
    "shop": ("shop", "store", "branch", "office", "desk", "counter", "магазин", "офис"),
    "chat": ("chat", "messenger", "чат"),
    "courier": ("courier", "delivery", "parcel", "post", "курьер"),
}


def as_address(picture: bytes | None) -> str:
    """A picture (a WebP) as an address that holds it; empty for none."""
    return "" if picture is None else f"data:image/webp;base64,{base64.b64encode(picture).decode()}"


def thin(figure: Interval) -> bool:
    """Whether it rests on fewer journeys or answers than a figure should."""
    return 0 < figure.rests_on < MINIMUM_N


def contacts(stage: Stage, pictures: Mapping[int, bytes]) -> dict[str, Any]:
    """The touchpoints of a stage as chips, the busiest first."""
    more = len(stage.contacts) - MOST_CONTACTS
    return {
        "chips": [
            {
                "id": contact.id,
                "name": clean(contact.name),
                "value": compact(contact.events),
                "icon": _icon(contact.channel) if contact.channel else "",
                "channel": clean(contact.channel or ""),
                "truth": contact.moment_of_truth,
                "floating": contact.floating,
                "picture": as_address(pictures.get(contact.id)),
                "facts": " · ".join(_facts(contact)),
            }
            for contact in stage.contacts[:MOST_CONTACTS]
        ],
        "more": _("+{n} more").format(n=more) if more > 0 else "",
    }


def _facts(contact: Contact) -> list[str]:
    facts = [clean(contact.name), clean(contact.channel or "")]
    if contact.moment_of_truth:
        facts.append(_("moment of truth"))
    if contact.floating:
        facts.append(_("floating: counted to the stage of the event before it"))
    if contact.target_wait_s is not None:
        target = _("target {time}: {share} of {n} wait longer").format(
            time=duration(contact.target_wait_s), share=percent(contact.late.value), n=count(contact.late.n)
        )
        facts.append(target)
    return [fact for fact in facts if fact]


def _icon(channel: str | None) -> str:
    name = (channel or "").lower()
    return next((icon for icon, words in _ICONS.items() if any(word in name for word in words)), "other")


def _reach(stage: Stage) -> dict[str, Any]:
    lost = stage.lost
    detail = _("{n} journeys").format(n=count(stage.journeys))
    return {
        "value": percent(stage.reach),
        "bar": stage.reach,
        "detail": detail,
        "warn": "" if lost.value is None else _("lost here {share}").format(share=interval(lost)),
        "thin": not lost.value or thin(lost),
        "opens": "reached",
        "warn_opens": "lost",
    }


def _time(stage: Stage) -> dict[str, Any]:
    late = stage.late
    warn = _("{share} wait longer than the target").format(share=percent(late.value)) if late.value else ""
    if stage.time_median_s is None:
        return {"value": "–", "detail": "", "warn": warn, "thin": thin(late), "opens": ""}
    # One event takes no time: "0 s" would be read as a measurement.
    parts = [_("p90 {time}").format(time=duration(stage.time_p90_s))] if stage.time_p90_s else []
    if stage.onward_median_s is not None:
        parts.append(_("then {time} to the next").format(time=duration(stage.onward_median_s)))
    value = duration(stage.time_median_s) if stage.time_median_s else _("one event")
    return {"value": value, "detail": " · ".join(parts), "warn": warn, "thin": thin(late), "opens": "time"}


def _repeats(stage: Stage) -> dict[str, Any]:
    back = stage.backtracks
    return {
        "value": percent(stage.repeats.value),
        "detail": _("come again") if stage.repeats.value is not None else "",
        "warn": _("{share} of {n} departures go back").format(share=percent(back.value), n=count(back.n))
        if back.value
        else "",
        "thin": thin(back),
        "opens": "repeats",
    }


def _cost(stage: Stage) -> dict[str, Any]:
    planned, spent = stage.planned_cost, stage.cost_of_planned
    if stage.cost is None and planned is None:
        return {"value": "–", "detail": ""}
    detail = _("a journey that comes here")
    if planned is None:
        return {"value": number(stage.cost), "detail": detail, "opens": "cost"}
    if spent is None:
        return {
            "value": number(stage.cost),
            "detail": _("planned {cost}").format(cost=number(planned)),
            "opens": "cost",
        }
    over = spent / planned - 1 if planned else 0.0
    text = _("planned {cost}, spent {spent} there").format(cost=number(planned), spent=number(spent))
    warn = _("{share} over the plan").format(share=percent(over)) if over >= OVER else ""
    return {"value": number(stage.cost), "detail": f"{detail} · {text}", "warn": warn, "opens": "cost"}


def _voice(stage: Stage) -> dict[str, Any]:
    return {
        "quotes": [clean(text) for text in stage.quotes],
        "detail": ngettext("{n} comment", "{n} comments", stage.comments).format(n=count(stage.comments))
        if stage.comments
        else "",
        "opens": "voice",
    }


def _switches(stage: Stage) -> dict[str, Any]:
    switches, forced = stage.switches, stage.forced
    return {
        "value": percent(switches.value),
        "detail": _("of {n} departures").format(n=count(switches.n)) if switches.n else "",
        "warn": _("{share} have to, from self-service to assisted").format(share=percent(forced.value))
        if forced.value
        else "",
        "thin": thin(forced),
        "opens": "reached",
    }


CELLS = {"reach": _reach, "time": _time, "repeats": _repeats, "switches": _switches, "cost": _cost, "voice": _voice}
"""Lane -> what draws a stage's cell of it."""
