"""Looking for comments: by words, theme, place, answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from journey.analyses.voice.comments import Comment, Tone
from journey.analyses.voice.words import Lexicon, words_in

__all__ = ["Sounds", "Wanted", "search", "sounds_like"]

Sounds = Literal["critical", "content", "disagree"]
FIRST = 500
"""Comments that tell the language which words are looked for in."""

CLEAR = 0.7
"""Chance from which on words sound like a tone."""


@dataclass(frozen=True)
class Wanted:
    """What comments are looked for; parts that are None ask nothing, the others must all hold.

    Attributes
    ----------
    words : str
        All of them must be said, in any form and order; words in "quotation marks" exactly so.
    theme : int, optional
        Number of a theme; -1: near none.
    score : (name, low, high), optional
        An answer to this score between the two, both included.
    sounds : str, optional
        What the words alone are estimated to be; "disagree": not what the answer says.
    """

    words: str = ""
    theme: int | None = None
    stage: str | None = None
    touchpoint: str | None = None
    tone: Tone | None = None
    score: tuple[str, float, float] | None = None
    sounds: Sounds | None = None


def search(
    found: Sequence[Comment],
    wanted: Wanted,
    of: Mapping[tuple[int, int], int],
    estimate: Mapping[tuple[int, int], float] | None = None,
) -> list[Comment]:
    """The comments wanted: the most extreme answers first, then the latest.

    Parameters
    ----------
    of : mapping
        (journey, position) -> number of the theme.
    estimate : mapping, optional
        (journey, position) -> chance that the comment is critical (`journey.analyses.voice.sentiment`).
    """
    phrases = [one.lower() for one in _QUOTED.findall(wanted.words) if one.strip()]
    loose = words_in(_QUOTED.sub(" ", wanted.words))
    numbers = re.findall(r"\d+", _QUOTED.sub(" ", wanted.words))
    lexicon = Lexicon.of([one.text for one in found[:FIRST]]) if loose else Lexicon()
    asked = {lexicon.stem(word) for word in loose}

    def said(one: Comment) -> bool:
        text = one.text.lower()
        if not all(part in text for part in (*phrases, *numbers)):
            return False
        if all(word in text for word in loose):
            return True
        # A look at their beginnings spares most comments the way through the stemmer.
        return all(stem[:3] in text for stem in asked) and asked <= lexicon.stems(one.text)

    kept = [
        one for one in found if _placed(one, wanted, of) and _sounds(one, wanted.sounds, estimate or {}) and said(one)
    ]
    kept.sort(key=lambda one: (-abs(one.feeling) if one.feeling is not None else 0.0, -one.time.timestamp(), one.key))
    return kept


def sounds_like(one: Comment, estimate: Mapping[tuple[int, int], float]) -> Tone | None:
    """What the words of a comment alone sound like; None where that is not clear, or not known."""
    chance = estimate.get((one.journey, one.position))
    if chance is None or 1 - CLEAR < chance < CLEAR:
        return None
    return Tone.CRITICAL if chance >= CLEAR else Tone.CONTENT


def _sounds(one: Comment, asked: Sounds | None, estimate: Mapping[tuple[int, int], float]) -> bool:
    if asked is None:
        return True
    heard = sounds_like(one, estimate)
    if asked == "disagree":
        return heard is not None and one.tone is not None and heard is not one.tone
    return heard is not None and heard.value == asked


_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


def _placed(one: Comment, wanted: Wanted, of: Mapping[tuple[int, int], int]) -> bool:
    return (
        (wanted.theme is None or of.get((one.journey, one.position), -1) == wanted.theme)
        and (wanted.stage is None or one.stage == wanted.stage)
        and (wanted.touchpoint is None or one.touchpoint == wanted.touchpoint)
        and (wanted.tone is None or one.tone is wanted.tone)
        and (wanted.score is None or _answered(one, *wanted.score))
    )


def _answered(one: Comment, score: str, low: float, high: float) -> bool:
    return any(name == score and low <= value <= high for name, value in one.scores)
