"""Natural detours: what happens between two gates now and then, whoever it happens to.

A detour takes place inside the time to the next gate. It hardly moves that gate and does not decide who gets
there; it only gives some of those who would leave at that gate a sooner place to leave. A touchpoint is first met in
one gap only, so where it leads tells nothing about how far the journey has come, nor about its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.sample.contacts import call, chat
from journey.sample.draws import Bools, Ints
from journey.sample.frictions import fall_silent
from journey.sample.gap import Gap
from journey.sample.hours import CHANNELS, END, HOUR, is_online, is_open
from journey.sample.walk import Walk

__all__ = ["DETOURS", "Detour", "take_detours"]


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
    Detour("Compare plans", 0.42, ("Coverage check",)),
    Detour("Compare plans", 0.34, ("Compare plans",)),
    Detour("Compare plans", 0.12, ("Compare plans", "Compare plans")),
    Detour("Compare plans", 0.5, ("Offer e-mail",), "next day", "e-mail"),
    Detour("Configure plan", 0.14, ("Compare plans", "Configure plan")),
    Detour("Configure plan", 0.18, ("Configure plan",)),
    Detour("Configure plan", 0.25, ("Chat with agent",), channel="chat"),
    Detour("Configure plan", 0.08, ("Call with agent",), channel="call centre"),
    Detour("Basket", 0.9, ("Reminder e-mail",), "next day", "e-mail"),
    Detour("Basket", 0.14, ("Basket",)),
    Detour("Basket", 0.05, ("Basket", "Basket")),
    Detour("Upload documents", 0.18, ("Upload documents",), "soon", online=True),
    Detour("Payment", 0.045, ("Payment error", "Payment"), "soon", online=True),
    Detour("Order confirmation", 0.04, ("Call about the delivery",), channel="call centre"),
    Detour("Parcel sent", 0.06, ("Delivery missed",), "eve", "courier"),
    Detour("Parcel sent", 0.04, ("Call about the delivery",), channel="call centre"),
    Detour("Handing over", 0.14, ("Help article",), online=True),
    Detour("Connection", 0.18, ("Installation rescheduled",), channel="e-mail", home=True),
)


def take_detours(walk: Walk, gap: Gap) -> None:
    """Everybody in the gap takes the natural detours that fall to them; early leavers end at their first one."""
    plans = [(detour, *_plan(walk, gap, detour)) for detour in DETOURS if detour.after == gap.after]
    # Nobody who is early goes on from a detour: those who do are alike, wherever they turn next.
    soonest = np.min([np.where(taken, when, END) for _, taken, when in plans], axis=0, initial=END)
    for detour, taken, when in plans:
        rows = np.flatnonzero(taken & (~gap.early | (when == soonest)))
        gap.until[rows] = np.maximum(gap.until[rows], _follow(walk, gap, detour, rows, when[rows]))
    met = gap.until > gap.since
    gap.due = np.where(met, np.maximum(gap.due, gap.until + 45), gap.due)
    ends = met & gap.early
    walk.end(gap.who[ends], gap.until[ends])


def _plan(walk: Walk, gap: Gap, detour: Detour) -> tuple[Bools, Ints]:
    """Who takes the detour, and when it starts."""
    when = _start(walk, gap, detour)
    taken = walk.draws.chance(detour.stream, gap.who, detour.share) & (when > 0)
    taken &= is_open(when, _channel(gap, detour, np.arange(len(gap.who))))
    if detour.online:
        taken &= is_online(gap.channel)
    if detour.chain == ("Delivery missed",):
        taken &= ~walk.picks_up[gap.who]
    if detour.home:
        taken &= walk.people.home[gap.who]
    return taken, when


def _channel(gap: Gap, detour: Detour, rows: Ints) -> Ints:
    return np.full(len(rows), CHANNELS.index(detour.channel)) if detour.channel else gap.channel[rows]


def _start(walk: Walk, gap: Gap, detour: Detour) -> Ints:
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


def _follow(walk: Walk, gap: Gap, detour: Detour, rows: Ints, when: Ints) -> Ints:
    """Leave the events of the chain; early leavers skip what would lead back. Returns when it is over."""
    who, early, channel = gap.who[rows], gap.early[rows], _channel(gap, detour, rows)
    if detour.channel == "chat":
        return chat(walk, detour.stream, who, when, staying=~early)
    if detour.channel == "call centre":
        return call(walk, detour.stream, who, when, detour.chain[0])
    walk.visit(who, detour.chain[0], when, channel)
    if detour.chain[0] == "Installation rescheduled":
        fall_silent(walk, who, when)
    over = when.copy()
    for turn, touchpoint in enumerate(detour.chain[1:]):
        pause = walk.draws.lognormal(f"{detour.stream}/pause", who, 180.0, 0.6, turn)
        when = when + np.maximum(pause, 20).astype(np.int64)
        walk.visit(who[~early], touchpoint, when[~early], channel[~early])
        over = np.where(early, over, when)
    return over
