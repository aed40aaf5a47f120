"""The gates: the touchpoints that every journey passes on its way to the goal, unless it leaves at one.

At which gate a journey leaves is settled by a number of its own, apart from everything that it meets between
the gates. So in a sample without plants, neither an error nor a chat, neither a wait nor a change of channel
goes with a better or worse end: what an analysis finds there is chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.sample.draws import Draws, Ints
from journey.sample.hours import CHANNELS, DAY, HOUR, come_back, is_automatic, on_duty
from journey.sample.touchpoints import CODES
from journey.sample.walk import Walk

__all__ = ["GATES", "Gate", "Wait", "fates"]

_WEB, _APP, _SHOP, _CALL, _CHAT, _MAIL, _COURIER = range(len(CHANNELS))


@dataclass(frozen=True)
class Wait:
    """The time to a gate: a share goes on at once, the others come back later; both log-normal.

    Attributes
    ----------
    at_once : float
        Share that goes on in the same session, after a median of `minutes`.
    days, spread : float
        Median of the others, and the standard deviation of its logarithm.
    """

    at_once: float
    minutes: float
    days: float
    spread: float = 0.6

    def until(self, draws: Draws, stream: str, who: Ints, since: Ints, channel: Ints) -> Ints:
        """When each journey reaches the gate, in the opening hours of the channel it uses there."""
        seconds = draws.lognormal(f"{stream}/minutes", who, self.minutes * 60, 0.7)
        short = since + np.maximum(seconds, 20).astype(np.int64)
        short = np.where(is_automatic(channel), short, on_duty(draws, f"{stream}/soon", who, short, channel))
        days = draws.lognormal(f"{stream}/days", who, self.days * DAY, self.spread)
        late = come_back(draws, stream, who, since, np.maximum(days, 0.5 * HOUR), channel)
        return np.where(draws.chance(f"{stream}/at once", who, self.at_once), short, late)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One gate.

    Attributes
    ----------
    name : str
        Its touchpoint, or what stands for several (``Entry``, ``Handing over``, ``Connection``).
    leaving, cancelling : float
        Share of the journeys there that go no further; share of those that cancel the order, the others fall silent.
    channel : str
        The one channel it uses; empty: the customer's own, unless `instead` names another for it.
    choosing : bool
        Whether a customer may turn up in a new channel.
    home : bool
        Only plans with an installation pass it.
    """

    name: str
    leaving: float = 0.0
    cancelling: float = 0.0
    wait: Wait = Wait(1.0, 1.0, 1.0)
    channel: str = ""
    instead: tuple[tuple[int, int], ...] = ()
    choosing: bool = False
    home: bool = False

    def touchpoint(self, walk: Walk, who: Ints) -> Ints:
        """The code of the touchpoint each journey meets here."""
        if self.name == "Entry":
            by_channel = [CODES[name] for name in ("Landing page", "Landing page", "Shop visit", "Sales call")]
            return np.array(by_channel)[walk.channel[who]]
        if self.name == "Handing over":
            return np.where(walk.picks_up[who], CODES["Shop pick-up"], CODES["Parcel delivered"])
        if self.name == "Connection":
            return np.where(walk.people.home[who], CODES["Installation booked"], CODES["SIM registered"])
        return np.full(len(who), CODES[self.name])

    def where(self, walk: Walk, who: Ints) -> Ints:
        """The channel each journey uses here."""
        if self.name == "Handing over":
            return np.where(walk.picks_up[who], _SHOP, _COURIER)
        if self.channel:
            return np.full(len(who), CHANNELS.index(self.channel))
        other = np.arange(len(CHANNELS))
        for own, used in self.instead:
            other[own] = used
        return other[walk.channel[who]]


GATES = (
    Gate(name="Entry", leaving=0.08),
    Gate(name="Compare plans", leaving=0.17, wait=Wait(0.85, 4, 0.9), choosing=True),
    Gate(name="Configure plan", leaving=0.10, wait=Wait(0.45, 12, 1.4, 0.7), choosing=True),
    Gate(name="Basket", leaving=0.15, wait=Wait(0.72, 6, 0.8), choosing=True),
    Gate(
        name="Upload documents", leaving=0.08, wait=Wait(0.66, 9, 1.2), choosing=True,
        instead=((_CALL, _MAIL),),
    ),
    Gate(name="Documents approved", wait=Wait(0.0, 1, 0.5, 0.45), channel="e-mail"),
    Gate(name="Payment", leaving=0.08, wait=Wait(0.3, 40, 0.5), choosing=True, instead=((_CALL, _WEB),)),
    Gate(name="Order confirmation", leaving=0.04, cancelling=0.8, wait=Wait(1.0, 2, 1.0), channel="e-mail"),
    Gate(name="Parcel sent", wait=Wait(0.0, 1, 0.9, 0.4), channel="courier"),
    Gate(name="Handing over", leaving=0.03, cancelling=0.7, wait=Wait(0.0, 1, 2.0, 0.35)),
    Gate(
        name="Connection", leaving=0.04, cancelling=0.7, wait=Wait(0.4, 50, 0.9), choosing=True,
        instead=((_SHOP, _CALL),),
    ),
    Gate(
        name="Installation visit", wait=Wait(0.0, 1, 4.5, 0.35), channel="courier", home=True
    ),
    Gate(name="Service activated", wait=Wait(0.85, 35, 0.4), channel="e-mail"),
)  # fmt: skip


def fates(walk: Walk) -> Ints:
    """The number of the gate at which each journey will leave; past the last one for those who reach the goal."""
    everyone = np.arange(walk.people.count, dtype=np.int64)
    fate = np.full(walk.people.count, len(GATES), dtype=np.int64)
    for number in reversed(range(len(GATES))):
        leaves = walk.draws.chance(f"leave/{GATES[number].name}", everyone, GATES[number].leaving)
        fate[leaves] = number
    return fate
