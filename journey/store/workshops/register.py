"""Which workspace a join code leads to: a small file beside the workspaces, so that a code opens no other file."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from pathlib import Path

from journey.store.library import folder

__all__ = ["enlist", "listed_in", "strike"]

_guard = threading.Lock()


Place = tuple[str, int]
"""A workspace by its name, and a workshop in it by its number."""


def listed_in(code: str) -> Place | None:
    """Where the open workshop of a code is; None where there is none."""
    with _guard:
        return _read().get(code)


def enlist(code: str, workspace: str, workshop: int) -> None:
    """Let a code lead to a workshop."""
    with _guard:
        _write({**_read(), code: (workspace, workshop)})


def strike(code: str, workspace: str, workshop: int) -> None:
    """Let a code lead nowhere any more, if it led there."""
    with _guard:
        known = _read()
        if known.get(code) == (workspace, workshop):
            _write({one: where for one, where in known.items() if one != code})


def _place() -> Path:
    return folder() / ".workshops.json"


def _read() -> dict[str, Place]:
    with suppress(OSError, ValueError, TypeError, AttributeError):
        found = json.loads(_place().read_text(encoding="utf-8"))
        return {str(code): (str(name), int(number)) for code, (name, number) in found.items()}
    return {}


def _write(known: dict[str, Place]) -> None:
    place = _place()
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_name(f"{place.name}.{os.getpid()}.new")
    making.write_text(json.dumps(known), encoding="utf-8")
    making.replace(place)
