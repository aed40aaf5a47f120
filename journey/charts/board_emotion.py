"""The emotion curve of the board: measured lines, what we think, and where the two part."""

from __future__ import annotations

from typing import Any

from journey.analyses.board import Board, EmotionLine, Note
from journey.analyses.emotion_curve import BeliefGap, belief_gaps
from journey.charts.board_lanes import thin
from journey.charts.label import clean
from journey.model import Interval
from journey.text import _
from journey.text.format import MINUS, count

__all__ = ["SEEN", "line_of", "perceived", "room_words", "signed"]

SEEN = 0.5
"""A belief gap from which on it is marked: half of what tells one face from the next."""


def line_of(line: EmotionLine, board: Board, colour: str, perceived: dict[str, float]) -> dict[str, Any]:
    """One score as a line: a point for each stage, with what is to be said of it."""
    gaps = belief_gaps(line, perceived)
    return {
        "name": clean(line.score),
        "opens": f"score:{line.score}",
        "colour": colour,
        "points": [_point(line.feelings.get(stage.name), *_tags(line, stage.name, gaps)) for stage in board.stages],
    }


def _tags(line: EmotionLine, stage: str, gaps: dict[str, BeliefGap]) -> tuple[list[str], str]:
    """What is to be said of a point: the strongest feeling, the last, and where we think otherwise."""
    marks = [_("peak")] if line.peak == stage else []
    marks += [_("end")] if line.end == stage else []
    gap = gaps.get(stage)
    if gap is None or not gap.disagree or abs(gap.gap.value or 0.0) < SEEN:
        return marks, ""
    return marks, _("belief gap {gap}").format(gap=signed(gap.gap.value or 0.0))


def _point(felt: Interval | None, marks: list[str], gap: str) -> dict[str, Any] | None:
    if felt is None or felt.value is None:
        return None
    low, high = (felt.value if end is None else end for end in (felt.low, felt.high))
    return {"value": felt.value, "low": low, "high": high, "thin": thin(felt), "text": signed(felt.value),
            "n": _("n {n}").format(n=count(felt.n)), "marks": marks, "gap": gap}  # fmt: skip


def perceived(note: Note) -> float:
    """What we think of a stage: the mean of a room where it comes from one, else the face that was chosen."""
    return note.room.mean if note.room else int(note.text)


def room_words(note: Note) -> str:
    """How many of a room said it, and how far they are apart; empty where it comes from no room."""
    if note.room is None:
        return ""
    return _("n {n}, spread {spread}").format(n=count(note.room.n), spread=f"{note.room.spread:.1f}")


def signed(value: float) -> str:
    """A feeling with its sign.

    >>> signed(1.0), signed(-0.25)
    ('+1.0', '−0.2')
    """
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value):.1f}"
