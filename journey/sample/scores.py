"""The answers: NPS, CSAT and CES on their scales, from the mood of the moment."""

from __future__ import annotations

import numpy as np

from journey.sample.draws import Draws, Floats, Ints
from journey.sample.touchpoints import TOUCHPOINTS
from journey.sample.walk import NONE, Events

__all__ = ["ces", "csat", "event_keys", "nps"]

_ASKED = np.array([touchpoint.answered for touchpoint in TOUCHPOINTS])
# Answer of the average customer, points per standard deviation of mood, own noise, and the scale's two ends.
_NPS = (7.9, 1.9, 0.8, 0, 10)
_CSAT = (4.15, 0.75, 0.45, 1, 5)
_CES = (5.7, 1.0, 0.6, 1, 7)


def event_keys(events: Events) -> Ints:
    """A key for each event, from its journey and its position in it: what draws about it go by."""
    begins = np.flatnonzero(np.diff(events.journey, prepend=-1))
    position = np.arange(events.count) - np.repeat(begins, np.diff(begins, append=events.count))
    return np.asarray(events.journey * 4096 + position)


def nps(draws: Draws, who: Ints, mood: Floats) -> Ints:
    """What each journey would answer, whether it does or not: 0 to 10."""
    return _answer(draws, "nps", who, mood, _NPS)


def csat(draws: Draws, events: Events) -> Ints:
    """Satisfaction with the contact just had: 1 to 5, NONE (-1) where nobody asked or answered."""
    return _asked(draws, events, "csat", _CSAT)


def ces(draws: Draws, events: Events) -> Ints:
    """Customer effort, 1 (hard) to 7 (easy), NONE (-1) where nobody asked or answered."""
    return _asked(draws, events, "ces", _CES)


def _asked(draws: Draws, events: Events, question: str, scale: tuple[float, ...]) -> Ints:
    asks = np.array([touchpoint.asks == question for touchpoint in TOUCHPOINTS])
    keys = event_keys(events)
    answers = asks[events.touchpoint] & draws.chance(f"{question}/answers", keys, _ASKED[events.touchpoint])
    return np.where(answers, _answer(draws, question, keys, events.mood, scale), NONE)


def _answer(draws: Draws, question: str, keys: Ints, mood: Floats, scale: tuple[float, ...]) -> Ints:
    middle, per_mood, noise, low, high = scale
    exact = middle + per_mood * mood + noise * draws.normal(f"{question}/noise", keys)
    return np.clip(np.floor(exact + 0.5), low, high).astype(np.int64)
