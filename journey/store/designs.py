"""Designs that reality is held against: files that people gave, and the deviations they accept."""

from __future__ import annotations

from datetime import date

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "accept", "accepted", "design_file", "design_files", "forget_design", "keep_design", "launch_of", "set_launch",
]  # fmt: skip

LONGEST = 120


def design_files(workspace: Workspace) -> tuple[str, ...]:
    """Names of the BPMN files kept, in alphabetical order."""
    return tuple(name for (name,) in workspace.run("SELECT name FROM design_file ORDER BY name"))


def design_file(workspace: Workspace, name: str) -> bytes | None:
    """What is in one of them."""
    rows = workspace.run("SELECT content FROM design_file WHERE name = ?", [name])
    return bytes(rows[0][0]) if rows else None


def keep_design(workspace: Workspace, name: str, content: bytes) -> None:
    """Keep a BPMN file that was read, under its name; one of that name is written over."""
    if not name.strip() or len(name) > LONGEST:
        raise WrongInput(_("The name of a design has 1 to {most} signs.").format(most=LONGEST), _("Rename the file."))
    with workspace.transaction() as cursor:
        cursor.execute("INSERT OR REPLACE INTO design_file VALUES (?, ?)", [name, content])


def forget_design(workspace: Workspace, name: str) -> None:
    """Let go of a file and of what was accepted for it."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM design_file WHERE name = ?", [name])
        cursor.execute("DELETE FROM accepted_deviation WHERE design = ?", [name])
        cursor.execute("DELETE FROM design_launch WHERE design = ?", [name])


def accepted(workspace: Workspace, design: str) -> tuple[tuple[str, str, str], ...]:
    """Accepted deviations of a design: (kind, touchpoint, then)."""
    rows = workspace.run(
        "SELECT kind, touchpoint, next FROM accepted_deviation WHERE design = ? ORDER BY kind, touchpoint, next",
        [design],
    )
    return tuple((kind, touchpoint, then) for kind, touchpoint, then in rows)


def accept(workspace: Workspace, design: str, deviation: tuple[str, str, str], *, accepted: bool = True) -> None:
    """Accept a deviation, or accept it no more."""
    with workspace.transaction() as cursor:
        cursor.execute(
            "DELETE FROM accepted_deviation WHERE design = ? AND kind = ? AND touchpoint = ? AND next = ?",
            [design, *deviation],
        )
        if accepted:
            cursor.execute("INSERT INTO accepted_deviation VALUES (?, ?, ?, ?)", [design, *deviation])


def launch_of(workspace: Workspace, design: str) -> date | None:
    """The day from which a design is in force; None: nobody said."""
    rows = workspace.run("SELECT day FROM design_launch WHERE design = ?", [design])
    return rows[0][0] if rows else None


def set_launch(workspace: Workspace, design: str, day: date | None) -> None:
    """Say from which day a design is in force; None takes it back."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM design_launch WHERE design = ?", [design])
        if day is not None:
            cursor.execute("INSERT INTO design_launch VALUES (?, ?)", [design, day])
