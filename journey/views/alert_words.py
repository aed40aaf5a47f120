"""Alerts in words: what a rule says, and how it stands."""

from __future__ import annotations

from journey.analyses.alerts.alert import Watch
from journey.analyses.alerts.rule import Rule, sentence
from journey.analyses.trends.metric import Unit
from journey.analyses.trends.words import period_name
from journey.charts.trend_lines import figure_text, shown
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["past_words", "rule_words", "state_icon", "state_words"]


def rule_words(rule: Rule, unit: Unit) -> str:
    """A rule as a sentence."""
    factor = rule.test in ("up", "down")
    return sentence(rule, f"{rule.threshold:g}" if factor else shown(rule.threshold, unit))


def state_icon(watch: Watch) -> str:
    """The sign of how a rule stands; never alone, always beside its words."""
    if watch.wrong:
        return ":material/error:"
    if watch.fires:
        return ":material/notifications_active:"
    return ":material/check_circle:" if watch.now and watch.now.verdict == "quiet" else ":material/pending:"


def state_words(rule: Rule, watch: Watch) -> str:
    """How a rule stands, with the period it was judged in."""
    now = watch.now
    if watch.wrong:
        return watch.wrong
    if now is None:
        return _("The log holds no whole period that can be judged yet.")
    words = {
        "fires": _("Fires: {figure} in {period}, the last one that can be judged"),
        "quiet": _("Quiet: {figure} in {period}, the last one that can be judged"),
        "too few": _("Too few to tell: {figure} in {period}, the last one that can be judged"),
        "nothing before": _("Nothing to compare with: {figure} in {period}, the last one that can be judged"),
    }
    text = words[now.verdict].format(
        figure=figure_text(now.figure, watch.unit), period=period_name(now.period, rule.length)
    )
    if now.before is None or now.before.value is None:
        return _("{state}.").format(state=text)
    return _("{state}; {before} before.").format(state=text, before=shown(now.before.value, watch.unit))


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
