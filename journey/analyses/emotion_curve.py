"""The emotion curve: answers to the scores of a log, stage by stage, on one scale of feeling from -2 to +2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journey.analyses.interval import MINIMUM_N, mean_interval
from journey.model import Interval
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import Selection

__all__ = ["BEST", "WORST", "BeliefGap", "EmotionLine", "belief_gaps", "emotion_lines"]

WORST, BEST = -2.0, 2.0
FEWEST = 3
"""Answers of a journey from which on it has a peak and an end."""


@dataclass(frozen=True)
class EmotionLine:
    """One score, as one line of the curve: methods are never mixed.

    Attributes
    ----------
    scale : Declaration
        Its scale and direction, declared or guessed.
    feelings : dict of str to Interval
        Stage -> mean feeling, with its t interval; stages without an answer are left out.
    peak, end : str or None
        The stage that is felt the most, either way, of those with 30 answers or more, and the last of those in the
        order of the stages; None where there are not two of them.
    peak_end : Interval
        What is remembered (ours, after Kahneman): per journey with three answers or more, the mean of its strongest and
        its last feeling; then the mean over journeys.
    """

    score: str
    scale: Declaration
    feelings: dict[str, Interval]
    peak: str | None
    end: str | None
    peak_end: Interval


@dataclass(frozen=True)
class BeliefGap:
    """Where a workshop and the answers disagree.

    Attributes
    ----------
    perceived : float
        What the workshop thinks, -2 to +2.
    gap : Interval
        Perceived minus measured, with the interval of what was measured.
    disagree : bool
        Whether that interval leaves no gap out, on 30 answers or more.
    """

    perceived: float
    gap: Interval
    disagree: bool


def emotion_lines(selection: Selection) -> tuple[EmotionLine, ...]:
    """A line for each transactional score of the log, at the level of the selection.

    Answers outside the scale count nowhere. Where no scale is declared it is guessed from the answers of the whole log,
    so that it is the same in every scope.
    """
    return tuple(_line(selection, score) for score in read_declarations(selection.cursor) if not score.relationship)


def belief_gaps(line: EmotionLine, perceived: Mapping[str, float]) -> dict[str, BeliefGap]:
    """Stage -> the gap between what a workshop thinks of it and what customers answered there.

    Examples
    --------
    >>> from journey.store.score_declarations import Method, usual
    >>> felt = {"Buy": Interval(0.5, 0.3, 0.7, 90)}
    >>> line = EmotionLine("csat", usual("csat", Method.CSAT), felt, "Buy", "Buy", Interval(None, None, None, 0))
    >>> gap = belief_gaps(line, {"Buy": 2.0})["Buy"]
    >>> gap.gap.value, round(gap.gap.low, 1), gap.disagree
    (1.5, 1.3, True)
    """
    found = {}
    for stage, thought in perceived.items():
        felt = line.feelings.get(stage)
        if felt is None or felt.value is None:
            continue
        low = None if felt.high is None else thought - felt.high
        high = None if felt.low is None else thought - felt.low
        apart = low is not None and high is not None and not low <= 0 <= high
        found[stage] = BeliefGap(
            thought, Interval(thought - felt.value, low, high, felt.n), disagree=apart and felt.n >= MINIMUM_N
        )
    return found


def _line(selection: Selection, score: Declaration) -> EmotionLine:
    given = f"""
        WITH given AS (
            -- A folded visit holds every answer up to the next one.
            SELECT a.journey, a.position, e.node, {WORST} + {BEST - WORST} * {_share(score)} AS feeling
            FROM answer a JOIN score s ON s.id = a.score
            JOIN {selection.events} e ON e.journey = a.journey AND e.position <= a.position AND a.position < e.until
            WHERE s.name = $score AND a.value BETWEEN $low AND $high
        )"""
    bound = {"score": score.score, "low": score.low, "high": score.high}
    rows = selection.cursor.execute(
        f"""{given}
        SELECT n.name, count(*), avg(feeling), coalesce(stddev_samp(feeling), 0)
        FROM given g JOIN {selection.nodes} n ON n.id = g.node
        GROUP BY n.name, n.position ORDER BY n.position, n.name""",
        bound,
    ).fetchall()
    feelings = {stage: _felt(mean, deviation, n) for stage, n, mean, deviation in rows}
    firm = {stage: one.value or 0.0 for stage, one in feelings.items() if one.n >= MINIMUM_N}
    if len(firm) < 2:
        firm = {}
    (journeys, mean, deviation) = selection.cursor.execute(
        f"""{given}, remembered AS (
            -- Of two feelings equally strong the bad one is the peak.
            SELECT journey, (arg_max(feeling, (abs(feeling), -feeling)) + arg_max(feeling, position)) / 2 AS feeling
            FROM given GROUP BY journey HAVING count(*) >= {FEWEST}
        )
        SELECT count(*), avg(feeling), coalesce(stddev_samp(feeling), 0) FROM remembered""",
        bound,
    ).fetchall()[0]
    return EmotionLine(
        score=score.score,
        scale=score,
        feelings=feelings,
        peak=max(firm, key=lambda stage: abs(firm[stage]), default=None),
        end=next(reversed(firm), None),
        peak_end=_felt(mean, deviation, journeys),
    )


def _share(score: Declaration) -> str:
    """SQL: how far up its scale an answer `a.value` lies, 0 the worst, 1 the best."""
    part = "(a.value - $low) / nullif($high - $low, 0)"
    return f"coalesce({part if score.high_is_good else f'1 - {part}'}, 0.5)"


def _felt(mean: float | None, deviation: float, n: int) -> Interval:
    """A mean feeling; where all are equal its interval is blank, not of no width."""
    if mean is None or not deviation:
        return Interval(mean, None, None, n)
    found = mean_interval(mean, deviation, n)
    low, high = (None if end is None else min(BEST, max(WORST, end)) for end in (found.low, found.high))
    return Interval(found.value, low, high, n)
