"""A rule that raises an alert: a figure, where and for whom, over which period, and when it is too much."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import Literal

from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import PERIODS, Length
from journey.analyses.trends.words import metric_name
from journey.errors import WrongInput
from journey.scope import Scope
from journey.text import _
from journey.text.scope_words import sentence as scope_sentence

__all__ = ["TESTS", "Rule", "Test", "sentence"]

Test = Literal["below", "above", "up", "down"]
TESTS: tuple[Test, ...] = ("below", "above", "up", "down")
MOST_BEFORE = 52


@dataclass(frozen=True)
class Rule:
    """When to raise an alert.

    Attributes
    ----------
    scope : str
        The journeys that it looks at, as the text of a scope.
    test : str
        "below", "above": the figure of the period against `threshold`, in the units of the figure (shares 0 to 1).
        "up", "down": more than `threshold` times, or less than one `threshold`-th, of the figure of the `against`
        periods before taken together.
    least : int
        Under this n it never fires.

    Examples
    --------
    >>> rule = Rule(TrendMetric("mean", "ces", "stage", "Set up"), "", "week", "below", 4.5, 4, 50)
    >>> Rule.parse(rule.text()) == rule
    True
    """

    metric: TrendMetric
    scope: str = ""
    length: Length = "week"
    test: Test = "below"
    threshold: float = 0.0
    against: int = 4
    least: int = 50

    def text(self) -> str:
        """Its content as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Rule:
        """The rule of a text; WrongInput where it is none, or none that can be told."""
        try:
            plain = json.loads(text)
            found = cls(**{**plain, "metric": TrendMetric.of(plain["metric"])})
            usual = isinstance(found.threshold, int | float) and math.isfinite(found.threshold)
            if found.length not in PERIODS or found.test not in TESTS or not usual:
                raise ValueError(text)
            Scope.parse(found.scope)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WrongInput(_("This rule cannot be read."), _("Delete it, and make it anew.")) from error
        if found.test in ("up", "down") and (found.threshold <= 1 or not 1 <= found.against <= MOST_BEFORE):
            raise WrongInput(
                _("“More than {times} times” says nothing.").format(times=f"{found.threshold:g}"),
                _("Give a factor above 1, and 1 to {n} periods before.").format(n=MOST_BEFORE),
            )
        return found


def sentence(rule: Rule, threshold: str) -> str:
    """A rule in words.

    Parameters
    ----------
    threshold : str
        In the units of the figure, or the factor.

    Examples
    --------
    >>> sentence(Rule(TrendMetric("mean", "ces", "stage", "Set up"), "", "week", "below", 4.5, 4, 50), "4.5")
    'Mean ces at Set up below 4.5, by week, n at least 50'
    """
    words = {
        "below": _("{figure} below {threshold}, by {length}, n at least {n}"),
        "above": _("{figure} above {threshold}, by {length}, n at least {n}"),
        "up": _("{figure} up more than {threshold} x against {before} {length}s before, n at least {n}"),
        "down": _("{figure} down more than {threshold} x against {before} {length}s before, n at least {n}"),
    }
    text = words[rule.test].format(
        figure=metric_name(rule.metric),
        threshold=threshold,
        length={"day": _("day"), "week": _("week"), "month": _("month")}[rule.length],
        before=rule.against,
        n=rule.least,
    )
    scope = Scope.parse(rule.scope)
    return text if scope == Scope() else _("{rule}; {scope}").format(rule=text, scope=scope_sentence(scope))
