"""Appending in the import process of a server: killed at any moment, and while others read and write."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from import_jobs import left_behind, own_folders
from import_jobs import library as library
from two_sources import CALL_MAPPING, call, content, frame, web

from journey.ingest.append import Appended
from journey.ingest.job import ImportJob, Phase
from journey.store.board_notes import add_note, notes
from journey.store.library import Library, folder, workspace_path

__all__ = ["own_folders"]


def checked(tmp_path: Path, library: Library) -> ImportJob:
    """A call log, compared with the shop that it is to join."""
    folder().mkdir(parents=True, exist_ok=True)
    if not workspace_path("shop").exists():
        web(workspace_path("shop"))
    file = tmp_path / "calls.csv"
    rows = [("ann" if n % 2 else f"c{n}", "Card", n) for n in range(4000)]
    frame(rows, "client about at").to_csv(file, index=False)
    job = ImportJob(file, library)
    job.open()
    job.join("shop")
    job.wait()
    job.check(CALL_MAPPING)
    state = job.wait()
    assert state.phase is Phase.CHECKED, state.error
    assert state.match is not None and (state.match.matched, state.match.only_here) == (1, 1)
    return job


def test_a_note_written_meanwhile_is_kept_and_readers_wait_for_nothing_wrong(tmp_path: Path, library: Library) -> None:
    job = checked(tmp_path, library)
    shop = library.get("shop")
    add_note(shop, "pains", "Buy", "Written after the check")
    counts: set[int] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            counts.add(library.get("shop").one("SELECT count(*) FROM event")[0])
            time.sleep(0.005)

    reader = threading.Thread(target=read)
    reader.start()
    before = shop.version
    job.append(alone="keep")
    add_note(shop, "ideas", "Buy", "Written while it ran")
    state = job.wait()
    ended.set()
    reader.join()
    assert state.phase is Phase.DONE, state.error
    assert isinstance(state.imported, Appended)
    assert (state.imported.added, state.imported.events) == (4000, 4005)
    assert counts <= {5, 4005}
    assert {note.text for note in notes(shop)} == {"Written after the check", "Written while it ran"}
    assert (shop.version[0], shop.version[1] > before[1]) == (before[0], True)
    assert not left_behind()


def test_a_source_that_came_meanwhile_is_not_lost(tmp_path: Path, library: Library) -> None:
    job = checked(tmp_path, library)
    library.release("shop")
    call(workspace_path("shop"), [("bob", "Other", 6)], source="other")
    now = content(workspace_path("shop"))
    job.append(alone="keep")
    state = job.wait()
    assert state.phase is Phase.COLUMNS
    assert "changed by somebody else meanwhile" in str(state.error)
    library.release("shop")
    assert content(workspace_path("shop")) == now
    job.check(CALL_MAPPING)
    assert job.wait().phase is Phase.CHECKED
    job.append(alone="keep")
    assert job.wait().phase is Phase.DONE
    assert library.get("shop").one("SELECT count(*) FROM event") == (4006,)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_killed_at_any_moment_the_workspace_is_as_before(tmp_path: Path, library: Library) -> None:
    chance = random.Random(2026)
    for kill in range(5):
        job = checked(tmp_path, library)
        library.release("shop")
        before = content(workspace_path("shop"))
        assert job._process is not None
        process = job._process
        job.append(alone="keep")
        time.sleep(chance.uniform(0, 0.8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        ended = job.wait()
        job.close()
        # Whoever asks now is not kept waiting by what is dead.
        (events,) = library.get("shop").one("SELECT count(*) FROM event")
        library.release("shop")
        if ended.phase is Phase.DONE or events == 4005:
            assert events == 4005
            workspace_path("shop").unlink()
        else:
            assert content(workspace_path("shop")) == before, f"kill {kill}"
    assert not left_behind()


def test_a_source_is_taken_out_by_a_job_too(tmp_path: Path, library: Library) -> None:
    target = workspace_path("shop")
    target.parent.mkdir(parents=True)
    web(target)
    before = content(target)
    call(target)
    job = ImportJob(Path("calls"), library)
    job.take_out("shop", "calls")
    state = job.wait()
    assert state.taken_out is not None and (state.taken_out.removed, state.taken_out.files) == (5, ("calls.csv",))
    assert content(target) == before
    nothing = ImportJob(Path("calls"), library)
    nothing.take_out("shop", "calls")
    assert "no source 'calls'" in str(nothing.wait().error)
