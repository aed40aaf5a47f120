"""Loops in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.friction.loops import Loops
from journey.charts.friction_loops import loop_name
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.short import short

__all__ = ["loop_table", "loops_answer"]


def loops_answer(found: Loops) -> str:
    """How many journeys run a loop, and which is the commonest."""
    if not found.loops:
        return _("Nobody comes back to where they were.")
    first = found.loops[0]
    words = ngettext(
        "{share} of the journeys run a loop; the commonest is {loop}, in {n} journey.",
        "{share} of the journeys run a loop; the commonest is {loop}, in {n} journeys.",
        first.journeys,
    )
    return words.format(
        share=percent(found.looping / found.journeys), loop=short(loop_name(first.touchpoints), 80),
        n=count(first.journeys),
    )  # fmt: skip


def loop_table(found: Loops) -> pd.DataFrame:
    """All loops."""
    return pd.DataFrame(
        {
            _("Loop"): [loop_name(loop.touchpoints) for loop in found.loops],
            _("Journeys"): [loop.journeys for loop in found.loops],
            _("Runs"): [loop.runs for loop in found.loops],
            _("Most runs"): [loop.most for loop in found.loops],
            _("Time of a run (s)"): [loop.time_s for loop in found.loops],
            _("Contacts a run"): [loop.contacts for loop in found.loops],
            _("Cost of a run"): [loop.cost for loop in found.loops],
            _("Conversion"): [loop.conversion.value for loop in found.loops],
            _("Conversion without"): [loop.others.value for loop in found.loops],
        }
    )
