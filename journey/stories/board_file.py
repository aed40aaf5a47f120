"""The board of a scope as a file of its own, which opens offline."""

from __future__ import annotations

from journey.charts.board_html import board_html
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask, directly
from journey.stories.pages import slide_at
from journey.stories.picture import BoardPicture
from journey.stories.privacy import private

__all__ = ["board_file"]


def board_file(workspace: Workspace, scope: Scope, *, as_it_is: bool = False, ask: Ask = directly) -> str:
    """The board as HTML, with what people wrote on it.

    Parameters
    ----------
    as_it_is : bool
        With ids of customers and journeys, and with groups under 10; else neither is shown (`stories.privacy`).

    Raises
    ------
    WrongInput
        The log has no stages, or the scope names what it does not have.
    """
    slide = slide_at(workspace, "as_is/board", scope, {}, ask=ask)
    if not as_it_is:
        slide = private(workspace, slide)
    assert isinstance(slide.picture, BoardPicture)
    return board_html(slide.picture.spec)
