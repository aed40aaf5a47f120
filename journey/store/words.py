"""Words that people write, as they are kept."""

from __future__ import annotations

import duckdb

from journey.errors import WrongInput
from journey.text import _

__all__ = ["LONGEST_NAME", "fitting", "free_name", "one_line"]

LONGEST_NAME = 120


def one_line(text: str) -> str:
    """Words on one line: whatever cannot be printed is a space, and spaces come singly.

    >>> one_line("  Pay \\n day ")
    'Pay day'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def fitting(words: str, most: int) -> str:
    """The words, where they are no longer than that.

    Raises
    ------
    WrongInput
        They are.
    """
    if len(words) > most:
        raise WrongInput(
            _("The text has {n} signs, and {most} are room for.").format(n=len(words), most=most),
            _("Make it shorter."),
        )
    return words


def free_name(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    name: str,
    *,
    none: WrongInput,
    taken: str,
    way_out: str,
    but: int = 0,
) -> str:
    """A name on one line that no other row of a table has, whatever its case.

    Parameters
    ----------
    table : str
        Ours, with the columns id and name.
    none : WrongInput
        What to say where there is no name.
    taken, way_out : str
        What to say where another row has it, with a place for {name}, and what to do then.
    but : int
        The row that may have it.

    Raises
    ------
    WrongInput
        No name, too long a one, or one that is taken.
    """
    words = fitting(one_line(name), LONGEST_NAME)
    if not words:
        raise none
    if cursor.execute(f"SELECT 1 FROM {table} WHERE lower(name) = lower(?) AND id <> ?", [words, but]).fetchall():
        raise WrongInput(taken.format(name=repr(words)), way_out)
    return words
