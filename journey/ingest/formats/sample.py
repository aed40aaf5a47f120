"""A small part of a large text file: its beginning, and blocks spread over the rest."""

from __future__ import annotations

import uuid
from pathlib import Path

__all__ = ["sample"]

HEAD = 512 * 1024
BLOCK, BLOCKS = 16 * 1024, 32


def sample(path: Path, workdir: Path, *, cut: bool) -> Path:
    """A file with whole lines of another; the file itself where it is small.

    Parameters
    ----------
    cut : bool
        The file is itself the beginning of a longer one: its last line may be half a line.
    """
    size = path.stat().st_size
    if size <= HEAD + BLOCK * BLOCKS and not cut:
        return path
    target = workdir / uuid.uuid4().hex
    with path.open("rb") as file, target.open("wb") as out:
        head = _whole_lines(file.read(HEAD))
        out.write(head)
        # Where a character takes two bytes, a line cannot be found by its end alone.
        if b"\0" not in head:
            for number in range(BLOCKS):
                file.seek(max(len(head), HEAD + (size - HEAD) * number // BLOCKS))
                file.readline(BLOCK)
                block = _whole_lines(file.read(BLOCK))
                out.write(block if block.endswith(b"\n") else b"")
    return target


def _whole_lines(text: bytes) -> bytes:
    end = text.rfind(b"\n") + 1
    if not end:
        return text[: len(text) // 4 * 4]
    # UTF-16 has a zero byte behind (or before) the line end.
    return text[: end + 1] if text[end : end + 1] == b"\0" and end % 2 else text[:end]
