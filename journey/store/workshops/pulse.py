"""Whether anything happened in a workshop since it was looked at: told without asking the workspace."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from journey.store.workspace import Workspace

__all__ = ["changing", "pulse"]

# A server that was started anew counts anew: what was seen before is then never taken for the newest.
_START = secrets.token_hex(4)
_beats: defaultdict[tuple[Path, int], int] = defaultdict(int)
_guard = threading.Lock()


def pulse(workspace: Workspace, workshop: int) -> str:
    """Another word after every change of the workshop."""
    with _guard:
        return f"{_START}-{_beats[workspace.path.resolve(), workshop]}"


@contextmanager
def changing(workspace: Workspace, workshop: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A transaction that changes a workshop: when it is left, the change is on the disk, and whoever waits is told."""
    with workspace.transaction() as cursor:
        yield cursor
    with _guard:
        _beats[workspace.path.resolve(), workshop] += 1
