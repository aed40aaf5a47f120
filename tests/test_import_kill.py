"""An import that is killed at any moment: the workspace opens as it was before, and what was left behind is swept."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from import_jobs import MAPPING, begin, left_behind, library, long_log, own_folders

from journey.ingest.import_log import import_log
from journey.ingest.job import ImportJob, Phase
from journey.store.library import Library, folder, sweep, workspace_path
from journey.store.workspace import Workspace

__all__ = ["begin", "library", "own_folders"]

KILLS = 20
Content = tuple[object, ...]


def content(name: str) -> Content:
    """What a workspace holds: who it is, and sums over all of its events."""
    with Workspace(workspace_path(name)) as workspace:
        return (
            workspace.version,
            workspace.run("SELECT count(*), sum(events), min(key), max(key) FROM journey"),
            workspace.run("SELECT count(*), sum(position), sum(wait), min(time), max(time) FROM event"),
            workspace.run("SELECT name, rows_kept FROM source"),
        )


def reach(job: ImportJob, step: Phase, name: str) -> None:
    """Bring an import to the beginning of a step."""
    job.open()
    job.wait()
    job.check(MAPPING)
    if step is Phase.IMPORTING:
        assert job.wait().phase is Phase.CHECKED
        job.commit(name, replace=True)


def lasts(file: Path, library: Library, step: Phase) -> float:
    """Seconds that a step takes on this machine: the span in which to kill."""
    job = ImportJob(file, library)
    reach(job, step, "measured")
    begun = time.monotonic()
    job.wait()
    job.close()
    return time.monotonic() - begun


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_killed_at_any_moment_the_workspace_is_as_before(
    begin: Callable[..., ImportJob], library: Library, tmp_path: Path
) -> None:
    first = tmp_path / "first.csv"
    first.write_text("case,step,at\na,Ask,2026-01-01\na,Buy,2026-01-02\n")
    import_log(first, workspace_path("shop"), mapping=MAPPING)
    before = content("shop")

    second = tmp_path / "second.csv"
    second.write_text(long_log(60_000), encoding="utf-8")
    took = {step: lasts(second, library, step) for step in (Phase.CHECKING, Phase.IMPORTING)}
    chance = random.Random(2026)
    killed: set[Phase] = set()
    for kill in range(KILLS):
        step = Phase.CHECKING if kill % 4 == 0 else Phase.IMPORTING
        job = ImportJob(second, library)
        reach(job, step, "shop")
        assert job._process is not None
        process = job._process
        time.sleep(chance.uniform(0, took[step]))
        process.send_signal(signal.SIGKILL)
        process.wait()
        ended = job.wait()
        job.close()
        now = content("shop")
        if ended.phase is Phase.DONE or now != before:
            # The rename came before the kill: then the whole new log is there, and the next kill must keep that one.
            before = now
            assert before[1] == [(15_000, 60_000, "c0", "c9999")], f"kill {kill}"
        else:
            killed.add(step)
    assert killed == {Phase.CHECKING, Phase.IMPORTING}
    assert not left_behind()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_new_server_sweeps_what_a_killed_import_left(tmp_path: Path) -> None:
    left = folder() / f".import-{2**22 - 1}-abc"  # a number that no process has
    left.mkdir(parents=True)
    (left / "new.duckdb").write_bytes(b"half")
    mine = folder() / f".import-{os.getpid()}-def"
    mine.mkdir()
    sweep()
    assert left_behind() == [mine]
