"""What a workspace holds: counts, dictionaries, definitions, sources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journey.model import Definitions, Outcome
from journey.scope import Scope
from journey.store.journey_attributes import KNOWN_ON_THE_WAY
from journey.store.outcomes import OUTCOMES, Judged, no_log, read_definitions
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["Attributes", "Info", "SourceInfo", "attribute_values", "info", "scope_counts"]


@dataclass(frozen=True)
class Attributes:
    """One attribute of journeys or events; `given` by people to whole journeys, or from the log."""

    name: str
    of_journey: bool
    numeric: bool
    distinct_values: int
    given: bool = False


@dataclass(frozen=True)
class SourceInfo:
    """One file that was imported; `rows_kept` + `rows_rejected` = `rows_read`."""

    name: str
    format: str
    bytes: int
    imported_at: datetime
    rows_read: int
    rows_kept: int
    rows_rejected: int
    mapping: dict[str, Any]
    report: dict[str, Any]


@dataclass(frozen=True)
class Info:
    """What a workspace holds.

    Attributes
    ----------
    outcomes : dict
        Outcome -> journeys; empty where no goal is set.
    touchpoints, channels, stages, scores : tuple of str
        Touchpoints and channels by descending number of events, stages in their order.
    definitions, judged
        As people set them, and as they were applied.
    """

    workspace: str
    journeys: int
    customers: int
    events: int
    first: datetime
    last: datetime
    mature: int
    outcomes: dict[Outcome, int]
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    stages: tuple[str, ...]
    scores: tuple[str, ...]
    attributes: tuple[Attributes, ...]
    has_cost: bool
    definitions: Definitions
    judged: Judged
    sources: tuple[SourceInfo, ...]


def info(workspace: Workspace) -> Info:
    """Describe a workspace.

    Raises
    ------
    NoLog
        It holds a board that people write, and nothing to count.
    """
    if not workspace.run("SELECT 1 FROM journey LIMIT 1"):
        raise no_log()
    journeys, customers, events, first, last, mature = workspace.one(
        "SELECT count(*), count(DISTINCT customer), sum(events), min(started), max(ended), count(*) FILTER (mature)"
        " FROM journey"
    )
    outcomes = dict(workspace.run("SELECT outcome, count(*) FROM journey WHERE outcome < 4 GROUP BY outcome"))
    with workspace.cursor() as cursor:
        definitions, judged = read_definitions(cursor)
    return Info(
        workspace=workspace.name,
        journeys=journeys,
        customers=customers,
        events=events,
        first=first,
        last=last,
        mature=mature,
        outcomes={outcome: outcomes.get(i, 0) for i, outcome in enumerate(OUTCOMES)} if outcomes else {},
        touchpoints=_names(workspace, "touchpoint", "id"),
        channels=_names(workspace, "channel", "id"),
        stages=_names(workspace, "stage", "ordinal"),
        scores=_names(workspace, "score", "id"),
        attributes=tuple(
            Attributes(*row)
            for row in workspace.run(
                f"SELECT name, of_journey, numeric, distinct_values, NOT ({KNOWN_ON_THE_WAY})"
                " FROM attribute ORDER BY id"
            )
        ),
        has_cost=bool(workspace.run("SELECT 1 FROM event WHERE cost IS NOT NULL LIMIT 1")),
        definitions=definitions,
        judged=judged,
        sources=tuple(
            SourceInfo(name, kind, size, when, read, kept, rejected, json.loads(mapping), json.loads(report))
            for name, kind, size, when, read, kept, rejected, mapping, report in workspace.run(
                "SELECT name, format, bytes, imported_at, rows_read, rows_kept, rows_rejected, mapping, report"
                " FROM source ORDER BY id"
            )
        ),
    )


def attribute_values(workspace: Workspace, name: str, *, top: int = 200) -> tuple[tuple[str, int], ...]:
    """The commonest values of an attribute, with the journeys that have them."""
    number, of_journey = workspace.one("SELECT id, of_journey FROM attribute WHERE name = ?", [name])
    table = "journey_attribute" if of_journey else "event_detail"
    rows = workspace.run(
        f"""SELECT a{number}, count(DISTINCT journey) AS journeys FROM {table} WHERE a{number} IS NOT NULL
            GROUP BY a{number} ORDER BY journeys DESC, a{number} LIMIT ?""",
        [top],
    )
    return tuple((value, journeys) for value, journeys in rows)


def scope_counts(workspace: Workspace, scope: Scope) -> tuple[int, int]:
    """Journeys in scope, and in the workspace: the one denominator of every page."""
    with select(workspace, scope) as selection:
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        (total,) = selection.run("SELECT count(*) FROM journey")[0]
    return shown, total


def _names(workspace: Workspace, table: str, order: str) -> tuple[str, ...]:
    return tuple(row[0] for row in workspace.run(f"SELECT name FROM {table} ORDER BY {order}"))
