"""Trials in words: the verdict in a sentence, and which assumption was off."""

from __future__ import annotations

from collections.abc import Sequence

from journey.charts.forecast_words import edit_words
from journey.design.trial import Measured, Trial, Verdict
from journey.text import _, format
from journey.text.points import points, points_interval

__all__ = ["assumption_words", "no_control", "points_interval", "said", "trials_answer"]


def said(trial: Trial, found: Verdict) -> str:
    """The verdict in a sentence."""
    words = {
        "early": _("Too early to tell: {treated} and {control} journeys are old enough so far."),
        "true": _("It came true: {gap}, {forecast} were forecast."),
        "more": _("It did more than forecast: {gap}, {forecast} were forecast."),
        "less": _("It worked, but less than forecast: {gap}, {forecast} were forecast."),
        "cannot tell": _("Cannot tell yet: {gap} may be chance, and so may the {forecast} forecast."),
        "not true": _("It did not come true: {gap}, {forecast} were forecast."),
        "worse": _("It made things worse: {gap}, {forecast} were forecast."),
    }[found.word]
    told = words.format(
        treated=format.count(found.treated.n),
        control=format.count(found.control.n),
        gap=points(found.gap.value or 0.0),
        forecast=points(trial.forecast[0]),
    )
    return told if trial.share < 1 else _("{told} {caution}").format(told=told, caution=no_control())


def no_control() -> str:
    """What stands in the way of a proof where all are treated at once."""
    return _("There is no control group: other causes possible.")


def trials_answer(found: Sequence[tuple[Trial, Verdict]]) -> str:
    """The verdict of the newest trial."""
    if not found:
        return _("No trial was laid down yet; only a trial proves that a change works.")
    return said(*found[0])


def assumption_words(found: Verdict) -> str:
    """Which assumption was off, in a sentence; what cannot be told, said so; empty where nothing was measured."""
    off = [one for one in found.measured if one.holds is False]
    held = [one for one in found.measured if one.holds]
    if off:
        return " ".join(_off(one) for one in off)
    if not found.measured:
        return ""
    if len(held) == len(found.measured):
        return _("What the edits assumed came about.")
    return _("Too few journeys yet to tell whether the edits came about as assumed.")


def _off(one: Measured) -> str:
    return _("Off was “{edit}”: {what}, {measured} instead of the {expected} assumed.").format(
        edit=edit_words(one.edit), what=one.what, measured=format.percent(one.treated.value),
        expected=format.percent(one.expected),
    )  # fmt: skip
