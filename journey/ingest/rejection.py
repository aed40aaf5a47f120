"""Rows that are left out: how many, why, and where the first of them stand in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb

from journey.ingest.clock import joined_name
from journey.ingest.parse import filters
from journey.ingest.source import Malformed
from journey.model import Mapping
from journey.text import _, ngettext

__all__ = ["Rejection", "reason_text", "rejections"]

EXAMPLES = 5
LONGEST = 60
"""Characters of a value that a sentence shows."""


@dataclass(frozen=True)
class Rejection:
    """Rows left out for one reason.

    Attributes
    ----------
    reason : str
        A word of the program's, for example "no time".
    rows : int
    examples : tuple of (row, column, value)
        The first ones; `row` is that of the file, as a spreadsheet shows it.
    """

    reason: str
    rows: int
    examples: tuple[tuple[int, str, str], ...]

    def sentence(self, file: str, most: int = EXAMPLES) -> str:
        """How many rows, why, and the first of them: where they stand in the file, and what stands there.

        >>> Rejection("no time", 2, ((4, "at", ""), (9, "at", ""))).sentence("log.csv")
        '2 rows left out: no time (log.csv: row 4, column at, empty; row 9, column at, empty).'
        """
        shown = self.examples[:most]
        values = {
            "n": f"{self.rows:,}",
            "reason": reason_text(self.reason),
            "file": file,
            "places": "; ".join(_place(*example) for example in shown),
        }
        if not shown:
            text = ngettext("{n} row left out: {reason}.", "{n} rows left out: {reason}.", self.rows)
        elif len(shown) < self.rows:
            text = _("{n} rows left out: {reason} (first in {file}: {places}).")
        else:
            text = ngettext(
                "{n} row left out: {reason} ({file}: {places}).",
                "{n} rows left out: {reason} ({file}: {places}).",
                self.rows,
            )
        return text.format(**values)


def _place(row: int, column: str, value: str) -> str:
    shown = repr(value if len(value) <= LONGEST else value[: LONGEST - 1] + "…")
    if not column:
        return (_("row {row}, value {value}") if value else _("row {row}")).format(row=row, value=shown)
    text = _("row {row}, column {column}, value {value}") if value else _("row {row}, column {column}, empty")
    return text.format(row=row, column=column, value=shown)


def reason_text(reason: str) -> str:
    """A reason in words."""
    words = {
        "filtered": _("a filter leaves them out"),
        "no id": _("no journey or customer id"),
        "no touchpoint": _("no touchpoint"),
        "no time": _("no time"),
        "unreadable time": _("a time that cannot be read"),
        "duplicate": _("a repeated row"),
        "malformed": _("the row cannot be split into columns"),
    }
    return words.get(reason, reason)


def rejections(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    malformed: tuple[int, tuple[Malformed, ...]],
    number: Callable[[int], int],
) -> tuple[Rejection, ...]:
    """The rows of the temporary table `parsed` that are left out, and those that are not in it (see `inspect`)."""
    broken, first_broken = malformed
    examples = tuple((bad.row, "", bad.text) for bad in first_broken[:EXAMPLES])
    return (*([Rejection("malformed", broken, examples)] if broken else []), *_parsed(connection, mapping, number))


def _parsed(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, number: Callable[[int], int]
) -> Iterator[Rejection]:
    entity = mapping.journey if mapping.journey is not None else mapping.customer
    happened = mapping.end_time or (mapping.time and joined_name(mapping.time, mapping.clock))
    column_of = {
        "no id": entity,
        "no touchpoint": mapping.touchpoint[0] if mapping.touchpoint else "",
        "no time": happened,
        "unreadable time": happened,
    }
    left_out_by = [column for column, _values, _cased in filters(mapping)]
    rows = connection.execute(
        f"""
        SELECT reason, count(*), list(rowid + 1 ORDER BY rowid)[1:{EXAMPLES}],
               list(CASE WHEN reason IN ('unreadable time', 'filtered') THEN coalesce(raw_time, '') ELSE '' END
                    ORDER BY rowid)[1:{EXAMPLES}],
               list({"filtered" if left_out_by else "NULL"} ORDER BY rowid)[1:{EXAMPLES}]
        FROM parsed WHERE reason IS NOT NULL GROUP BY reason ORDER BY count(*) DESC, reason
        """
    ).fetchall()
    for reason, count, numbers, values, filter_numbers in rows:
        yield Rejection(
            reason,
            count,
            tuple(
                (number(nth), (column_of.get(reason) if by is None else left_out_by[by]) or "", value[:200])
                for nth, value, by in zip(numbers, values, filter_numbers, strict=True)
            ),
        )
