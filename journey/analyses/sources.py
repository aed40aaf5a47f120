"""The sources of a workspace: what each brought, and from when to when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journey.store.workspace import Workspace

__all__ = ["SourceFile", "SourceSummary", "sources"]


@dataclass(frozen=True)
class SourceFile:
    """One file of a source; `read` = `kept` + `known` + `rejected`.

    Attributes
    ----------
    known : int
        Rows that an earlier file of the source had brought already.
    mapping, report, match : dict
        Which column was what, what the check found, how the ids matched (empty for the first file of all).
    """

    file: str
    imported_at: datetime
    read: int
    kept: int
    known: int
    rejected: int
    mapping: dict[str, Any]
    report: dict[str, Any]
    match: dict[str, Any]


@dataclass(frozen=True)
class SourceSummary:
    """One source of a workspace.

    Attributes
    ----------
    events, journeys, customers : int
        Those it has a part in.
    first, last : datetime or None
        Of its events.
    files : tuple of SourceFile
        The exports it came in, the first one first.
    """

    name: str
    events: int
    journeys: int
    customers: int
    first: datetime | None
    last: datetime | None
    files: tuple[SourceFile, ...]


def sources(workspace: Workspace) -> tuple[SourceSummary, ...]:
    """The sources in the order they came."""
    rows = workspace.run(
        """
        SELECT coalesce(j.name, s.name), s.name, s.imported_at, s.rows_read, s.rows_kept, coalesce(j.known, 0),
               s.rows_rejected, s.mapping, s.report, coalesce(j.report, '{}')
        FROM source s LEFT JOIN source_join j ON j.source = s.id ORDER BY s.id
        """
    )
    files: dict[str, list[SourceFile]] = {}
    for name, file, at, read, kept, known, rejected, *texts in rows:
        held = SourceFile(file, at, read, kept, known, rejected, *(json.loads(text) for text in texts))
        files.setdefault(name, []).append(held)
    counted: dict[str, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in workspace.run(
            """
            SELECT coalesce(s.name, f.name), count(*), count(DISTINCT e.journey), count(DISTINCT j.customer),
                   min(e.time), max(e.time)
            FROM event e JOIN journey j ON j.id = e.journey JOIN source f ON f.id = e.source
            LEFT JOIN source_join s ON s.source = f.id GROUP BY 1
            """
        )
    }
    found = []
    for name, of_name in files.items():
        events, journeys, customers, first, last = counted.get(name, (0, 0, 0, None, None))
        found.append(SourceSummary(name, events, journeys, customers, first, last, tuple(of_name)))
    return tuple(found)
