"""What the tooltips and the alternative text of a flow map tell: every figure, in words."""

from __future__ import annotations

from journey.analyses.flow import Ends, FlowMap, Touchpoint, Transition
from journey.charts.flow_choice import END_KINDS, Drawn
from journey.charts.label import clean
from journey.charts.map_spec import Facts
from journey.text import _
from journey.text.format import count, duration, interval, number, percent

__all__ = ["alt_text", "coverage", "end_facts", "end_name", "move_facts", "start_facts", "touchpoint_facts"]


def end_name(kind: str) -> str:
    """The name of an end node."""
    return {
        "completed": _("Completed"),
        "lost": _("Lost"),
        "dropped": _("Dropped"),
        "open": _("Open"),
        "undecided": _("End"),
    }[kind]


def touchpoint_facts(flow: FlowMap, t: Touchpoint) -> Facts:
    """All figures of a box; what the log cannot tell is left out."""
    facts = [
        (_("Events"), count(t.events)),
        (_("Journeys"), _share(t.journeys, t.share)),
    ]
    if t.starts:
        facts.append((_("Start here"), count(t.starts)))
    facts += [(end_name(kind), count(getattr(t.ends, kind))) for kind in END_KINDS if getattr(t.ends, kind)]
    if t.exit_rate.value is not None:
        facts.append((_("Exit rate"), interval(t.exit_rate)))
    if t.conversion.value is not None:
        facts.append((_("Conversion after"), interval(t.conversion)))
    if t.score.value is not None:
        facts.append((_("Score"), interval(t.score, scale="number")))
    if t.cost_mean is not None:
        facts.append((_("Cost of a visit"), number(t.cost_mean)))
    if t.planned_cost is not None:
        facts.append((_("Planned cost"), number(t.planned_cost)))
    if t.moment_of_truth:
        facts.append((_("Moment of truth"), _("yes")))
    if t.stage and flow.stages:
        facts.append((_("Stage"), clean(t.stage)))
    return tuple(facts)


def move_facts(flow: FlowMap, m: Transition) -> Facts:
    """All figures of a transition."""
    share = m.journeys / flow.journeys_shown if flow.journeys_shown else 0.0
    facts = [
        (_("Events"), count(m.events)),
        (_("Journeys"), _share(m.journeys, share)),
        (_("Median wait"), duration(m.wait_median_s)),
        (_("Mean wait"), duration(m.wait_mean_s)),
        (_("Wait, 90th percentile"), duration(m.wait_p90_s)),
    ]
    if m.conversion.value is not None:
        facts.append((_("Conversion after"), interval(m.conversion)))
    return tuple(facts)


def start_facts(flow: FlowMap) -> Facts:
    """The start node: how many journeys are shown."""
    total = flow.journeys_total
    return ((_("Journeys"), _share(flow.journeys_shown, flow.journeys_shown / total if total else 0.0)),)


def end_facts(flow: FlowMap, kind: str) -> Facts:
    """An end node: how many journeys end so."""
    ended = sum(getattr(t.ends, kind) for t in flow.touchpoints)
    return ((_("Journeys"), _share(ended, ended / flow.journeys_shown if flow.journeys_shown else 0.0)),)


def coverage(drawn: Drawn) -> str:
    """How much of the scope is drawn."""
    return _(
        "{boxes} of {touchpoints} touchpoints, {events} of events drawn; {curves} of {transitions} transitions, {moves}"
    ).format(
        boxes=len(drawn.touchpoints),
        touchpoints=drawn.touchpoints_total,
        events=percent(drawn.events_share),
        curves=len(drawn.transitions),
        transitions=drawn.transitions_total,
        moves=percent(drawn.moves_share),
    )


def alt_text(flow: FlowMap, drawn: Drawn) -> str:
    """The picture in a few sentences, for those who do not see it."""
    names = {t.id: clean(t.name) for t in flow.touchpoints}
    totals: Ends = _ends(flow)
    parts = [_("Flow map of {n} journeys.").format(n=count(flow.journeys_shown))]
    if flow.happy_path:
        path = ", ".join(names[i] for i in flow.happy_path if i in names)
        parts.append(_("The happy path: {path}.").format(path=path))
    for kind in END_KINDS[:-1]:
        if flow.journeys_shown and (ended := getattr(totals, kind)):
            parts.append(_("{end}: {share}.").format(end=end_name(kind), share=percent(ended / flow.journeys_shown)))
    parts.append(_("{sentence}.").format(sentence=coverage(drawn)))
    return " ".join(parts)


def _ends(flow: FlowMap) -> Ends:
    return Ends(*(sum(getattr(t.ends, kind) for t in flow.touchpoints) for kind in END_KINDS))


def _share(journeys: int, share: float) -> str:
    return _("{n} ({share})").format(n=count(journeys), share=percent(share))
