"""The page Board as a slide."""

from __future__ import annotations

from collections.abc import Mapping

from journey.charts.board_spec import board_spec
from journey.charts.board_tables import board_table
from journey.charts.board_words import board_answer
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.board_notes import layout, notes
from journey.store.pictures import touchpoint_pictures
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.board_people import board_of, persona_boards
from journey.stories.drawn import Drawn
from journey.stories.picture import board_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, _settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The board with what people wrote on it, as it stands.

    Raises
    ------
    WrongInput
        The log has no stages, and a board has a column for each.
    """
    found = board_of(workspace, scope, ask)
    if not found.stages and not found.blank:
        raise WrongInput(
            _("This log has no stages yet, and a board has a column for each."),
            _("Put the touchpoints into stages, on the page Stages."),
        )
    written = notes(workspace)
    spec = board_spec(
        found, written, layout(workspace), title=workspace.name, workspace=workspace.name,
        pictures=touchpoint_pictures(workspace), personas=persona_boards(workspace, found, ask),
    )  # fmt: skip
    return Drawn(board_answer(found, len(written)), board_picture(spec), table_of(board_table(found)))
