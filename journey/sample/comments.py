"""Comments in English that fit the score and what has happened to the customer."""

from __future__ import annotations

import numpy as np

from journey.sample.draws import Draws, Ints
from journey.sample.scores import event_keys
from journey.sample.touchpoints import TOUCHPOINTS
from journey.sample.voices import (
    ADDRESSES,
    BAD,
    BAD_ENDS,
    BAD_STARTS,
    FAIR,
    FAIR_ENDS,
    GOOD,
    GOOD_ENDS,
    GOOD_STARTS,
)
from journey.sample.walk import NONE, Events

__all__ = ["comments"]

_COMMENTED, _ADDRESS, _TYPO, _NAMES_WHAT_HURT = 0.33, 0.03, 0.06, 0.85
_TOPICS = {code: touchpoint.topic for code, touchpoint in enumerate(TOUCHPOINTS)} | {NONE: ""}
# Below the first figure an answer is bad, from the second on it is good: the boxes of docs/definitions.md.
_BOXES = {"nps": (7, 9), "csat": (3, 4), "ces": (4, 5)}


def comments(draws: Draws, events: Events, scores: dict[str, Ints]) -> np.ndarray:
    """One text or None per event; about a third of the answers come with a comment."""
    keys = event_keys(events)
    texts = np.full(events.count, None, dtype=object)
    for question, values in scores.items():
        low, high = _BOXES[question]
        rows = np.flatnonzero(values != NONE)
        rows = rows[draws.chance("comment", keys[rows], _COMMENTED)]
        u = np.stack([draws.uniform("comment/words", keys[rows], turn) for turn in range(8)], axis=1)
        for row, value, luck in zip(rows.tolist(), values[rows].tolist(), u.tolist(), strict=True):
            asked = TOUCHPOINTS[int(events.touchpoint[row])].name
            topic = _TOPICS[int(events.sore[row])]
            if value < low:
                text = _bad(asked, topic, luck)
            elif value < high:
                text = _fair(topic, luck)
            else:
                text = _compose(GOOD_STARTS, GOOD.get(asked, GOOD["Survey answer"]), GOOD_ENDS, luck)
            if luck[3] < _ADDRESS:
                text += _one(ADDRESSES, luck[3] / _ADDRESS)
            elif luck[4] < _TYPO:
                text = _mistype(text, luck[5])
            texts[row] = text
    return texts


def _bad(asked: str, topic: str, luck: list[float]) -> str:
    if topic in BAD and luck[6] < _NAMES_WHAT_HURT:
        cores = BAD[topic]
    else:
        cores = BAD[asked] if asked in BAD and luck[7] < 0.8 else BAD["always"]
    return _compose(BAD_STARTS, cores, BAD_ENDS, luck)


def _fair(topic: str, luck: list[float]) -> str:
    cores = FAIR[topic] if topic in FAIR and luck[6] < 0.6 else FAIR["always"]
    return _compose(("",), cores, FAIR_ENDS, luck)


def _compose(starts: tuple[str, ...], cores: tuple[str, ...], ends: tuple[str, ...], luck: list[float]) -> str:
    start, core = _one(starts, luck[0]), _one(cores, luck[1])
    if core.endswith("?"):
        start = ""
    if start and not core.startswith("I "):
        core = core[0].lower() + core[1:]
    return start + core + _one(ends, luck[2])


def _one(choices: tuple[str, ...], luck: float) -> str:
    return choices[int(luck * len(choices))]


def _mistype(text: str, luck: float) -> str:
    """Swap two letters inside a word."""
    inside = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 3].isalpha() and text[i] != text[i + 1]]
    if not inside:
        return text
    i = inside[int(luck * len(inside))]
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
