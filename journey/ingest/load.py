"""Loading: one file (or frame) becomes one workspace file, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from dataclasses import replace as but
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

import pandas as pd

from journey.errors import WrongInput
from journey.ingest.encode import DRAFT, encode
from journey.ingest.entities import number_entities
from journey.ingest.full_disk import disk
from journey.ingest.keep import keep
from journey.ingest.parse import Columns, parse
from journey.ingest.quality import Quality, inspect
from journey.ingest.repeats import whole_row
from journey.ingest.saved_mappings import remember
from journey.ingest.scale_notes import scale_notes
from journey.ingest.source import Source, frame_source, malformed_count, malformed_rows, numbering, open_source, reading
from journey.ingest.source_files import joined_by
from journey.ingest.watch import watched
from journey.model import Definitions, Grain, Mapping, ReadOptions
from journey.store.library import suggest_name
from journey.store.outcomes import judge
from journey.store.schema import create
from journey.store.workspace import connect
from journey.text import _

__all__ = ["TOO_MANY_TOUCHPOINTS", "Imported", "Load", "Progress"]

Progress = Callable[[str, int, int], None]
"""Told (what is being done, how much is done, of how much)."""

TOO_MANY_TOUCHPOINTS = 2_000
MEMORY_LIMIT = "1200MB"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import brought in; `events` + `rejected` = `read`.

    `kept` is what it took along from a workspace that it replaced (`journey.ingest.keep.keep`); empty where there was
    none, or people wanted it forgotten.
    """

    workspace: str
    journeys: int
    customers: int
    events: int
    touchpoints: int
    rejected: int
    read: int
    first: str | None
    last: str | None
    seconds: float
    mapping: dict[str, Any]
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)


class Load:
    """One import, in two steps: `check` reads the file and reports, `commit` makes the workspace.

    Until `commit` has returned, nothing is to be seen of it: everything happens in a folder beside the workspaces, and
    the last step is one rename. Use it as a context manager; leaving it takes the folder away.

    Parameters
    ----------
    target : Path
        The workspace file to make.
    replace : bool
        Whether an existing workspace may be replaced.

    Raises
    ------
    WrongInput
        The workspace is there already, or the file or the mapping cannot be used.
    """

    def __init__(
        self,
        file: Path | pd.DataFrame,
        target: Path,
        *,
        options: ReadOptions | None = None,
        replace: bool = False,
        progress: Progress = lambda what, done, total: None,
    ) -> None:
        self.aim(target, replace=replace)
        self._file, self._options, self._progress = file, options or ReadOptions(), progress
        self._begun = time.perf_counter()
        self._given_up = threading.Event()
        with disk():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=f".import-{os.getpid()}-", dir=target.parent))
        try:
            # While the file is looked over by one core, the other takes its fingerprint.
            self._aside = ThreadPoolExecutor(max_workers=1)
            self._printed = self._aside.submit(fingerprint, file, self._given_up)
            with disk():
                self._connection = connect(self._folder / "new.duckdb", memory_limit=MEMORY_LIMIT)
                self._connection.execute("SET temp_directory = ?", [str(self._folder / "spill")])
                # Once at the end is enough: nobody looks at the file before.
                self._connection.execute("SET checkpoint_threshold = '1TB'")
            self._progress(_("Opening the file"), 0, 0)
            self.source: Source = self._open()
        except BaseException:
            self._given_up.set()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._given_up.set()
        self._aside.shutdown()
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def aim(self, target: Path, *, replace: bool = False) -> None:
        """Choose another workspace of the same folder to make, any time before `commit`."""
        if target.exists() and not replace:
            raise WrongInput(
                _("The workspace {name} is there already.").format(name=target.stem),
                _("Choose another name, or replace it (--replace)."),
            )
        self._target, self._replace = target, replace

    def check(self, mapping: Mapping) -> Quality:
        """Read every row, and report what was found. Can be asked again with another mapping."""
        self._progress(_("Reading rows"), 0, self.source.bytes)
        with disk(), reading(self.source.name), watched(self._connection, self._reading):
            self._columns: Columns = parse(self._connection, self.source, mapping)
            self._mapping = mapping
            number_entities(self._connection, customer=self._columns.customer)
        self._progress(_("Checking quality"), 0, 0)
        with disk():
            self.quality = self._inspect()
        return self.quality

    def commit(
        self,
        definitions: Definitions | None = None,
        *,
        bad_rows: Literal["drop", "stop"] = "drop",
        duplicates: Literal["keep", "drop"] = "keep",
        forget: bool = False,
        release: Callable[[], None] = lambda: None,
    ) -> Imported:
        """Make the workspace from what `check` read.

        Parameters
        ----------
        forget : bool
            Whether what people wrote in a workspace that is replaced goes with its log; else it is taken along.
        release : callable
            Called once, when all is ready and only the rename is left: a server lets go of the file to be replaced.

        Raises
        ------
        WrongInput
            No row is left, bad rows are to stop the import and there are some, too many touchpoints, or a goal the
            log does not have. Nothing is saved then.
        """
        if duplicates == "drop":
            with disk():
                self._drop_duplicates()
        self._refuse(bad_rows)
        definitions = definitions or Definitions()
        gap = self._mapping.gap_s if self._mapping.grain is Grain.GAP else None
        with disk():
            self._progress(_("Linking events into journeys"), 0, self.quality.kept)
            create(self._connection)
            encode(self._connection, self._columns, self._mapping, source=1, progress=self._encoded)
            self._progress(_("Judging outcomes"), 0, 0)
            judge(self._connection, definitions, gap_s=gap, journeys=DRAFT)
            imported = self._record(self._printed.result())
            self._connection.execute("CHECKPOINT")
            self._connection.close()
            release()
            # Another import may have made a workspace of this name meanwhile.
            self.aim(self._target, replace=self._replace)
            _let_go(self._target)
            if self._target.exists() and not forget:
                imported = but(imported, kept=self._keep(definitions))
            (self._folder / "new.duckdb").replace(self._target)
        if isinstance(self._file, Path):
            remember(self._target, self.source.name, self.source.columns, self._mapping)
        return imported

    def _keep(self, definitions: Definitions) -> dict[str, int]:
        """Take along what people wrote; the old file stays as it is."""
        self._progress(_("Keeping what people wrote"), 0, 0)
        self._connection = connect(self._folder / "new.duckdb", memory_limit=MEMORY_LIMIT)
        kept = keep(self._connection, self._target, definitions)
        self._connection.execute("CHECKPOINT")
        self._connection.close()
        return kept

    @property
    def seconds(self) -> float:
        """How long it takes already."""
        return round(time.perf_counter() - self._begun, 3)

    def _open(self) -> Source:
        if isinstance(self._file, pd.DataFrame):
            name = str(self._file.attrs.get("name", "frame"))
            return frame_source(self._connection, self._file, name)
        with disk():
            return open_source(
                self._connection, self._file, self._options, workdir=self._folder, progress=self._progress
            )

    def _reading(self, share: float) -> None:
        self._progress(_("Reading rows"), int(share * self.source.bytes), self.source.bytes)

    def _encoded(self, done: int, total: int) -> None:
        self._progress(_("Linking events into journeys"), done, total)

    def _drop_duplicates(self) -> None:
        self._connection.execute(
            f"""
            UPDATE parsed SET reason = 'duplicate' WHERE rowid IN (
                SELECT id FROM (
                    SELECT id, row_number() OVER (PARTITION BY whole ORDER BY id) AS nth
                    FROM (SELECT rowid AS id, {whole_row(self._connection)} AS whole FROM parsed WHERE reason IS NULL)
                ) WHERE nth > 1
            )
            """
        )
        number_entities(self._connection, customer=self._columns.customer)
        self.quality = self._inspect()

    def _inspect(self) -> Quality:
        connection, source = self._connection, self.source
        broken = malformed_count(connection, source), tuple(malformed_rows(connection, source))
        return inspect(connection, self._mapping, broken, numbering(connection, source), source.name)

    def _refuse(self, bad_rows: str) -> None:
        quality = self.quality
        if not quality.read:
            raise WrongInput(
                _("{name} has a header, but no rows.").format(name=self.source.name),
                _("Export it again, with its rows."),
            )
        if not quality.kept:
            why = " ".join(rejection.sentence(self.source.name, most=1) for rejection in quality.rejections[:2])
            raise WrongInput(
                _("No row of {name} can be used: {why}").format(name=self.source.name, why=why),
                _("Check which column is what, and the date format."),
            )
        bad = [r for r in quality.rejections if r.reason not in ("filtered", "duplicate")]
        if bad_rows == "stop" and bad:
            why = " ".join(rejection.sentence(self.source.name) for rejection in bad)
            raise WrongInput(why, _("Mend them, or drop them (--bad-rows drop)."))
        if quality.touchpoints > TOO_MANY_TOUCHPOINTS:
            examples = ", ".join(repr(name) for name, _rows, _share in quality.names[-3:])
            raise WrongInput(
                _(
                    "There are {n} different touchpoints (for example {examples}); a map is readable up to {most}."
                ).format(n=f"{quality.touchpoints:,}", examples=examples, most=f"{TOO_MANY_TOUCHPOINTS:,}"),
                _("Choose a coarser column, or group names by pattern (--group 'REGEX=NAME')."),
            )

    def _record(self, sha256: str) -> Imported:
        connection, quality, source = self._connection, self.quality, self.source
        journeys, customers, events, first, last = connection.execute(
            "SELECT count(*), count(DISTINCT customer), sum(events), min(started), max(ended) FROM journey"
        ).fetchall()[0]
        (touchpoints,) = connection.execute("SELECT count(*) FROM touchpoint").fetchall()[0]
        imported = Imported(
            workspace=self._target.stem,
            journeys=journeys,
            customers=customers,
            events=events,
            touchpoints=touchpoints,
            rejected=quality.rejected,
            read=quality.read,
            first=first.isoformat(),
            last=last.isoformat(),
            seconds=self.seconds,
            mapping=asdict(self._mapping),
            warnings=[*quality.warnings(), *scale_notes(connection)],
        )
        connection.execute(
            "INSERT INTO source VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                source.name,
                source.format,
                source.bytes,
                sha256,
                datetime.now(UTC).replace(tzinfo=None),
                json.dumps(asdict(self._mapping), ensure_ascii=False),
                quality.read,
                quality.kept,
                quality.rejected,
                json.dumps(quality.to_json(), ensure_ascii=False),
            ],
        )
        connection.execute(
            "INSERT INTO source_join VALUES (1, ?, ?, 0, '{}')",
            [suggest_name(source.name), joined_by(self._mapping)],
        )
        return imported


def fingerprint(file: Path | pd.DataFrame, given_up: threading.Event) -> str:
    """What tells a file from any other; "" for a frame, and where it is given up meanwhile."""
    if isinstance(file, pd.DataFrame):
        return ""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while not given_up.is_set() and (part := stream.read(1 << 19)):
            found.update(part)
    return "" if given_up.is_set() else found.hexdigest()


def _let_go(target: Path) -> None:
    """Bring what a crashed process left in the log of the old file into it, so that none of it meets the new one."""
    if target.with_name(f"{target.name}.wal").exists():
        connect(target).close()
