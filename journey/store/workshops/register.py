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


def listed_in(code: str) -> str:
    """The name of the workspace that holds the open workshop of a code; empty where there is none."""
    with _guard:
        return _read().get(code, "")


def enlist(code: str, workspace: str) -> None:
    """Let a code lead to a workspace."""
    with _guard:
        _write({**_read(), code: workspace})


def strike(code: str, workspace: str) -> None:
    """Let a code lead nowhere any more, if it led there."""
    with _guard:
        known = _read()
        if known.get(code) == workspace:
            _write({one: name for one, name in known.items() if one != code})


def _place() -> Path:
    return folder() / ".workshops.json"


def _read() -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(_place().read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(code): str(name) for code, name in found.items()}
    return {}


def _write(known: dict[str, str]) -> None:
    place = _place()
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_name(f"{place.name}.{os.getpid()}.new")
    making.write_text(json.dumps(known), encoding="utf-8")
    making.replace(place)
