"""The emotion curve: answers to the scores of a log, stage by stage, on one scale of feeling from -2 to +2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from journey.analyses.again import whose
from journey.analyses.interval import MINIMUM_N
from journey.analyses.scores import ANSWERS_AGAIN, OF_ANSWERS, AnswersAgain, Counts
from journey.analyses.scores import mean as mean_answer
from journey.model import Interval
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import Selection
from journey.store.workspace import Workspace

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
        Stage -> mean feeling, with its t interval over customers; stages without an answer are left out.
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


def emotion_lines(workspace: Workspace, selection: Selection) -> tuple[EmotionLine, ...]:
    """A line for each transactional score of the log, at the level of the selection.

    Answers outside the scale count nowhere. Where no scale is declared it is guessed from the answers of the whole log,
    so that it is the same in every scope.
    """
    with whose(workspace, selection.cursor) as who:
        scores = read_declarations(selection.cursor)
        return tuple(_line(selection, score, who) for score in scores if not score.relationship)


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
            thought, Interval(thought - felt.value, low, high, felt.n), disagree=apart and felt.rests_on >= MINIMUM_N
        )
    return found


def _line(selection: Selection, score: Declaration, who: str) -> EmotionLine:
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
        f"""{given}, told AS (
            SELECT n.name, n.position, g.journey, feeling AS value, false AS good, false AS bad
            FROM given g JOIN {selection.nodes} n ON n.id = g.node
        ), whole AS (
            SELECT name, any_value(position) AS position, count(*) AS n, avg(value) AS mean,
                   coalesce(stddev_samp(value), 0) AS deviation
            FROM told GROUP BY name
        ), per AS (
            SELECT name, {OF_ANSWERS} FROM told t LEFT JOIN {who} w ON w.journey = t.journey
            GROUP BY name, coalesce(w.who, -1 - t.journey)
        )
        SELECT whole.name, n, mean, deviation, {ANSWERS_AGAIN} FROM whole JOIN per ON per.name = whole.name
        GROUP BY ALL ORDER BY any_value(whole.position), whole.name""",
        bound,
    ).fetchall()
    feelings = {
        stage: _felt(Counts(n, 0, 0, mean, deviation, AnswersAgain.of(*sums)))
        for stage, n, mean, deviation, *sums in rows
    }
    firm = {stage: one.value or 0.0 for stage, one in feelings.items() if one.rests_on >= MINIMUM_N}
    if len(firm) < 2:
        firm = {}
    (journeys, mean, deviation, *sums) = selection.cursor.execute(
        f"""{given}, remembered AS (
            -- Of two feelings equally strong the bad one is the peak.
            SELECT journey, (arg_max(feeling, (abs(feeling), -feeling)) + arg_max(feeling, position)) / 2 AS value,
                   false AS good, false AS bad
            FROM given GROUP BY journey HAVING count(*) >= {FEWEST}
        ), per AS (
            SELECT {OF_ANSWERS} FROM remembered r LEFT JOIN {who} w ON w.journey = r.journey
            GROUP BY coalesce(w.who, -1 - r.journey)
        )
        SELECT (SELECT count(*) FROM remembered), (SELECT avg(value) FROM remembered),
               (SELECT coalesce(stddev_samp(value), 0) FROM remembered), {ANSWERS_AGAIN} FROM per""",
        bound,
    ).fetchall()[0]
    again = AnswersAgain.of(*(part or 0 for part in sums))
    return EmotionLine(
        score=score.score,
        scale=score,
        feelings=feelings,
        peak=max(firm, key=lambda stage: abs(firm[stage]), default=None),
        end=next(reversed(firm), None),
        peak_end=_felt(Counts(journeys, 0, 0, mean, deviation, again)),
    )


def _share(score: Declaration) -> str:
    """SQL: how far up its scale an answer `a.value` lies, 0 the worst, 1 the best."""
    part = "(a.value - $low) / nullif($high - $low, 0)"
    return f"coalesce({part if score.high_is_good else f'1 - {part}'}, 0.5)"


def _felt(counts: Counts) -> Interval:
    """A mean feeling; where all are equal its interval is blank, not of no width."""
    found = mean_answer(counts)
    low, high = (None if end is None else min(BEST, max(WORST, end)) for end in (found.low, found.high))
    return replace(found, low=low, high=high)
