"""The emotion curve: answers to the scores of a log, stage by stage, on one scale of feeling from -2 to +2."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.interval import mean_interval
from journey.model import Interval
from journey.store.selection import Selection

__all__ = ["BEST", "WORST", "EmotionLine", "Scale", "emotion_lines", "guess_scale"]

WORST, BEST = -2.0, 2.0
_BY_NAME = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
_USUAL = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0))


@dataclass(frozen=True)
class Scale:
    """The lowest and the highest answer that could be given; the highest is the best."""

    low: float
    high: float

    def feeling(self, answer: float) -> float:
        """An answer on the scale of feeling: linear, lowest -> -2, highest -> +2.

        Examples
        --------
        >>> Scale(1, 5).feeling(4), Scale(0, 10).feeling(0)
        (1.0, -2.0)
        """
        if self.high == self.low:
            return 0.0
        return WORST + (BEST - WORST) * (answer - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class EmotionLine:
    """One score, as one line of the curve.

    Attributes
    ----------
    scale : Scale
        Assumed from its name and its answers: scores declare none.
    feelings : dict of str to Interval
        Stage -> mean feeling, with its t interval; stages without an answer are left out.
    """

    score: str
    scale: Scale
    feelings: dict[str, Interval]


def guess_scale(name: str, least: float, most: float) -> Scale:
    """The scale of a score, by its name where the answers allow it, else the first usual one that holds them all.

    Parameters
    ----------
    least, most : float
        The lowest and the highest answer in the log.

    Examples
    --------
    >>> guess_scale("NPS", 2, 9), guess_scale("csat_agent", 1, 4)
    (Scale(low=0.0, high=10.0), Scale(low=1.0, high=5.0))
    >>> guess_scale("stars", 1, 4), guess_scale("mood", -3, 3)
    (Scale(low=1.0, high=5.0), Scale(low=-3, high=3))
    """
    named = [limits for word, limits in _BY_NAME.items() if word in name.lower()]
    for low, high in (*named, *_USUAL):
        if low <= least and most <= high:
            return Scale(low, high)
    return Scale(least, most)


def emotion_lines(selection: Selection) -> tuple[EmotionLine, ...]:
    """A line for each score of the log, at the level of the selection.

    The scale is guessed from the answers of the whole log: it is the same in every scope.
    """
    scores = selection.run(
        """SELECT s.id, s.name, min(a.value), max(a.value) FROM score s JOIN answer a ON a.score = s.id
           GROUP BY s.id, s.name ORDER BY s.id"""
    )
    rows = selection.run(
        f"""
        WITH given AS (
            -- A folded visit holds every answer up to the next one.
            SELECT a.score, e.node, a.value FROM answer a
            JOIN {selection.events} e ON e.journey = a.journey AND e.position <= a.position AND a.position < e.until
        )
        SELECT g.score, n.name, count(*), avg(g.value), coalesce(stddev_samp(g.value), 0)
        FROM given g JOIN {selection.nodes} n ON n.id = g.node GROUP BY g.score, n.name ORDER BY g.score, n.name
        """
    )
    lines = []
    for score, name, least, most in scores:
        scale = guess_scale(name, least, most)
        lines.append(
            EmotionLine(
                name,
                scale,
                {
                    stage: _felt(scale, mean_interval(mean, deviation, n))
                    for of, stage, n, mean, deviation in rows
                    if of == score
                },
            )
        )
    return tuple(lines)


def _felt(scale: Scale, answers: Interval) -> Interval:
    def feeling(answer: float | None) -> float | None:
        return None if answer is None else min(BEST, max(WORST, scale.feeling(answer)))

    return Interval(feeling(answers.value), feeling(answers.low), feeling(answers.high), answers.n)
