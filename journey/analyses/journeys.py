"""Single journeys: a list to search and sort, and one of them event by event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope
from journey.store.dialect import quote
from journey.store.outcomes import OUTCOMES
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "Event",
    "Journey",
    "JourneyList",
    "Sort",
    "Timeline",
    "customer_journeys",
    "customers_of",
    "journeys",
    "timeline",
]

Sort = Literal["started", "duration", "events", "key"]


@dataclass(frozen=True)
class Journey:
    """One journey in a list.

    Attributes
    ----------
    duration_s : float
        From the first event to the goal, else to the last.
    outcome : Outcome or None
        None where the workspace has no goal.
    """

    key: str
    customer: str
    started: datetime
    ended: datetime
    events: int
    duration_s: float
    outcome: Outcome | None
    first: str
    last: str


@dataclass(frozen=True)
class JourneyList:
    """Some of the journeys that match, and how many there are."""

    journeys: tuple[Journey, ...]
    matching: int
    in_scope: int
    total: int


@dataclass(frozen=True)
class Event:
    """One event of a timeline.

    Attributes
    ----------
    wait_s : float or None
        Seconds to the next event; None for the last.
    handling_s : float or None
        Seconds from its start to its end, where the log has both.
    scores : tuple of (name, value)
    attributes : tuple of (name, value)
        Those that belong to the event, blanks left out.
    decides : Outcome or None
        Set on the event that completed or lost the journey.
    """

    position: int
    touchpoint: str
    stage: str | None
    channel: str | None
    time: datetime
    wait_s: float | None
    handling_s: float | None
    by_company: bool
    cost: float | None
    comment: str | None
    scores: tuple[tuple[str, float], ...]
    attributes: tuple[tuple[str, str], ...]
    decides: Outcome | None


@dataclass(frozen=True)
class Timeline:
    """One journey, event by event."""

    journey: Journey
    events: tuple[Event, ...]
    attributes: tuple[tuple[str, str], ...]


def journeys(
    workspace: Workspace,
    scope: Scope | None = None,
    *,
    search: str = "",
    sort: Sort = "started",
    descending: bool = False,
    top: int = 100,
    skip: int = 0,
) -> JourneyList:
    """Journeys in scope whose key or customer contains `search`.

    Raises
    ------
    WrongInput
        An unknown `sort`.
    """
    if sort not in get_args(Sort):
        raise WrongInput(
            _("Journeys cannot be sorted by {sort}.").format(sort=repr(sort)),
            _("Choose one of: {choices}.").format(choices=", ".join(get_args(Sort))),
        )
    with select(workspace, scope or Scope()) as selection:
        (total,) = selection.run("SELECT count(*) FROM journey")[0]
        (in_scope,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        found = f"""
            SELECT * FROM journey WHERE id IN (SELECT id FROM {selection.journeys})
            AND ($search = '' OR contains(lower(key), lower($search)) OR contains(lower(customer), lower($search)))"""
        (matching,) = selection.cursor.execute(f"SELECT count(*) FROM ({found})", {"search": search}).fetchall()[0]
        rows = selection.cursor.execute(
            f"""
            WITH listed AS (
                SELECT * FROM ({found})
                ORDER BY {sort} {"DESC" if descending else "ASC"}, id LIMIT $top OFFSET $skip
            )
            SELECT {_COLUMNS} FROM listed j JOIN variant v ON v.id = j.variant
            JOIN touchpoint f ON f.id = v.path[1] JOIN touchpoint l ON l.id = v.path[-1]
            ORDER BY j.{sort} {"DESC" if descending else "ASC"}, j.id
            """,
            {"search": search, "top": top, "skip": skip},
        ).fetchall()
    return JourneyList(tuple(_journey(row) for row in rows), matching, in_scope, total)


def customer_journeys(workspace: Workspace, customer: str) -> tuple[Journey, ...]:
    """All journeys of one customer, in the order they started."""
    rows = workspace.run(
        f"SELECT {_COLUMNS} FROM {_JOURNEYS} WHERE j.customer = ? ORDER BY j.started, j.id", [customer]
    )
    return tuple(_journey(row) for row in rows)


def timeline(workspace: Workspace, key: str) -> Timeline:
    """One journey by its key.

    Raises
    ------
    WrongInput
        No journey has that key.
    """
    rows = workspace.run(f"SELECT {_COLUMNS}, j.id, j.decided FROM {_JOURNEYS} WHERE j.key = ?", [key])
    if not rows:
        raise WrongInput(
            _("There is no journey {key}.").format(key=repr(key)), _("Search for it on the page Journeys.")
        )
    *columns, number, decided = rows[0]
    journey = _journey(tuple(columns))
    return Timeline(journey, _events(workspace, number, decided, journey), _attributes(workspace, number))


_COLUMNS = """j.key, j.customer, j.started, j.ended, j.events, j.duration / 1e6, j.outcome, f.name, l.name"""
_JOURNEYS = """journey j JOIN variant v ON v.id = j.variant
    JOIN touchpoint f ON f.id = v.path[1] JOIN touchpoint l ON l.id = v.path[-1]"""


def _journey(row: tuple[object, ...]) -> Journey:
    *head, outcome, first, last = row
    return Journey(*head, OUTCOMES[outcome] if outcome < len(OUTCOMES) else None, first, last)  # type: ignore


def _events(workspace: Workspace, number: int, decided: int, journey: Journey) -> tuple[Event, ...]:
    details = _details(workspace, number)
    answers: dict[int, list[tuple[str, float]]] = {}
    for position, name, value in workspace.run(
        """SELECT a.position, s.name, a.value FROM answer a JOIN score s ON s.id = a.score
           WHERE a.journey = ? ORDER BY a.position, s.id""",
        [number],
    ):
        answers.setdefault(position, []).append((name, value))
    rows = workspace.run(
        """
        SELECT e.position, t.name, s.name, c.name, e.time, CASE WHEN e.next >= 0 THEN e.wait / 1e6 END,
               e.by_company, e.cost
        FROM event e JOIN touchpoint t ON t.id = e.node LEFT JOIN stage s ON s.id = t.stage
        LEFT JOIN channel c ON c.id = e.channel
        WHERE e.journey = ? ORDER BY e.position
        """,
        [number],
    )
    return tuple(
        Event(
            position=position,
            touchpoint=touchpoint,
            stage=stage,
            channel=channel,
            time=time,
            wait_s=wait,
            handling_s=details.handling(position, time),
            by_company=by_company,
            cost=cost,
            comment=details.comments.get(position),
            scores=tuple(answers.get(position, ())),
            attributes=details.attributes.get(position, ()),
            decides=journey.outcome if position == decided else None,
        )
        for position, touchpoint, stage, channel, time, wait, by_company, cost in rows
    )


def _has(workspace: Workspace, table: str) -> bool:
    return bool(workspace.run("SELECT 1 FROM duckdb_tables() WHERE table_name = ? AND NOT temporary", [table]))


@dataclass(frozen=True)
class _Details:
    """What few logs have, by the position of the event."""

    comments: dict[int, str]
    starts: dict[int, datetime]
    attributes: dict[int, tuple[tuple[str, str], ...]]

    def handling(self, position: int, ended: datetime) -> float | None:
        started = self.starts.get(position)
        return None if started is None else (ended - started).total_seconds()


def _details(workspace: Workspace, number: int) -> _Details:
    found = _Details({}, {}, {})
    if not _has(workspace, "event_detail"):
        return found
    names = workspace.run("SELECT id, name FROM attribute WHERE NOT of_journey ORDER BY id")
    for row in workspace.arrow("SELECT * FROM event_detail WHERE journey = ?", [number]).to_pylist():
        position = row["position"]
        if row.get("comment") is not None:
            found.comments[position] = row["comment"]
        if row.get("started") is not None:
            found.starts[position] = row["started"]
        given = tuple((name, row[f"a{i}"]) for i, name in names if row[f"a{i}"] is not None)
        found.attributes[position] = given
    return found


def _attributes(workspace: Workspace, number: int) -> tuple[tuple[str, str], ...]:
    named = workspace.run("SELECT id, name FROM attribute WHERE of_journey ORDER BY id")
    if not named:
        return ()
    columns = ", ".join(quote(f"a{i}") for i, _name in named)
    values = workspace.one(f"SELECT {columns} FROM journey_attribute WHERE journey = ?", [number])
    return tuple((name, value) for (_i, name), value in zip(named, values, strict=True) if value is not None)


def customers_of(workspace: Workspace, scope: Scope) -> tuple[str, ...]:
    """The customers with a journey in scope, in alphabetical order."""
    with select(workspace, scope.selection()) as selection:
        rows = selection.run(
            f"SELECT DISTINCT j.customer FROM {selection.journeys} s JOIN journey j ON j.id = s.id ORDER BY j.customer"
        )
    return tuple(customer for (customer,) in rows)
