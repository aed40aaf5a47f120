"""How imports end before their time: cancelled, killed, left alone, or one too many."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from import_jobs import LOG, MAPPING, begin, eventually, left_behind, library, long_log, own_folders

from journey.ingest.imports import Imports
from journey.ingest.job import ImportJob, Phase
from journey.store.library import Library, folder

__all__ = ["begin", "library", "own_folders"]

ROOT = Path(__file__).parents[1]


def test_a_cancelled_check_keeps_the_file_and_leaves_nothing(begin: Callable[..., ImportJob]) -> None:
    job = begin(long_log())
    job.wait()
    job.check(MAPPING)
    assert eventually(lambda: bool(left_behind()) or not job.state.working)
    assert job.state.working
    job.back()
    assert job.state.phase is Phase.COLUMNS and job.state.seen is not None
    assert eventually(lambda: not left_behind())
    job.check(MAPPING)
    assert job.wait().phase is Phase.CHECKED


def test_a_cancelled_import_saves_nothing(begin: Callable[..., ImportJob]) -> None:
    job = begin(long_log())
    job.wait()
    job.check(MAPPING)
    job.wait()
    job.commit("shop")
    assert job.state.phase is Phase.IMPORTING
    job.back()
    assert job.state.phase is Phase.COLUMNS
    assert eventually(lambda: not left_behind())
    assert not list(folder().glob("*.duckdb"))


def test_progress_is_told_in_bytes_and_rows(begin: Callable[..., ImportJob]) -> None:
    job = begin(long_log())
    size = job.file.stat().st_size
    job.wait()
    told: set[tuple[str, int, int]] = set()

    def watch(until: Phase) -> None:
        while (state := job.state).working:
            told.add((state.what, state.done, state.total))
        assert state.phase is until

    job.check(MAPPING)
    watch(Phase.CHECKED)
    job.commit("shop")
    watch(Phase.DONE)
    totals = {what: total for what, _done, total in told if total}
    assert totals["Reading rows"] == size and totals["Linking events into journeys"] == 400_000
    assert all(0 <= done <= total for _what, done, total in told if total)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_process_that_dies_is_told(begin: Callable[..., ImportJob]) -> None:
    job = begin(long_log())
    job.wait()
    assert job._process is not None
    os.kill(job._process.pid, signal.SIGSTOP)
    job.check(MAPPING)
    os.kill(job._process.pid, signal.SIGKILL)
    state = job.wait()
    assert state.phase is Phase.COLUMNS and state.error is not None
    assert "nothing was saved" in state.error.message
    job.check(MAPPING)
    assert job.wait().phase is Phase.CHECKED


def test_a_worker_without_its_server_goes_and_clears_up(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(long_log(), encoding="utf-8")
    worker = subprocess.Popen(
        [sys.executable, "-m", "journey.ingest.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert worker.stdin is not None and worker.stdout is not None
    worker.stdin.write(f'{{"do": "preview", "file": "{file}", "options": {{}}}}\n')
    worker.stdin.flush()
    assert "progress" in worker.stdout.readline()
    worker.stdin.close()
    assert worker.wait(30) == 0
    worker.stdout.close()
    assert not left_behind()


def test_an_id_opens_its_own_import_only(tmp_path: Path, library: Library) -> None:
    owned = tmp_path / "uploads" / "1-abc"
    owned.mkdir(parents=True)
    (owned / "log.csv").write_text(LOG)
    imports = Imports(library)
    number = imports.start(owned / "log.csv", owned=owned, owner="ann")
    job = imports.get(number, owner="ann")
    assert job is not None and job.wait().phase is Phase.COLUMNS
    assert imports.get(number, owner="bob") is None and imports.get("x", owner="") is None
    assert owned.exists()
    imports.drop(number)
    assert imports.get(number, owner="ann") is None and not owned.exists()


def test_an_import_that_waits_gives_way_and_one_that_works_does_not(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    slow = tmp_path / "slow.csv"
    slow.write_text(long_log())
    imports = Imports(library, most=1)
    first = imports.get(imports.start(file))
    assert first is not None and first.wait().phase is Phase.COLUMNS and first.alive
    second = imports.get(imports.start(slow))
    assert second is not None and second.wait().phase is Phase.COLUMNS
    assert eventually(lambda: not first.alive)
    second.check(MAPPING)
    first.check(MAPPING)
    refused = first.state
    assert refused.phase is Phase.COLUMNS and refused.error is not None and "under way" in refused.error.message
    assert second.wait().phase is Phase.CHECKED
    first.check(MAPPING)
    assert first.wait().phase is Phase.CHECKED
    imports.close()


def test_an_import_nobody_asks_about_ends(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    imports = Imports(library, idle_s=-1)
    number = imports.start(file)
    job = imports.get(number)
    assert job is not None
    imports.rest()
    assert imports.get(number) is None and job.state.phase is Phase.CLOSED and not job.alive
