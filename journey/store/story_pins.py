"""The pins of a story, each a row with a version, so that no words are lost silently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.words import fitting, one_line
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "LONGEST_NOTES", "LONGEST_SENTENCE", "LONGEST_TITLE", "Pin", "StalePin", "add_pin", "delete_pin", "edit_pin",
    "freeze_pin", "move_pin", "pin", "pins",
]  # fmt: skip

LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_NOTES = 120, 300, 5_000
_COLUMNS = "id, story, title, sentence, notes, page, scope, settings, frozen, version"


@dataclass(frozen=True)
class Pin:
    """A view in a story.

    Attributes
    ----------
    id, story : int
        Never used again, also when the pin is gone; the story it belongs to.
    title, sentence, notes : str
        What the room reads, and what only the speaker does.
    page, scope, settings
        As of a saved view (`store.saved_views`).
    frozen : str or None
        The slide as it was, as JSON; None: it is drawn anew each time.
    version : int
        1 when it was pinned, one more with each change of its words.
    """

    id: int
    story: int
    title: str
    sentence: str
    notes: str
    page: str
    scope: Scope
    settings: dict[str, str]
    frozen: str | None
    version: int


class StalePin(WrongInput):
    """A pin that somebody else changed meanwhile.

    Attributes
    ----------
    theirs : Pin or None
        As it stands there now; None: it was deleted.
    """

    def __init__(self, mine: Pin, theirs: Pin | None) -> None:
        self.theirs = theirs
        if theirs is None:
            super().__init__(
                _("Somebody else deleted the pin {title} meanwhile.").format(title=repr(mine.title)),
                _("Pin the view again to bring it back."),
            )
        else:
            super().__init__(
                _("Somebody else changed the pin {title} meanwhile.").format(title=repr(theirs.title)),
                _("Both texts are shown; choose which words are to stay."),
            )


def pins(workspace: Workspace, story: int) -> tuple[Pin, ...]:
    """The pins of a story, in their order."""
    rows = workspace.run(f"SELECT {_COLUMNS} FROM story_pin WHERE story = ? ORDER BY position, id", [story])
    return tuple(map(_pin, rows))


def pin(workspace: Workspace, number: int) -> Pin:
    """One pin, by its id.

    Raises
    ------
    WrongInput
        There is none of that number.
    """
    with workspace.cursor() as cursor:
        found = _read(cursor, number)
    if found is None:
        raise WrongInput(_("There is no pin {id} in this workspace.").format(id=number), _("It may have been deleted."))
    return found


def add_pin(
    workspace: Workspace,
    story: int,
    page: str,
    scope: Scope,
    settings: Mapping[str, str] | None = None,
    *,
    title: str,
    sentence: str = "",
    notes: str = "",
    frozen: str | None = None,
) -> Pin:
    """Pin a view at the end of a story.

    Raises
    ------
    WrongInput
        No title, too many words, or no such story (any more).
    """
    words = _words(title, sentence, notes)
    text = json.dumps(dict(sorted((settings or {}).items())), ensure_ascii=False)
    with workspace.transaction() as cursor:
        if not cursor.execute("SELECT 1 FROM story WHERE id = ?", [story]).fetchall():
            raise WrongInput(
                _("The story to pin to is not there any more."), _("Choose another one, or begin a new one.")
            )
        (number,) = cursor.execute("SELECT nextval('story_pin_number')").fetchall()[0]
        (last,) = cursor.execute(
            "SELECT coalesce(max(position), 0) FROM story_pin WHERE story = ?", [story]
        ).fetchall()[0]
        cursor.execute(
            f"INSERT INTO story_pin ({_COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            [number, story, *words, page, scope.text(), text, frozen, last + 1],
        )
    return pin(workspace, number)


def edit_pin(workspace: Workspace, held: Pin, *, title: str, sentence: str, notes: str) -> Pin:
    """Give a pin other words.

    Raises
    ------
    StalePin
        Somebody else changed it since it was read. Nothing was changed.
    WrongInput
        As of `add_pin`.
    """
    words = _words(title, sentence, notes)
    with workspace.transaction() as cursor:
        _held(cursor, held)
        cursor.execute(
            "UPDATE story_pin SET title = ?, sentence = ?, notes = ?, version = version + 1 WHERE id = ?",
            [*words, held.id],
        )
    return pin(workspace, held.id)


def freeze_pin(workspace: Workspace, held: Pin, frozen: str | None) -> Pin:
    """Keep the slide of a pin as it is, or with None let it live again; raises `StalePin` as `edit_pin`."""
    with workspace.transaction() as cursor:
        _held(cursor, held)
        cursor.execute("UPDATE story_pin SET frozen = ?, version = version + 1 WHERE id = ?", [frozen, held.id])
    return pin(workspace, held.id)


def move_pin(workspace: Workspace, number: int, before: int | None) -> None:
    """Put a pin before another one of its story, or at the end. No words change, so no version does.

    A pin that is gone, or is to stand before itself or a pin of another story, stays where it is.
    """
    with workspace.transaction() as cursor:
        held = _read(cursor, number)
        if held is None:
            return
        rows = cursor.execute("SELECT id FROM story_pin WHERE story = ? ORDER BY position, id", [held.story]).fetchall()
        rest = [other for (other,) in rows if other != number]
        if before is not None and before not in rest:
            return
        rest.insert(len(rest) if before is None else rest.index(before), number)
        for position, other in enumerate(rest, start=1):
            cursor.execute("UPDATE story_pin SET position = ? WHERE id = ?", [position, other])


def delete_pin(workspace: Workspace, held: Pin) -> None:
    """Take a pin out of its story; `StalePin` as `edit_pin`."""
    with workspace.transaction() as cursor:
        _held(cursor, held)
        cursor.execute("DELETE FROM story_pin WHERE id = ?", [held.id])


def _held(cursor: duckdb.DuckDBPyConnection, held: Pin) -> None:
    now = _read(cursor, held.id)
    if now is None or now.version != held.version:
        raise StalePin(held, now)


def _words(title: str, sentence: str, notes: str) -> tuple[str, str, str]:
    words = one_line(title), one_line(sentence), notes.strip()
    if not words[0]:
        raise WrongInput(_("A pin needs a title."), _("Say in a few words what the room is to see."))
    for text, most in zip(words, (LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_NOTES), strict=True):
        fitting(text, most)
    return words


def _read(cursor: duckdb.DuckDBPyConnection, number: int) -> Pin | None:
    row = cursor.execute(f"SELECT {_COLUMNS} FROM story_pin WHERE id = ?", [number]).fetchone()
    return _pin(row) if row else None


def _pin(row: tuple[Any, ...]) -> Pin:
    number, story, title, sentence, notes, page, scope, settings, frozen, version = row
    return Pin(number, story, title, sentence, notes, page, Scope.parse(scope), json.loads(settings), frozen, version)
