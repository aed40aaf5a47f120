"""Natural detours: what happens between two gates now and then, whoever it happens to.

A detour takes place inside the time to the next gate. It neither moves that gate nor decides who gets there; it only
gives some of those who would leave at that gate a sooner place to leave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.sample.contacts import call, chat
from journey.sample.draws import Bools, Ints
from journey.sample.hours import CHANNELS, HOUR, is_online, is_open
from journey.sample.plants import SILENCE_SHARE
from journey.sample.walk import Walk

__all__ = ["DETOURS", "Detour", "Gap", "take_detours"]

LEAVES_EARLY = 0.5


@dataclass
class Gap:
    """The time between a gate and the next one, for the journeys that go on.

    Attributes
    ----------
    after : str
        The gate they come from.
    who, since, due, channel : int arrays
        Journeys, when they left the gate, when they reach the next, and the channel they left it in.
    early : bool array
        Journeys that would leave at the next gate, and go no further if a detour comes in between.
    """

    after: str
    who: Ints
    since: Ints
    due: Ints
    channel: Ints
    early: Bools


@dataclass(frozen=True)
class Detour:
    """Touchpoints that a share of the journeys meets on the way from a gate to the next.

    Attributes
    ----------
    after : str
        The gate.
    share : float
        Of the journeys that go on from there.
    chain : tuple of str
        Touchpoints; those after the first lead back to the path.
    place : str
        ``within`` the gap, anywhere; ``soon``, minutes after the gate; ``eve``, the day before the next gate;
        ``next day``, 20 hours after the gate if nothing else happened.
    channel : str
        Its channel; empty: the one the customer is in.
    online, home : bool
        Happens on web and app only; to plans with an installation only.
    """

    after: str
    share: float
    chain: tuple[str, ...]
    place: str = "within"
    channel: str = ""
    online: bool = False
    home: bool = False

    @property
    def stream(self) -> str:
        return f"detour/{self.after}/{'/'.join(self.chain)}"


DETOURS = (
    Detour("Entry", 0.12, ("Coverage check",)),
    Detour("Compare plans", 0.36, ("Coverage check",)),
    Detour("Compare plans", 0.34, ("Compare plans",)),
    Detour("Compare plans", 0.12, ("Compare plans", "Compare plans")),
    Detour("Compare plans", 0.06, ("Help article",), online=True),
    Detour("Compare plans", 0.07, ("Chat with agent",)),
    Detour("Compare plans", 0.04, ("Call with agent",)),
    Detour("Compare plans", 0.5, ("Offer e-mail",), "next day", "e-mail"),
    Detour("Configure plan", 0.14, ("Compare plans", "Configure plan")),
    Detour("Configure plan", 0.08, ("Coverage check",)),
    Detour("Configure plan", 0.16, ("Configure plan",)),
    Detour("Configure plan", 0.08, ("Chat with agent",)),
    Detour("Configure plan", 0.04, ("Call with agent",)),
    Detour("Basket", 0.9, ("Reminder e-mail",), "next day", "e-mail"),
    Detour("Basket", 0.09, ("Configure plan", "Basket")),
    Detour("Basket", 0.12, ("Basket",)),
    Detour("Basket", 0.06, ("Help article",), online=True),
    Detour("Basket", 0.06, ("Chat with agent",)),
    Detour("Upload documents", 0.18, ("Upload documents",), "soon", online=True),
    Detour("Upload documents", 0.04, ("Chat with agent",)),
    Detour("Upload documents", 0.04, ("Call with agent",)),
    Detour("Documents approved", 0.1, ("Basket",)),
    Detour("Documents approved", 0.04, ("Help article",), online=True),
    Detour("Payment", 0.045, ("Payment error", "Payment"), "soon", online=True),
    Detour("Order confirmation", 0.05, ("Chat with agent",)),
    Detour("Order confirmation", 0.04, ("Call with agent",)),
    Detour("Parcel sent", 0.06, ("Delivery missed",), "eve", "courier"),
    Detour("Parcel sent", 0.05, ("Chat with agent",)),
    Detour("Handing over", 0.1, ("Help article",), online=True),
    Detour("Handing over", 0.04, ("Chat with agent",)),
    Detour("Connection", 0.18, ("Installation rescheduled",), "within", "call centre", home=True),
    Detour("Connection", 0.05, ("Call with agent",)),
)


def take_detours(walk: Walk, gap: Gap) -> None:
    """Everybody in the gap takes the natural detours that fall to them; early leavers end at their last one."""
    until = gap.since.copy()
    for detour in DETOURS:
        if detour.after == gap.after:
            _take(walk, gap, detour, until)
    met = until > gap.since
    gap.due = np.where(met, np.maximum(gap.due, until + 45), gap.due)
    ends = met & gap.early
    walk.end(gap.who[ends], until[ends])


def _take(walk: Walk, gap: Gap, detour: Detour, until: Ints) -> None:
    first = _first_time(walk, gap, detour)
    where = np.full(len(gap.who), CHANNELS.index(detour.channel)) if detour.channel else gap.channel
    contact = {"Chat with agent": "chat", "Call with agent": "call centre"}.get(detour.chain[0])
    if contact:
        where = np.full(len(gap.who), CHANNELS.index(contact))
    taken = walk.draws.chance(detour.stream, gap.who, detour.share) & (first > 0) & is_open(first, where)
    if detour.online:
        taken &= is_online(gap.channel)
    if detour.home:
        taken &= walk.people.home[gap.who]
    who, when = gap.who[taken], first[taken]
    if contact:
        when = (chat if contact == "chat" else call)(walk, detour.stream, who, when)
    else:
        when = _follow(walk, detour, who, when, where[taken], gap.early[taken])
    until[taken] = np.maximum(until[taken], when)


def _first_time(walk: Walk, gap: Gap, detour: Detour) -> Ints:
    """When the detour starts in each journey; -1 where it does not fit."""
    span = gap.due - gap.since
    u = walk.draws.uniform(f"{detour.stream}/time", gap.who)
    if detour.place == "soon":
        return gap.since + 25 + (u * 150).astype(np.int64)
    if detour.place == "eve":
        return np.where(span > 34 * HOUR, gap.due - ((17 + 14 * u) * HOUR).astype(np.int64), -1)
    if detour.place == "next day":
        return np.where(span > 21 * HOUR, gap.since + 20 * HOUR + (u * 600).astype(np.int64), -1)
    return gap.since + np.maximum((span * (0.08 + 0.8 * u)).astype(np.int64), 20)


def _follow(walk: Walk, detour: Detour, who: Ints, when: Ints, where: Ints, early: Bools) -> Ints:
    """Leave the events of the chain; those who leave early skip what would lead back."""
    walk.visit(who, detour.chain[0], when, where)
    if detour.chain[0] == "Installation rescheduled":
        silent = walk.within("moved_installation_silence", when)
        silent &= walk.draws.chance("moved_installation_silence", who, SILENCE_SHARE)
        walk.end(who[silent], when[silent])
    ended = when.copy()
    for turn, touchpoint in enumerate(detour.chain[1:]):
        pause = walk.draws.lognormal(f"{detour.stream}/pause", who, 180.0, 0.6, turn)
        when = when + np.maximum(pause, 20).astype(np.int64)
        walk.visit(who[~early], touchpoint, when[~early], where[~early])
        ended = np.where(early, ended, when)
    return ended
