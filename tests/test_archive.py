"""Packed files: unpacked within limits, refused in a sentence."""

from __future__ import annotations

import errno
import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest
from read_file import read_file, read_text

from journey.errors import JourneyError, WrongInput
from journey.ingest import archive
from journey.ingest.source import ChooseOne, preview

LOG = b"id;what\nA;Call\nB;Mail\n"
ROWS = [("A", "Call"), ("B", "Mail")]


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def test_gzip(tmp_path: Path) -> None:
    read = read_text(gzip.compress(LOG), tmp_path, "log.csv.gz")
    assert (read.rows, read.source.format, read.source.name) == (ROWS, "csv", "log.csv.gz")


def test_gzip_in_several_parts(tmp_path: Path) -> None:
    assert read_text(gzip.compress(LOG) + gzip.compress(b"C;Chat\n"), tmp_path, "x").rows == [*ROWS, ("C", "Chat")]


def test_the_only_data_file_of_a_zip_is_taken(tmp_path: Path) -> None:
    files = {"logs__log_csv": LOG, "readme_txt": b"hello", "__MACOSX__._log_csv": b"x", "logs__.DS_Store": b"x"}
    assert read_file(zipped(tmp_path / "log.zip", **files), tmp_path).rows == ROWS


def test_several_files_in_a_zip_are_asked_about(tmp_path: Path) -> None:
    path = zipped(tmp_path / "log.zip", a_csv=LOG, b_csv=b"x,y\n1,2\n")
    with pytest.raises(ChooseOne, match=r"holds 2 files. Choose one of: a.csv, b.csv.") as asked:
        read_file(path, tmp_path)
    assert asked.value.choices == ("a.csv", "b.csv")
    assert read_file(path, tmp_path, sheet="b.csv").rows == [("1", "2")]
    with pytest.raises(ChooseOne, match=r"no file 'c.csv'"):
        read_file(path, tmp_path, sheet="c.csv")


def test_a_zip_never_writes_outside_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "work"
    inside.mkdir()
    path = tmp_path / "log.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../escaped.csv", LOG)
    assert read_file(path, inside).rows == ROWS
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.zip", "work"]


@pytest.mark.parametrize("keep", [5, 12, 25, -1, -8])
def test_a_cut_off_gzip_is_refused(tmp_path: Path, keep: int) -> None:
    packed = gzip.compress(b"id,what\n" + b"".join(b"%d,Call\n" % n for n in range(1000)))
    with pytest.raises(WrongInput, match=r"log.csv.gz is a broken or cut off gzip file"):
        read_text(packed[:keep], tmp_path, "log.csv.gz")


@pytest.mark.parametrize("keep", [30, 60, -1, -10])
def test_a_cut_off_zip_is_refused(tmp_path: Path, keep: int) -> None:
    packed = zipped(tmp_path / "whole.zip", log_csv=LOG * 100).read_bytes()
    with pytest.raises(WrongInput, match=r"log.zip is a broken or cut off zip file"):
        read_text(packed[:keep], tmp_path, "log.zip")


def test_a_zip_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    packed = bytearray(zipped(tmp_path / "whole.zip", log_csv=LOG * 100).read_bytes())
    packed[45] ^= 255
    with pytest.raises(WrongInput, match="broken or cut off"):
        read_text(bytes(packed), tmp_path, "log.zip")


@pytest.mark.parametrize("kind", ["gzip", "zip", "xlsx"])
def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    zeros = bytes(4_000_000)
    if kind == "gzip":
        (tmp_path / "bomb").write_bytes(gzip.compress(zeros))
    else:
        with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("log.csv", zeros)
            if kind == "xlsx":
                packed.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(WrongInput, match=r"bomb unpacks to more than \d+ MB"):
        read_file(tmp_path / "bomb", tmp_path)
    left = sum(file.stat().st_size for file in tmp_path.iterdir() if file.name != "bomb")
    assert left <= 3_000_000


def test_size_alone_is_limited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000)
    text = "id,what\n" + "".join(f"{n},{n * 7919 % 1000}\n" for n in range(3000))
    with pytest.raises(WrongInput, match="like a zip bomb"):
        read_text(gzip.compress(text.encode()), tmp_path, "log.csv.gz")


def test_packed_files_in_packed_files_are_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", log_csv=LOG).read_bytes()
    for name, content in (("a", gzip.compress(gzip.compress(LOG))), ("b", gzip.compress(inner))):
        with pytest.raises(WrongInput, match="holds another packed file"):
            read_text(content, tmp_path, name)
    for content in (inner, gzip.compress(LOG)):
        with pytest.raises(WrongInput, match="holds another packed file"):
            read_file(zipped(tmp_path / "outer.zip", log_gz=content), tmp_path)


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    zipped(tmp_path / "log.zip")
    # A zip without members has another signature, and is no text either.
    with pytest.raises(WrongInput, match=r"log.zip (holds no files|is a file of bytes|has only one column)"):
        read_file(tmp_path / "log.zip", tmp_path)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "log.zip", log_csv=LOG)
    locked = bytearray(path.read_bytes())
    locked[6] |= 1
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    path.write_bytes(bytes(locked))
    with pytest.raises(WrongInput, match="locked with a password"):
        read_file(path, tmp_path)


class FullDisk:
    """A file on a disk without room."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def write(self, _content: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "text",
    [gzip.compress(LOG), "id;what\n1;Звонок\n".encode("cp1251"), LOG + b'C;"Chat\n'],
    ids=["packed", "encoded", "broken"],  # a packed text holds the time: as a name it would differ from run to run
)
def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    (tmp_path / "log").write_bytes(text)
    opened = Path.open

    def on_a_full_disk(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        file = opened(self, mode, *args, **kwargs)
        return FullDisk(file) if "w" in mode else file

    monkeypatch.setattr(Path, "open", on_a_full_disk)
    with pytest.raises(JourneyError, match=r"The disk that holds .* is full") as said:
        read_file(tmp_path / "log", tmp_path)
    assert not isinstance(said.value, WrongInput)


def test_a_preview_unpacks_the_beginning_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journey.ingest.source.ENOUGH", 2 * 1024**2)
    rows = "".join(f"A{n},Call {n * 7919 % 100_003},{n}\n" for n in range(400_000))
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(("id,what,n\n" + rows).encode(), 1))
    seen = preview(path, workdir=tmp_path)
    assert seen.rows[:2] == (("A0", "Call 0", "0"), ("A1", "Call 7919", "1"))
    assert seen.rows_estimate is None
    assert max(file.stat().st_size for file in tmp_path.iterdir() if file != path) < 4 * 1024**2


def test_real_logs_are_no_bombs(shared_data: Path, tmp_path: Path) -> None:
    seen = preview(shared_data / "bpic2012.xes.gz", workdir=tmp_path)
    assert seen.source.format == "xes" and len(seen.rows) == 1000
