"""The page Opportunities as a slide: value by effort."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from journey.charts.opportunity_matrix import opportunity_matrix
from journey.charts.opportunity_table import opportunity_table
from journey.charts.opportunity_words import is_placed, opportunities_answer
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.opportunities import opportunities
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, _scope: Scope, _settings: Mapping[str, str], _ask: Ask) -> Drawn:
    """The matrix of what is written down, whatever the scope.

    Raises
    ------
    WrongInput
        None has value and effort.
    """
    found = opportunities(workspace)
    if not any(map(is_placed, found)):
        raise WrongInput(opportunities_answer(found), _("Give one a value and an effort on the page Opportunities."))
    return Drawn(
        opportunities_answer(found), figure_picture(partial(opportunity_matrix, found)),
        table_of(opportunity_table(found)),
    )  # fmt: skip
