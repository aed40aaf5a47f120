"""The figure of a score as text: points with their sign, per cent, or a mean in the units of its scale."""

from __future__ import annotations

from journey.model import Interval
from journey.store.score_declarations import Declaration, Method
from journey.text import _
from journey.text.format import MINUS, count, interval, number, percent

__all__ = ["method_name", "score_interval", "score_title", "score_value"]


def score_value(method: Method, value: float | None) -> str:
    """A figure alone.

    >>> score_value(Method.NPS, 30.4), score_value(Method.CSAT, 0.741), score_value(Method.MEAN, 4.5)
    ('+30', '74 %', '4.5')
    """
    if value is None:
        return "–"
    if method is Method.NPS:
        rounded = round(value)
        return f"{'+' if rounded > 0 else MINUS if rounded < 0 else ''}{abs(rounded)}"
    return percent(value) if method in (Method.CSAT, Method.CES2, Method.SHARE) else number(value)


def score_interval(method: Method, figure: Interval) -> str:
    """A figure, its interval and its n.

    >>> score_interval(Method.NPS, Interval(30.0, 14.1, 44.2, 100))
    '+30 (+14 to +44), n 100'
    """
    if method is not Method.NPS or figure.value is None:
        return interval(figure, scale="number" if method in (Method.CES1, Method.MEAN) else "percent")
    if figure.low is None or figure.high is None:
        return _("{value}, {n}").format(value=score_value(method, figure.value), n=_n(figure))
    return _("{value} ({low} to {high}), {n}").format(
        value=score_value(method, figure.value), low=score_value(method, figure.low),
        high=score_value(method, figure.high), n=_n(figure),
    )  # fmt: skip


def _n(figure: Interval) -> str:
    return _("n {n}").format(n=count(figure.n))


def method_name(method: Method) -> str:
    """A method in words."""
    return {
        Method.NPS: _("NPS"),
        Method.CSAT: _("CSAT, share of 4 and 5"),
        Method.CES2: _("CES 2.0, share of 5 to 7"),
        Method.CES1: _("CES 1.0, mean"),
        Method.MEAN: _("Mean"),
        Method.SHARE: _("Share of good answers"),
    }[method]


def score_title(score: Declaration) -> str:
    """A score and how it is counted, where there is room for a few words.

    >>> from journey.store.score_declarations import usual
    >>> score_title(usual("csat", Method.CSAT)), score_title(usual("stars", Method.MEAN))
    ('csat, share of 4 and 5', 'stars, mean of 1 to 5')
    """
    low, high = number(score.low), number(score.high)
    words = {
        Method.NPS: _("{score}, points"),
        Method.CSAT: _("{score}, share of 4 and 5"),
        Method.CES2: _("{score}, share of 5 to 7"),
        Method.CES1: _("{score}, mean, low is good"),
        Method.MEAN: _("{score}, mean of {low} to {high}"),
        Method.SHARE: _("{score}, share of good answers"),
    }
    return words[score.method].format(score=score.score, low=low, high=high)
