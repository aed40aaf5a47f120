"""From the entry to the goal: every journey passes gate after gate, and leaves where its fate says."""

from __future__ import annotations

import numpy as np

from journey.sample.detours import take_detours
from journey.sample.draws import Bools, Ints
from journey.sample.frictions import FRICTIONS
from journey.sample.gap import Gap
from journey.sample.gates import GATES, Gate, fates
from journey.sample.hours import CHANNELS, DAY, come_back, is_automatic, on_duty
from journey.sample.people import prefer
from journey.sample.walk import Walk

__all__ = ["travel"]

_SWITCHES = 0.13
_LEAVES_EARLY = 0.5


def travel(walk: Walk) -> Ints:
    """Move all journeys as far as they get; returns those that reach the goal, their clocks at it."""
    fate = fates(walk)
    for number, gate in enumerate(GATES):
        passing = np.flatnonzero(walk.alive if not gate.home else walk.alive & walk.people.home)
        channel = gate.where(walk, passing)
        walk.visit(passing, gate.touchpoint(walk, passing), walk.clock[passing], channel)
        _leave(walk, gate, passing[fate[passing] == number])
        tired = passing[walk.gives_up[passing]]
        walk.end(tired, walk.clock[tired])
        if number + 1 < len(GATES):
            _cross(walk, gate, GATES[number + 1], fate == number + 1)
    return np.flatnonzero(walk.alive)


def _leave(walk: Walk, gate: Gate, who: Ints) -> None:
    """Journeys go no further: some cancel within days, the others fall silent."""
    cancels = walk.draws.chance(f"cancel/{gate.name}", who, gate.cancelling)
    walk.end(who[~cancels], walk.clock[who[~cancels]])
    who = who[cancels]
    wait = walk.draws.lognormal(f"cancel/{gate.name}/wait", who, 1.1 * DAY, 0.6)
    shop = CHANNELS.index("shop")
    channel = np.where(walk.channel[who] == shop, CHANNELS.index("call centre"), walk.channel[who])
    when = come_back(walk.draws, f"cancel/{gate.name}", who, walk.clock[who], wait, channel)
    walk.visit(who, "Order cancelled", when, channel)
    walk.end(who, when)


def _cross(walk: Walk, gate: Gate, following: Gate, leaves_next: Bools) -> None:
    """The way to the next gate: the wait, natural detours in it, then what is planted there."""
    who = np.flatnonzero(walk.alive if not following.home else walk.alive & walk.people.home)
    left_in = gate.where(walk, who)
    if following.choosing:
        switches = walk.draws.chance(f"switch/{following.name}", who, _SWITCHES)
        other = prefer(walk.draws, f"switch/{following.name}/to", who, walk.people.segment[who])
        walk.channel[who] = np.where(switches, other, walk.channel[who])
    since = walk.clock[who]
    due = following.wait.until(walk.draws, f"wait/{following.name}", who, since, following.where(walk, who))
    early = leaves_next[who] & walk.draws.chance(f"early/{following.name}", who, _LEAVES_EARLY)
    # From an e-mail or a courier people go on in their own channel.
    own = np.where(left_in >= CHANNELS.index("chat"), walk.channel[who], left_in)
    gap = Gap(gate.name, who, since, since.copy(), due, own, early)
    take_detours(walk, gap)
    for friction in FRICTIONS.get(gate.name, ()):
        friction(walk, gap)
    channel = following.where(walk, who)
    opens = on_duty(walk.draws, f"opens/{following.name}", who, gap.due, channel)
    walk.clock[who] = np.where(is_automatic(channel), gap.due, opens)
