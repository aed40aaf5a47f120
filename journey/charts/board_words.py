"""The sentence above the board."""

from __future__ import annotations

from journey.analyses.board import Board
from journey.analyses.interval import MINIMUM_N
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.short import short

__all__ = ["board_answer"]


def board_answer(found: Board, written: int) -> str:
    """Where most are lost, else which stage the fewest reach; of a board without a log, how many notes it has."""
    if found.blank:
        return ngettext(
            "{n} note of what we think; no log yet.", "{n} notes of what we think; no log yet.", written
        ).format(n=count(written))
    judged = [stage for stage in found.stages if stage.lost.n >= MINIMUM_N and stage.lost.value]
    if judged:
        worst = max(judged, key=lambda stage: round((stage.lost.value or 0.0) * stage.lost.n))
        return _("Most are lost in {stage}: {share} of those who come there before the goal.").format(
            stage=short(worst.name), share=percent(worst.lost.value)
        )
    last = min(found.stages, key=lambda stage: stage.reach)
    return _("{share} of the journeys reach {stage}, the fewest of {n} stages.").format(
        share=percent(last.reach), stage=short(last.name), n=len(found.stages)
    )
