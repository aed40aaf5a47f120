"""The page Prove it as a slide: what each trial came to beside its forecast."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from journey.charts.trial_gap import trial_gap, trial_table
from journey.charts.trial_words import trials_answer
from journey.design.kept_trials import trials
from journey.design.trial import verdict
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, _scope: Scope, _settings: Mapping[str, str], ask: Ask) -> Drawn:
    """All trials; each has its own scope, and none goes by that of the page.

    Raises
    ------
    WrongInput
        None was laid down.
    """
    found = [(trial, ask(verdict, workspace, trial)) for _number, _made, trial in trials(workspace)]
    if not found:
        raise WrongInput(trials_answer(found), _("Lay one down on the page Prove it."))
    return Drawn(trials_answer(found), figure_picture(partial(trial_gap, found)), table_of(trial_table(found)))
