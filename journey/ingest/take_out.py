"""Taking a source out again: the workspace as it would be had it never come."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest.full_disk import disk
from journey.ingest.generation import Hold, Progress, put_in_place, renew, snapshot
from journey.ingest.load import MEMORY_LIMIT
from journey.ingest.source_files import grain_of, source_files
from journey.store.workspace import connect
from journey.text import _

__all__ = ["TakenOut", "take_out"]


@dataclass(frozen=True, kw_only=True)
class TakenOut:
    """What went with a source; the counts are those that are left.

    Attributes
    ----------
    files : tuple of str
        The files that went, and how many events with them (`removed`).
    """

    workspace: str
    source: str
    files: tuple[str, ...]
    removed: int
    journeys: int
    customers: int
    events: int
    touchpoints: int
    seconds: float


def take_out(
    target: Path,
    source: str,
    *,
    hold: Hold = nullcontext,
    wait_s: float = 0.0,
    progress: Progress = lambda what, done, total: None,
) -> TakenOut:
    """Take all files of a source out of a workspace, whole or not at all.

    What people set stays: edits of touchpoints that are gone are passed over until the source comes again.

    Raises
    ------
    WrongInput
        There is no such source, or it is the only one.
    """
    begun = time.perf_counter()
    with disk():
        folder = Path(tempfile.mkdtemp(prefix=f".import-{os.getpid()}-", dir=target.parent))
    try:
        with disk(), connect(folder / "new.duckdb", memory_limit=MEMORY_LIMIT) as connection:
            connection.execute("SET temp_directory = ?", [str(folder / "spill")])
            progress(_("Reading what is there"), 0, 0)
            snapshot(target, folder / "old.duckdb", hold=hold, wait_s=wait_s)
            connection.execute(
                f"ATTACH '{str(folder / 'old.duckdb').replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)"
            )
            files = source_files(connection, "old.")
            staying = [file for file in files if file.name != source]
            gone = [file for file in files if file.name == source]
            if not gone:
                names = ", ".join(dict.fromkeys(repr(file.name) for file in files))
                raise WrongInput(
                    _("The workspace has no source {name}.").format(name=repr(source)),
                    _("Its sources are: {names}.").format(names=names),
                )
            grain = grain_of(connection, files, "old.")
            if not staying or grain is None:
                raise WrongInput(
                    _("{name} is the only source of {workspace}.").format(name=repr(source), workspace=target.stem),
                    _("Append another one first, or delete the workspace."),
                )
            (before,) = connection.execute("SELECT count(*) FROM old.event").fetchall()[0]
            renew(connection, staying, None, grain, progress=progress)
            journeys, customers, events = connection.execute(
                "SELECT count(*), count(DISTINCT customer), sum(events) FROM journey"
            ).fetchall()[0]
            (touchpoints,) = connection.execute("SELECT count(*) FROM touchpoint").fetchall()[0]
            put_in_place(connection, folder / "new.duckdb", target, hold=hold, wait_s=wait_s)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return TakenOut(
        workspace=target.stem,
        source=source,
        files=tuple(file.file for file in gone),
        removed=before - int(events),
        journeys=journeys,
        customers=customers,
        events=int(events),
        touchpoints=touchpoints,
        seconds=round(time.perf_counter() - begun, 3),
    )
