"""Rules judged: does one fire in the last period of the log, and how often would it have fired before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journey.analyses.alerts.rule import Rule
from journey.analyses.interval import MINIMUM_N
from journey.analyses.trends.metric import Unit, checked, unit_of
from journey.analyses.trends.periods import Period
from journey.analyses.trends.trend import Point, points_of
from journey.errors import WrongInput
from journey.model import BLANK, Interval
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Alert", "Verdict", "Watch", "watch"]

Verdict = Literal["fires", "quiet", "too few", "nothing before"]
LOOK_BACK = 12


@dataclass(frozen=True)
class Alert:
    """A rule in one period.

    Attributes
    ----------
    period : Period
    figure : Interval
        Of the period.
    before : Interval or None
        Of the periods before, taken together, where the rule compares with them.
    verdict : str
        "too few": n under that of the rule. "nothing before": the periods before rest on fewer than 30.
    """

    period: Period
    figure: Interval
    before: Interval | None
    verdict: Verdict


@dataclass(frozen=True)
class Watch:
    """A rule over the log.

    Attributes
    ----------
    now : Alert or None
        In the last period that the log holds whole (and whose journeys can all be judged, where the figure is of
        journeys); None where there is none, or the rule cannot be told.
    past : tuple of Alert
        In the periods up to then, the last 12 of them, in order.
    unit : str
    wrong : str
        Why the rule cannot be told: a score or place is gone, the filters do not fit the log.
    """

    now: Alert | None
    past: tuple[Alert, ...]
    unit: Unit
    wrong: str = ""

    @property
    def fires(self) -> bool:
        return self.now is not None and self.now.verdict == "fires"

    @property
    def fired(self) -> int:
        """In how many of the past periods it fired."""
        return sum(alert.verdict == "fires" for alert in self.past)


def watch(workspace: Workspace, text: str) -> Watch:
    """Judge a rule, given as its text; what is wrong with it is told, not raised: one rule must not stop the others."""
    try:
        rule = Rule.parse(text)
        unit = unit_of(rule.metric, checked(workspace, rule.metric))
        if rule.test in ("up", "down") and unit == "points":
            raise WrongInput(
                _("A net promoter score can be 0 or less, so it has no multiple."), _("Choose below or above.")
            )
        points = points_of(workspace, Scope.parse(rule.scope), rule.metric, rule.length)
    except WrongInput as error:
        return Watch(None, (), "number", str(error))
    sure = [point for point in points if point.sure]
    alerts = tuple(_judged(rule, sure, at) for at in range(max(0, len(sure) - LOOK_BACK), len(sure)))
    return Watch(alerts[-1] if alerts else None, alerts, unit)


def _judged(rule: Rule, points: Sequence[Point], at: int) -> Alert:
    point = points[at]
    figure = point.measured.figure
    before = None
    if rule.test in ("up", "down"):
        before = _together([one.measured.figure for one in points[max(0, at - rule.against) : at]], rule)
    return Alert(point.period, figure, before, _verdict(rule, figure, before))


def _verdict(rule: Rule, figure: Interval, before: Interval | None) -> Verdict:
    # Few journeys may be what a rule on their number waits for.
    waits_for_few = rule.metric.kind == "journeys" and rule.test in ("below", "down")
    if figure.value is None or (figure.rests_on < rule.least and not waits_for_few):
        return "too few"
    value = figure.value or 0.0
    if rule.test in ("below", "above"):
        return "fires" if (value < rule.threshold if rule.test == "below" else value > rule.threshold) else "quiet"
    if before is None or before.value is None or before.rests_on < MINIMUM_N:
        return "nothing before"
    if rule.test == "up":
        return "fires" if value > rule.threshold * before.value else "quiet"
    return "fires" if value < before.value / rule.threshold else "quiet"


def _together(figures: Sequence[Interval], rule: Rule) -> Interval:
    """The mean of the figures, weighed by what they rest on: of shares and means it is the figure of them all."""
    known = [one for one in figures if one.value is not None and one.n]
    n = sum(one.n for one in known)
    if not n:
        return BLANK
    if rule.metric.kind == "journeys":
        return Interval(sum(one.value or 0.0 for one in figures) / len(figures), None, None, n)
    return Interval(sum((one.value or 0.0) * one.n for one in known) / n, None, None, n)
