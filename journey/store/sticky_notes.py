"""Sticky notes from elsewhere: a CSV with a note a row, or the board of another workspace."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from journey.errors import WrongInput
from journey.store.board_notes import CHOICES, LONGEST, follow_stage, layout, notes, put_note
from journey.store.board_stages import add_stages, board_stages, is_blank
from journey.store.personas import personas
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Carried", "Sticky", "carry", "match_stage", "place_stage", "put_stickies", "stickies"]

COLUMNS = ("stage", "lane", "text")
MOST_TOLD = 3


@dataclass(frozen=True)
class Sticky:
    """A note to be put on a board; `lane` is a lane's key."""

    stage: str
    lane: str
    text: str
    evidence: str | None = None


@dataclass(frozen=True)
class Carried:
    """What came of putting notes on a board.

    Attributes
    ----------
    notes, known, refused : int
        Notes that were put there, that were there already, and choices for cells that hold another one.
    unmatched : tuple of str
        Stages that the log does not have: their notes stand in columns of their own.
    """

    notes: int
    known: int
    refused: int
    unmatched: tuple[str, ...]


def stickies(content: bytes, name: str, lanes: Mapping[str, str]) -> list[Sticky]:
    """The notes of a CSV with the columns stage, lane and text.

    Parameters
    ----------
    lanes : mapping
        What a lane may be called, in small letters -> its key.

    Raises
    ------
    WrongInput
        It cannot be read, lacks a column, or some rows cannot be notes: the first of them are told, line by line, and
        nothing is taken.

    Examples
    --------
    >>> stickies(b"stage,lane,text\\nBuy,Pain points,Slow\\n", "notes.csv", {"pain points": "pains"})
    [Sticky(stage='Buy', lane='pains', text='Slow', evidence=None)]
    """
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        rows = [(reader.line_num, {(key or "").strip().lower(): value for key, value in row.items()}) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongInput(
            _("{name} cannot be read as a CSV in UTF-8.").format(name=name),
            _("Save it as CSV UTF-8, with the columns stage, lane and text."),
        ) from error
    if not rows or not set(COLUMNS) <= set(rows[0][1]):
        raise WrongInput(
            _("{name} needs the columns stage, lane and text, and a row for each note.").format(name=name),
            _("For example: stage,lane,text and below it Buy,Pain points,Too slow."),
        )
    found, wrong = [], []
    for line, row in rows:
        stage, lane, words = ((row[column] or "").strip() for column in COLUMNS)
        if not (stage or lane or words):
            continue
        key = lanes.get(" ".join(lane.casefold().split()))
        fault = _fault(stage, lane, key, words)
        if fault:
            wrong.append(_("line {line}: {fault}").format(line=line, fault=fault))
        else:
            found.append(Sticky(stage, key or "", words, (row.get("evidence") or "").strip() or None))
    if wrong:
        more = len(wrong) - MOST_TOLD
        told = "; ".join(wrong[:MOST_TOLD])
        if more > 0:
            told = _("{faults}; and {n} more").format(faults=told, n=more)
        raise WrongInput(_("{name}, {faults}.").format(name=name, faults=told), _("Mend the rows; no note was taken."))
    return found


def _fault(stage: str, lane: str, key: str | None, words: str) -> str:
    if not stage:
        return _("it names no stage")
    if key is None:
        return _("there is no lane {lane} for notes").format(lane=repr(lane))
    if not words:
        return _("the note has no words")
    if len(words) > LONGEST:
        return _("the note has {n} signs, and {most} are room for").format(n=len(words), most=LONGEST)
    if words not in CHOICES.get(key, (words,)):
        return _("{words} is none of {choices}").format(words=repr(words), choices=", ".join(CHOICES[key]))
    return ""


def _same(name: str) -> str:
    """What two names of one stage have in common: letters and digits, whatever their case."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def match_stage(name: str, stages: tuple[str, ...]) -> str | None:
    """The stage that is meant.

    Examples
    --------
    >>> match_stage("get-help", ("Buy", "Get help")), match_stage("Use", ("Buy",))
    ('Get help', None)
    """
    return next((stage for stage in stages if stage == name), None) or next(
        (stage for stage in stages if _same(stage) == _same(name)), None
    )


def put_stickies(workspace: Workspace, wanted: list[Sticky]) -> Carried:
    """Put notes on the board, whole or not at all; those that hang there already are not put twice.

    On a board without a log, stages that it does not have become some; else they get columns of their own.
    """
    if is_blank(workspace):
        held = board_stages(workspace)
        new: list[str] = []
        for note in wanted:
            if match_stage(note.stage, (*held, *new)) is None:
                new.append(note.stage)
        add_stages(workspace, new)
        stages = board_stages(workspace)
    else:
        stages = tuple(name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal"))
    unmatched: dict[str, None] = {}
    known = refused = put = 0
    with workspace.transaction() as cursor:
        there = set(cursor.execute("SELECT lane, stage, text FROM board_note").fetchall())
        chosen = {(lane, stage) for lane, stage, _text in there if lane in CHOICES}
        for note in wanted:
            stage = match_stage(note.stage, stages)
            if stage is None:
                unmatched[stage := note.stage] = None
            if (note.lane, stage, note.text) in there:
                known += 1
            elif (note.lane, stage) in chosen:
                refused += 1
            else:
                put_note(cursor, note.lane, stage, note.text, note.evidence)
                there.add((note.lane, stage, note.text))
                if note.lane in CHOICES:
                    chosen.add((note.lane, stage))
                put += 1
    return Carried(put, known, refused, tuple(unmatched))


def carry(source: Workspace, target: Workspace) -> Carried:
    """Bring the board of one workspace to another, as a board without a log is bound to one: notes, personas, lanes.

    Nothing goes from the source, and nothing of the target is written over. Stages are matched by name.
    """
    # Two notes of one cell keep their order.
    stages = board_stages(source)
    wanted = sorted(notes(source), key=lambda note: stages.index(note.stage) if note.stage in stages else len(stages))
    found = put_stickies(target, [Sticky(note.stage, note.lane, note.text, note.evidence) for note in wanted])
    kept = layout(source)
    arranged = layout(target) is not None
    with target.transaction() as cursor:
        if kept is not None and not arranged:
            cursor.executemany(
                "INSERT INTO board_lane VALUES (?, ?, ?)",
                [[lane, at, lane in kept.hidden] for at, lane in enumerate(kept.order)],
            )
        _carry_personas(cursor, source)
    return found


def _carry_personas(cursor: duckdb.DuckDBPyConnection, source: Workspace) -> None:
    there = {name for (name,) in cursor.execute("SELECT name FROM persona").fetchall()}
    for persona in personas(source):
        if persona.name not in there:
            (number,) = cursor.execute("SELECT nextval('persona_number')").fetchall()[0]
            # A segment of another log means nothing here, until people say what it is.
            cursor.execute(
                "INSERT INTO persona VALUES (?, ?, ?, ?, ?, 1)",
                [number, persona.name, persona.about, "", persona.picture],
            )


def place_stage(workspace: Workspace, old: str, new: str) -> None:
    """Put the notes of a column that the log does not have into a stage that it has."""
    with workspace.transaction() as cursor:
        follow_stage(cursor, old, new)
