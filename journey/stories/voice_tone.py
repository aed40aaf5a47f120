"""Which comments the address of the page Voice looks at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from journey.analyses.voice.comments import Comment, Tone
from journey.analyses.voice.themes import FEWEST

__all__ = ["ALL", "tone_asked", "usual_tone"]

ALL = "all"
"""The word for every tone: an empty one in an address says nothing."""


def usual_tone(every: Sequence[Comment]) -> Tone | None:
    """Critical comments, where there are enough of them; None: all."""
    return Tone.CRITICAL if sum(one.tone is Tone.CRITICAL for one in every) >= 2 * FEWEST else None


def tone_asked(text: str, every: Sequence[Comment]) -> Tone | None:
    """The tone that an address names, where comments have one; None: all."""
    if text == ALL or not any(one.tone for one in every):
        return None
    with suppress(ValueError):
        return Tone(text)
    return usual_tone(every)
