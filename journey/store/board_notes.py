"""What people write on the board: notes and choices, each a row with a version, so that no words are lost silently."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import duckdb

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "CHOICES", "NOTE_LANES", "Layout", "Note", "RoomFeeling", "StaleNote", "add_note", "arrange", "choose",
    "delete_note", "edit_note", "follow_stage", "layout", "move_note", "notes", "put_note",
]  # fmt: skip

NOTE_LANES = ("goal", "touchpoints", "thoughts", "pains", "ideas", "backstage", "owner", "truth", "notes")
"""Lanes that hold any number of sticky notes in a stage."""

CHOICES = {"perceived": ("-2", "-1", "0", "1", "2"), "evidence": ("none", "partly", "researched")}
"""Lanes that hold one of some values in a stage: lane -> values."""

LONGEST = 2_000
_COLUMNS = "id, lane, stage, text, position, version, evidence"


@dataclass(frozen=True)
class RoomFeeling:
    """How the room of a workshop felt about a stage.

    Attributes
    ----------
    title : str
        Of the workshop.
    mean, spread : float
        Mean of what people said, -2 to +2, and its standard deviation among them.
    n : int
        How many said it.
    """

    title: str
    mean: float
    spread: float
    n: int


@dataclass(frozen=True)
class Note:
    """Words, or a choice, in one cell of the board.

    Attributes
    ----------
    id : int
        Never used again, also when the note is gone.
    lane, stage : str
        The cell; the stage by its name, whether the log still has it or not.
    text : str
        Of a choice, its value.
    position : float
        Order within the cell.
    version : int
        1 when it was written, one more with each change.
    evidence : str or None
        The address of a page that shows what it rests on, like "page=map&scope=...", without the workspace.
    room : RoomFeeling or None
        Of a perceived emotion, what the room said from which it comes; None where somebody chose it, or has since.
    """

    id: int
    lane: str
    stage: str
    text: str
    position: float
    version: int
    evidence: str | None = None
    room: RoomFeeling | None = None


class StaleNote(WrongInput):
    """A note that somebody else changed meanwhile.

    Attributes
    ----------
    lane, stage, mine : str
        What was to be written, and where.
    theirs : Note or None
        What stands there; None: it was deleted.
    """

    def __init__(self, lane: str, stage: str, mine: str, theirs: Note | None) -> None:
        self.lane, self.stage, self.mine, self.theirs = lane, stage, mine, theirs
        if theirs is None:
            message = _("Somebody else deleted this note meanwhile; you wrote: {mine}").format(mine=repr(mine))
        else:
            message = _("Somebody else changed this note meanwhile to {theirs}; you wrote: {mine}").format(
                theirs=repr(theirs.text), mine=repr(mine)
            )
        super().__init__(f"{message}.", _("Choose which words are to stay."))


@dataclass(frozen=True)
class Layout:
    """How people arranged the lanes: those they ordered, and those they hid or showed; the others are as usual."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()


def notes(workspace: Workspace) -> tuple[Note, ...]:
    """All notes and choices, by lane, stage and their order in the cell."""
    rows = workspace.run(f"SELECT {_COLUMNS} FROM board_note ORDER BY lane, stage, position, id")
    # A choice that was changed since has another version: then it is no more what the room said.
    felt = {
        (note, version): RoomFeeling(*said)
        for note, version, *said in workspace.run("SELECT note, version, title, mean, spread, n FROM room_feeling")
    }
    return tuple(replace(Note(*row), room=felt.get((row[0], row[5]))) for row in rows)


def add_note(workspace: Workspace, lane: str, stage: str, text: str, *, evidence: str | None = None) -> Note:
    """Write a note at the end of a cell.

    Parameters
    ----------
    evidence : str, optional
        The address of a page that shows what the note rests on, without the workspace: "page=map&scope=...". The board
        draws a sign on the note that opens it.

    Raises
    ------
    WrongInput
        No such lane, no words, or too many; evidence that names no page.
    """
    with workspace.transaction() as cursor:
        return put_note(cursor, lane, stage, text, evidence)


def put_note(cursor: duckdb.DuckDBPyConnection, lane: str, stage: str, text: str, evidence: str | None = None) -> Note:
    """`add_note` within a transaction that does more."""
    # What was written is to be seen, whatever lanes were shown before.
    cursor.execute("UPDATE board_lane SET hidden = false WHERE lane = ?", [lane])
    if lane in CHOICES:
        return _insert(cursor, lane, stage, _choice(lane, text))
    words = _words(lane, text)
    if evidence is not None and not re.match(r"page=[a-z_]+(&|$)", evidence):
        raise WrongInput(
            _("{address} is no address of a page.").format(address=repr(evidence)), _("It begins with page=.")
        )
    return _insert(cursor, lane, stage, words, evidence)


def follow_stage(cursor: duckdb.DuckDBPyConnection, old: str, new: str) -> None:
    """Take the notes of a stage along to the name it has now; a choice stays where the other has one already."""
    cursor.execute(
        """
        UPDATE board_note SET stage = ? WHERE stage = ? AND NOT (
            lane IN (SELECT unnest(?::VARCHAR[])) AND lane IN (SELECT lane FROM board_note WHERE stage = ?)
        )
        """,
        [new, old, list(CHOICES), new],
    )


def edit_note(workspace: Workspace, number: int, version: int, text: str) -> Note:
    """Write other words on a note.

    Parameters
    ----------
    number : int
        Its id.
    version : int
        The version that the new words were written over.

    Raises
    ------
    StaleNote
        It has another version by now, or is gone. Nothing was changed; the error holds both texts.
    """
    with workspace.transaction() as cursor:
        held = _held(cursor, number, version, mine=text)
        words = _words(held.lane, text)
        cursor.execute("UPDATE board_note SET text = ?, version = version + 1 WHERE id = ?", [words, number])
        return _read(cursor, number) or held


def move_note(
    workspace: Workspace, number: int, version: int, lane: str, stage: str, before: int | None = None
) -> Note:
    """Put a note into a cell: before another note of it, or at its end.

    Raises
    ------
    StaleNote
        As `edit_note`.
    """
    with workspace.transaction() as cursor:
        held = _held(cursor, number, version)
        _words(lane, held.text)
        cursor.execute(
            "UPDATE board_note SET lane = ?, stage = ?, position = ?, version = version + 1 WHERE id = ?",
            [lane, stage, _position(cursor, lane, stage, before, number), number],
        )
        return _read(cursor, number) or held


def delete_note(workspace: Workspace, number: int, version: int) -> None:
    """Take a note off the board; `StaleNote` as `edit_note`."""
    with workspace.transaction() as cursor:
        _held(cursor, number, version)
        cursor.execute("DELETE FROM board_note WHERE id = ?", [number])


def choose(workspace: Workspace, lane: str, stage: str, value: str | None, version: int = 0) -> None:
    """Make the choice of a cell, or with None take it back.

    Parameters
    ----------
    version : int
        The version that was seen there; 0: none.

    Raises
    ------
    StaleNote
        Somebody chose meanwhile.
    """
    if value is not None or lane not in CHOICES:
        _choice(lane, value or "")
    with workspace.transaction() as cursor:
        found = cursor.execute("SELECT id FROM board_note WHERE lane = ? AND stage = ?", [lane, stage]).fetchone()
        held = _read(cursor, found[0]) if found else None
        if (held.version if held else 0) != version:
            raise StaleNote(lane, stage, value or "", held)
        if held is not None and value is None:
            cursor.execute("DELETE FROM board_note WHERE id = ?", [held.id])
        elif held is not None:
            cursor.execute("UPDATE board_note SET text = ?, version = version + 1 WHERE id = ?", [value, held.id])
        elif value is not None:
            _insert(cursor, lane, stage, value)


def layout(workspace: Workspace) -> Layout | None:
    """How the lanes are arranged; None where nobody did."""
    rows = workspace.run("SELECT lane, hidden FROM board_lane ORDER BY position")
    if not rows:
        return None
    return Layout(tuple(lane for lane, _hidden in rows), frozenset(lane for lane, hidden in rows if hidden))


def arrange(workspace: Workspace, wanted: Layout) -> None:
    """Arrange the lanes."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM board_lane")
        cursor.executemany(
            "INSERT INTO board_lane VALUES (?, ?, ?)",
            [[lane, at, lane in wanted.hidden] for at, lane in enumerate(dict.fromkeys(wanted.order))],
        )


def _choice(lane: str, value: str) -> str:
    if value not in CHOICES.get(lane, ()):
        raise WrongInput(_("{value} is no choice of the board.").format(value=repr(value)), _("Reload the page."))
    return value


def _words(lane: str, text: str) -> str:
    if lane not in NOTE_LANES:
        raise WrongInput(_("The board has no lane {lane} for notes.").format(lane=repr(lane)), _("Reload the page."))
    words = text.strip()
    if not words:
        raise WrongInput(_("A note needs words."), _("Write some, or delete it."))
    if len(words) > LONGEST:
        raise WrongInput(
            _("The note has {n} signs, and {most} are room for.").format(n=len(words), most=LONGEST),
            _("Make two notes of it."),
        )
    return words


def _read(cursor: duckdb.DuckDBPyConnection, number: int) -> Note | None:
    row = cursor.execute(f"SELECT {_COLUMNS} FROM board_note WHERE id = ?", [number]).fetchone()
    return Note(*row) if row else None


def _held(cursor: duckdb.DuckDBPyConnection, number: int, version: int, mine: str = "") -> Note:
    held = _read(cursor, number)
    if held is None or held.version != version:
        raise StaleNote(held.lane if held else "", held.stage if held else "", mine, held)
    return held


def _insert(cursor: duckdb.DuckDBPyConnection, lane: str, stage: str, text: str, evidence: str | None = None) -> Note:
    place = _position(cursor, lane, stage, None)
    (number,) = cursor.execute("SELECT nextval('board_note_number')").fetchall()[0]
    cursor.execute(
        f"INSERT INTO board_note ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, 1, ?)",
        [number, lane, stage, text, place, evidence],
    )
    return Note(number, lane, stage, text, place, 1, evidence)


def _position(
    cursor: duckdb.DuckDBPyConnection, lane: str, stage: str, before: int | None, moved: int | None = None
) -> float:
    """Halfway between the two notes it comes to lie between."""
    rows = cursor.execute(
        "SELECT id, position FROM board_note WHERE lane = ? AND stage = ? ORDER BY position, id", [lane, stage]
    ).fetchall()
    places = [(number, place) for number, place in rows if number != moved]
    at = next((i for i, (number, _place) in enumerate(places) if number == before), len(places))
    low = places[at - 1][1] if at else (places[0][1] - 2.0 if places else 0.0)
    high = places[at][1] if at < len(places) else low + 2.0
    return float(low + high) / 2
