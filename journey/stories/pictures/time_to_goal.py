"""The page Time to goal as a slide: which share of journeys has ended how by when."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from journey.analyses.info import info
from journey.analyses.time_to_goal import CAUSES, time_to_goal
from journey.charts.incidence_lines import incidence_lines
from journey.charts.incidence_words import ends_answer, ends_table
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """Every end of all journeys; with an attribute in the settings one end by its values.

    Raises
    ------
    WrongInput
        No goal is set, or every journey in scope began before the log did.
    """
    held = ask(info, workspace)
    if not held.outcomes:
        raise WrongInput(
            _("Without a goal, it is not known how journeys end."), _("Say what success is, on the page Workspace.")
        )
    by = settings.get("by")
    by = by if by in {one.name for one in held.attributes if one.of_journey} else None
    cause = 0
    with suppress(ValueError):
        cause = CAUSES.index(Outcome(settings.get("end", "")))
    found = ask(time_to_goal, workspace, scope, by)
    shown = cause if found.groups else None
    return Drawn(
        ends_answer(found), figure_picture(lambda mode: incidence_lines(found, shown, mode)),
        table_of(ends_table(found)),
    )  # fmt: skip
