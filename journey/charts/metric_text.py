"""Metrics in words: their names, what they mean, and their figures as text."""

from __future__ import annotations

from datetime import datetime

from journey.analyses.metric_catalogue import Metric
from journey.analyses.metrics import MetricRow, Metrics
from journey.charts.score_text import method_name, score_interval, score_value
from journey.model import Interval
from journey.text import _
from journey.text.format import MINUS, count, date, duration, interval, number, percent

__all__ = ["group_name", "metric_help", "metric_interval", "metric_title", "metric_value"]


def metric_title(metric: Metric) -> str:
    """Its name, for the head of a column."""
    name = metric.score.score if metric.score else ""
    return {
        "reached": _("Reached"),
        "lost": _("Lost"),
        "conversion": _("Conversion"),
        "score": name,
        "response": _("Response, {score}").format(score=name),
        "answers": _("Answers a journey, {score}").format(score=name),
        "time": _("Median time"),
        "contacts": _("Contacts"),
        "repeats": _("Come again"),
        "reply": _("First reply"),
        "resolved": _("First-contact resolution"),
        "escalated": _("Escalation"),
        "cost": _("Cost"),
        "cost_per_completed": _("Cost per completed"),
        "planned": _("Planned cost"),
        "over_plan": _("Over plan"),
        "retention": _("Retention"),
        "churn": _("Churn"),
    }[metric.key.partition(":")[0]]


def group_name(found: Metrics, row: MetricRow) -> str:
    """What a row is called on screen: months by their name, weeks by their first day, others as in the log."""
    if found.kind != "period":
        return row.name
    first = datetime.fromisoformat(row.name)
    if found.by == "month":
        return _("{month} {year}").format(month=f"{first:%B}", year=first.year)
    return _("Week of {day}").format(day=date(first))


def metric_help(metric: Metric, by: str) -> str:
    """How it is computed, in a sentence."""
    spent = {
        "stage": _("From the first to the last event of a visit, median over visits."),
        "channel": _("From the first to the last event of a visit, median over visits."),
        "touchpoint": _("To the next event, median."),
    }
    helps = {
        "reached": _("Journeys that come here, of those in scope."),
        "lost": _("Mature journeys dropped or lost right after this, of those that came here before any goal."),
        "conversion": _("Mature journeys that reach the goal in time, of those that came here before any goal."),
        "response": _("Journeys that answered after an invitation here, of those invited here."),
        "answers": _("Answers per journey that comes here: the log has no invitations, so this is no response rate."),
        "time": spent.get(by, _("Median time between events, or from the start to the goal.")),
        "contacts": _("Contacts with a person (calls, chats, complaints ...) per journey that comes here."),
        "repeats": _("Journeys with two visits or more, of those that come here."),
        "reply": _("From a contact to what the company does directly after it in the same stage, median."),
        "resolved": _("Contacts with no other of that journey in that stage within 7 days; the last 7 days left out."),
        "escalated": _("Journeys that go from here directly to a person in another channel, of those that come here."),
        "cost": _("What is recorded here, per journey that comes here, in the money of the log."),
        "cost_per_completed": _("What is recorded here, per journey that came here and completed."),
        "planned": _("What the touchpoints with a planned cost should cost a journey that comes here."),
        "over_plan": _("What just those touchpoints did cost, minus their plan."),
        "retention": _("Customers seen here in one month who are seen anywhere in the next: (E - N) / S."),
        "churn": _("Customers seen here in one month who are not seen in the next."),
    }  # fmt: skip
    key = metric.key.partition(":")[0]
    if key == "score" and metric.score is not None:
        return _("{method}; answers from {low} to {high}, {who}.").format(
            method=method_name(metric.score.method), low=number(metric.score.low), high=number(metric.score.high),
            who=_("as declared") if metric.score.declared else _("as guessed from its name and answers"),
        )  # fmt: skip
    return helps[key]


def metric_value(metric: Metric, value: float | None) -> str:
    """A figure alone."""
    if value is None:
        return "–"
    if metric.unit == "score" and metric.score is not None:
        return score_value(metric.score.method, value)
    if metric.key == "over_plan" and value:
        return f"{'+' if value > 0 else MINUS}{number(abs(value))}"
    return {"share": percent, "time": duration}.get(metric.unit, number)(value)


def metric_interval(metric: Metric, figure: Interval) -> str:
    """A figure, its interval where it has one, and its n."""
    if figure.value is None:
        return "–"
    if metric.unit == "score" and metric.score is not None:
        return score_interval(metric.score.method, figure)
    if figure.low is None:
        return _("{value}, n {n}").format(value=metric_value(metric, figure.value), n=count(figure.n))
    if metric.unit != "share":
        return _("{value} ({low} to {high}), n {n}").format(
            value=metric_value(metric, figure.value), low=metric_value(metric, figure.low),
            high=metric_value(metric, figure.high), n=count(figure.n),
        )  # fmt: skip
    return interval(figure)
