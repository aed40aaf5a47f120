"""Appending: a further file joins the journeys of a workspace, whole or not at all."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd

from journey.errors import WrongInput
from journey.ingest.assign import regrain
from journey.ingest.decode import add_parsed, stages_of
from journey.ingest.full_disk import disk
from journey.ingest.generation import Hold, put_in_place, renew, snapshot
from journey.ingest.load import TOO_MANY_TOUCHPOINTS, Imported, Load, Progress
from journey.ingest.matching import Match, better_column, matched_ids, report
from journey.ingest.quality import Quality
from journey.ingest.saved_mappings import remember
from journey.ingest.source_files import (
    JoinedBy,
    SourceFile,
    grain_of,
    joined_by,
    same_shape,
    source_files,
    union_columns,
)
from journey.model import Grain, Mapping, ReadOptions
from journey.store.library import suggest_name
from journey.text import _
from journey.text.format import moment

__all__ = ["Alone", "Append", "Appended"]

Alone = Literal["ask", "keep", "drop"]


@dataclass(frozen=True, kw_only=True)
class Appended(Imported):
    """What a further file brought; `added` + `known` + `rejected` = `read`. The other counts are the workspace's.

    Attributes
    ----------
    source : str
        The source it belongs to.
    added, known : int
        Rows that are in now, and rows that an earlier file of the source had brought.
    match : dict
        How the ids matched (`Match`).
    """

    file: str
    source: str
    added: int
    known: int
    match: dict[str, Any] = field(default_factory=dict)


class Append(Load):
    """One file for a workspace that is there: `check` reads it and compares the ids, `commit` makes a new generation.

    Grain: where customers make the journeys, with or without a gap, the rule is applied to all events together. Where
    ids do, a file that knows those ids adds to their journeys; the events of another join the journey of their customer
    that was running then (`journey.ingest.attach`).

    Parameters
    ----------
    target : Path
        The workspace.
    source : str, optional
        Which source the file belongs to, an old or a new one. None: a file of the same shape as an earlier one is a
        newer export of that; any other is a source of its own, named as the file.
    hold : callable
        Keeps others off the workspace for the moments in which it is copied and replaced.
    """

    def __init__(
        self,
        file: Path | pd.DataFrame,
        target: Path,
        *,
        options: ReadOptions | None = None,
        source: str | None = None,
        hold: Hold = nullcontext,
        wait_s: float = 0.0,
        progress: Progress = lambda what, done, total: None,
    ) -> None:
        super().__init__(file, target, options=options, replace=True, progress=progress)
        self.wanted_source = source
        self._hold, self._wait_s = hold, wait_s
        self._attached = False

    def check(self, mapping: Mapping) -> Quality:
        """Read every row of the file, and compare its ids with the workspace: `match` says what was found."""
        self._look_back()
        self._sha = self._printed.result()
        for file in self._files:
            if file.sha256 and file.sha256 == self._sha:
                raise WrongInput(
                    _("{file} is in the workspace already: it came as {source} on {when}.").format(
                        file=self.source.name, source=repr(file.name), when=moment(file.imported_at)
                    ),
                    _("Take that source out first, or give a newer export: only what is new is added then."),
                )
        quality = super().check(self._settled(mapping))
        before = self._mapping
        with disk():
            joined = self._join(before)
        if joined != before:
            quality = super().check(joined)
        with disk():
            self.match = self._matched(joined)
        # A file alone cannot tell which journeys are cut or have a single event.
        self.quality = replace(quality, single_event=0, cut_start=0, cut_end=0)
        return self.quality

    def _matched(self, joined: Mapping) -> Match:
        """How the ids match those of the workspace."""
        by: JoinedBy = "journey" if self._grain is Grain.JOURNEY and joined.grain is Grain.JOURNEY else "customer"
        column = joined.journey if joined.grain is Grain.JOURNEY else joined.customer
        match = report(
            self._connection, self._files, self._source_name(joined), self._columns, by, self._grain or joined.grain,
            str(column), self._zone_unsaid(joined),
        )  # fmt: skip
        if not match.matched and not match.newer and self._files:
            found = better_column(self._connection, self.source.relation, self.source.columns[:40])
            match = replace(match, better=found)
        return match

    def commit_rows(
        self,
        *,
        alone: Alone = "ask",
        bad_rows: Literal["drop", "stop"] = "drop",
        duplicates: Literal["keep", "drop"] = "keep",
    ) -> Appended:
        """Make the new generation of the workspace from what `check` read.

        Parameters
        ----------
        alone : str
            What becomes of rows whose id is not in the workspace: "keep" makes journeys of their own, "drop" leaves
            them out; "ask" keeps them, unless no id at all matches.

        Raises
        ------
        WrongInput
            As `Load.commit`; no id matches; the workspace's sources changed meanwhile. Nothing is saved then.
        """
        if duplicates == "drop":
            with disk():
                self._drop_duplicates()
                rows, known, unmatched = self._recount()
            self.match = replace(self.match, rows=rows, known=known, alone=unmatched)
        self._refuse(bad_rows)
        match = self.match
        if self._files and not match.matched and not match.newer and alone == "ask":
            raise WrongInput(
                " ".join(match.warnings()[: 2 if match.better else 1]),
                _("Name the column that holds them (--customer, --journey), or add them apart (--alone keep)."),
            )
        dropped = match.alone if alone == "drop" and not match.newer else 0
        if not match.new - dropped:
            return self._nothing_new(dropped)
        only = "p.rowid IN (SELECT row FROM fresh_row WHERE NOT known" + (" AND here)" if dropped else ")")
        with disk():
            staying = self._files
            file = self._file_record(dropped)
            columns = union_columns([*staying, file])
            grain = self._grain_kept or (file.mapping.grain, file.mapping.gap_s)
            stages = stages_of(self._connection, file.mapping)
            self._refuse_touchpoints(only)
            renew(
                self._connection, staying, file, grain, stages=stages, progress=self._progress,
                add=lambda: add_parsed(self._connection, file, self._columns, columns, grain[0], only),
            )  # fmt: skip
            done = self._appended(file)
            new = self._folder / "new.duckdb"
            put_in_place(self._connection, new, self._target, hold=self._hold, wait_s=self._wait_s)
        if isinstance(self._file, Path):
            remember(self._target, self.source.name, self.source.columns, self._mapping)
        return done

    def _look_back(self) -> None:
        """Copy the workspace as it is now, once, and attach the copy."""
        if self._attached:
            return
        if not self._target.exists():
            raise WrongInput(
                _("There is no workspace {name}.").format(name=repr(self._target.stem)), _("Import a log to make one.")
            )
        self._progress(_("Reading what is there"), 0, 0)
        copy = self._folder / "old.duckdb"
        with disk():
            snapshot(self._target, copy, hold=self._hold, wait_s=self._wait_s)
        self._connection.execute(f"ATTACH '{str(copy).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        self._attached = True
        self._files = source_files(self._connection, "old.")
        self._grain_kept = grain_of(self._connection, self._files, "old.")
        self._grain = self._grain_kept[0] if self._grain_kept else None

    def _settled(self, mapping: Mapping) -> Mapping:
        """The mapping under the grain of the workspace, as far as it can be told before the rows are read."""
        if self._grain is None or self._grain is mapping.grain is Grain.JOURNEY:
            return mapping
        if self._grain is Grain.JOURNEY:
            return replace(mapping, grain=Grain.CUSTOMER, gap_s=None)
        assert self._grain_kept is not None
        customer = mapping.customer or mapping.journey
        attributes = mapping.attributes
        if mapping.journey is not None and mapping.journey != customer:
            attributes = (*attributes, mapping.journey)
        return replace(
            mapping, journey=None, customer=customer, attributes=attributes, grain=self._grain,
            gap_s=self._grain_kept[1],
        )  # fmt: skip

    def _join(self, mapping: Mapping) -> Mapping:
        """What the rows are joined by: the journey where its ids are known, else the customer."""
        if self._grain is not Grain.JOURNEY or mapping.grain is not Grain.JOURNEY or mapping.journey is None:
            return mapping
        earlier = next((f for f in self._files if f.name == self._source_name(mapping)), None)
        if earlier is not None and earlier.joined_by == "journey":
            return mapping
        if not any(file.joined_by == "journey" for file in self._files):
            return mapping  # what named the journeys was taken out, and this may be it again
        if matched_ids(self._connection, "entity", "journey", Grain.JOURNEY):
            return mapping
        by_customer = regrain(mapping, Grain.CUSTOMER)
        if self._columns.customer:
            return by_customer
        if matched_ids(self._connection, "entity", "customer", Grain.JOURNEY):
            return replace(by_customer, customer=mapping.journey, attributes=mapping.attributes)
        return mapping

    def _source_name(self, mapping: Mapping) -> str:
        if self.wanted_source:
            return self.wanted_source
        for file in self._files:
            if same_shape(file.mapping, mapping):
                return file.name
        taken = {file.name for file in self._files}
        name = suggest_name(self.source.name)
        number = 2
        while name in taken:
            name, number = f"{suggest_name(self.source.name)} {number}", number + 1
        return name

    def _zone_unsaid(self, mapping: Mapping) -> str:
        """The zone of another source, where this file's times name none and nobody said one."""
        if mapping.timezone != "UTC" or self._zoned():
            return ""
        return next((f.mapping.timezone for f in self._files if f.mapping.timezone != "UTC"), "")

    def _zoned(self) -> bool:
        """Whether the times name their zone, as far as a sample of them shows."""
        from journey.ingest.dates import detect

        column = self._mapping.end_time or self._mapping.time
        quoted = '"' + str(column).replace('"', '""') + '"'
        rows = self._connection.execute(f"SELECT {quoted} FROM {self.source.relation} LIMIT 200").fetchall()
        return detect([row[0] for row in rows], str(column)).zoned

    def _recount(self) -> tuple[int, ...]:
        found: tuple[int, ...] = self._connection.execute(
            """
            SELECT count(*), count(*) FILTER (known), count(*) FILTER (NOT known AND NOT here)
            FROM fresh_row f JOIN parsed p ON p.rowid = f.row WHERE p.reason IS NULL
            """
        ).fetchall()[0]
        return found

    def _refuse_touchpoints(self, only: str) -> None:
        (n,) = self._connection.execute(
            f"SELECT count(*) FROM (SELECT name FROM old.raw_touchpoint UNION SELECT touchpoint FROM parsed p"
            f" WHERE p.reason IS NULL AND ({only}))"
        ).fetchall()[0]
        if n > TOO_MANY_TOUCHPOINTS:
            raise WrongInput(
                _("With this file there would be {n} touchpoints; a map is readable up to {most}.").format(
                    n=f"{n:,}", most=f"{TOO_MANY_TOUCHPOINTS:,}"
                ),
                _("Choose a coarser column, or group names by pattern (--group 'REGEX=NAME')."),
            )

    def _file_record(self, dropped: int) -> SourceFile:
        quality, match = self.quality, self.match
        return SourceFile(
            id=max((file.id for file in self._files), default=0) + 1,
            name=match.source,
            file=self.source.name,
            format=self.source.format,
            bytes=self.source.bytes,
            sha256=self._sha,
            imported_at=datetime.now(UTC).replace(tzinfo=None),
            mapping=self._mapping,
            joined_by=match.by if self._files else joined_by(self._mapping),
            read=quality.read,
            kept=match.new - dropped,
            known=match.known,
            rejected=quality.rejected + dropped,
            report=quality.to_json(),
            match=asdict(match),
        )

    def _appended(self, file: SourceFile) -> Appended:
        return self._told(self._connection, "", file)

    def _nothing_new(self, dropped: int) -> Appended:
        return self._told(self._connection, "old.", self._file_record(dropped))

    def _told(self, connection: duckdb.DuckDBPyConnection, database: str, file: SourceFile) -> Appended:
        journeys, customers, events, first, last = connection.execute(
            f"SELECT count(*), count(DISTINCT customer), coalesce(sum(events), 0), min(started), max(ended)"
            f" FROM {database}journey"
        ).fetchall()[0]
        (touchpoints,) = connection.execute(f"SELECT count(*) FROM {database}touchpoint").fetchall()[0]
        return Appended(
            workspace=self._target.stem,
            journeys=journeys,
            customers=customers,
            events=int(events),
            touchpoints=touchpoints,
            rejected=file.rejected,
            read=file.read,
            first=first.isoformat() if first else None,
            last=last.isoformat() if last else None,
            seconds=self.seconds,
            mapping=asdict(self._mapping),
            warnings=[*self.match.warnings(), *self.quality.warnings()],
            file=file.file,
            source=file.name,
            added=file.kept,
            known=file.known,
            match=asdict(self.match),
        )
