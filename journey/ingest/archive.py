"""Packed files: gzip and zip, unpacked onto disk as a stream, with a limit on what comes out."""

from __future__ import annotations

import errno
import gzip
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from journey.errors import WrongInput
from journey.ingest.formats.table import ChooseOne, Progress
from journey.model import ReadOptions
from journey.text import _

__all__ = ["MAX_UNPACKED", "Unpacked", "check_workbook", "members", "unpack"]

CHUNK = 1024 * 1024
MAX_UNPACKED = 20 * 1024**3
"""Bytes: no file of a log is that large."""
MAX_RATIO, RATIO_FROM = 200, 100 * 1024**2
"""A file that grows more than this many times, once it is larger than RATIO_FROM, is taken for a bomb."""

_DATA = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".xes", ".xml", ".parquet", ".xlsx", ".sqlite")
_PACKED = (".gz", ".zip", ".7z", ".rar", ".bz2", ".xz", ".zst", ".tar", ".tgz")
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Unpacked:
    """A file on disk that is packed no more.

    Attributes
    ----------
    path : Path
        The file itself, or what came out of it.
    name : str
        What to call it: the name of the member, or the name without ``.gz``.
    choices : tuple of str
        All members to choose from, where there were several.
    cut : bool
        Whether unpacking stopped at `most`.
    """

    path: Path
    name: str
    choices: tuple[str, ...] = ()
    cut: bool = False


def unpack(path: Path, options: ReadOptions, workdir: Path, progress: Progress, most: int | None = None) -> Unpacked:
    """Unpack a gzip or zip into `workdir`; any other file is given back as it is.

    Parameters
    ----------
    options : ReadOptions
        `sheet` names the member of a zip that holds several.
    most : int, optional
        Stop after so many bytes: enough for a preview.

    Raises
    ------
    ChooseOne
        A zip with several data files.
    WrongInput
        A truncated or broken file, a bomb, a zip in a zip, a password.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic.startswith(_GZIP):
        target = workdir / uuid.uuid4().hex
        with _BrokenIsWrong(path, "gzip"), gzip.open(path) as packed:
            cut = _copy(packed, target, path, path.stat().st_size, progress, most)
        _no_archive_inside(target, path, cut)
        return Unpacked(target, path.name.removesuffix(".gz"), cut=cut)
    if magic == _ZIP:
        with _BrokenIsWrong(path, "zip"), zipfile.ZipFile(path) as archive:
            if _is_workbook(archive):
                return Unpacked(path, path.name)
            choices = members(archive)
            chosen = _choose(choices, options, path)
            info = archive.getinfo(chosen)
            if info.flag_bits & 1:
                raise WrongInput(_("{name} is locked with a password.").format(name=path.name), _("Unpack it first."))
            target = workdir / uuid.uuid4().hex
            with archive.open(info) as packed:
                cut = _copy(packed, target, path, max(1, info.compress_size), progress, most)
        _no_archive_inside(target, path, cut)
        return Unpacked(target, PurePosixPath(chosen).name, choices if len(choices) > 1 else (), cut)
    return Unpacked(path, path.name)


def members(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The data files of a zip: what systems add is left out, and so are read-me files where there is data."""
    names = [
        info.filename
        for info in archive.infolist()
        if not info.filename.startswith("__MACOSX/")
        and not PurePosixPath(info.filename).name.startswith((".", "Thumbs.db"))
        and info.filename[-1:] not in ("", "/")
    ]
    data = [name for name in names if name.lower().endswith(_DATA + _PACKED)]
    tables = [name for name in data if not PurePosixPath(name).stem.lower().startswith(("readme", "license"))]
    return tuple(tables or data or names)


def check_workbook(path: Path) -> None:
    """Refuse a workbook that would unpack to more than memory holds.

    Raises
    ------
    WrongInput
        A zip bomb: the sizes it declares are beyond reason.
    """
    with _BrokenIsWrong(path, "xlsx"), zipfile.ZipFile(path) as archive:
        size = sum(info.file_size for info in archive.infolist())
    _check_size(size, path.stat().st_size, path, most=4 * 1024**3)


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    names = set(archive.namelist())
    return "[Content_Types].xml" in names or "mimetype" in names


def _choose(choices: tuple[str, ...], options: ReadOptions, path: Path) -> str:
    if not choices:
        raise WrongInput(_("{name} holds no files.").format(name=path.name), _("Pack it again, with the log in it."))
    if len(choices) == 1:
        return choices[0]
    if options.sheet in choices:
        return options.sheet
    if options.sheet is not None:
        raise ChooseOne(_("{name} holds no file {member}.").format(name=path.name, member=repr(options.sheet)), choices)
    raise ChooseOne(_("{name} holds {count} files.").format(name=path.name, count=len(choices)), choices)


def _copy(
    packed: IO[bytes] | gzip.GzipFile, target: Path, path: Path, size: int, progress: Progress, most: int | None
) -> bool:
    done = 0
    with target.open("wb") as out:
        while chunk := packed.read(CHUNK):
            done += len(chunk)
            _check_size(done, size, path)
            out.write(chunk)
            progress(_("Unpacking"), done, 0)
            if most is not None and done >= most:
                return True
    return False


def _check_size(done: int, packed: int, path: Path, most: int | None = None) -> None:
    most = MAX_UNPACKED if most is None else most
    if done > most or (done > RATIO_FROM and done > MAX_RATIO * packed):
        raise WrongInput(
            _("{name} unpacks to more than {size:,} MB from {packed:,} kB, like a zip bomb.").format(
                name=path.name, size=min(done, most) // 1024**2, packed=max(1, packed // 1024)
            ),
            _("If it is a real log, unpack it yourself and import what comes out."),
        )


def _no_archive_inside(target: Path, path: Path, cut: bool) -> None:
    with target.open("rb") as file:
        magic = file.read(6)
    nested = magic.startswith(_GZIP) or magic in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
    if magic.startswith(_ZIP) and not cut:
        with _BrokenIsWrong(path, "zip"), zipfile.ZipFile(target) as archive:
            nested = not _is_workbook(archive)
    if nested:
        raise WrongInput(
            _("{name} holds another packed file.").format(name=path.name), _("Unpack it, and import what comes out.")
        )


class _BrokenIsWrong:
    """Turns what the unpackers raise on broken files into a sentence."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path, self.kind = path, kind

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        broken = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError, RuntimeError)
        # A damaged directory can point before the beginning of the file.
        astray = isinstance(error, OSError) and error.errno == errno.EINVAL
        if astray or isinstance(error, broken):
            raise WrongInput(
                _("{name} is a broken or cut off {kind} file.").format(name=self.path.name, kind=self.kind),
                _("Copy or download it again."),
            ) from error
