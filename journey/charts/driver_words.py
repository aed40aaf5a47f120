"""What goes with an end in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journey.analyses.drivers.find import LEAST_CUSTOMERS
from journey.analyses.drivers.question import Driver, Drivers, Question
from journey.analyses.drivers.words import feature_words
from journey.model import BLANK, Interval
from journey.text import _, ngettext
from journey.text.format import count, interval, number, percent

__all__ = ["driver_table", "drivers_answer", "listed_drivers", "no_drivers", "results_offered"]

_SHOWN = 14


def results_offered(goal: bool, scores: tuple[str, ...]) -> dict[str, Question]:
    """The results that can be asked for, by their words."""
    offered = {_("Reaching the goal"): Question("goal")} if goal else {}
    for score in scores:
        offered[_("A good {score}").format(score=score)] = Question("good", score)
        offered[_("A bad {score}").format(score=score)] = Question("bad", score)
    return offered


def listed_drivers(found: Drivers) -> tuple[Driver, ...]:
    """Those in the picture: what is beyond chance, else a few of the others."""
    return tuple(driver for driver in found.drivers if driver.named)[:_SHOWN] or found.drivers[:5]


def drivers_answer(found: Drivers, words: str) -> str:
    """What goes with the result `words` most, of what was known before."""
    if found.missing:
        return _("There is too little here to tell what goes with it.")
    if not found.trusted:
        return _("What was known before does not tell who it will be.")
    named = [driver for driver in found.drivers if driver.named]
    if not named:
        return _("All together tell a little; no single thing stands out.")
    first = named[0]
    points = 100 * (first.adjusted.value or 0.0)
    sentence = (
        _("{result} is {points} points likelier with “{feature}”.")
        if points > 0
        else _("{result} is {points} points less likely with “{feature}”.")
    )
    return sentence.format(result=words, points=number(abs(points)), feature=feature_words(first.feature))


def no_drivers(found: Drivers) -> str:
    """Why nothing is listed, and what to do."""
    reasons = {
        "few": _("It was learned from {customers}; below {least} customers nothing can be told. Widen the filters."),
        "same": _("Nearly all {cases} cases ended alike, so there is nothing to tell apart. Choose another moment."),
        "features": _("Nothing was known of these {cases} cases at that moment. Choose a later one."),
        "": _(
            "Tried on customers it had not seen, the model does not beat the plain average ({cases} cases, "
            "{skill} of the differences told). So nothing is listed: it would be chance."
        ),
    }
    skill = found.skill or BLANK
    customers = ngettext("{n} customer", "{n} customers", found.customers).format(n=count(found.customers))
    return reasons[found.missing].format(
        customers=customers,
        cases=count(found.cases),
        least=LEAST_CUSTOMERS,
        skill=percent(max(0.0, skill.value or 0.0)),
    )


def _points(figure: Interval) -> str:
    low, value, high = (f"{100 * (x or 0.0):+.1f}" for x in (figure.low, figure.value, figure.high))
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def driver_table(found: Sequence[Driver]) -> pd.DataFrame:
    """All that was looked at."""
    return pd.DataFrame(
        {
            _("What was known before"): [feature_words(d.feature) for d in found],
            _("Difference, points"): [_points(d.adjusted) for d in found],
            _("With it"): [interval(d.with_it) for d in found],
            _("Without it"): [interval(d.without_it) for d in found],
            _("Beyond chance"): [_("yes") if d.named else _("no") for d in found],
        }
    )
