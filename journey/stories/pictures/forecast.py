"""The page Forecast as a slide: how sure the difference of a figure is."""

from __future__ import annotations

from collections.abc import Mapping

from journey.charts.forecast_bands import bands
from journey.charts.forecast_table import figure_table
from journey.charts.forecast_words import headline
from journey.design.forecast import forecast
from journey.design.kept import Kept, scenarios
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
    """The forecast of the scenario that the settings name, else of the youngest.

    Raises
    ------
    WrongInput
        There is no to-be, it has no edit that is on, or the journeys are too few for a model.
    """
    kept = _scenario(workspace, settings.get("scenario", ""))
    found = ask(forecast, workspace, scope, kept.scenario)
    wanted = settings.get("figure", "")
    figure = wanted if wanted in found.difference else next(iter(found.difference))
    return Drawn(
        headline(found), figure_picture(lambda mode: bands(found, figure, mode)), table_of(figure_table(found))
    )


def _scenario(workspace: Workspace, number: str) -> Kept:
    every = scenarios(workspace)
    if not every:
        raise WrongInput(_("There is no to-be yet."), _("Design one on the page Designer."))
    kept = next((one for one in every if str(one.id) == number), every[-1])
    if not kept.scenario.active:
        raise WrongInput(_("The to-be has no edit that is on."), _("Turn one on, on the page Designer."))
    return kept
