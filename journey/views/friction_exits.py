"""Where journeys end: the list of its own beside the frictions, with the most that could be won there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.analyses.friction.exits import exit_journeys, exits
from journey.analyses.interval import MINIMUM_N
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, interval
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.results import kept
from journey.views.ticked_row import ticked_row

__all__ = ["exit_list"]


def exit_list(workspace: Workspace, scope: Scope) -> None:
    """Draw it."""
    found = [one for one in kept(exits, workspace, scope) if one.exit_rate.n >= MINIMUM_N]
    if not found:
        st.info(_("Nobody ends without the goal here, or too few come by to tell."))
        return
    rows = [
        {
            _("They end after"): one.touchpoint,
            _("Stage"): one.stage or "",
            _("Journeys"): one.exits,
            _("Of those who come here"): interval(one.exit_rate),
            _("Who goes on completes"): interval(one.went_on),
            _("At most"): count(round(one.ceiling)),
        }
        for one in found
    ]
    ticked = ticked_row(
        pd.DataFrame(rows), [one.touchpoint for one in found], alt=_("Where journeys end"), height="content",
        key=f"exits_{hash(scope)}",
    )  # fmt: skip
    frame.explain(
        _(
            "At most: journeys that would be won, did everybody who ends here do as well as those who go on. It is a "
            "ceiling, not a forecast, so it is not ranked with the frictions. Tick a row to see its journeys."
        )
    )
    if ticked is not None:
        name = found[ticked].touchpoint
        behind_list(
            lambda top: kept(exit_journeys, workspace, scope, name, top),
            lambda n: ngettext("{n} journey ends after {place}", "{n} journeys end after {place}", n).format(
                n=count(n), place=name
            ),
            scope, key="exits",
        )  # fmt: skip
