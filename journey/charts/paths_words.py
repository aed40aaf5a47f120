"""The ways on from a touchpoint, or to it, in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.paths import Paths
from journey.charts.paths_sankey import box_name, step_name
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.short import short

__all__ = ["LISTED", "paths_answer", "ribbon_table"]

LISTED = 300
"""So many ribbons are in the table, the widest ones."""


def paths_answer(found: Paths) -> str:
    """How many journeys come there, and where most of them go next or came from."""
    anchor = short(found.question.anchor)
    if not found.journeys:
        return _("No journey here comes to {anchor}.").format(anchor=anchor)
    after = found.question.direction == "after"
    near = max(
        (node for node in found.nodes if node.step == (1 if after else -1)),
        key=lambda node: node.journeys,
        default=None,
    )
    came = ngettext("{n} journey comes to {anchor}", "{n} journeys come to {anchor}", found.journeys).format(
        n=count(found.journeys), anchor=anchor
    )
    if near is None:
        return (
            _("{came}, and none goes on.").format(came=came)
            if after
            else _("{came}, all as their first step.").format(came=came)
        )
    share = percent(near.journeys / found.journeys)
    pattern = _("{came}; {share} go on to {box}.") if after else _("{came}; {share} of them from {box}.")
    return pattern.format(came=came, share=share, box=short(box_name(near)))


def ribbon_table(found: Paths) -> pd.DataFrame:
    """The widest ribbons of the picture."""
    strongest = found.links[:LISTED]
    return pd.DataFrame(
        {
            _("When"): [step_name(found.nodes[link.source].step) for link in strongest],
            _("From"): [box_name(found.nodes[link.source]) for link in strongest],
            _("To"): [box_name(found.nodes[link.target]) for link in strongest],
            _("Journeys"): [link.journeys for link in strongest],
            _("Share of the box"): [percent(link.journeys / found.nodes[link.source].journeys) for link in strongest],
        }
    )
