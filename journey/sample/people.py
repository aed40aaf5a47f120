"""Who sets out: customers, their attributes, and when and where each of their journeys starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.sample.draws import Bools, Draws, Ints
from journey.sample.hours import CHANNELS, DAY, arrivals

__all__ = ["PLANS", "REGIONS", "SEGMENTS", "People", "people"]

# Share of customers, and how often each segment prefers web, app, shop, call centre.
_SEGMENTS = {
    "Student": (0.18, (0.32, 0.58, 0.06, 0.04)),
    "Single": (0.22, (0.38, 0.46, 0.09, 0.07)),
    "Family": (0.30, (0.40, 0.37, 0.14, 0.09)),
    "Senior": (0.16, (0.32, 0.10, 0.32, 0.26)),
    "Small business": (0.14, (0.50, 0.20, 0.13, 0.17)),
}
_REGIONS = {"Capital": 0.24, "North": 0.28, "East": 0.15, "South": 0.18, "West": 0.15}
_PLANS = {"Mobile Start": 0.22, "Mobile Plus": 0.20, "Home Fibre": 0.29, "Home Bundle": 0.29}

SEGMENTS = tuple(_SEGMENTS)
REGIONS = tuple(_REGIONS)
PLANS = tuple(_PLANS)
PREFERENCES = tuple(channels for _, channels in _SEGMENTS.values())
_RETURNING = 0.2
_RETURN_AFTER = 28 * DAY


@dataclass(frozen=True)
class People:
    """One entry a journey, in order of start. Codes index SEGMENTS, REGIONS, PLANS and CHANNELS.

    Attributes
    ----------
    start : int array
        Seconds since the start of the log.
    customer : int array
        Number of the customer, by first journey.
    """

    start: Ints
    customer: Ints
    segment: Ints
    region: Ints
    plan: Ints
    channel: Ints

    @property
    def count(self) -> int:
        return len(self.start)

    @property
    def home(self) -> Bools:
        """Whether the plan needs an installation."""
        return np.asarray(self.plan >= 2)


def people(draws: Draws, journeys: int) -> People:
    """Draw the customers of so many journeys; about one journey in six is a customer's second or later."""
    everyone = np.arange(journeys, dtype=np.int64)
    segment = draws.pick("segment", everyone, [share for share, _ in _SEGMENTS.values()])
    channel = prefer(draws, "channel", everyone, segment)
    start = arrivals(draws, everyone, channel)
    order = np.argsort(start, kind="stable")
    start, segment, channel = start[order], segment[order], channel[order]
    first = _first_journey(draws, start, segment)
    region = draws.pick("region", everyone, list(_REGIONS.values()))[first]
    customer = np.unique(first, return_inverse=True)[1].astype(np.int64)
    return People(start, customer, segment, region, draws.pick("plan", everyone, list(_PLANS.values())), channel)


def prefer(draws: Draws, stream: str, who: Ints, segment: Ints, turn: int = 0) -> Ints:
    """The channel a customer of that segment takes up: web, app, shop or call centre."""
    edges = np.cumsum(np.asarray(PREFERENCES), axis=1)
    below = edges[segment] <= draws.uniform(stream, who, turn)[:, None]
    return np.asarray(np.minimum(below.sum(axis=1), len(PREFERENCES[0]) - 1), dtype=np.int64)


def _first_journey(draws: Draws, start: Ints, segment: Ints) -> Ints:
    """The first journey of the customer of each journey; itself for those who are new."""
    first = np.arange(len(start), dtype=np.int64)
    for number in range(len(SEGMENTS)):
        mine = np.flatnonzero(segment == number)
        earlier = np.searchsorted(start[mine], start[mine] - _RETURN_AFTER)
        returns = draws.chance("returns", mine, _RETURNING) & (earlier > 0)
        whose = (draws.uniform("returns/whose", mine) * earlier).astype(np.int64)
        first[mine[returns]] = mine[whose[returns]]
    while not np.array_equal(first[first], first):
        first = first[first]
    return first


assert CHANNELS[:4] == ("web", "app", "shop", "call centre"), "preferences are given in this order"
