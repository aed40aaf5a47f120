"""The parts of a scope as conditions on journeys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.scope import Attribute, Scope, Switch, Then
from journey.store.dialect import quote
from journey.store.outcomes import OUTCOMES
from journey.text import _

__all__ = ["Conditions", "touchpoint_id"]


def touchpoint_id(cursor: duckdb.DuckDBPyConnection, name: str) -> int:
    """Id of a touchpoint by its name; WrongInput where the log has none of it."""
    found = cursor.execute("SELECT id FROM touchpoint WHERE name = ?", [name]).fetchall()
    if not found:
        raise WrongInput(
            _("This log has no touchpoint {name}.").format(name=repr(name)), _("Clear that part of the scope.")
        )
    return int(found[0][0])


class Conditions:
    """From the parts of a scope to one condition on `journey j`, with its bound values."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._values: list[Any] = []

    def of(self, scope: Scope) -> tuple[str, list[Any]]:
        """The condition, as SQL, and the values to bind, in their order."""
        parts = [
            *self._period(scope),
            *(self._attribute(attribute) for attribute in scope.attributes),
            *self._channels(scope),
            *(self._has(name) for name in scope.contains),
            *self._visits(scope),
            *(f"NOT {self._has(name)}" for name in scope.avoids),
            *self._edge(scope.starts_with, "e.position = 0"),
            *self._edge(scope.ends_with, "e.next = -1"),
            *(self._then(then) for then in scope.then),
            *(self._switch(switch) for switch in scope.switches),
            *self._duration(scope),
            *self._any("j.outcome", [OUTCOMES.index(outcome) for outcome in scope.outcomes]),
            *self._any("j.variant", self._variants(scope.variants), given=bool(scope.variants)),
            *self._any("j.customer", list(scope.customers)),
            *self._any("j.key", list(scope.journeys)),
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
            self._values.append(self._channel_ids(scope.channels))
            yield "j.id IN (SELECT journey FROM event WHERE channel IN (SELECT unnest(?::INTEGER[])))"

    def _channel_ids(self, names: tuple[str, ...]) -> list[int]:
        known = dict(self._cursor.execute("SELECT name, id FROM channel").fetchall())
        for name in names:
            if name not in known:
                raise WrongInput(
                    _("This log has no channel {name}.").format(name=repr(name)),
                    _("Its channels are: {names}.").format(names=", ".join(sorted(known)) or _("none")),
                )
        return [known[name] for name in names]

    def _has(self, name: str) -> str:
        self._values.append(touchpoint_id(self._cursor, name))
        return "(j.id IN (SELECT journey FROM event WHERE first_visit AND node = ?))"

    def _visits(self, scope: Scope) -> Iterator[str]:
        if scope.visits:
            self._values.append([touchpoint_id(self._cursor, name) for name in scope.visits])
            yield "j.id IN (SELECT journey FROM event WHERE first_visit AND node IN (SELECT unnest(?::INTEGER[])))"

    def _edge(self, names: tuple[str, ...], where: str) -> Iterator[str]:
        if names:
            self._values.append([touchpoint_id(self._cursor, name) for name in names])
            yield f"j.id IN (SELECT e.journey FROM event e WHERE {where} AND e.node IN (SELECT unnest(?::INTEGER[])))"

    def _then(self, then: Then) -> str:
        source, target = touchpoint_id(self._cursor, then.source), touchpoint_id(self._cursor, then.target)
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

    def _switch(self, switch: Switch) -> str:
        self._values += self._channel_ids((switch.source, switch.target))
        return """j.id IN (
            SELECT a.journey FROM event a JOIN event b ON b.journey = a.journey AND b.position = a.position + 1
            WHERE a.channel = ? AND b.channel = ?)"""

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
