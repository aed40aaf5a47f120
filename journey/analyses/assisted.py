"""Contacts with a person: which touchpoints are some, and in which channels somebody serves the customer."""

from __future__ import annotations

import re

from journey.store.selection import Selection

__all__ = ["assisted_channels", "contact_touchpoints", "is_assisted", "is_contact"]

_CONTACT = re.compile(
    r"\b(calls?|called|phone|chat|agent|complain\w*|ticket|hotline|help ?desk)\b|звон|чат|жалоб|обращен", re.IGNORECASE
)
_ASSISTED = re.compile(
    r"\b(calls?|call.?cent(er|re)|phone|shop|store|branch|desk|counter|chat|agent|hotline)\b|звон|телефон|магазин|офис|чат",
    re.IGNORECASE,
)


def is_contact(touchpoint: str) -> bool:
    """Whether a touchpoint is a contact with a person, by its name, where people have not said so.

    >>> is_contact("Call about the bill"), is_contact("Help article")
    (True, False)
    """
    return _CONTACT.search(touchpoint) is not None


def is_assisted(channel: str) -> bool:
    """Whether somebody serves the customer in a channel, by its name, where people have not said so.

    >>> is_assisted("call centre"), is_assisted("web")
    (True, False)
    """
    return _ASSISTED.search(channel) is not None


def contact_touchpoints(selection: Selection) -> list[int]:
    """Ids of the touchpoints that are contacts with a person."""
    rows = selection.run("SELECT id, name, assisted FROM touchpoint ORDER BY id")
    return [number for number, name, assisted in rows if (is_contact(name) if assisted is None else assisted)]


def assisted_channels(selection: Selection) -> list[int]:
    """Ids of the channels in which somebody serves the customer."""
    rows = selection.run("SELECT id, name, assisted FROM channel ORDER BY id")
    return [number for number, name, assisted in rows if (is_assisted(name) if assisted is None else assisted)]
