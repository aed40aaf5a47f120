"""The page Drivers as a slide: what goes with a good or a bad end."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.drivers.find import drivers, moments
from journey.analyses.drivers.question import Question
from journey.analyses.info import info
from journey.charts.driver_picture import difference_bars, importance_matrix
from journey.charts.driver_words import driver_table, drivers_answer, listed_drivers, no_drivers, results_offered
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The result and the moment of the settings, else the ones the page offers first.

    Raises
    ------
    WrongInput
        Nothing says how a journey ended, or too little to tell what goes with it.
    """
    held = ask(info, workspace)
    offered = results_offered(bool(held.outcomes), held.scores)
    if not offered:
        raise WrongInput(
            _("Nothing says yet how a journey ended."),
            _("Set a goal on the page Workspace, or bring in answers to a survey."),
        )
    # What came before a moment is told by touchpoints: hidden ones and levels are put aside, as on the page.
    plain = scope.selection() if scope.relinks else scope
    words = known(settings.get("result"), offered)
    question = offered[words]
    if question.result == "goal" and (told := ask(moments, workspace, plain)):
        landmark = known(settings.get("moment"), [moment.landmark for moment in told])
        question = Question("goal", landmark=landmark)
    found = ask(drivers, workspace, plain, question)
    if not found.drivers:
        raise WrongInput(drivers_answer(found, words), no_drivers(found))
    shown, good = listed_drivers(found), question.result != "bad"
    picture = figure_picture(
        lambda mode: (
            importance_matrix(shown, mode=mode)
            if settings.get("part") == "importance"
            else difference_bars(shown, good=good, mode=mode)
        )
    )
    return Drawn(drivers_answer(found, words), picture, table_of(driver_table(found.drivers)))
