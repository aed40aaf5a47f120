"""The tables behind the flow map: every figure of every touchpoint and transition."""

from __future__ import annotations

import pandas as pd

from journey.analyses.flow import FlowMap
from journey.text import _

__all__ = ["touchpoint_table", "transition_table"]


def touchpoint_table(flow: FlowMap) -> pd.DataFrame:
    """A row for each touchpoint, drawn or not; columns that the log leaves empty are left out."""
    rows = [
        {
            _("Touchpoint"): t.name,
            _("Stage"): t.stage,
            _("Events"): t.events,
            _("Journeys"): t.journeys,
            _("Share of journeys"): t.share,
            _("Starts"): t.starts,
            _("Ends"): t.ends.total,
            _("Ends completed"): t.ends.completed,
            _("Ends lost"): t.ends.lost,
            _("Ends dropped"): t.ends.dropped,
            _("Ends open"): t.ends.open,
            _("Exit rate"): t.exit_rate.value,
            _("Exit rate low"): t.exit_rate.low,
            _("Exit rate high"): t.exit_rate.high,
            _("Conversion after"): t.conversion.value,
            _("Conversion low"): t.conversion.low,
            _("Conversion high"): t.conversion.high,
            _("Judged journeys"): t.conversion.n,
            _("Mean score"): t.score.value,
            _("Answers"): t.score.n or None,
            _("Mean cost"): t.cost_mean,
        }
        for t in flow.touchpoints
    ]
    return pd.DataFrame(rows).dropna(axis=1, how="all")


def transition_table(flow: FlowMap) -> pd.DataFrame:
    """A row for each transition, drawn or not."""
    names = {t.id: t.name for t in flow.touchpoints}
    rows = [
        {
            _("From"): names[t.source],
            _("To"): names[t.target],
            _("Events"): t.events,
            _("Journeys"): t.journeys,
            _("Mean wait (s)"): t.wait_mean_s,
            _("Median wait (s)"): t.wait_median_s,
            _("p90 wait (s)"): t.wait_p90_s,
            _("Conversion after"): t.conversion.value,
            _("Conversion low"): t.conversion.low,
            _("Conversion high"): t.conversion.high,
            _("Judged journeys"): t.conversion.n,
        }
        for t in flow.transitions
    ]
    return pd.DataFrame(rows).dropna(axis=1, how="all")
