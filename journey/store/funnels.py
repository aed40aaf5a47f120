"""Funnels that people saved, by name."""

from __future__ import annotations

from dataclasses import dataclass

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["SavedFunnel", "delete_funnel", "save_funnel", "saved_funnels"]


@dataclass(frozen=True)
class SavedFunnel:
    """A funnel under its name; `version` is raised by every change of it."""

    name: str
    text: str
    version: int


def saved_funnels(workspace: Workspace) -> tuple[SavedFunnel, ...]:
    """All of them, by name."""
    return tuple(SavedFunnel(*row) for row in workspace.run("SELECT name, text, version FROM funnel ORDER BY name"))


def save_funnel(workspace: Workspace, name: str, text: str, version: int = 0) -> None:
    """Keep a funnel under a name.

    Parameters
    ----------
    text : str
        `Funnel.text()`.
    version : int
        That of the saved funnel this one is to replace; 0: there is to be none of that name yet.

    Raises
    ------
    WrongInput
        No name, or the one under that name is not what the writer saw.
    """
    name = name.strip()
    if not name:
        raise WrongInput(_("A funnel is saved by its name."), _("Give it one."))
    with workspace.transaction() as cursor:
        found = cursor.execute("SELECT version FROM funnel WHERE name = ?", [name]).fetchone()
        if (found[0] if found else 0) != version:
            raise WrongInput(
                _("There is a funnel {name} already, or somebody changed it meanwhile.").format(name=repr(name)),
                _("Choose it in the list to see it, or save yours by another name."),
            )
        cursor.execute("DELETE FROM funnel WHERE name = ?", [name])
        cursor.execute("INSERT INTO funnel VALUES (?, ?, ?)", [name, text, version + 1])


def delete_funnel(workspace: Workspace, name: str) -> None:
    """Let a saved funnel go."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM funnel WHERE name = ?", [name])
