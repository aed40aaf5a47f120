"""The page Designer as a slide: the to-be as a map or as a board."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.info import info
from journey.charts.forecast_shading import SIDES, Side
from journey.charts.forecast_words import draft_words, preview_words
from journey.charts.to_be_board import draft_board, to_be_board
from journey.charts.to_be_map import draft_map, to_be_map
from journey.charts.to_be_table import places_table
from journey.design.draft import Draft, draft
from journey.design.kept import Kept, scenarios
from journey.design.preview import Preview, preview
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import BoardPicture, MapPicture, board_picture
from journey.stories.table import Table, table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The to-be of the settings, else the youngest, else the as-is that one would start from.

    Raises
    ------
    WrongInput
        The journeys are too few for a model, or nothing is in the design yet.
    """
    every = scenarios(workspace)
    kept = next((one for one in every if str(one.id) == settings.get("scenario")), every[-1] if every else None)
    scenario = kept.scenario if kept is not None else Scenario(name="")
    view = settings.get("view", "map")
    if scenario.start.is_design:
        stages = ask(info, workspace).stages
        designed: Draft = ask(draft, workspace, scenario)
        if not designed.ways.touchpoints:
            raise WrongInput(draft_words(designed), _("Add the first touchpoint on the page Designer."))
        picture: BoardPicture | MapPicture = MapPicture(draft_map(designed, stages))
        if view == "board":
            picture = board_picture(draft_board(designed, stages, scenario.name))
        return Drawn(draft_words(designed), picture, Table((), ()))
    found: Preview = ask(preview, workspace, scope, scenario)
    return Drawn(preview_words(found), _picture(found, kept, view, settings.get("side")), table_of(places_table(found)))


def _picture(found: Preview, kept: Kept | None, view: str, side: str | None) -> BoardPicture | MapPicture:
    if view == "board":
        spec = to_be_board(found, kept.scenario.name if kept is not None else _("As-is"))
        return board_picture(spec | ({} if kept is not None else {"arranged": False}))
    usual: Side = "difference" if found.scenario.active else "as_is"
    # Of two maps beside each other a slide shows the second.
    chosen = "to_be" if view == "both" else side
    return MapPicture(to_be_map(found, next((one for one in SIDES if one == chosen), usual)))
