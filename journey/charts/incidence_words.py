"""How journeys end, and when, in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.time_to_goal import CAUSES, TimeToGoal
from journey.text import _
from journey.text.format import duration, percent
from journey.text.scope_words import outcome_name

__all__ = ["ends_answer", "ends_table"]


def ends_answer(found: TimeToGoal) -> str:
    """Which share has ended how by the horizon."""
    if found.whole.open == found.whole.journeys:
        return _("Every journey here is still open: how they end is not known yet.")
    completed, lost, dropped = (percent(share.value) for share in found.whole.at_horizon)
    return _("{time} after the start, {completed} have completed, {lost} were lost and {dropped} dropped.").format(
        time=duration(found.horizon_s), completed=completed, lost=lost, dropped=dropped
    )


def ends_table(found: TimeToGoal) -> pd.DataFrame:
    """The share of each group that has ended in each way, by each time."""
    return pd.DataFrame(
        [
            {
                _("Group"): curve.name or _("all"),
                _("Journeys"): curve.journeys,
                _("Days"): time / 86_400,
                _("Horizon"): time == found.horizon_s,
                **{outcome_name(end): curve.shares[c][n] for c, end in enumerate(CAUSES)},
            }
            for curve in (found.whole, *found.groups)
            for n, time in enumerate(found.times_s)
        ]
    )
