"""The funnel in words and as a table: its answer, its settings, its steps."""

from __future__ import annotations

import pandas as pd

from journey.analyses.funnel import FunnelResult
from journey.analyses.funnel_question import Funnel
from journey.charts.label import clean
from journey.text import _, ngettext
from journey.text.format import count, duration, percent
from journey.text.short import short

__all__ = ["funnel_answer", "settings_words", "step_table"]


def funnel_answer(found: FunnelResult) -> str:
    """How many reach the last step, and after which most are lost."""
    if not found.judged:
        if found.open:
            return _(
                "All {n} entries began less than {window} before the end of the log, too late to be judged."
            ).format(n=count(found.open), window=duration(found.question.window_s))
        return _("No journey here comes to {step}, the first step.").format(step=short(found.steps[0].name))
    if nowhere := next((step for step in found.steps if not step.journeys and not step.optional), None):
        return _("Nobody of {n} who entered comes as far as {step}.").format(
            n=count(found.judged), step=short(nowhere.name)
        )
    worst = max(found.steps[:-1], key=lambda step: 0 if step.optional else step.left)
    finished = ngettext(
        "{share} of the one entry reach the last step", "{share} of {n} entries reach the last step", found.judged
    ).format(share=percent(found.conversion.value), n=count(found.judged))
    if not worst.left:
        return _("{finished}; nobody is lost on the way.").format(finished=finished)
    return _("{finished}; most are lost after {step}: {left} of {n}.").format(
        finished=finished, step=short(worst.name), left=count(worst.left), n=count(worst.journeys)
    )


def step_table(found: FunnelResult) -> pd.DataFrame:
    """The steps as a table."""
    return pd.DataFrame(
        {
            _("Step"): [step.name for step in found.steps],
            _("May be skipped"): [step.optional for step in found.steps],
            _("Entries"): [step.journeys for step in found.steps],
            _("Of the step before"): [step.of_previous.value for step in found.steps],
            _("Of the first"): [step.of_first.value for step in found.steps],
            _("Of the first, low"): [step.of_first.low for step in found.steps],
            _("Of the first, high"): [step.of_first.high for step in found.steps],
            _("Median from the first (s)"): [step.median_s for step in found.steps],
            _("p90 from the first (s)"): [step.p90_s for step in found.steps],
            _("Median from the step before (s)"): [step.step_median_s for step in found.steps],
            _("p90 from the step before (s)"): [step.step_p90_s for step in found.steps],
            _("Lost after it"): [step.left for step in found.steps],
        }
    )


def settings_words(question: Funnel) -> str:
    """All that is set, in sentences.

    Examples
    --------
    >>> settings_words(Funnel(steps=(("Basket",), ("Paid",)), order="strict", exclude=("Call",)))
    'Each step is the very next event, within 14 d of the first. Journeys that meet Call on the way are left out.'
    """
    order = {
        "sequential": _("Steps in this order, others may come between, within {window} of the first."),
        "strict": _("Each step is the very next event, within {window} of the first."),
        "any": _("Steps in any order, within {window} of the first, before or after it."),
    }[question.order]
    words = [order.format(window=duration(question.window_s))]
    if question.entry == "every":
        words.append(_("Every entry of a journey is followed, up to the next."))
    if question.optional:
        names = ", ".join(clean(question.names[n]) for n in question.optional)
        words.append(_("May be skipped: {names}.").format(names=names))
    if question.exclude:
        names = ", ".join(clean(name) for name in question.exclude)
        words.append(_("Journeys that meet {names} on the way are left out.").format(names=names))
    return " ".join(words)
