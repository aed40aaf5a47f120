"""One journey in a sentence, and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.journeys import Journey, Timeline
from journey.text import _, ngettext
from journey.text.format import count, duration
from journey.text.scope_words import outcome_name
from journey.text.short import short

__all__ = ["event_table", "journey_answer"]


def journey_answer(journey: Journey) -> str:
    """How much happened in how long, and how it ended."""
    length = ngettext("{n} event in {time}", "{n} events in {time}", journey.events).format(
        n=count(journey.events), time=duration((journey.ended - journey.started).total_seconds())
    )
    if journey.outcome is None:
        return _("Journey {key}: {length}.").format(key=short(journey.key), length=length)
    return _("Journey {key}: {length}, {outcome}.").format(
        key=short(journey.key), length=length, outcome=outcome_name(journey.outcome).lower()
    )


def event_table(found: Timeline) -> pd.DataFrame:
    """A row for each event; columns that are empty throughout are left out."""
    rows = [
        {
            _("Time"): event.time,
            _("Touchpoint"): event.touchpoint,
            _("Stage"): event.stage,
            _("Channel"): event.channel,
            _("Wait until the next (s)"): event.wait_s,
            _("Handling (s)"): event.handling_s,
            _("Cost"): event.cost,
            **dict(event.scores),
            **dict(event.attributes),
            _("Comment"): event.comment,
        }
        for event in found.events
    ]
    return pd.DataFrame(rows).dropna(axis=1, how="all")
