"""The time between two gates."""

from __future__ import annotations

from dataclasses import dataclass

from journey.sample.draws import Bools, Ints

__all__ = ["Gap"]


@dataclass
class Gap:
    """The time between a gate and the next one, for the journeys that go on.

    Attributes
    ----------
    after : str
        The gate they come from.
    who, since, due, channel : int arrays
        Journeys, when they left the gate, when they reach the next, and the channel they left it in.
    until : int array
        When their last detour is over; `since` for those without one.
    early : bool array
        Journeys that would leave at the next gate, and go no further if a detour comes in between.
    """

    after: str
    who: Ints
    since: Ints
    until: Ints
    due: Ints
    channel: Ints
    early: Bools
