"""One import in a process of its own: from the file to the workspace, and what wrong files get."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from import_jobs import LOG, MAPPING, begin, eventually, left_behind, library, own_folders

from journey.ingest.job import ImportJob, Phase
from journey.model import Definitions, Mapping, ReadOptions
from journey.store.library import Library, folder
from journey.store.outcomes import read_definitions

__all__ = ["begin", "library", "own_folders"]


def test_from_the_file_to_the_workspace(begin: Callable[..., ImportJob], library: Library) -> None:
    job = begin()
    seen = job.wait().seen
    assert seen is not None and seen.columns == ("case", "step", "at")
    assert seen.guess.mapping.journey == "case" and seen.guess.mapping.touchpoint == ("step",)
    assert seen.rows[0] == ("a", "Ask", "2026-01-01 10:00")
    assert seen.times["at"].examples[0] == ("2026-01-01 10:00", "2026-01-01T10:00:00")

    job.check(MAPPING)
    quality = job.wait().quality
    assert quality is not None and job.state.phase is Phase.CHECKED
    # 6 rows; the fifth names no touchpoint, the sixth no journey; the fourth repeats the third.
    assert (quality.read, quality.kept, quality.rejected, quality.duplicates) == (6, 4, 2, 1)
    assert {r.reason: r.examples[0][:2] for r in quality.rejections} == {
        "no touchpoint": (6, "step"),
        "no id": (7, "case"),
    }

    job.commit("shop", Definitions(goals=("Buy",)), duplicates="drop")
    done = job.wait()
    assert done.phase is Phase.DONE and done.imported is not None
    assert (done.imported.journeys, done.imported.events, done.imported.rejected) == (2, 3, 3)
    workspace = library.get("shop")
    assert workspace.run("SELECT key, outcome FROM journey ORDER BY key") == [("a", 0), ("b", 3)]
    with workspace.cursor() as cursor:
        assert read_definitions(cursor)[0].goals == ("Buy",)
    assert eventually(lambda: not left_behind())


def test_another_mapping_is_checked_anew(begin: Callable[..., ImportJob]) -> None:
    job = begin()
    job.wait()
    job.check(MAPPING)
    first = job.wait().quality
    job.check(Mapping(journey="case", touchpoint=("step", "case"), time="at"))
    second = job.wait().quality
    assert first is not None and second is not None
    # Ask, Buy; then Ask / a, Buy / a, Ask / b, and b where the fifth row names no step.
    assert (first.touchpoints, second.touchpoints) == (2, 4)


def test_a_workspace_is_replaced_only_when_told(begin: Callable[..., ImportJob], library: Library) -> None:
    job = begin()
    job.wait()
    job.check(MAPPING)
    job.wait()
    job.commit("shop")
    job.wait()
    old = library.get("shop")
    version = old.version

    again = begin("case,step,at\nz,Ask,2026-02-01 10:00\n")
    again.wait()
    again.check(MAPPING)
    again.wait()
    again.commit("shop")
    refused = again.wait()
    assert refused.phase is Phase.CHECKED and refused.error is not None
    assert "shop is there already" in refused.error.message
    assert old.version == version

    again.commit("shop", replace=True)
    assert again.wait().phase is Phase.DONE
    # The server held the old file open all the time; the same object now gives the new one.
    assert old.version != version
    assert old.run("SELECT key FROM journey") == [("z",)]


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a goal the log does not have", {"definitions": Definitions(goals=("Sell",))}),
        ("a name no file may have", {"workspace": "a/b"}),
    ],
)
def test_a_refused_commit_leaves_the_check_as_it_was(
    begin: Callable[..., ImportJob], what: str, change: dict[str, object]
) -> None:
    job = begin()
    job.wait()
    job.check(MAPPING)
    job.wait()
    job.commit(**{"workspace": "shop", **change})  # type: ignore[arg-type]
    state = job.wait()
    assert state.phase is Phase.CHECKED and state.error is not None and state.error.hint
    assert not list(folder().glob("*.duckdb"))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("log.csv", "w") as out:
        out.write(b"case,step,at\n")
        for _block in range(130):
            out.write(b"a,Ask,2026-01-01\n" * 61_680)


def cut_gzip(path: Path) -> None:
    lines = "".join(f"c{n},{n * 7919 % 1000},2026-01-01 10:{n % 60:02d}\n" for n in range(20_000))
    path.write_bytes(gzip.compress(f"case,step,at\n{lines}".encode())[:9_000])


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log><trace><event/></trace></log>'
WRONG: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty.csv", lambda path: path.write_bytes(b""), "empty"),
    ("one.csv", lambda path: path.write_text("step\nAsk\nBuy\n"), "one column"),
    ("header.csv", lambda path: path.write_text("case,step,at\n"), "no rows"),
    ("cut.csv.gz", cut_gzip, "gzip"),
    ("bomb.zip", bomb, "bomb.zip"),
    ("doctype.xes", lambda path: path.write_text(DOCTYPE), "DOCTYPE"),
    ("wide.csv", lambda path: path.write_text((",".join(f"c{n}" for n in range(5_000)) + "\n") * 2), "5,000 columns"),
    ("photo.csv", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), "photo.csv"),
    ("sheet.xlsx", lambda path: path.write_text("just some words\n"), "sheet.xlsx"),
]


@pytest.mark.parametrize(("name", "make", "word"), WRONG, ids=[name for name, _make, _word in WRONG])
def test_a_wrong_file_gets_one_sentence_and_the_way_out(
    tmp_path: Path, library: Library, name: str, make: Callable[[Path], object], word: str
) -> None:
    file = tmp_path / name
    make(file)
    job = ImportJob(file, library)
    job.open()
    state = job.wait()
    if state.seen is not None:  # what only shows when every row is read
        job.check(state.seen.guess.mapping)
        state = job.wait()
    if state.phase is Phase.CHECKED:
        job.commit("wrong")
        state = job.wait()
    assert state.error is not None
    assert word in state.error.message and "\n" not in state.error.message
    assert state.error.hint
    assert "Traceback" not in str(state.error) and "nobody foresaw" not in state.error.message
    job.close()
    assert not list(folder().glob("*.duckdb"))
    assert eventually(lambda: not left_behind())


def test_repeated_columns_get_names_of_their_own(begin: Callable[..., ImportJob]) -> None:
    seen = begin("id,step,at,step\na,Ask,2026-01-01,x\na,Buy,2026-01-02,y\n").wait().seen
    assert seen is not None and seen.columns == ("id", "step", "at", "step (2)")


def test_of_several_files_a_person_chooses(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "two.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("log.csv", LOG)
        archive.writestr("other.csv", LOG.replace("case", "id"))
    job = ImportJob(file, library)
    job.open()
    state = job.wait()
    assert state.phase is Phase.CHOOSING
    assert set(getattr(state.error, "choices", ())) == {"log.csv", "other.csv"}
    job.open(ReadOptions(sheet="other.csv"))
    seen = job.wait().seen
    job.close()
    assert seen is not None and seen.columns[0] == "id"
