"""Stories: ordered pins of views under a name, kept in the workspace."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from journey.errors import WrongInput
from journey.store.words import LONGEST_NAME, free_name
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "LONGEST_NAME", "StaleStory", "Story", "add_story", "delete_story", "rename_story", "share_story", "stories",
    "story", "story_named", "story_of_token", "unshare_story",
]  # fmt: skip

_COLUMNS = "s.id, s.name, (SELECT count(*) FROM story_pin p WHERE p.story = s.id), s.made, s.token, s.version"


@dataclass(frozen=True)
class Story:
    """A story.

    Attributes
    ----------
    id : int
        Never used again, also when the story is gone.
    pins : int
        How many it has.
    made : datetime
        UTC.
    token : str or None
        Whoever knows it may read the story; None: nobody was given one.
    version : int
        Of its name: 1 when it was made, one more with each change.
    """

    id: int
    name: str
    pins: int
    made: datetime
    token: str | None
    version: int


class StaleStory(WrongInput):
    """A story that somebody else renamed or deleted meanwhile."""


def stories(workspace: Workspace) -> tuple[Story, ...]:
    """All stories, the youngest first."""
    return tuple(Story(*row) for row in workspace.run(f"SELECT {_COLUMNS} FROM story s ORDER BY s.id DESC"))


def story(workspace: Workspace, number: int) -> Story:
    """One story, by its id.

    Raises
    ------
    WrongInput
        There is none of that number.
    """
    rows = workspace.run(f"SELECT {_COLUMNS} FROM story s WHERE s.id = ?", [number])
    if not rows:
        raise WrongInput(
            _("There is no story {id} in this workspace.").format(id=number),
            _("It may have been deleted; the page Story lists those there are."),
        )
    return Story(*rows[0])


def story_named(workspace: Workspace, name: str) -> Story:
    """One story, by its name in whatever case.

    Raises
    ------
    WrongInput
        There is none of that name.
    """
    every = stories(workspace)
    for one in every:
        if one.name.casefold() == name.casefold():
            return one
    names = ", ".join(one.name for one in every)
    raise WrongInput(
        _("This workspace has no story {name}.").format(name=repr(name)),
        _("Its stories are: {names}.").format(names=names) if names else _("Pin a view first."),
    )


def add_story(workspace: Workspace, name: str) -> Story:
    """Begin a story.

    Raises
    ------
    WrongInput
        No name, too long a one, or one that is taken (whatever its case).
    """
    with workspace.transaction() as cursor:
        words = _name(cursor, name)
        (number,) = cursor.execute("SELECT nextval('story_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO story VALUES (?, ?, ?, NULL, 1)", [number, words, datetime.now(UTC).replace(tzinfo=None)]
        )
    return story(workspace, number)


def rename_story(workspace: Workspace, held: Story, name: str) -> Story:
    """Give a story another name; raises as `add_story`, and `StaleStory` where somebody else was faster."""
    with workspace.transaction() as cursor:
        _held(cursor, held)
        words = _name(cursor, name, but=held.id)
        cursor.execute("UPDATE story SET name = ?, version = version + 1 WHERE id = ?", [words, held.id])
    return story(workspace, held.id)


def delete_story(workspace: Workspace, held: Story) -> None:
    """Let a story go, with its pins; `StaleStory` where somebody else renamed or deleted it, or pinned to it."""
    with workspace.transaction() as cursor:
        _held(cursor, held)
        (pins,) = cursor.execute("SELECT count(*) FROM story_pin WHERE story = ?", [held.id]).fetchall()[0]
        if pins != held.pins:
            raise StaleStory(
                _("Somebody else pinned to {name} meanwhile, or took a pin away.").format(name=repr(held.name)),
                _("Look at it again, then delete it."),
            )
        cursor.execute("DELETE FROM story_pin WHERE story = ?", [held.id])
        cursor.execute("DELETE FROM story WHERE id = ?", [held.id])


def share_story(workspace: Workspace, held: Story) -> str:
    """The token by which others may read a story; a new one where it has none. It opens nothing else."""
    with workspace.transaction() as cursor:
        token = secrets.token_urlsafe(24)
        cursor.execute("UPDATE story SET token = ? WHERE id = ? AND token IS NULL", [token, held.id])
    return story(workspace, held.id).token or token


def unshare_story(workspace: Workspace, held: Story) -> None:
    """Take the token away: links that were given out open nothing any more."""
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE story SET token = NULL WHERE id = ?", [held.id])


def story_of_token(workspace: Workspace, token: str) -> Story | None:
    """The story that a token opens; None: none of this workspace."""
    for one in stories(workspace):
        if one.token is not None and secrets.compare_digest(one.token.encode(), token.encode("utf-8", "replace")):
            return one
    return None


def _held(cursor: duckdb.DuckDBPyConnection, held: Story) -> None:
    row = cursor.execute("SELECT name, version FROM story WHERE id = ?", [held.id]).fetchone()
    if row is None:
        raise StaleStory(_("Somebody else deleted the story {name}.").format(name=repr(held.name)), _("Make it anew."))
    if row[1] != held.version:
        raise StaleStory(
            _("Somebody else renamed the story meanwhile; it is called {name} now.").format(name=repr(row[0])),
            _("Look at it again, then change it."),
        )


def _name(cursor: duckdb.DuckDBPyConnection, name: str, but: int = 0) -> str:
    return free_name(
        cursor, "story", name, but=but,
        none=WrongInput(_("A story needs a name."), _("Say in a few words what it is about.")),
        taken=_("There is a story {name} already."), way_out=_("Choose another name."),
    )  # fmt: skip
