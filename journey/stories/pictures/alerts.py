"""The page Alerts as a slide: when each rule fired."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from journey.analyses.alerts.judged import judged
from journey.charts.alert_past import alert_past, alert_table, has_past
from journey.charts.alert_words import alerts_answer
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
    """All rules; each has its own scope, and none goes by that of the page.

    Raises
    ------
    WrongInput
        No rule was ever judged.
    """
    found = judged(workspace, ask)
    if not has_past(found):
        raise WrongInput(alerts_answer(found), _("Make a rule on the page Alerts."))
    return Drawn(alerts_answer(found), figure_picture(partial(alert_past, found)), table_of(alert_table(found)))
