"""Matching: whose rows a further file holds, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.ingest.parse import NOT_GIVEN, Columns
from journey.ingest.shift import Shift, shift
from journey.ingest.source_files import JoinedBy, SourceFile
from journey.model import Grain
from journey.store.dialect import quote
from journey.text import _, ngettext
from journey.text.format import percent

__all__ = ["Match", "better_column", "matched_ids", "report"]

EXAMPLES = 3


@dataclass(frozen=True)
class Match:
    """How the ids of a further file match those of a workspace.

    Attributes
    ----------
    source : str
        Name of the source that the file belongs to.
    newer : bool
        Whether the workspace has files of that source already.
    by : str
        What the ids are: of journeys, or of customers.
    column : str
        Which column of the file holds them.
    ids : int
        Different ids in the file; `matched` of them are in the workspace, `only_there` are not.
    only_here : int
        Ids of the workspace that the file does not have.
    rows : int
        Rows that can be used; `known` of them an earlier file of the source brought already.
    alone : int
        New rows whose id is not in the workspace.
    before : int
        New rows from before the first journey of their customer: they join that one.
    examples_here, examples_there : tuple of str
        Ids that only one side has.
    shift : Shift or None
        Signs that the times are off by whole hours.
    better : str
        Where no id matches: another column of the file, whose values are ids of the workspace; else "".
    zone_unsaid : str
        A zone that another source was read in, where this one's times name none and are read as UTC; else "".
    """

    source: str
    newer: bool
    by: JoinedBy
    column: str
    ids: int
    matched: int
    only_here: int
    only_there: int
    rows: int
    known: int
    alone: int
    before: int
    examples_here: tuple[str, ...] = ()
    examples_there: tuple[str, ...] = ()
    shift: Shift | None = None
    zone_unsaid: str = ""
    better: str = ""

    @property
    def new(self) -> int:
        """Rows that were not known."""
        return self.rows - self.known

    def summary(self) -> str:
        """The match in a sentence."""
        if self.by == "journey":
            text = ngettext(
                "{matched} of {ids} journey id of the file is in the workspace",
                "{matched} of {ids} journey ids of the file are in the workspace",
                self.ids,
            )
        else:
            text = ngettext(
                "{matched} of {ids} customer of the file is in the workspace",
                "{matched} of {ids} customers of the file are in the workspace",
                self.ids,
            )
        return _("{found}; {only_there} only in the file, {only_here} only in the workspace.").format(
            found=text.format(matched=f"{self.matched:,}", ids=f"{self.ids:,}"),
            only_there=f"{self.only_there:,}",
            only_here=f"{self.only_here:,}",
        )

    def warnings(self) -> list[str]:
        """What a person should know, in sentences."""
        found = []
        # A board that waits for its log has no ids that could match.
        if not self.matched and not self.newer and self.only_here:
            found.append(
                _("No id of {column} is in the workspace: it has {here}, the file has {there}.").format(
                    column=repr(self.column),
                    here=", ".join(map(repr, self.examples_here)),
                    there=", ".join(map(repr, self.examples_there)),
                )
            )
        if self.better:
            found.append(_("Column {column} holds ids of the workspace.").format(column=repr(self.better)))
        if self.known:
            text = ngettext(
                "{n} row is known from an earlier file of {source}, and is not added again.",
                "{n} rows are known from an earlier file of {source}, and are not added again.",
                self.known,
            )
            found.append(text.format(n=f"{self.known:,}", source=repr(self.source)))
        if self.before:
            text = ngettext(
                "{n} row lies before the first journey of its customer, and joins that one.",
                "{n} rows lie before the first journey of their customer, and join that one.",
                self.before,
            )
            found.append(text.format(n=f"{self.before:,}"))
        if self.shift is not None:
            found.append(
                _(
                    "{share} of the rows lie exactly {hours:+d} h from another event of the same customer: "
                    "the time zone may be another one."
                ).format(share=percent(self.shift.share), hours=self.shift.hours)
            )
        if self.zone_unsaid:
            found.append(
                _("Its times name no zone and are read as UTC; another source was read as {zone}.").format(
                    zone=self.zone_unsaid
                )
            )
        return found

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Match:
        """The report from its plain content."""
        found = plain["shift"]
        return cls(
            **{
                **plain,
                "examples_here": tuple(plain["examples_here"]),
                "examples_there": tuple(plain["examples_there"]),
                "shift": None if found is None else Shift(**found),
            }
        )


def matched_ids(connection: duckdb.DuckDBPyConnection, column: str, by: JoinedBy, grain: Grain) -> int:
    """How many different values of a column of `parsed` are ids of the attached workspace `old`."""
    (found,) = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {column} AS id FROM parsed WHERE {column} IS NOT NULL)"
        f" WHERE id IN (SELECT {_id(by, grain)} FROM old.journey)"
    ).fetchall()[0]
    return int(found)


def better_column(connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]) -> str:
    """The column whose values are most often ids of the attached workspace `old`; "" where none has any."""
    found = []
    for column in columns:
        (n,) = connection.execute(
            f"""
            SELECT count(*) FROM (SELECT DISTINCT trim({quote(column)}) AS id FROM {relation} LIMIT 20000)
            WHERE id IN (SELECT key FROM old.journey UNION SELECT customer FROM old.journey)
            """
        ).fetchall()[0]
        found.append((n, column))
    most, column = max(found, key=lambda one: one[0], default=(0, ""))
    return column if most else ""


def report(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[SourceFile],
    source: str,
    mine: Columns,
    by: JoinedBy,
    grain: Grain,
    column: str,
    zone_unsaid: str,
) -> Match:
    """Compare `parsed`, whose entity is the id, with the attached workspace `old`.

    The temporary table `fresh_row` is made along the way: every usable row, whether it was known, and whether its id
    is in the workspace.

    Rows are known where an earlier file of the same source has as many rows of the same id, touchpoint, time and
    channel: the second of two equal rows is new where only one was there before.
    """
    same = "(" + (", ".join(str(file.id) for file in files if file.name == source) or "NULL") + ")"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE id_here AS SELECT DISTINCT {_id(by, grain)} AS id FROM old.journey"
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fresh_row AS
        WITH counted AS (
            SELECT {_id(by, grain, "j.")} AS entity, r.name AS touchpoint, e.time,
                   {"nullif(c.name, $none)" if mine.channel else "NULLIF($none, $none)"} AS channel, count(*) AS times
            FROM old.event e JOIN old.journey j ON j.id = e.journey JOIN old.raw_touchpoint r ON r.id = e.raw
            LEFT JOIN old.channel c ON c.id = e.channel
            WHERE e.source IN {same} GROUP BY ALL
        ), numbered AS (
            SELECT rowid AS row, entity, touchpoint, time, {"channel" if mine.channel else "NULL"} AS channel,
                   row_number() OVER (PARTITION BY entity, touchpoint, time, channel ORDER BY rowid) AS nth
            FROM parsed WHERE reason IS NULL
        )
        SELECT n.row, n.entity, n.time, coalesce(n.nth <= c.times, false) AS known, h.id IS NOT NULL AS here
        FROM numbered n
        LEFT JOIN counted c ON c.entity = n.entity AND c.touchpoint = n.touchpoint AND c.time = n.time
             {"AND c.channel IS NOT DISTINCT FROM n.channel" if mine.channel else ""}
        LEFT JOIN id_here h ON h.id = n.entity
        """,
        {"none": NOT_GIVEN},
    )
    rows, known, alone = connection.execute(
        "SELECT count(*), count(*) FILTER (known), count(*) FILTER (NOT known AND NOT here) FROM fresh_row"
    ).fetchall()[0]
    ids, matched = connection.execute(
        "SELECT count(*), count(*) FILTER (here) FROM (SELECT DISTINCT entity, here FROM fresh_row)"
    ).fetchall()[0]
    (here,) = connection.execute("SELECT count(*) FROM id_here").fetchall()[0]
    before = 0
    if by == "customer" and grain is Grain.JOURNEY:
        (before,) = connection.execute(
            """
            WITH begun AS (SELECT customer, min(started) AS started FROM old.journey GROUP BY customer)
            SELECT count(*) FROM fresh_row f JOIN begun b ON b.customer = f.entity WHERE NOT f.known
            AND f.time < b.started
            """
        ).fetchall()[0]
    return Match(
        source=source,
        newer=any(file.name == source for file in files),
        by=by,
        column=column,
        ids=ids,
        matched=matched,
        only_here=here - matched,
        only_there=ids - matched,
        rows=rows,
        known=known,
        alone=alone,
        before=before,
        examples_here=_examples(connection, "SELECT id FROM id_here EXCEPT SELECT entity FROM fresh_row"),
        examples_there=_examples(connection, "SELECT entity AS id FROM fresh_row EXCEPT SELECT id FROM id_here"),
        shift=shift(connection, _id(by, grain, "j.")),
        zone_unsaid=zone_unsaid,
    )


def _id(by: JoinedBy, grain: Grain, table: str = "") -> str:
    """What of a journey is compared with the ids of the file."""
    return f"{table}key" if by == "journey" or grain is Grain.CUSTOMER else f"{table}customer"


def _examples(connection: duckdb.DuckDBPyConnection, ids: str) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute(f"{ids} ORDER BY id LIMIT {EXAMPLES}").fetchall())
