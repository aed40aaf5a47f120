"""The page Loops as a slide: the loops that most journeys run."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.friction.loops import loops
from journey.charts.friction_loops import loop_bars
from journey.charts.loop_words import loop_table, loops_answer
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The loops.

    Raises
    ------
    WrongInput
        There is none, or the settings look at one of the page's tables, which are no picture.
    """
    found = ask(loops, workspace, scope)
    if settings.get("view", "loops") != "loops":
        raise WrongInput(_("This view is a table, and has no picture."), _("Choose Loops on the page, and pin that."))
    if not found.loops:
        raise WrongInput(loops_answer(found), _("Remove a filter."))
    return Drawn(
        loops_answer(found), figure_picture(lambda mode: loop_bars(found.loops, mode)), table_of(loop_table(found))
    )
