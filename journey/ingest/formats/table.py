"""What every reader gives back, and the rules that hold for columns of any format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from journey.errors import WrongInput
from journey.model import ReadOptions
from journey.text import _

__all__ = [
    "KEPT",
    "MAX_COLUMNS",
    "ChooseOne",
    "Malformed",
    "Numbering",
    "Progress",
    "Table",
    "column_names",
    "literal",
    "no_progress",
]

MAX_COLUMNS = 2_000
"""More columns than this are no event log: most likely journeys stand in columns instead of rows."""

KEPT = 1_000
"""Malformed rows that are kept to be shown; all of them are counted."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many bytes (or rows) of it are done, and how many there are."""


def no_progress(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


class ChooseOne(WrongInput):
    """The file holds several tables, and only a person can tell which one is meant.

    Parameters
    ----------
    choices : sequence of str
        What `ReadOptions.sheet` may be: sheets, members of a zip, object types.
    """

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)
        super().__init__(message, _("Choose one of: {choices}.").format(choices=", ".join(self.choices)))


@dataclass(frozen=True)
class Malformed:
    """A row that could not be split into columns.

    Attributes
    ----------
    row : int
        Its number in the file, as in `Numbering`; in XES, the line.
    text : str
        The row as it stands in the file, 200 characters at most.
    reason : str
        What is wrong with it, for people.
    """

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class Numbering:
    """Which row of the file a row of the relation is, as a spreadsheet shows it.

    The first row of the file is 1, be it a title, a header or an event; a row with line breaks inside its quotes counts
    once. Of the rows that are not in the relation the first `KEPT` are known, and empty lines of a file that the engine
    reads where it lies are not.

    Attributes
    ----------
    above : int
        Rows above the first one of the relation: titles and the header.
    aside : tuple of int
        Numbers of the rows that are not in the relation, in ascending order.
    """

    above: int = 0
    aside: tuple[int, ...] = ()

    def __call__(self, nth: int) -> int:
        """The number in the file of the nth row of the relation, counted from 1.

        >>> [Numbering(1, (3, 4))(nth) for nth in (1, 2, 3)]
        [2, 5, 6]
        """
        number = nth + self.above
        for row in self.aside:
            if row > number:
                break
            number += 1
        return number


@dataclass(frozen=True)
class Table:
    """A file, ready to be read by SQL.

    Attributes
    ----------
    columns : tuple of str
        Unique names in file order.
    relation : str
        SQL that stands after FROM; every column VARCHAR, rows in file order.
    options : ReadOptions
        As found out or as asked for.
    rejects : str
        Name of the engine's table of rows it could not split, which appears when the relation is scanned; "" for none.
    malformed : tuple of Malformed
        Rows set aside before the engine saw them; the first ones.
    malformed_count : int
        How many rows were set aside in all.
    rows : int or None
        Number of rows, where the format tells it for nothing.
    choices : tuple of str
        Sheets, arrays or object types, where there are several; `options.sheet` is the one read.
    numbering : Numbering
        Of the rows, as far as it is known before the engine has scanned them.
    """

    columns: tuple[str, ...]
    relation: str
    options: ReadOptions = field(default_factory=ReadOptions)
    rejects: str = ""
    malformed: tuple[Malformed, ...] = ()
    malformed_count: int = 0
    rows: int | None = None
    choices: tuple[str, ...] = ()
    numbering: Numbering = Numbering()


def column_names(names: Sequence[str | None], file: str) -> tuple[str, ...]:
    """Unique names: a missing one becomes "column 3", a repeated one gets " (2)".

    Raises
    ------
    WrongInput
        More than `MAX_COLUMNS`.

    Examples
    --------
    >>> column_names(["id", "", "id"], "log.csv")
    ('id', 'column 2', 'id (2)')
    """
    if len(names) > MAX_COLUMNS:
        raise WrongInput(
            _("{name} has {count:,} columns; {most:,} is the most that can be read.").format(
                name=file, count=len(names), most=MAX_COLUMNS
            ),
            _("An event log has one row per event; take out columns you do not need, or turn columns into rows."),
        )
    taken: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        base = (name or "").strip() or f"column {number}"
        given, again = base, 2
        # The engine compares names without case, so "ID" beside "id" counts as repeated.
        while given.casefold() in taken:
            given = f"{base} ({again})"
            again += 1
        taken.add(given.casefold())
        unique.append(given)
    return tuple(unique)


def literal(text: str) -> str:
    """A text as it may stand in SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
