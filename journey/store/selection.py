"""A scope compiled: the journeys it selects, and their events at its level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from journey.errors import WrongInput
from journey.model import Level
from journey.scope import Attribute, Scope, Then
from journey.store.dialect import quote
from journey.store.link import link, runs
from journey.store.outcomes import OUTCOMES
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Selection", "select"]

RANGE = 2_000_000
"""Events re-linked at a time: memory stays flat however long the log is."""


@dataclass(frozen=True)
class Selection:
    """What an analysis reads: relations, and a cursor to read them with.

    Attributes
    ----------
    journeys : str
        The journeys in scope: the columns of the `journey` table but for key, customer and the times.
    linked : str
        The events of all journeys at the level of the scope, with the columns of the `event` table; joined to
        `journeys` they are the events in scope.
    nodes : str
        Relation (id, name, stage, position) that names the nodes of `linked`; `stage` is an id or NULL.
    whole : bool
        Whether every journey is in scope.
    """

    cursor: duckdb.DuckDBPyConnection
    journeys: str
    linked: str
    nodes: str
    whole: bool

    @property
    def events(self) -> str:
        """The events in scope, where nothing of their journeys is asked."""
        if self.whole:
            return self.linked
        return f"(SELECT * FROM {self.linked} WHERE journey IN (SELECT id FROM {self.journeys}))"

    def run(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query over the two relations."""
        return self.cursor.execute(sql, parameters or []).fetchall()


@contextmanager
def select(workspace: Workspace, scope: Scope) -> Iterator[Selection]:
    """The relations of a scope, kept as long as the block runs.

    Raises
    ------
    WrongInput
        The scope names a touchpoint, channel, attribute, value or date that the workspace cannot have.
    """
    version = workspace.version
    with workspace.cursor() as cursor:
        nodes = _nodes(scope.level)
        with _linked(workspace, cursor, scope, version) as linked:
            if scope.selects_all:
                yield Selection(cursor, "journey", linked, nodes, whole=True)
                return
            condition, parameters = _Compiler(cursor).condition(scope)

            def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
                cursor.execute(f"CREATE TABLE {name} AS SELECT {_KEPT} FROM journey j WHERE {condition}", parameters)

            key = f"{version} {scope.selection().text()}"
            with workspace.relations.pinned("scope", key, cursor, make) as chosen:
                yield Selection(cursor, chosen, linked, nodes, whole=False)


# Numbers only: a scope is made in milliseconds, however long its keys are.
_KEPT = (
    "j.id, j.events, j.variant, j.outcome, j.goal_position, j.exit_position, j.duration, j.cut, j.mature, j.converted"
)


def _nodes(level: Level) -> str:
    by_level = {
        Level.TOUCHPOINT: "touchpoint",
        Level.STAGE: "(SELECT id, name, id AS stage, CAST(ordinal AS DOUBLE) AS position FROM stage)",
        Level.CHANNEL: "(SELECT id, name, NULL::INTEGER AS stage, 0.5 AS position FROM channel)",
        Level.TOUCHPOINT_CHANNEL: """(
            SELECT t.id * (SELECT count(*) FROM channel) + c.id AS id, t.name || ' · ' || c.name AS name,
                   t.stage, t.position
            FROM touchpoint t CROSS JOIN channel c)""",
    }
    return by_level[level]


@contextmanager
def _linked(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, scope: Scope, version: object) -> Iterator[str]:
    if not scope.relinks:
        yield "event"
        return
    hidden = [_touchpoint(cursor, name) for name in scope.hidden]
    if scope.level is Level.STAGE and not cursor.execute("SELECT 1 FROM stage LIMIT 1").fetchall():
        raise WrongInput(_("This log has no stages."), _("Choose the level touchpoint or channel."))
    by_channel = scope.level in (Level.CHANNEL, Level.TOUCHPOINT_CHANNEL)
    if by_channel and not cursor.execute("SELECT 1 FROM channel LIMIT 1").fetchall():
        raise WrongInput(_("This log has no channels."), _("Choose the level touchpoint or stage."))

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        _relink(workspace, cursor, name, scope.level, hidden)

    key = f"{version} {scope.level} {sorted(hidden)}"
    with workspace.relations.pinned("linked", key, cursor, make) as name:
        yield name


_NODE_OF_EVENT = {
    Level.TOUCHPOINT: "e.node",
    Level.STAGE: "t.stage",
    Level.CHANNEL: "e.channel",
    Level.TOUCHPOINT_CHANNEL: "CAST(e.node * (SELECT count(*) FROM channel) + e.channel AS INTEGER)",
}


def _relink(
    workspace: Workspace, cursor: duckdb.DuckDBPyConnection, name: str, level: Level, hidden: list[int]
) -> None:
    node = _NODE_OF_EVENT[level]
    cursor.execute(f"CREATE TABLE {name} AS FROM event LIMIT 0")
    (journeys, events) = cursor.execute("SELECT count(*), coalesce(sum(events), 0) FROM journey").fetchall()[0]
    step = max(1, round(journeys * RANGE / max(1, events)))
    with workspace.cursor() as reader:
        for first in range(0, journeys, step):
            part = reader.sql(
                f"""
                SELECT e.* EXCLUDE (node), CAST({node} AS INTEGER) AS node
                FROM event e JOIN touchpoint t ON t.id = e.node
                WHERE e.journey >= ? AND e.journey < ? AND e.node NOT IN (SELECT unnest(?::INTEGER[]))
                  AND {node} IS NOT NULL AND {node} >= 0
                ORDER BY e.journey, e.position
                """,
                params=[first, first + step, hidden],
            ).to_arrow_table()
            cursor.register("relinked", _fold(part, fold=level in (Level.STAGE, Level.CHANNEL)))
            cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM relinked")
            cursor.unregister("relinked")


def _fold(events: pa.Table, *, fold: bool) -> pa.Table:
    """Link what is left of the events; with `fold`, consecutive events of one node are one visit."""
    journey, position, node = (events[name].to_numpy() for name in ("journey", "position", "node"))
    time = events["time"].cast(pa.int64()).to_numpy()
    left = None
    if fold and len(journey):
        begins = runs(journey, node)
        last = np.append(np.flatnonzero(begins)[1:], len(begins)) - 1
        cost = events["cost"].to_numpy(zero_copy_only=False).astype(float)
        starts = np.flatnonzero(begins)
        summed = np.add.reduceat(np.nan_to_num(cost), starts)
        known = np.add.reduceat(~np.isnan(cost), starts) > 0
        left = time[last]
        events = events.filter(pa.array(begins))
        journey, position, node, time = journey[begins], position[begins], node[begins], time[begins]
        column = events.schema.get_field_index("cost")
        events = events.set_column(column, "cost", pa.array(summed, mask=~known))
    links = link(journey, position, node, time, left)
    for name in ("next", "until", "wait", "first_visit", "first_use"):
        column = events.schema.get_field_index(name)
        events = events.set_column(column, name, pa.array(getattr(links, name)))
    return events


def _touchpoint(cursor: duckdb.DuckDBPyConnection, name: str) -> int:
    found = cursor.execute("SELECT id FROM touchpoint WHERE name = ?", [name]).fetchall()
    if not found:
        raise WrongInput(
            _("This log has no touchpoint {name}.").format(name=repr(name)), _("Clear that part of the scope.")
        )
    return int(found[0][0])


class _Compiler:
    """From the parts of a scope to one condition on `journey j`, with its bound values."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._values: list[Any] = []

    def condition(self, scope: Scope) -> tuple[str, list[Any]]:
        parts = [
            *self._period(scope),
            *(self._attribute(attribute) for attribute in scope.attributes),
            *self._channels(scope),
            *(self._has(name) for name in scope.contains),
            *(f"NOT {self._has(name)}" for name in scope.avoids),
            *self._edge(scope.starts_with, "e.position = 0"),
            *self._edge(scope.ends_with, "e.next = -1"),
            *(self._then(then) for then in scope.then),
            *self._duration(scope),
            *self._any("j.outcome", [OUTCOMES.index(outcome) for outcome in scope.outcomes]),
            *self._any("j.variant", self._variants(scope.variants), given=bool(scope.variants)),
            *self._any("j.customer", list(scope.customers)),
        ]
        whole = " AND ".join(parts) or "true"
        return (f"NOT ({whole})" if scope.inverse else whole), self._values

    def _any(self, column: str, values: list[Any], *, given: bool = False) -> Iterator[str]:
        if values or given:
            self._values.append(values)
            kind = "VARCHAR[]" if values and isinstance(values[0], str) else "INTEGER[]"
            yield f"{column} IN (SELECT unnest(?::{kind}))"

    def _period(self, scope: Scope) -> Iterator[str]:
        after, before = {
            "started": ("j.started", "j.started"),
            "finished": ("j.ended", "j.ended"),
            "touching": ("j.ended", "j.started"),
        }[scope.period]
        if scope.since is not None:
            self._values.append(_moment(scope.since))
            yield f"{after} >= ?"
        if scope.until is not None:
            until = _moment(scope.until)
            bare = _is_date(scope.until)
            self._values.append(until + timedelta(days=1) if bare else until)
            yield f"{before} {'<' if bare else '<='} ?"

    def _duration(self, scope: Scope) -> Iterator[str]:
        for sign, limit in ((">=", scope.min_duration_s), ("<=", scope.max_duration_s)):
            if limit is not None:
                self._values.append(round(limit * 1e6))
                yield f"j.duration {sign} ?"

    def _attribute(self, attribute: Attribute) -> str:
        found = self._cursor.execute("SELECT id, of_journey FROM attribute WHERE name = ?", [attribute.name]).fetchall()
        if not found:
            known = [row[0] for row in self._cursor.execute("SELECT name FROM attribute ORDER BY name").fetchall()]
            raise WrongInput(
                _("This log has no attribute {name}.").format(name=repr(attribute.name)),
                _("Its attributes are: {names}.").format(names=", ".join(known) or _("none")),
            )
        number, of_journey = found[0]
        self._values.append(list(attribute.values))
        column = quote(f"a{number}")
        if of_journey:
            return f"j.id IN (SELECT journey FROM journey_attribute WHERE {column} IN (SELECT unnest(?::VARCHAR[])))"
        return f"j.id IN (SELECT journey FROM event_detail WHERE {column} IN (SELECT unnest(?::VARCHAR[])))"

    def _channels(self, scope: Scope) -> Iterator[str]:
        if scope.channels:
            known = dict(self._cursor.execute("SELECT name, id FROM channel").fetchall())
            for name in scope.channels:
                if name not in known:
                    raise WrongInput(
                        _("This log has no channel {name}.").format(name=repr(name)),
                        _("Its channels are: {names}.").format(names=", ".join(sorted(known)) or _("none")),
                    )
            self._values.append([known[name] for name in scope.channels])
            yield "j.id IN (SELECT journey FROM event WHERE channel IN (SELECT unnest(?::INTEGER[])))"

    def _has(self, name: str) -> str:
        self._values.append(_touchpoint(self._cursor, name))
        return "(j.id IN (SELECT journey FROM event WHERE first_visit AND node = ?))"

    def _edge(self, names: tuple[str, ...], where: str) -> Iterator[str]:
        if names:
            self._values.append([_touchpoint(self._cursor, name) for name in names])
            yield f"j.id IN (SELECT e.journey FROM event e WHERE {where} AND e.node IN (SELECT unnest(?::INTEGER[])))"

    def _then(self, then: Then) -> str:
        source, target = _touchpoint(self._cursor, then.source), _touchpoint(self._cursor, then.target)
        limit = None if then.within_s is None else round(then.within_s * 1e6)
        if then.directly:
            self._values += [source, target]
            inner = "SELECT journey FROM event WHERE node = ? AND next = ?"
            if limit is not None:
                self._values.append(limit)
                inner += " AND wait <= ?"
        else:
            # The nearest later target decides: if that one is too late, every other is too.
            self._values += [source, target]
            inner = """
                SELECT a.journey FROM (SELECT journey, position, time FROM event WHERE node = ?) a
                ASOF JOIN (SELECT journey, position, time FROM event WHERE node = ?) b
                  ON a.journey = b.journey AND a.position < b.position"""
            if limit is not None:
                self._values.append(limit)
                inner += " WHERE date_diff('microsecond', a.time, b.time) <= ?"
        return f"j.id {'NOT IN' if then.never else 'IN'} ({inner})"

    def _variants(self, keys: tuple[str, ...]) -> list[int]:
        rows = self._cursor.execute(
            "SELECT id FROM variant WHERE key IN (SELECT unnest(?::VARCHAR[]))", [list(keys)]
        ).fetchall()
        return [row[0] for row in rows]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongInput(
            _("{text} is no date.").format(text=repr(text)), _("Write it like 2026-03-14 or 2026-03-14T18:00.")
        ) from error
    return moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())


def _is_date(text: str) -> bool:
    """Whether the text is a day, without a time of day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
