"""What the friction list is made of: kinds, places, and what is at stake there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journey.model import Interval

__all__ = ["KINDS", "Friction", "Kind", "Peak", "Place", "Stake"]


class Kind(StrEnum):
    """The components of friction that are ranked (docs/definitions.md: friction), and surveys that hear some better."""

    DETOUR = "detour"
    REPEAT = "repeat"
    BACKTRACK = "backtrack"
    PING_PONG = "ping-pong"
    WAIT = "wait"
    SWITCH = "channel switch"
    FORCED = "forced switch"
    CONTACT = "repeat contact"
    ANSWER = "answer bias"


KINDS = tuple(kind for kind in Kind if kind is not Kind.ANSWER)
"""Those that are compared at the moment they begin."""


@dataclass(frozen=True, order=True)
class Place:
    """Where it happens: a touchpoint, or with `target` the transition from it. Ids as in the flow map of the scope."""

    kind: Kind
    source: int
    target: int | None = None


@dataclass(frozen=True)
class Stake:
    """What goes with a friction, compared at the moment it begins.

    Attributes
    ----------
    journeys, customers : int
        Affected: mature journeys that had not ended yet, and whose they are.
    compared : int
        Journeys at the same moments that were not affected.
    visits : int
        Arrivals at those moments, affected or not; for a detour a journey may count at several.
    at_stake : Interval
        Journeys that would complete besides, did the affected ones complete as often as those compared with them;
        n is `customers`. Blank where nobody could be compared.
    conversion, expected : float or None
        Share completed of the affected, and of those they are compared with, weighted alike.
    unmatched : float
        Share of the affected that nobody could be compared with; they count nothing.
    p : float
        That chance alone puts as much at stake, two-sided; 1 where nothing is.
    of : int
        Journeys that could be affected: for a detour all that are judged; 0: as many as there are visits.
    """

    journeys: int
    customers: int
    compared: int
    visits: int
    at_stake: Interval
    conversion: float | None
    expected: float | None
    unmatched: float
    p: float
    of: int = 0

    @property
    def share(self) -> float:
        """The severity: affected, of those who could be."""
        return self.journeys / (self.of or self.visits) if self.visits else 0.0


@dataclass(frozen=True)
class Peak:
    """Where a friction concentrates: a group, or a period, that has more of what is at stake than its part of journeys.

    Attributes
    ----------
    what : str
        Name of the attribute; "" for the channel or, with `since`, the period.
    value : str
        Its value, or the channel.
    since, until : date or None
        First and last day of a period.
    share, expected : float
        Its part of what is at stake, and of the journeys at the place.
    """

    what: str
    value: str
    since: date | None
    until: date | None
    share: float
    expected: float


@dataclass(frozen=True)
class Friction:
    """One line of the list.

    Attributes
    ----------
    name, target : str, str or None
        The place, by the names of the log.
    stage : str or None
        Stage of the place.
    q : float
        p after Benjamini-Hochberg over all that were tested; 1 where it was not.
    above : bool
        At stake, and unlikely by chance: ranked.
    after : int
        Journeys hit after their end was decided, where nothing of it can be at stake any more.
    extra : float
        Journeys hit beyond what is usual at the place, where a group is hit far more than the others; else 0.
    gap : float
        Of a survey: how much better those who answered had rated other things, 0..1.
    peaks : tuple of Peak
        The strongest first.
    trend : tuple of float
        At stake by week of the moment, the first week of the scope first.
    weeks : tuple of date
        Mondays of the trend.
    also : tuple of Friction
        The same journeys seen from other places: folded here.
    value : float or None
        Money at stake, where a value per completed journey is known.
    """

    place: Place
    name: str
    target: str | None
    stage: str | None
    stake: Stake
    q: float
    above: bool
    after: int = 0
    extra: float = 0.0
    gap: float = 0.0
    peaks: tuple[Peak, ...] = ()
    trend: tuple[float, ...] = ()
    weeks: tuple[date, ...] = ()
    also: tuple[Friction, ...] = ()
    value: float | None = None
