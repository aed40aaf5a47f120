"""Mappings of earlier imports, kept for the next file of the same shape: one JSON file beside the workspaces."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from journey.ingest.mapping_json import mapping_from
from journey.model import Mapping
from journey.store.library import folder, suggest_name

__all__ = ["SavedMapping", "remember", "saved_mappings"]

MOST = 200
"""Mappings kept; the oldest goes first."""


@dataclass(frozen=True)
class SavedMapping:
    """How files with these columns were read the last time.

    Attributes
    ----------
    name : str
        Of the file, without its ending.
    columns : frozenset of str
        All columns of the file: the shape it is recognised by.
    used : datetime
        UTC.
    """

    name: str
    columns: frozenset[str]
    mapping: Mapping
    used: datetime


def saved_mappings() -> tuple[SavedMapping, ...]:
    """What is kept on this machine, the youngest first; nothing where the file is missing or cannot be read."""
    found = []
    with suppress(OSError, ValueError, KeyError, TypeError):
        for item in json.loads(_file().read_text(encoding="utf-8")):
            plain = {**asdict(Mapping()), **item["mapping"]}
            used = datetime.fromisoformat(item["used"])
            found.append(SavedMapping(item["name"], frozenset(item["columns"]), mapping_from(plain), used))
    return tuple(sorted(found, key=lambda saved: saved.used, reverse=True))


def remember(target: Path, file: str, columns: Iterable[str], mapping: Mapping) -> None:
    """Keep the mapping of an import; one of the same shape, or of the same name, is replaced.

    Parameters
    ----------
    target : Path
        The workspace that was made. One outside the folder of the workspaces leaves nothing behind in it.
    """
    if target.parent.resolve() != folder().resolve():
        return
    shape, name = frozenset(columns), suggest_name(file)
    now = SavedMapping(name, shape, mapping, datetime.now(UTC).replace(tzinfo=None))
    kept = [now, *(s for s in saved_mappings() if s.columns != shape and s.name != name)][:MOST]
    plain = [
        {"name": s.name, "columns": sorted(s.columns), "mapping": asdict(s.mapping), "used": s.used.isoformat()}
        for s in kept
    ]
    # Whoever reads meanwhile finds the old file or the new one, whole.
    part = _file().with_name(f".{uuid.uuid4().hex}.json")
    with suppress(OSError):
        part.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(_file())


def _file() -> Path:
    return folder() / "mappings.json"
