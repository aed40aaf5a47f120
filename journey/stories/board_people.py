"""The personas of a board, each with the board of its segment."""

from __future__ import annotations

from journey.analyses.board import Board, Persona, board
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.personas import personas
from journey.store.workspace import Workspace
from journey.stories.ask import Ask

__all__ = ["persona_boards"]


def persona_boards(workspace: Workspace, found: Board, ask: Ask) -> list[tuple[Persona, Board | None]]:
    """Every persona with the board of its segment; None where its filter names what this log does not have."""
    boards: list[tuple[Persona, Board | None]] = []
    for persona in personas(workspace):
        held = None
        if not found.blank:
            try:
                held = ask(board, workspace, Scope.parse(persona.scope) if persona.scope else Scope())
            except JourneyError:
                held = None
        boards.append((persona, held))
    return boards
