"""The board of a scope with all that its lanes want, and its personas, each with the board of its segment."""

from __future__ import annotations

from dataclasses import replace

from journey.analyses.board import Board, Persona, board
from journey.analyses.retention import retention, with_retention
from journey.charts.board_metrics import wants_retention
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.board_notes import layout
from journey.store.personas import personas
from journey.store.workspace import Workspace
from journey.stories.ask import Ask

__all__ = ["board_of", "persona_boards"]


def board_of(workspace: Workspace, scope: Scope, ask: Ask) -> Board:
    """What the log says about the stages in a scope; who comes back, too, where people show that lane."""
    found: Board = ask(board, workspace, scope)
    if found.metrics is not None and wants_retention(layout(workspace)):
        stay = ask(retention, workspace, scope, "stage")
        found = replace(found, metrics=with_retention(found.metrics, stay))
    return found


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
