"""What a replay says in a sentence and in a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.flow import FlowMap
from journey.analyses.replay import Replay
from journey.charts.label import clean
from journey.charts.replay_spec import ReplaySpec, colour_name
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.scope_words import outcome_name

__all__ = ["answer", "passed_by", "strata_table"]


def answer(flow: FlowMap) -> str:
    """How many arrive, and where most of the others fall out; open journeys are neither."""
    ended = {
        kind: sum(getattr(one.ends, kind) for one in flow.touchpoints) for kind in ("completed", "lost", "dropped")
    }
    gone = ended["lost"] + ended["dropped"]
    if not ended["completed"] and not gone:
        n = flow.journeys_shown
        return ngettext(
            "{n} journey, from its first event to its last.", "{n} journeys, from first event to last.", n
        ).format(n=count(n))
    arrived = _("{completed} of {n} journeys arrive ({share}), {gone}").format(
        completed=count(ended["completed"]), n=count(flow.journeys_shown),
        share=percent(ended["completed"] / flow.journeys_shown), gone=_("{n} fall out").format(n=count(gone)),
    )  # fmt: skip
    if not gone:
        return _("{arrived}.").format(arrived=arrived)
    worst = max(flow.touchpoints, key=lambda one: one.ends.lost + one.ends.dropped)
    n = worst.ends.lost + worst.ends.dropped
    return _("{arrived}, most of them after {place}: {most}.").format(
        arrived=arrived, place=clean(worst.name), most=ngettext("{n} journey", "{n} journeys", n).format(n=count(n))
    )


def passed_by(spec: ReplaySpec) -> str:
    """What of the sample the drawing leaves out; empty where it leaves out nothing."""
    if not spec.passed:
        return ""
    events = ngettext(
        "Tokens pass by {n} event at touchpoints that are not drawn",
        "Tokens pass by {n} events at touchpoints that are not drawn",
        spec.passed,
    ).format(n=count(spec.passed))
    if not spec.unseen:
        return _("{events}.").format(events=events)
    return ngettext(
        "{events}; {n} journey of the sample has no others, and does not move.",
        "{events}; {n} journeys of the sample have no others, and do not move.",
        spec.unseen,
    ).format(events=events, n=count(spec.unseen))


def strata_table(found: Replay, colour: str) -> pd.DataFrame:
    """How many journeys each part of the sample stands for."""
    rows = [
        {
            _("Colour"): colour_name(found.groups[one.group], colour),
            _("Outcome"): outcome_name(one.outcome) if one.outcome else _("no goal set"),
            _("Journeys in scope"): one.journeys,
            _("In the sample"): one.sampled,
        }
        for one in found.strata
    ]
    return pd.DataFrame(rows)
