"""The journeys on their way: clock, channel and mood of each, and the events they leave behind."""

from __future__ import annotations

import numpy as np

from journey.sample.draws import Bools, Draws, Floats, Ints
from journey.sample.hours import CHANNELS, END
from journey.sample.people import People
from journey.sample.plants import Plant
from journey.sample.touchpoints import CODES, TOUCHPOINTS

__all__ = ["NONE", "PARTNERS", "Events", "Walk"]

PARTNERS = ("Alder Check", "Birch Check", "Cedar Check", "Fjord Install", "Delta Install", "Nimbus Install")
NONE = -1
_CHECK_SHARES = (0.38, 0.32, 0.30)
_INSTALL_SHARES = (0.4, 0.35, 0.25)
_PICK_UP_SHARE = 0.1
_STING = np.array([touchpoint.sting for touchpoint in TOUCHPOINTS])
_SEGMENT_MOOD = np.array([0.1, 0.0, 0.05, 0.15, -0.2])


class Events:
    """Events as columns, in order of journey and time.

    Attributes
    ----------
    journey, time, touchpoint, channel, sore, nps : int arrays
        `sore` is the touchpoint that has hurt most so far; `sore` and `nps` are NONE (-1) where there is none.
    mood : float array
        Standard deviations around the average customer.
    """

    def __init__(self, parts: list[tuple[Ints, ...]], moods: list[Floats], last: Ints) -> None:
        journey, time, touchpoint, channel, sore, nps = (np.concatenate(column) for column in zip(*parts, strict=True))
        kept = np.flatnonzero((time < END) & (time <= last[journey]))
        # A stable sort: what happens in the same second stays in the order in which it was told.
        order = kept[np.lexsort((time[kept], journey[kept]))]
        self.journey, self.time, self.touchpoint = journey[order], time[order], touchpoint[order]
        self.channel, self.sore, self.nps = channel[order], sore[order], nps[order]
        self.mood = np.concatenate(moods)[order]

    @property
    def count(self) -> int:
        return len(self.journey)


class Walk:
    """All journeys at once; every method takes the numbers of those it is about.

    Attributes
    ----------
    clock, channel : int array
        Where each journey stands: seconds since the start of the log, the channel the customer is in.
    alive : bool array
        Still on the way. `last` is the second after which a journey leaves no event.
    mood : float array
        Falls with each touchpoint that stings.
    checker, installer : int array
        The partner that checks the documents, and the one that installs; index of `PARTNERS`.
    picks_up : bool array
        Whether the parcel is picked up in the shop.
    gives_up : bool array
        Whether the customer goes no further than the next gate, tired of waiting.
    """

    def __init__(self, draws: Draws, folk: People, plants: dict[str, Plant]) -> None:
        everyone = np.arange(folk.count, dtype=np.int64)
        self.draws = draws
        self.people = folk
        self.plants = plants
        self.clock = folk.start.copy()
        self.channel = folk.channel.copy()
        self.alive = np.ones(folk.count, dtype=bool)
        self.last = np.full(folk.count, END, dtype=np.int64)
        self.mood = draws.normal("mood", everyone) + _SEGMENT_MOOD[folk.segment]
        self.checker = draws.pick("checker", everyone, _CHECK_SHARES)
        self.installer = draws.pick("installer", everyone, _INSTALL_SHARES) + len(_CHECK_SHARES)
        self.picks_up = draws.chance("picks up", everyone, _PICK_UP_SHARE)
        self.gives_up = np.zeros(folk.count, dtype=bool)
        self._soreness = np.zeros(folk.count)
        self._sore = np.full(folk.count, NONE, dtype=np.int64)
        self._parts: list[tuple[Ints, ...]] = []
        self._moods: list[Floats] = []

    def visit(
        self,
        who: Ints,
        touchpoint: str | Ints,
        when: Ints,
        channel: str | Ints,
        nps: Ints | None = None,
    ) -> None:
        """Journeys meet a touchpoint: they remember it, and their mood falls by its sting."""
        code = np.full(len(who), CODES[touchpoint]) if isinstance(touchpoint, str) else touchpoint
        where = np.full(len(who), CHANNELS.index(channel)) if isinstance(channel, str) else channel
        self.hurt(who, _STING[code], code)
        answer = np.full(len(who), NONE) if nps is None else nps
        self._parts.append((who, when, code, where, self._sore[who], answer))
        self._moods.append(self.mood[who])

    def hurt(self, who: Ints, sting: float | Floats, touchpoint: str | Ints) -> None:
        """Lower the mood, and remember the touchpoint if nothing was worse so far."""
        code = np.full(len(who), CODES[touchpoint]) if isinstance(touchpoint, str) else touchpoint
        self.mood[who] -= sting
        worse = sting > self._soreness[who]
        self._soreness[who] = np.where(worse, sting, self._soreness[who])
        self._sore[who] = np.where(worse, code, self._sore[who])

    def end(self, who: Ints, when: Ints) -> None:
        """Journeys end then; what they would have done later does not happen."""
        self.alive[who] = False
        self.last[who] = np.minimum(self.last[who], when)

    def within(self, plant: str, when: Ints) -> Bools:
        """Whether the plant is in the sample and covers those times."""
        if plant not in self.plants:
            return np.zeros(len(when), dtype=bool)
        return self.plants[plant].covers(when)

    def events(self) -> Events:
        """What happened, in order."""
        return Events(self._parts, self._moods, self.last)
