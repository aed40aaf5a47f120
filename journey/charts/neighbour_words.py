"""What leads to a touchpoint, and what follows, in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.flow import FlowMap, Touchpoint
from journey.text import _
from journey.text.format import duration, percent

__all__ = ["neighbour_table", "neighbourhood_answer"]


def neighbourhood_answer(flow: FlowMap, middle: Touchpoint) -> str:
    """Where most go on to from the touchpoint in the middle."""
    names = {t.id: t.name for t in flow.touchpoints}
    follows = max((m for m in flow.transitions if m.source == middle.id), key=lambda m: m.events, default=None)
    if follows is None:
        return _("{name} is always the last.").format(name=middle.name)
    return _("After {name}, {share} go on to {next}; {ends} end there.").format(
        name=middle.name, share=percent(follows.events / middle.events), next=names[follows.target],
        ends=percent(middle.ends.total / middle.events),
    )  # fmt: skip


def neighbour_table(flow: FlowMap, middle: Touchpoint) -> pd.DataFrame:
    """Every way into the touchpoint in the middle, and out of it."""
    names = {t.id: t.name for t in flow.touchpoints}
    return pd.DataFrame(
        [
            {
                _("Side"): _("before") if move.target == middle.id else _("after"),
                _("Touchpoint"): names[move.source if move.target == middle.id else move.target],
                _("Events"): move.events,
                _("Share"): percent(move.events / middle.events),
                _("Journeys"): move.journeys,
                _("Median wait"): duration(move.wait_median_s),
            }
            for move in flow.transitions
            if middle.id in (move.source, move.target)
        ]
    )
