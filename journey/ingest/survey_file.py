"""Reading a survey file: who answered, when, what, and why a row cannot be used."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from journey.errors import WrongInput
from journey.ingest.column import Column
from journey.ingest.dates import UTC, time_expression
from journey.ingest.masking import KINDS, mask
from journey.ingest.source import Source, open_source, reading
from journey.model import ReadOptions
from journey.store.dialect import quote
from journey.store.workspace import connect
from journey.text import _

__all__ = ["ROWS_TOLD", "Answers", "Survey", "read_survey"]

SAMPLE = 2_000
ROWS_TOLD = 10
"""Row numbers that are told of each reason."""


@dataclass(frozen=True)
class Survey:
    """Which columns of a survey file are what.

    Attributes
    ----------
    customer, time : str
    scores : tuple of str
        One answer a column; empty cells are no answers.
    comment : str or None
        Masked when it is read: names, phones, e-mail addresses, cards.
    keep_personal : bool
        Leave comments as they are.
    """

    customer: str
    time: str
    scores: tuple[str, ...]
    comment: str | None = None
    keep_personal: bool = False


@dataclass(frozen=True)
class Answers:
    """What a survey file holds.

    Attributes
    ----------
    table : pyarrow.Table
        Columns row (in the file, its head being row 1), customer, time (UTC), score (the column), value, comment.
    rows : int
    refused : dict of str to (reason -> row numbers)
        Column -> why answers in it cannot be used: "no customer", "no time", "no number".
    masked : dict
        Kind of personal data -> how many gave way to a mark in the comments.
    recommend : frozenset of str
        Scores that the file groups into promoters and detractors itself (Qualtrics: "Q1" beside "Q1_NPS_GROUP").
    """

    table: pa.Table
    rows: int
    refused: dict[str, dict[str, tuple[int, ...]]]
    masked: dict[str, int]
    recommend: frozenset[str]


def read_survey(file: Path, survey: Survey, *, options: ReadOptions | None = None, timezone: str = "UTC") -> Answers:
    """Read the answers of a survey file of any known format.

    A day without a time of day counts until its end: the answer came after everything that happened on it.

    Raises
    ------
    WrongInput
        The file cannot be read, lacks a column, or its times are none.
    """
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder) / "survey.duckdb") as connection:
        source = open_source(connection, file, options or ReadOptions(), workdir=Path(folder))
        _check(source, survey)
        with reading(source.name):
            return _read(connection, source, survey, timezone)


def _check(source: Source, survey: Survey) -> None:
    if not survey.scores:
        raise WrongInput(_("No column of the survey holds a score."), _("Name one with --score COLUMN."))
    comment = (survey.comment,) if survey.comment is not None else ()
    for column in (survey.customer, survey.time, *survey.scores, *comment):
        if column not in source.columns:
            raise WrongInput(
                _("{file} has no column {column}.").format(file=source.name, column=repr(column)),
                _("Its columns are: {columns}.").format(columns=", ".join(source.columns[:40])),
            )


def _read(connection: duckdb.DuckDBPyConnection, source: Source, survey: Survey, timezone: str) -> Answers:
    wanted = [survey.customer, survey.time, *survey.scores]
    columns = ", ".join(quote(name) for name in wanted)
    sample = connection.execute(f"SELECT {columns} FROM {source.relation} LIMIT {SAMPLE}").fetchall()
    if not sample:
        raise WrongInput(_("{file} has no rows.").format(file=source.name), _("Export the survey again."))
    seen = {name: Column.of(name, [row[at] for row in sample]) for at, name in enumerate(wanted)}
    moment, bare = _times(seen[survey.time], source.name)
    comma = any(seen[name].comma_share > 0.5 for name in survey.scores)
    comment = quote(survey.comment) if survey.comment is not None else "NULL"
    zone = UTC if timezone == "UTC" else "$zone"
    told = time_expression(quote(survey.time), moment, zone)
    connection.execute(
        f"""
        CREATE TEMP TABLE answered AS
        SELECT row_number() OVER () + 1 AS row, nullif(trim({quote(survey.customer)}), '') AS customer,
               {told} {"+ INTERVAL 1 DAY - INTERVAL 1 MICROSECOND" if bare else ""} AS time,
               nullif(trim({comment}), '') AS comment,
               {", ".join(f"nullif(trim({quote(name)}), '') AS s{at}" for at, name in enumerate(survey.scores))}
        FROM {source.relation}
        """,
        {"zone": timezone} if "$zone" in told else {},
    )
    (rows,) = connection.execute("SELECT count(*) FROM answered").fetchall()[0]
    refused: dict[str, dict[str, tuple[int, ...]]] = {}
    parts = []
    for at, name in enumerate(survey.scores):
        number = f"TRY_CAST({f'''replace(s{at}, ',', '.')''' if comma else f's{at}'} AS DOUBLE)"
        usable = f"s{at} IS NOT NULL AND customer IS NOT NULL AND time IS NOT NULL AND isfinite({number})"
        parts.append(
            connection.sql(
                f"SELECT row, customer, time, ?::VARCHAR AS score, {number} AS value, comment FROM answered"
                f" WHERE {usable} ORDER BY row",
                params=[name],
            ).to_arrow_table()
        )
        refused[name] = _refused(connection, at, number)
    table = pa.concat_tables(parts)
    table, masked = (table, {}) if survey.keep_personal else _masked(table)
    recommend = frozenset(name for name in survey.scores if f"{name}_NPS_GROUP" in source.columns)
    return Answers(table, int(rows), refused, masked, recommend)


def _times(column: Column, file: str) -> tuple[str | None, bool]:
    """How the times are written, and whether they are days only."""
    guess = column.dates
    if guess.share < 0.5:
        example = next(iter(column.filled), "")
        raise WrongInput(
            _("{column} of {file} holds no times; the first value is {example}.").format(
                column=repr(column.name), file=file, example=repr(example)
            ),
            _("Choose the column that says when the answer was given."),
        )
    if guess.ambiguous:
        raise WrongInput(
            _("{column} of {file} could mean day or month first.").format(column=repr(column.name), file=file),
            _("Export the times as 2026-03-14 10:00."),
        )
    bare = all(":" not in value and not value.isdigit() for value in column.filled)
    return guess.format, bare


def _refused(connection: duckdb.DuckDBPyConnection, at: int, number: str) -> dict[str, tuple[int, ...]]:
    """Reason -> rows, for cells that are filled; each row for its first reason."""
    rows = connection.execute(
        f"""
        SELECT CASE WHEN customer IS NULL THEN 'no customer' WHEN time IS NULL THEN 'no time' ELSE 'no number' END, row
        FROM answered
        WHERE s{at} IS NOT NULL
          AND (customer IS NULL OR time IS NULL OR {number} IS NULL OR NOT isfinite({number})) ORDER BY row
        """
    ).fetchall()
    found: dict[str, list[int]] = defaultdict(list)
    for reason, row in rows:
        found[reason].append(row)
    return {reason: tuple(numbers) for reason, numbers in found.items()}


def _masked(table: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """The table with marks in place of personal data, and how many of each kind there were; a row has one comment,
    however many scores it holds."""
    known: dict[str, tuple[str, Counter[str]]] = {}
    found: Counter[str] = Counter()
    counted: set[int] = set()
    masked: list[str | None] = []
    for row, text in zip(table["row"].to_pylist(), table["comment"].to_pylist(), strict=True):
        if text is None:
            masked.append(None)
            continue
        if text not in known:
            known[text] = mask(text)
        told, kinds = known[text]
        masked.append(told)
        if row not in counted:
            counted.add(row)
            found += kinds
    marked = table.set_column(table.schema.get_field_index("comment"), "comment", pa.array(masked, pa.string()))
    return marked, {kind: found[kind] for kind in KINDS if found[kind]}
