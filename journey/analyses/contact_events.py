"""Contacts among the events of journeys: how soon the company replies, and which of them settle the matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AGAIN_US", "VisitEvents", "replies_to", "settled"]

AGAIN_US = 7 * 86_400 * 1_000_000
"""A further contact so soon says that the first did not settle the matter."""

Array = NDArray[Any]


@dataclass(frozen=True)
class VisitEvents:
    """Events of whole journeys, in order; arrays of one shape."""

    journey: Array
    position: Array
    node: Array
    channel: Array
    time: Array
    stage: Array
    company: Array
    cost: Array
    planned: Array
    place: Array

    @property
    def key(self) -> Array:
        return self.journey.astype(np.int64) << 32 | self.position


def replies_to(events: VisitEvents, after: Array, contacts: Array) -> Array:
    """Microseconds from a contact to what the company does next, directly after it in its stage; else 0.

    Parameters
    ----------
    after : bool array
        Whether another event of the same journey follows.
    contacts : int array
        Ids of the touchpoints that are contacts.
    """
    found = np.zeros(len(after), dtype=np.int64)
    at = np.flatnonzero(np.isin(events.node, contacts) & ~events.company)
    last = _last_of_moment(events, after)[at]
    answered = after[last]
    at, reply = at[answered], last[answered] + 1
    told = events.company[reply] & (events.stage[at] == events.stage[reply])
    # A reply in the same moment still is one.
    found[at[told]] = np.maximum(1, events.time[reply[told]] - events.time[at[told]])
    return found


def settled(events: VisitEvents, contacts: Array, watched_until: int) -> tuple[Array, Array, Array]:
    """Which events are contacts, which of them can be watched for a week, and which of those settled the matter.

    Of several in one moment the first stands for all.
    """
    contact = np.isin(events.node, contacts)
    at = np.flatnonzero(contact)
    at = at[np.lexsort((events.position[at], events.stage[at], events.journey[at]))]

    def before(at: Array, within: int) -> Array:
        """Which of them another of the same journey and stage follows within so many microseconds."""
        found = np.zeros(len(at), dtype=np.bool_)
        found[:-1] = (
            (events.journey[at[1:]] == events.journey[at[:-1]])
            & (events.stage[at[1:]] == events.stage[at[:-1]])
            & (events.time[at[1:]] - events.time[at[:-1]] <= within)
        )
        return found

    same = np.zeros(len(at), dtype=np.bool_)
    same[1:] = before(at, 0)[:-1]
    contact[at[same]] = False
    at = at[~same]
    again = before(at, AGAIN_US)
    watched = contact & (events.time <= watched_until)
    resolved = watched.copy()
    resolved[at[again]] = False
    return contact, watched, resolved


def _last_of_moment(events: VisitEvents, after: Array) -> Array:
    """For each event the last of those that the customer starts in the same moment, directly after one another."""
    n = len(after)
    goes_on = np.zeros(n, dtype=np.bool_)
    goes_on[:-1] = after[:-1] & (events.time[1:] == events.time[:-1]) & ~events.company[1:] & ~events.company[:-1]
    last = np.where(goes_on, n, np.arange(n))
    found: Array = np.minimum.accumulate(last[::-1])[::-1]
    return found
