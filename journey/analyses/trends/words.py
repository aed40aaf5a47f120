"""Figures that can be followed over time, in words."""

from __future__ import annotations

from datetime import date, timedelta

from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import Length, Period
from journey.text import _

__all__ = ["kind_name", "length_name", "metric_name", "period_name", "place_kind"]


def kind_name(kind: str) -> str:
    """A kind of figure, as a choice."""
    words = {
        "journeys": _("Journeys that start"),
        "conversion": _("Conversion"),
        "lost": _("Lost or dropped"),
        "duration": _("Median time to the goal"),
        "cost": _("Cost of a journey"),
        "share": _("Share that come to a place"),
        "exit": _("Exit rate at a place"),
        "wait": _("Median wait after a place"),
        "time": _("Median time in a place"),
        "reply": _("First reply at a place"),
        "resolved": _("First-contact resolution at a place"),
        "escalated": _("Escalated to a person from a place"),
        "score": _("Score"),
        "mean": _("Mean answer"),
    }
    return words[kind]


def place_kind(place: str) -> str:
    """A kind of place, as a choice."""
    return {"touchpoint": _("Touchpoint"), "stage": _("Stage"), "channel": _("Channel")}[place]


def length_name(length: Length) -> str:
    """A length of periods, as a choice."""
    return {"day": _("Day"), "week": _("Week"), "month": _("Month")}[length]


def metric_name(metric: TrendMetric) -> str:
    """A figure in words.

    Examples
    --------
    >>> metric_name(TrendMetric("share", place="touchpoint", name="Payment error"))
    'Share that come to Payment error'
    """
    at_a_place = {
        "share": _("Share that come to {place}"),
        "exit": _("Exit rate at {place}"),
        "wait": _("Median wait after {place}"),
        "time": _("Median time in {place}"),
        "reply": _("First reply at {place}"),
        "resolved": _("First-contact resolution at {place}"),
        "escalated": _("Escalated to a person from {place}"),
    }
    if metric.kind in at_a_place:
        return at_a_place[metric.kind].format(place=metric.name)
    if metric.kind not in ("score", "mean"):
        return kind_name(metric.kind)
    if metric.name is None:
        return metric.score or "" if metric.kind == "score" else _("Mean {score}").format(score=metric.score)
    words = _("{score} at {place}") if metric.kind == "score" else _("Mean {score} at {place}")
    return words.format(score=metric.score, place=metric.name)


def period_name(period: Period, length: Length) -> str:
    """A period in words.

    Examples
    --------
    >>> period_name(Period(date(2026, 3, 2), date(2026, 3, 9), True), "week")
    'the week of 2 Mar to 8 Mar 2026'
    """
    last = period.end - timedelta(days=1)
    if length == "day":
        return _("{day}").format(day=_day(period.start, year=True))
    if length == "month":
        return _("{month} {year}").format(month=f"{period.start:%B}", year=period.start.year)
    return _("the week of {first} to {last}").format(first=_day(period.start), last=_day(last, year=True))


def _day(day: date, *, year: bool = False) -> str:
    return f"{day.day} {day:%b} {day.year}" if year else f"{day.day} {day:%b}"
