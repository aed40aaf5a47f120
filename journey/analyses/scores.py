"""From answers to one figure: net promoter score, satisfaction, effort, means and shares, each defined once."""

from __future__ import annotations

import math
from dataclasses import dataclass

from journey.analyses.again import NEVER, Again, clustered_share, design_effect, of_customers
from journey.analyses.interval import mean_interval, net_promoter, student_t
from journey.model import BLANK, Interval
from journey.store.score_declarations import Declaration, Method

__all__ = [
    "ANSWERS_AGAIN",
    "NOBODY",
    "OF_ANSWERS",
    "AnswersAgain",
    "Boxes",
    "Counts",
    "bad_share",
    "boxes",
    "clustered_mean",
    "figure",
    "limits",
    "mean",
]


@dataclass(frozen=True)
class AnswersAgain:
    """How far customers gave several answers: of the good ones, the bad ones, their difference, and the values."""

    good: Again = NEVER
    bad: Again = NEVER
    net: Again = NEVER
    value: Again = NEVER

    def __add__(self, other: AnswersAgain) -> AnswersAgain:
        return AnswersAgain(
            self.good + other.good, self.bad + other.bad, self.net + other.net, self.value + other.value
        )

    @classmethod
    def of(cls, mm: float, more: float, *sums: float) -> AnswersAgain:
        """From the row of `ANSWERS_AGAIN`."""
        pairs = zip(sums[::2], sums[1::2], strict=True)
        return cls(*(Again(float(mm), int(more), float(xx), float(xm)) for xx, xm in pairs))


NOBODY = AnswersAgain()
OF_ANSWERS = """
    count(*) AS m, sum(CAST(good AS INTEGER)) AS g, sum(CAST(bad AS INTEGER)) AS b, sum(value) AS v,
    sum(value * value) AS vv"""
"""SQL of what a customer answered, over rows (good, bad, value)."""
ANSWERS_AGAIN = """
    sum(m * m - m), sum(m - 1), sum(g * g - g), sum(g * m - g), sum(b * b - b), sum(b * m - b),
    sum((g - b) * (g - b) - g - b), sum((g - b) * (m - 1)), sum(v * v - vv), sum(v * (m - 1))"""
"""SQL of the parts of `AnswersAgain`, over those rows of customers."""


@dataclass(frozen=True)
class Counts:
    """What is known of a group of answers on their scale.

    Attributes
    ----------
    n : int
    good, bad : int
        Answers in the good and in the bad boxes (`boxes`).
    mean, deviation : float or None
        Of the answers, in their own units; the deviation is the sample's (n - 1).
    again : AnswersAgain
        How far customers gave several of them.
    """

    n: int
    good: int
    bad: int
    mean: float | None
    deviation: float | None
    again: AnswersAgain = NOBODY


@dataclass(frozen=True)
class Boxes:
    """The answers that count as good and as bad: from, to, both included."""

    good: tuple[float, float]
    bad: tuple[float, float]


def boxes(score: Declaration) -> Boxes:
    """Which answers are good, and which are bad: detractors of an NPS, the bottom two boxes of any other score.

    Examples
    --------
    >>> from journey.store.score_declarations import usual
    >>> boxes(usual("nps", Method.NPS))
    Boxes(good=(9.0, 10.0), bad=(0.0, 6.0))
    >>> boxes(usual("effort", Method.CES1))
    Boxes(good=(1.0, 2.0), bad=(4.0, 5.0))
    """
    if score.method is Method.NPS:
        return Boxes((9.0, 10.0), (0.0, 6.0))
    # A scale of a few boxes has its two lowest; one like 0 to 100 its lowest fifth.
    width = 1.0 if 2 < score.high - score.low <= 10 else 0.2 * (score.high - score.low)
    if score.high_is_good:
        return Boxes((score.good_from, score.high), (score.low, score.low + width))
    return Boxes((score.low, score.good_from), (score.high - width, score.high))


def figure(method: Method, counts: Counts) -> Interval:
    """The figure of a group of answers, with the 95 % interval that docs/definitions.md gives its method.

    NPS: points, -100 to +100, adjusted Wald. CSAT, CES 2.0 and a share of good answers: 0 to 1, Wilson. CES 1.0 and a
    mean: in the units of the scale, Student's t.

    Examples
    --------
    >>> figure(Method.CSAT, Counts(10, 8, 1, 4.1, 0.9)).value
    0.8
    >>> figure(Method.NPS, Counts(0, 0, 0, None, None)).value is None
    True
    """
    if method is Method.NPS:
        return _net(counts)
    if method in (Method.CSAT, Method.CES2, Method.SHARE):
        return clustered_share(counts.good, counts.n, counts.again.good)
    return mean(counts)


def bad_share(counts: Counts) -> Interval:
    """The share of bad answers, Wilson."""
    return clustered_share(counts.bad, counts.n, counts.again.bad)


def _net(counts: Counts) -> Interval:
    good, bad, n, again = counts.good, counts.bad, counts.n, counts.again.net
    if not again.more:
        return net_promoter(good, bad, n)
    net = (good - bad) / n
    effect = design_effect(good - bad, good + bad, n, again, (good + bad) / n - net * net)
    found = net_promoter(good / effect, bad / effect, n / effect)  # type: ignore[arg-type]
    return of_customers(Interval(100 * net, found.low, found.high, n), n, again, effect)


def mean(counts: Counts) -> Interval:
    """The mean of the answers with its t interval, in the units of their scale.

    Where all answers are equal they say nothing about how others would differ: the interval is blank, not of no width.

    Examples
    --------
    >>> mean(Counts(50, 50, 0, 5.0, 0.0))
    Interval(value=5.0, low=None, high=None, n=50)
    """
    if counts.mean is None:
        return BLANK
    if not counts.deviation:
        return Interval(counts.mean, None, None, counts.n)
    n, again = counts.n, counts.again.value
    if not again.more:
        return mean_interval(counts.mean, counts.deviation, n)
    squares = (n - 1) * counts.deviation**2 + n * counts.mean**2
    effect = design_effect(n * counts.mean, squares, n, again, counts.deviation**2 * (n - 1) / n)
    return clustered_mean(counts.mean, counts.deviation, n, again, effect)


def clustered_mean(mean: float, deviation: float, n: int, again: Again, effect: float) -> Interval:
    """A mean with Student's t interval over customers."""
    if n - again.more < 2:
        return of_customers(Interval(mean, None, None, n), n, again, effect)
    half = student_t(n - again.more - 1) * deviation * math.sqrt(effect / n)
    return of_customers(Interval(mean, mean - half, mean + half, n), n, again, effect)


def limits(score: Declaration) -> tuple[float, float]:
    """The worst and the best that its figure can be.

    Examples
    --------
    >>> from journey.store.score_declarations import usual
    >>> limits(usual("nps", Method.NPS)), limits(usual("effort", Method.CES1)), limits(usual("csat", Method.CSAT))
    ((-100.0, 100.0), (5.0, 1.0), (0.0, 1.0))
    """
    if score.method is Method.NPS:
        return -100.0, 100.0
    if score.method in (Method.CSAT, Method.CES2, Method.SHARE):
        return 0.0, 1.0
    return (score.low, score.high) if score.high_is_good else (score.high, score.low)
