"""Alerts in words: what a rule says, how it stands, and how all of them do."""

from __future__ import annotations

from collections.abc import Sequence

from journey.analyses.alerts.alert import Alert, Watch
from journey.analyses.alerts.judged import Judged
from journey.analyses.alerts.rule import Rule, sentence
from journey.analyses.trends.metric import Unit
from journey.analyses.trends.words import period_name
from journey.charts.trend_lines import figure_text, shown
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["alert_words", "alerts_answer", "past_words", "rule_words", "state_words"]


def rule_words(rule: Rule, unit: Unit) -> str:
    """A rule as a sentence."""
    factor = rule.test in ("up", "down")
    return sentence(rule, f"{rule.threshold:g}" if factor else shown(rule.threshold, unit))


def state_words(rule: Rule, watch: Watch) -> str:
    """How a rule stands, with the period it was judged in."""
    now = watch.now
    if watch.wrong:
        return watch.wrong
    if now is None:
        return _("The log holds no whole period that can be judged yet.")
    text = _("{alert}, the last one that can be judged").format(alert=alert_words(rule, watch, now))
    if now.before is None or now.before.value is None:
        return _("{state}.").format(state=text)
    return _("{state}; {before} before.").format(state=text, before=shown(now.before.value, watch.unit))


def alert_words(rule: Rule, watch: Watch, alert: Alert) -> str:
    """How a rule stood in one period, without an end mark."""
    words = {
        "fires": _("Fires: {figure} in {period}"),
        "quiet": _("Quiet: {figure} in {period}"),
        "too few": _("Too few to tell: {figure} in {period}"),
        "nothing before": _("Nothing to compare with: {figure} in {period}"),
    }
    return words[alert.verdict].format(
        figure=figure_text(alert.figure, watch.unit), period=period_name(alert.period, rule.length)
    )


def past_words(rule: Rule, watch: Watch) -> str:
    """How often a rule would have fired before."""
    lengths = {
        "day": ngettext("the last {n} day", "the last {n} days", len(watch.past)),
        "week": ngettext("the last {n} week", "the last {n} weeks", len(watch.past)),
        "month": ngettext("the last {n} month", "the last {n} months", len(watch.past)),
    }
    span = lengths[rule.length].format(n=count(len(watch.past)))
    times = ngettext("{n} time", "{n} times", watch.fired).format(n=count(watch.fired))
    return _("Would have fired in {span}: {times}.").format(span=span, times=times)


def alerts_answer(found: Sequence[Judged]) -> str:
    """How many rules fire."""
    if not found:
        return _("No rule watches this log yet.")
    firing = sum(one.watch.fires for one in found)
    if len(found) == 1 and firing:
        return _("The only rule fires.")
    if not firing:
        return ngettext("The only rule is quiet.", "None of {n} rules fires.", len(found)).format(n=count(len(found)))
    return ngettext("{firing} of {n} rules fires.", "{firing} of {n} rules fire.", firing).format(
        firing=count(firing), n=count(len(found))
    )
