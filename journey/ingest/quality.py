"""The quality report: what a log holds and what is wrong with it, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb

from journey.ingest.clock import joined_name
from journey.ingest.edges import cut_at_edges
from journey.ingest.entities import hashed
from journey.ingest.gaps import GapChoice, episodes, gap_choices
from journey.ingest.masking import masked_counts, masked_text
from journey.ingest.parse import zoned_sql
from journey.ingest.rejection import Rejection, rejections
from journey.ingest.repeats import repeats
from journey.ingest.similar import similar_names
from journey.ingest.source import Malformed
from journey.ingest.zones import zone_notes
from journey.model import Grain, Mapping
from journey.text import _, ngettext

__all__ = ["GapChoice", "Quality", "inspect"]


@dataclass(frozen=True)
class Quality:
    """What was found. `kept` + `rejected` = `read`, always.

    Attributes
    ----------
    file : str
        The name of the file; "" in reports of old.
    filtered : int
        Of the rejected rows, those a filter of the mapping left out on purpose.
    duplicates : int
        Rows that repeat an earlier one in every column read.
    ties : int
        Rows that share journey and time with an earlier one; their order is that of the file.
    midnight : float
        Share of times that are exactly midnight: near 1, the log holds dates only.
    early, late : int
        Rows before 1990, and after today.
    unreadable : dict
        Score and cost columns -> values that are no numbers; those rows are kept, the value is blank.
    similar : tuple of (name, name)
        Touchpoints that may be one: alike but for case, blanks, punctuation, or a letter.
    single_event : int
        Journeys of one event.
    cut_start, cut_end : int
        Journeys that the log's start or end seems to cut (an estimate, see `journey.ingest.edges`).
    masked : dict
        Kind of personal data (`journey.ingest.masking.KINDS`) -> how many were masked in comments.
    zones : dict
        Column of times -> how many of its times that were kept name their time zone, and how many do not.
    timezone : str
        In which those that name none were read.
    gaps : tuple of GapChoice
        What a silence of so long would make of the customers' events; empty where an id makes the journeys.
    """

    read: int
    kept: int
    rejected: int
    filtered: int
    rejections: tuple[Rejection, ...]
    journeys: int
    customers: int
    touchpoints: int
    first: str | None
    last: str | None
    duplicates: int = 0
    ties: int = 0
    midnight: float = 0.0
    early: int = 0
    late: int = 0
    unreadable: dict[str, int] = field(default_factory=dict)
    similar: tuple[tuple[str, str], ...] = ()
    single_event: int = 0
    cut_start: int = 0
    cut_end: int = 0
    gaps: tuple[GapChoice, ...] = ()
    masked: dict[str, int] = field(default_factory=dict)
    names: tuple[tuple[str, int, float], ...] = ()
    """Touchpoints with their rows and the share of journeys that end there: candidates for goal and lost."""
    file: str = ""
    zones: dict[str, tuple[int, int]] = field(default_factory=dict)
    timezone: str = "UTC"

    def warnings(self) -> list[str]:
        """The findings a person should know, in sentences."""
        found = [rejection.sentence(self.file or _("the file")) for rejection in self.rejections]
        if self.duplicates:
            text = ngettext(
                "{n} row repeats an earlier row exactly; it is kept unless you drop it.",
                "{n} rows repeat an earlier row exactly; they are kept unless you drop them.",
                self.duplicates,
            )
            found.append(text.format(n=f"{self.duplicates:,}"))
        found += self.notes()
        for a, b in self.similar:
            found.append(_("The touchpoints {a} and {b} are nearly the same name.").format(a=repr(a), b=repr(b)))
        return found

    def notes(self) -> list[str]:
        """Of the findings, those about rows that are kept and need no decision, in sentences."""
        counts = (
            (
                self.ties,
                ngettext(
                    "{n} row has the same time as another of its journey; it keeps the order of the file.",
                    "{n} rows have the same time as another of their journey; they keep the order of the file.",
                    self.ties,
                ),
            ),
            (self.early, ngettext("{n} row is dated before 1990.", "{n} rows are dated before 1990.", self.early)),
            (self.late, ngettext("{n} row is dated after today.", "{n} rows are dated after today.", self.late)),
            (
                self.single_event,
                ngettext("{n} journey has a single event.", "{n} journeys have a single event.", self.single_event),
            ),
            (
                self.cut_start,
                ngettext(
                    "{n} journey seems to have begun before the log does.",
                    "{n} journeys seem to have begun before the log does.",
                    self.cut_start,
                ),
            ),
            (
                self.cut_end,
                ngettext(
                    "{n} journey seems to be under way when the log ends.",
                    "{n} journeys seem to be under way when the log ends.",
                    self.cut_end,
                ),
            ),
        )
        found = zone_notes(self.zones, self.timezone)
        found += [text.format(n=f"{n:,}") for n, text in counts if n]
        if self.midnight > 0.9:
            found.append(_("The times are dates without a time of day: waits are whole days."))
        if self.masked:
            found.append(masked_text(self.masked))
        for column, n in self.unreadable.items():
            found.append(
                _("{n} values of {column} are no numbers; they are blank.").format(n=f"{n:,}", column=repr(column))
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain content, for a file or a pipe."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Quality:
        """The report from its plain content."""
        rejections = tuple(
            Rejection(r["reason"], r["rows"], tuple((a, b, c) for a, b, c in r["examples"]))
            for r in plain["rejections"]
        )
        return cls(
            **{
                **plain,
                "rejections": rejections,
                "similar": tuple((a, b) for a, b in plain["similar"]),
                "gaps": tuple(GapChoice(**gap) for gap in plain["gaps"]),
                "names": tuple((name, rows, share) for name, rows, share in plain["names"]),
                "zones": {column: (named, unnamed) for column, (named, unnamed) in plain.get("zones", {}).items()},
            }
        )


def inspect(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    malformed: tuple[int, tuple[Malformed, ...]],
    number: Callable[[int], int] = lambda nth: nth,
    file: str = "",
) -> Quality:
    """Report on the temporary tables `parsed` and `entity`.

    Parameters
    ----------
    malformed : (count, first ones)
        Rows the reader could not split; they are not in `parsed`, and count as read and rejected.
    number : callable
        Gives the row of the file for the nth row of `parsed`, counted from 1.
    file : str
        The name of the file.
    """
    left_out = rejections(connection, mapping, malformed, number)
    rejected = sum(rejection.rows for rejection in left_out)
    # One pass over the rows; what is asked of all of them is asked of the touchpoints' sums.
    zoned = zoned_sql(mapping)
    flag = {name: name if sql not in ("true", "false") else sql for name, sql in zoned.items()}
    started = "started" if "start_zoned" in zoned else "NULL"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT touchpoint, count(*) AS rows, min(time) AS first, max(time) AS last,
               count(*) FILTER (time = date_trunc('day', time)) AS midnight,
               count(*) FILTER (time < TIMESTAMP '1990-01-01') AS early,
               count(*) FILTER (time > current_localtimestamp() + INTERVAL 1 DAY) AS late,
               count(*) FILTER ({flag["zoned"]}) AS zoned, count({started}) AS started,
               count({started}) FILTER ({flag.get("start_zoned", "false")}) AS start_zoned
        FROM parsed WHERE reason IS NULL GROUP BY touchpoint
        """
    )
    kept, first, last, midnight, early, late, touchpoints, named, begun, begun_named = connection.execute(
        """
        SELECT coalesce(sum(rows), 0)::BIGINT, min(first), max(last), sum(midnight) / sum(rows),
               coalesce(sum(early), 0)::BIGINT, coalesce(sum(late), 0)::BIGINT, count(*),
               coalesce(sum(zoned), 0)::BIGINT, coalesce(sum(started), 0)::BIGINT,
               coalesce(sum(start_zoned), 0)::BIGINT
        FROM named
        """
    ).fetchall()[0]
    entities, customers, single = connection.execute(
        "SELECT count(*), count(DISTINCT customer), count(*) FILTER (events = 1) FROM entity"
    ).fetchall()[0]
    ties, duplicates = repeats(connection)
    cut_start, cut_end = cut_at_edges(connection)
    return Quality(
        read=kept + rejected,
        kept=kept,
        rejected=rejected,
        filtered=sum(r.rows for r in left_out if r.reason == "filtered"),
        rejections=left_out,
        journeys=episodes(connection, mapping.gap_s) if mapping.gap_s is not None else entities,
        customers=customers,
        touchpoints=touchpoints,
        first=None if first is None else first.isoformat(),
        last=None if last is None else last.isoformat(),
        duplicates=duplicates,
        ties=ties,
        midnight=float(midnight or 0.0),
        early=early,
        late=late,
        unreadable=_unreadable(connection, mapping),
        similar=similar_names([r[0] for r in connection.execute(_NAMES).fetchall()]),
        single_event=single,
        cut_start=cut_start,
        cut_end=cut_end,
        gaps=gap_choices(connection) if mapping.grain is not Grain.JOURNEY else (),
        masked=masked_counts(connection),
        names=_candidates(connection),
        file=file,
        zones=_zones(mapping, (named, kept - named), (begun_named, begun - begun_named)),
        timezone=mapping.timezone,
    )


_NAMES = "SELECT touchpoint FROM named ORDER BY touchpoint LIMIT 400"


def _zones(mapping: Mapping, happened: tuple[int, int], begun: tuple[int, int]) -> dict[str, tuple[int, int]]:
    """By column, how many times name their zone and how many do not."""
    start = joined_name(mapping.time or "", mapping.clock)
    return {start: happened} if mapping.end_time is None else {mapping.end_time: happened, start: begun}


def _unreadable(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> dict[str, int]:
    numbers = {column: f"s{i}" for i, column in enumerate(mapping.scores)}
    if mapping.cost is not None:
        numbers[mapping.cost] = "cost"
    found = {}
    for column, name in numbers.items():
        (n,) = connection.execute(f"SELECT count(*) FROM parsed WHERE reason IS NULL AND {name}_bad").fetchall()[0]
        if n:
            found[column] = n
    return found


def _candidates(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, int, float], ...]:
    rows = connection.execute(
        f"""
        WITH ended AS (SELECT last AS hashed, count(*) AS ends FROM entity GROUP BY last)
        SELECT n.touchpoint, n.rows, coalesce(e.ends, 0) / (SELECT count(*) FROM entity)
        FROM named n LEFT JOIN ended e ON e.hashed = {hashed("n.touchpoint")}
        ORDER BY n.rows DESC, n.touchpoint LIMIT 500
        """
    ).fetchall()
    return tuple((name, rows, float(share)) for name, rows, share in rows)
