"""From answers to one figure: net promoter score, satisfaction, effort, means and shares, each defined once."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.interval import mean_interval, net_promoter, wilson
from journey.model import Interval
from journey.store.score_declarations import Declaration, Method

__all__ = ["Boxes", "Counts", "boxes", "figure", "limits", "mean"]


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
    """

    n: int
    good: int
    bad: int
    mean: float | None
    deviation: float | None


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
    """The figure of a group of answers, with the 95 % interval that DEFINITIONS gives its method.

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
        return net_promoter(counts.good, counts.bad, counts.n)
    if method in (Method.CSAT, Method.CES2, Method.SHARE):
        return wilson(counts.good, counts.n)
    return mean(counts)


def mean(counts: Counts) -> Interval:
    """The mean of the answers with its t interval, in the units of their scale.

    Where all answers are equal they say nothing about how others would differ: the interval is blank, not of no width.

    Examples
    --------
    >>> mean(Counts(50, 50, 0, 5.0, 0.0))
    Interval(value=5.0, low=None, high=None, n=50)
    """
    if counts.mean is None:
        return Interval(None, None, None, 0)
    if not counts.deviation:
        return Interval(counts.mean, None, None, counts.n)
    return mean_interval(counts.mean, counts.deviation, counts.n)


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
