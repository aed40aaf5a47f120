"""A board without a log: a workspace whose stages people name themselves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.store.board_notes import follow_stage
from journey.store.schema import create
from journey.store.workspace import Workspace, connect
from journey.text import _

__all__ = [
    "add_stages",
    "board_stages",
    "delete_stage",
    "is_blank",
    "move_stage",
    "new_board",
    "rename_stage",
    "stage_names",
]

MOST = 40
LONGEST = 80


def new_board(path: Path, stages: Iterable[str]) -> None:
    """Make a workspace that holds no log, and a board with these stages.

    Raises
    ------
    WrongInput
        There is a workspace of that name, or the stages have no or too long names.
    """
    if path.exists():
        raise WrongInput(_("The workspace {name} is there already.").format(name=path.stem), _("Choose another name."))
    names = _names(stages)
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.new")
    making.unlink(missing_ok=True)
    connection = connect(making)
    try:
        create(connection)
        _write(connection, names)
        connection.execute("CHECKPOINT")
        connection.close()
        making.rename(path)
    except BaseException:
        connection.close()
        making.unlink(missing_ok=True)
        raise


def is_blank(workspace: Workspace) -> bool:
    """Whether there is no log in the workspace."""
    return not workspace.run("SELECT 1 FROM journey LIMIT 1")


def board_stages(workspace: Workspace) -> tuple[str, ...]:
    """The stages that people named themselves, in their order."""
    return tuple(name for (name,) in workspace.run("SELECT name FROM board_stage ORDER BY position, name"))


def stage_names(workspace: Workspace) -> tuple[str, ...]:
    """The columns of the board: the stages of the log, or without one those that people named."""
    if is_blank(workspace):
        return board_stages(workspace)
    return tuple(name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal"))


def add_stages(workspace: Workspace, stages: Iterable[str]) -> None:
    """Put stages behind the others; those that are there stay where they are."""
    with workspace.transaction(definitions=True) as cursor:
        _write(cursor, _names([*_held(cursor), *stages]))


def rename_stage(workspace: Workspace, old: str, new: str) -> None:
    """Give a stage another name; its notes go along.

    Raises
    ------
    WrongInput
        No name, or one that is taken.
    """
    with workspace.transaction(definitions=True) as cursor:
        held = _held(cursor)
        (name,) = _names([new]) or ("",)
        if old not in held or name == old:
            return
        if not name:
            raise WrongInput(_("The stage {name} needs a name.").format(name=repr(old)), _("Write one."))
        if name in held:
            raise WrongInput(_("There is a stage {name} already.").format(name=repr(name)), _("Give it another name."))
        _write(cursor, [name if one == old else one for one in held])
        follow_stage(cursor, old, name)


def move_stage(workspace: Workspace, stage: str, before: str | None) -> None:
    """Put a stage before another one, or behind all."""
    with workspace.transaction(definitions=True) as cursor:
        held = _held(cursor)
        if stage in held and stage != before:
            rest = [one for one in held if one != stage]
            rest.insert(rest.index(before) if before in rest else len(rest), stage)
            _write(cursor, rest)


def delete_stage(workspace: Workspace, stage: str) -> None:
    """Take a stage away; notes that stand in it stay, in a column of their own."""
    with workspace.transaction(definitions=True) as cursor:
        _write(cursor, [one for one in _held(cursor) if one != stage])


def _names(stages: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(name for stage in stages if (name := " ".join(stage.split()))))
    if any(len(name) > LONGEST for name in names) or len(names) > MOST:
        raise WrongInput(
            _("A board has {most} stages at most, and their names {longest} signs.").format(most=MOST, longest=LONGEST),
            _("Use fewer or shorter ones."),
        )
    return names


def _held(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in cursor.execute("SELECT name FROM board_stage ORDER BY position, name").fetchall()]


def _write(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    cursor.execute("DELETE FROM board_stage")
    if names:
        cursor.executemany("INSERT INTO board_stage VALUES (?, ?)", [[name, at] for at, name in enumerate(names)])
