"""What the board says in words: the sentence above it, and which stages hurt."""

from __future__ import annotations

from journey.analyses.board import Board, Stage
from journey.analyses.interval import MINIMUM_N
from journey.analyses.metric_catalogue import Metric, catalogue, gaps
from journey.analyses.metrics import MetricRow
from journey.charts.label import clean
from journey.charts.metric_text import metric_interval, metric_title
from journey.charts.metric_words import lost_words, most_lost, worst_score
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.short import short

__all__ = ["board_answer", "hurts"]


def board_answer(found: Board, written: int) -> str:
    """Which stage feels worse and where most are lost, else which the fewest reach; of a blank board, its notes."""
    if found.blank:
        return ngettext(
            "{n} note of what we think; no log yet.", "{n} notes of what we think; no log yet.", written
        ).format(n=count(written))
    lost, felt = _most_lost(found), _worst_felt(found)
    if felt is not None:
        words = {
            "felt": short(felt[1].name), "score": metric_title(felt[0]),
            "figure": metric_interval(felt[0], felt[0].read(felt[1])).partition(",")[0],
        }  # fmt: skip
        if lost is None:
            return _("{felt} feels worse than the rest: {score} is {figure}.").format(**words)
        return _("{felt} feels worse than the rest, {score} is {figure}; most are lost in {stage}: {lost}.").format(
            **words, stage=short(lost.name), lost=lost_words(lost.lost)
        )
    if lost is not None:
        return _("Most are lost in {stage}: {lost} who come there before the goal.").format(
            stage=short(lost.name), lost=lost_words(lost.lost)
        )
    last = min(found.stages, key=lambda stage: stage.reach)
    return _("{share} of the journeys reach {stage}, the fewest of {n} stages.").format(
        share=percent(last.reach), stage=short(last.name), n=len(found.stages)
    )


def hurts(found: Board) -> dict[str, str]:
    """Stage -> in what it hurts: most are lost in it, or a score is worse there than elsewhere by more than chance."""
    told: dict[str, list[str]] = {}
    if (lost := _most_lost(found)) is not None:
        told.setdefault(lost.name, []).append(_("most lost"))
    if (felt := _worst_felt(found)) is not None:
        told.setdefault(felt[1].name, []).append(_("worse {score}").format(score=clean(metric_title(felt[0]))))
    return {stage: " · ".join(words) for stage, words in told.items()}


def _most_lost(found: Board) -> Stage | None:
    judged = [stage for stage in found.stages if stage.lost.rests_on >= MINIMUM_N and stage.lost.value]
    return most_lost(judged, lambda stage: stage.lost) if judged else None


def _worst_felt(found: Board) -> tuple[Metric, MetricRow] | None:
    if found.metrics is None:
        return None
    shown = catalogue(found.metrics)
    worst = worst_score(found.metrics, shown, gaps(found.metrics, shown))
    return None if worst is None else worst[:2]
