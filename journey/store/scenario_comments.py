"""What people say of a scenario, in the order they said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Comment", "comment", "comments", "take_back"]


@dataclass(frozen=True)
class Comment:
    """One comment.

    Attributes
    ----------
    made : datetime
        When, in UTC.
    who : str
        As they call themselves; may be empty.
    """

    id: int
    made: datetime
    who: str
    text: str


def comments(workspace: Workspace, scenario: int) -> tuple[Comment, ...]:
    """All comments on a scenario, the oldest first."""
    rows = workspace.run("SELECT id, made, who, text FROM scenario_comment WHERE scenario = ? ORDER BY id", [scenario])
    return tuple(Comment(*row) for row in rows)


def comment(workspace: Workspace, scenario: int, who: str, text: str) -> None:
    """Say something of a scenario.

    Raises
    ------
    WrongInput
        Nothing is said, or the scenario is gone.
    """
    if not text.strip():
        raise WrongInput(_("The comment is empty."), _("Write something."))
    with workspace.transaction() as cursor:
        if not cursor.execute("SELECT 1 FROM scenario WHERE id = ?", [scenario]).fetchall():
            raise WrongInput(_("This scenario was deleted meanwhile."), _("Choose another."))
        cursor.execute(
            "INSERT INTO scenario_comment VALUES (nextval('scenario_comment_number'), ?, ?, ?, ?)",
            [scenario, datetime.now(UTC).replace(tzinfo=None), who.strip(), text.strip()],
        )


def take_back(workspace: Workspace, number: int) -> None:
    """Delete a comment."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM scenario_comment WHERE id = ?", [number])
