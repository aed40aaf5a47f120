"""A stage map as a CSV: a row for each touchpoint, or stage, or channel, with what people say of it.

Made elsewhere and shared, or saved from the page of stages, changed in a spreadsheet and taken back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from journey.errors import WrongInput
from journey.store.edits import Edit
from journey.store.property_edits import channel_edits, order_edit, property_edits, side_edits
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import parse_duration

__all__ = ["COLUMNS", "MapRow", "read_stage_map", "stage_map", "stage_map_edits"]

KEYS = ("touchpoint", "channel")
IGNORED = ("events", "journeys")
"""Columns that the saved file has for people, and that nobody can change."""

_YES, _NO = ("yes", "true", "1", "x", "да"), ("no", "false", "0", "", "нет")


@dataclass(frozen=True)
class MapRow:
    """One row: what it speaks of, and what it says.

    Attributes
    ----------
    line : int
        Of the file, from 1; the header is the first.
    values : dict
        Kind of edit -> value, for every column that the file has.
    """

    line: int
    touchpoint: str
    channel: str
    values: dict[str, Any]


def read_stage_map(path: Path) -> list[MapRow]:
    """The rows of a file.

    Raises
    ------
    WrongInput
        There is no such file, or `stage_map` cannot use it.
    """
    try:
        return stage_map(path.read_bytes(), path.name)
    except OSError as error:
        raise WrongInput(_("{path} cannot be read.").format(path=path), _("Check the path.")) from error


def stage_map(content: bytes, name: str) -> list[MapRow]:
    """The rows of a CSV, in its order. Columns that are not there change nothing; an empty cell means "not set".

    Raises
    ------
    WrongInput
        It is no CSV in UTF-8, lacks or misnames columns, or a cell cannot be read: the line and column are told.

    Examples
    --------
    >>> stage_map(b"touchpoint,stage,floating\\nBasket,Buy,\\n", "stages.csv")
    [MapRow(line=2, touchpoint='Basket', channel='', values={'stage': 'Buy', 'floating': False})]
    """
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        sign = ";" if head.count(";") > head.count(",") else ","
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign)
        rows = [(reader.line_num, {(key or "").strip().lower(): value for key, value in row.items()}) for row in reader]
        columns = [column.strip().lower() for column in reader.fieldnames or ()]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongInput(
            _("{name} cannot be read as a CSV in UTF-8.").format(name=name),
            _("Save it as CSV UTF-8, with the columns touchpoint and stage."),
        ) from error
    if not rows or not set(KEYS) & set(columns) or not set(COLUMNS) & set(columns):
        raise WrongInput(
            _("{name} needs the columns touchpoint and stage, and a row each.").format(name=name),
            _("For example: touchpoint,stage and below it Basket,Buy. Further columns: {names}.").format(
                names=", ".join(COLUMNS)
            ),
        )
    strange = [column for column in columns if column not in (*KEYS, *COLUMNS, *IGNORED)]
    if strange:
        raise WrongInput(
            _("{name} has a column {column} that says nothing here.").format(name=name, column=repr(strange[0])),
            _("Take it out, or give it one of these names: {names}.").format(names=", ".join((*KEYS, *COLUMNS))),
        )
    return [_row(name, line, row) for line, row in rows]


def _row(name: str, line: int, row: dict[str, Any]) -> MapRow:
    values = {}
    for column, (kind, read) in COLUMNS.items():
        if column in row:
            text = (row[column] or "").strip()
            try:
                values[kind] = read(text)
            except ValueError as error:
                raise WrongInput(
                    _("{name}, line {line}: {text} cannot be the {column} of a touchpoint.").format(
                        name=name, line=line, text=repr(text), column=column
                    ),
                    _("Write {example}, or leave it empty.").format(example=_examples()[column]),
                ) from error
    return MapRow(line, (row.get("touchpoint") or "").strip(), (row.get("channel") or "").strip(), values)


def _word(text: str) -> str | None:
    return text or None


def _yes(text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise ValueError(text)


def _one_of(words: dict[str, bool | None]) -> Callable[[str], bool | None]:
    def read(text: str) -> bool | None:
        if text.casefold() not in words:
            raise ValueError(text)
        return words[text.casefold()]

    return read


def _amount(text: str) -> float | None:
    if not text:
        return None
    amount = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    if not 0 <= amount < 1e12:
        raise ValueError(text)
    return amount


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "stage": ("stage", _word),
    "side": ("side", _yes),
    "hidden": ("hidden", _yes),
    "floating": ("floating", _yes),
    "assisted": ("assisted", _one_of({"yes": True, "no": False, "assisted": True, "self-service": False, "": None})),
    "started_by": ("by_company", _one_of({"company": True, "customer": False, "": None})),
    "moment_of_truth": ("moment_of_truth", _yes),
    "planned_cost": ("planned_cost", _amount),
    "target_wait": ("target_wait_s", lambda text: parse_duration(text) if text else None),
}
"""Column -> (kind of edit, how a cell is read)."""


def _examples() -> dict[str, str]:
    return {
        "stage": _("a name"), "side": _("yes or no"), "hidden": _("yes or no"), "floating": _("yes or no"),
        "assisted": _("yes or no"), "started_by": _("customer or company"), "moment_of_truth": _("yes or no"),
        "planned_cost": _("an amount like 4.50"), "target_wait": _("a time like 30m, 4h or 2d"),
    }  # fmt: skip


def stage_map_edits(workspace: Workspace, wanted: list[MapRow]) -> list[Edit]:
    """The edits that make it so; what holds already is left alone.

    Stages come in the order in which the file first names them.

    Raises
    ------
    WrongInput
        A touchpoint or channel that the log does not have, or one that two lines speak of.
    """
    wanted = [_unmarked(row, workspace) for row in wanted]
    _check(workspace, wanted)
    edits = property_edits(workspace, {row.touchpoint: row.values for row in wanted if row.touchpoint})
    for row in wanted:
        if row.channel and not row.touchpoint and "assisted" in row.values:
            edits += channel_edits(workspace, row.channel, row.values["assisted"])
    side: dict[str, bool] = {}
    for row in wanted:
        if row.values.get("stage") and "side" in row.values:
            side[row.values["stage"]] = side.get(row.values["stage"], False) or row.values["side"]
    edits += side_edits(workspace, side)
    order = list(dict.fromkeys(row.values["stage"] for row in wanted if row.values.get("stage")))
    held = [name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal")]
    return edits if not order or [name for name in held if name in order] == order else [*edits, order_edit(order)]


def _unmarked(row: MapRow, workspace: Workspace) -> MapRow:
    """A saved file marks names that a spreadsheet would run as a formula; here the mark goes."""
    name = row.touchpoint
    if name.startswith("'") and not workspace.run("SELECT 1 FROM touchpoint WHERE name = ?", [name]):
        return replace(row, touchpoint=name[1:])
    return row


def _check(workspace: Workspace, wanted: list[MapRow]) -> None:
    lines: dict[tuple[str, str], int] = {}
    for column in KEYS:
        known = {name for (name,) in workspace.run(f"SELECT name FROM {column}")}
        for row in wanted:
            name = getattr(row, column)
            if name and name not in known:
                raise WrongInput(
                    _("The log has no {kind} {name}, which line {line} names.").format(
                        kind=column, name=repr(name), line=row.line
                    ),
                    _("It has: {names}.").format(names=", ".join(sorted(known)[:20])),
                )
    for row in wanted:
        if not (row.touchpoint or row.channel):
            raise WrongInput(
                _("Line {line} names neither a touchpoint nor a channel.").format(line=row.line), _("Name one.")
            )
        first = lines.setdefault((row.touchpoint, row.channel), row.line)
        if first != row.line:
            raise WrongInput(
                _("Line {line} speaks of {name} again, as line {first} did.").format(
                    line=row.line, name=repr(row.touchpoint or row.channel), first=first
                ),
                _("Leave one of the two."),
            )
