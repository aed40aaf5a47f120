"""What the server and its import process tell each other, as plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from journey.ingest.append import Appended
from journey.ingest.clock import is_clock, is_date_only, joined, joined_name
from journey.ingest.dates import DateGuess, detect
from journey.ingest.known_mappings import known_guess
from journey.ingest.load import Imported
from journey.ingest.mapping_json import mapping_from
from journey.ingest.roles import Guess, Question
from journey.ingest.source import Preview
from journey.model import Definitions, ReadOptions, Role

__all__ = [
    "Seen",
    "definitions_from",
    "imported_from",
    "look",
    "mapping_from",
    "options_from",
    "seen_from",
    "times_of",
]

ROWS = 50
CELLS = 20_000
LONGEST_VALUE = 200

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Seen:
    """What a file looks like before all of it is read.

    Attributes
    ----------
    rows : tuple of rows
        The first ones, in the order of `columns`; long values are cut.
    rows_estimate : int or None
        About how many rows there are.
    sheets : tuple of str
        Sheets, members or object types to choose from.
    times : dict of str to DateGuess
        Columns that can be read as times.
    """

    name: str
    format: str
    bytes: int
    options: ReadOptions
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    rows_estimate: int | None
    sheets: tuple[str, ...]
    guess: Guess
    times: dict[str, DateGuess]


def look(preview: Preview) -> Seen:
    """Guess the roles and the times of a preview, and keep as many rows as a page shows."""
    source = preview.source
    shown = max(5, min(ROWS, CELLS // max(1, len(source.columns))))
    return Seen(
        name=source.name,
        format=source.format,
        bytes=source.bytes,
        options=source.options,
        columns=source.columns,
        rows=tuple(tuple(v and v[:LONGEST_VALUE] for v in row) for row in preview.rows[:shown]),
        rows_estimate=preview.rows_estimate,
        sheets=preview.sheets,
        guess=known_guess(source.columns, preview.rows),
        times=times_of(source.columns, preview.rows),
    )


def times_of(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> dict[str, DateGuess]:
    """Columns whose values can mostly be read as times, and how; dates also together with each time of day.

    Examples
    --------
    >>> found = times_of(("id", "at"), [("1", "03/04/2026"), ("2", "05/04/2026")])
    >>> list(found), found["at"].ambiguous
    (['at'], ('%d/%m/%Y', '%m/%d/%Y'))
    """
    values = {column: [row[n] for row in rows] for n, column in enumerate(columns)}
    found = {column: detect(given, column) for column, given in values.items()}
    times = {column: guess for column, guess in found.items() if guess.share >= 0.5}
    dates = [column for column in times if is_date_only(values[column])]
    for clock in (column for column in columns if is_clock(values[column])):
        for date in dates:
            both = [joined(day, time) for day, time in zip(values[date], values[clock], strict=True)]
            times[joined_name(date, clock)] = detect(both, date)
    return times


def seen_from(plain: dict[str, Any]) -> Seen:
    """`Seen` from its JSON.

    Examples
    --------
    >>> import json
    >>> from dataclasses import asdict
    >>> from journey.ingest.roles import guess
    >>> columns, rows = ("id", "what", "at"), (("1", "Call", "2026-01-01"), ("1", None, "2026-01-02"))
    >>> found = guess(columns, rows), times_of(columns, rows)
    >>> seen = Seen("a.csv", "csv", 9, ReadOptions(), columns, rows, None, (), *found)
    >>> seen_from(json.loads(json.dumps(asdict(seen)))) == seen
    True
    """
    guessed = plain["guess"]
    questions = (Question(Role(q["role"]), q["text"], tuple(q["choices"])) for q in guessed["questions"])
    return Seen(
        **{
            **plain,
            "options": options_from(plain["options"]),
            "columns": tuple(plain["columns"]),
            "rows": tuple(map(tuple, plain["rows"])),
            "sheets": tuple(plain["sheets"]),
            "guess": Guess(
                mapping_from(guessed["mapping"]),
                guessed["confidence"],
                guessed["reasons"],
                tuple(questions),
                guessed["known"],
            ),
            "times": {column: _times_from(times) for column, times in plain["times"].items()},
        }
    )


def definitions_from(plain: dict[str, Any]) -> Definitions:
    """Definitions from their JSON."""
    return Definitions(**{**plain, "goals": tuple(plain["goals"]), "lost": tuple(plain["lost"])})


def options_from(plain: dict[str, Any]) -> ReadOptions:
    """Read options from their JSON."""
    return ReadOptions(**{field.name: plain.get(field.name) for field in fields(ReadOptions)})


def imported_from(plain: dict[str, Any]) -> Imported:
    """What came in, from its JSON."""
    return Appended(**plain) if "added" in plain else Imported(**plain)


def _times_from(plain: dict[str, Any]) -> DateGuess:
    return DateGuess(
        **{**plain, "examples": tuple(map(tuple, plain["examples"])), "ambiguous": tuple(plain["ambiguous"])}
    )
