"""Import jobs for tests: a small log, a long one, folders of their own, and waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journey.ingest.job import ImportJob
from journey.model import Mapping
from journey.store.library import Library, folder

LOG = """case,step,at
a,Ask,2026-01-01 10:00
a,Buy,2026-01-01 11:00
b,Ask,2026-01-02 10:00
b,Ask,2026-01-02 10:00
b,,2026-01-02 12:00
,Buy,2026-01-02 13:00
"""
MAPPING = Mapping(journey="case", touchpoint=("step",), time="at", date_format=None)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path / "workspaces"))
    monkeypatch.setenv("DESIRE_PATH_UPLOADS", str(tmp_path / "uploads"))


@pytest.fixture
def library() -> Iterator[Library]:
    library = Library()
    yield library
    library.close()


@pytest.fixture
def begin(tmp_path: Path, library: Library) -> Iterator[Callable[..., ImportJob]]:
    jobs: list[ImportJob] = []

    def make(text: str = LOG, name: str = "log.csv") -> ImportJob:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        jobs.append(ImportJob(file, library))
        jobs[-1].open()
        return jobs[-1]

    yield make
    for job in jobs:
        job.close()


def long_log(rows: int = 400_000) -> str:
    lines = (f"c{n // 4},Step {n % 4},2026-01-{1 + n % 28:02d} 10:00:{n % 60:02d}\n" for n in range(rows))
    return "case,step,at\n" + "".join(lines)


def left_behind() -> list[Path]:
    return [path for path in folder().glob(".*") if path.exists()]


def eventually(holds: Callable[[], bool], timeout_s: float = 30) -> bool:
    deadline = time.monotonic() + timeout_s
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held
