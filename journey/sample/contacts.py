"""Contacts with an agent: chats, calls, and chats that are handed over."""

from __future__ import annotations

import numpy as np

from journey.sample.draws import Bools, Ints
from journey.sample.hours import CHANNELS, HOUR, on_duty
from journey.sample.plants import HANDOVER_LOSS, HANDOVER_ROUNDS, HANDOVER_SHARE
from journey.sample.walk import Walk

__all__ = ["call", "chat"]

_CHAT, _CALL = CHANNELS.index("chat"), CHANNELS.index("call centre")
_NATURAL_HANDOVER = 0.05
_HANDOVER_STING = 0.35


def call(walk: Walk, stream: str, who: Ints, when: Ints, touchpoint: str = "Call with agent") -> Ints:
    """Journeys call an agent; returns when the call is over."""
    walk.visit(who, touchpoint, when, "call centre")
    return when + np.maximum(walk.draws.lognormal(f"{stream}/call", who, 420.0, 0.5), 60).astype(np.int64)


def chat(walk: Walk, stream: str, who: Ints, when: Ints, staying: Bools, losing: bool = True) -> Ints:
    """Journeys chat with an agent; returns when the matter is over.

    A few chats of those that are `staying` end in a call. With the plant ``chat_phone_pingpong`` many do, and then come
    back to the chat; where `losing`, some customers give up at each handover.
    """
    walk.visit(who, "Chat with agent", when, "chat")
    over = when + np.maximum(walk.draws.lognormal(f"{stream}/chat", who, 540.0, 0.5), 90).astype(np.int64)
    natural = staying & walk.draws.chance(f"{stream}/handover", who, _NATURAL_HANDOVER)
    over[natural] = _hand_over(walk, f"{stream}/handover", who[natural], over[natural], "Call with agent")
    going = np.flatnonzero(walk.within("chat_phone_pingpong", when) & staying & ~natural)
    for turn in range(2 * HANDOVER_ROUNDS):
        name = f"chat_phone_pingpong/{stream}"
        going = going[walk.draws.chance(name, who[going], HANDOVER_SHARE, turn)]
        target = "Call with agent" if turn % 2 == 0 else "Chat with agent"
        over[going] = _hand_over(walk, name, who[going], over[going], target, turn)
        walk.hurt(who[going], _HANDOVER_STING, "Chat with agent")
        if losing:
            lost = walk.draws.chance(f"{name}/loss", who[going], HANDOVER_LOSS, turn)
            walk.end(who[going[lost]], over[going[lost]])
            going = going[~lost]
    return over


def _hand_over(walk: Walk, stream: str, who: Ints, since: Ints, target: str, turn: int = 0) -> Ints:
    """The next contact: a call within the hour, or a chat some hours later. Returns when it is over."""
    to_call = target == "Call with agent"
    channel = np.full(len(who), _CALL if to_call else _CHAT)
    wait = walk.draws.lognormal(f"{stream}/wait", who, 0.25 * HOUR if to_call else 5.0 * HOUR, 0.5, turn)
    when = on_duty(walk.draws, stream, who, since + wait.astype(np.int64), channel, turn)
    walk.visit(who, target, when, channel)
    return when + np.maximum(walk.draws.lognormal(f"{stream}/length", who, 480.0, 0.5, turn), 60).astype(np.int64)
