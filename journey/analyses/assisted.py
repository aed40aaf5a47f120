"""Contacts with a person: which touchpoints are some, and in which channels somebody serves the customer."""

from __future__ import annotations

import re

from journey.store.selection import Selection

__all__ = ["assisted_channels", "contact_nodes", "contact_touchpoints", "is_assisted", "is_contact"]

_CONTACT = re.compile(
    r"\b(calls?|called|phone|chat|agent|complain\w*|ticket|hotline|help ?desk|customer (comment|message|reply))\b"
    r"|звон|чат|жалоб|обращен",
    re.IGNORECASE,
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
    """Ids of the touchpoints that are contacts with a person: those that people said so of, and by its name what a
    customer starts. The answer of an agent is the company's part of a contact, and none of its own."""
    rows = selection.run("SELECT id, name, assisted, by_company FROM touchpoint ORDER BY id")
    return [
        number
        for number, name, assisted, by_company in rows
        if (is_contact(name) and not _is_answer(selection, number, by_company) if assisted is None else assisted)
    ]


def contact_nodes(selection: Selection) -> set[int]:
    """The nodes of a selection that are contacts with a person: touchpoints as `contact_touchpoints` has them; a
    stage, a channel, or a touchpoint in one, by its name."""
    touchpoints = set(contact_touchpoints(selection))
    rows = selection.run(
        f"""SELECT n.id, n.name, t.id IS NOT NULL
            FROM {selection.nodes} n LEFT JOIN touchpoint t ON t.id = n.id AND t.name = n.name"""
    )
    return {node for node, name, own in rows if (node in touchpoints if own else is_contact(name))}


def _is_answer(selection: Selection, touchpoint: int, by_company: bool | None) -> bool:
    """Whether the company starts all of it. Of what customers start, one of the first events tells that."""
    if by_company is not None:
        return by_company
    return not selection.run("SELECT 1 FROM event WHERE node = ? AND NOT by_company LIMIT 1", [touchpoint])


def assisted_channels(selection: Selection) -> list[int]:
    """Ids of the channels in which somebody serves the customer."""
    rows = selection.run("SELECT id, name, assisted FROM channel ORDER BY id")
    return [number for number, name, assisted in rows if (is_assisted(name) if assisted is None else assisted)]
