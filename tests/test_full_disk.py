"""A full disk is told in one sentence, whatever step of an import meets it, and nothing stays behind."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from journey.errors import JourneyError
from journey.ingest import append, load, survey_join, take_out
from journey.ingest.append_log import append_log
from journey.ingest.import_log import import_log
from journey.ingest.survey_file import Survey
from journey.store.workspace import Workspace

LOG = "case,step,at\na,Ask,2026-01-01 10:00\na,Ask,2026-01-01 10:00\nb,Buy,2026-01-02 10:00\n"
FAILURES = {
    "system": OSError(errno.ENOSPC, "No space left on device"),
    "quota": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "engine": duckdb.IOException('Could not write file "new.duckdb": No space left on device'),
    "laid aside": duckdb.OutOfMemoryException(
        "failed to offload data block of size 256.0 KiB (1.0 GiB/1.0 GiB used).\n"
        "This limit was set by the 'max_temp_directory_size' setting."
    ),
}


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_given: object, **_named: object) -> None:
        raise error

    return fail


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


@pytest.mark.parametrize("step", ["connect", "parse", "inspect", "number_entities", "encode", "judge"])
def test_every_step_of_an_import(
    cli: Callable[..., Any], tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(load, step, failing(FAILURES["engine"]))
    answer = cli("import", file, "--workspace", "w")
    assert (answer.status, answer.err) == (
        2,
        "The disk is full; nothing was saved. Free some space, and import again.\n",
    )
    assert list((tmp_path / "workspaces").iterdir()) == []


@pytest.mark.parametrize("how", FAILURES)
def test_however_it_is_said(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(load, "inspect", failing(FAILURES[how]))
    with pytest.raises(JourneyError, match="The disk is full; nothing was saved"):
        import_log(file, tmp_path / "w.duckdb")


def test_too_little_memory_is_no_full_disk(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "inspect", failing(duckdb.OutOfMemoryException("failed to pin block of size 256.0 KiB")))
    with pytest.raises(duckdb.OutOfMemoryException):
        import_log(file, tmp_path / "w.duckdb")


def test_repeated_rows_that_are_left_out(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = load.Load._inspect
    times = []

    def second_time(self: load.Load) -> Any:
        times.append(1)
        if len(times) == 2:
            raise FAILURES["engine"]
        return asked(self)

    monkeypatch.setattr(load.Load, "_inspect", second_time)
    with pytest.raises(JourneyError, match="The disk is full"):
        import_log(file, tmp_path / "w.duckdb", duplicates="drop")


@pytest.mark.parametrize("step", ["snapshot", "report", "renew"])
def test_a_further_file(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    import_log(file, tmp_path / "w.duckdb")
    (tmp_path / "more.csv").write_text(LOG.replace("2026", "2027"))
    monkeypatch.setattr(append, step, failing(FAILURES["engine"]))
    with pytest.raises(JourneyError, match="The disk is full"):
        append_log(tmp_path / "more.csv", tmp_path / "w.duckdb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "more.csv", "w.duckdb"]


def test_taking_a_source_out(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_log(file, tmp_path / "w.duckdb")
    monkeypatch.setattr(take_out, "connect", failing(FAILURES["engine"]))
    with pytest.raises(JourneyError, match="The disk is full"):
        take_out.take_out(tmp_path / "w.duckdb", "log")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "w.duckdb"]


def test_a_survey(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_log(file, tmp_path / "w.duckdb")
    (tmp_path / "nps.csv").write_text("case,at,nps\na,2026-01-01 11:00,9\n")
    monkeypatch.setattr(survey_join, "rejoin", failing(FAILURES["engine"]))
    survey = Survey(customer="case", time="at", scores=("nps",))
    with Workspace(tmp_path / "w.duckdb") as workspace, pytest.raises(JourneyError, match="The disk is full"):
        survey_join.join_survey(workspace, tmp_path / "nps.csv", survey)


def test_any_other_command(cli: Callable[..., Any], file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("import", file, "--workspace", "w")
    monkeypatch.setattr("journey.cli.info.info", failing(FAILURES["engine"]))
    answer = cli("info", "--workspace", "w")
    assert (answer.status, answer.err) == (2, "The disk is full. Free some space, and try again.\n")
