"""What commands print: JSON for programs, tables for people, progress on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from journey.ingest.load import Progress

__all__ = ["print_json", "print_table", "progress"]


def print_json(content: Any) -> None:
    """One JSON document on stdout; names keep their script."""
    print(json.dumps(content, ensure_ascii=False, indent=1))


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns aligned to their widest value; those after the first that hold figures to the right."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    right = [all(_is_figure(line[i]) for line in lines[1:]) for i in range(len(head))]
    for line in lines:
        cells = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _is_figure(text: str) -> bool:
    return not text or text[0].isdigit() or text[0] in "–<\N{MINUS SIGN}"


@contextmanager
def progress() -> Iterator[Progress]:
    """Tells on stderr what is being done, where that is a terminal; the line is gone when the work is."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return

    def tell(what: str, done: int, total: int) -> None:
        share = f" {done / total:.0%}" if total else ""
        sys.stderr.write(f"\r\x1b[K{what}{share}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
