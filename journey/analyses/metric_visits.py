"""Visits to groups: everything that metrics need of them, told once for a state of the log, summed under any scope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.assisted import assisted_channels, contact_touchpoints
from journey.analyses.contact_events import AGAIN_US, VisitEvents, replies_to, settled
from journey.analyses.metric_groups import Groups
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["FLAGS", "VISIT", "visits"]

RANGE = 2_000_000
OPEN = 3

_LAID = """(
    journey INTEGER, node INTEGER, position INTEGER, first BOOLEAN, second BOOLEAN, mature BOOLEAN, judged BOOLEAN,
    converted BOOLEAN, won BOOLEAN, exits BOOLEAN, done BOOLEAN, escalates BOOLEAN, spent BIGINT, reply BIGINT,
    events INTEGER, contacts INTEGER, watched INTEGER, resolved INTEGER, cost DOUBLE, planned DOUBLE,
    planned_actual DOUBLE, channel INTEGER, flags USMALLINT
)"""

FLAGS = ("first", "second", "mature", "judged", "converted", "won", "exits", "done", "escalates")
"""What stands at its place, as a bit, in `flags`: so that one grouping counts all of it."""
VISIT = 1 << len(FLAGS)
"""The bit of `flags` that a row is a visit, and no further channel of one."""

Array = NDArray[Any]


@contextmanager
def visits(workspace: Workspace, selection: Selection, groups: Groups, hidden: tuple[str, ...]) -> Iterator[str]:
    """The relation of all visits to the groups, one row each, made if it is not there.

    Consecutive events in one stage or channel are one visit, as on the map; elsewhere every event is one; a journey is
    one where groups are of journeys. What can be said once of a journey stands on its first visit to the group, so that
    sums count journeys exactly, whatever whole journeys a scope selects.

    Columns
    -------
    first, second : its first, its second visit to the group.
    mature, won, done : a first visit, of a journey that is mature; of one of those that reach the goal in time; of one
        that completes at all.
    judged, converted : a first visit before any goal, of a mature journey; one that reaches the goal in time.
    exits : the visit after which a mature journey is dropped or lost.
    escalates : a first visit, of a journey that goes from here to a person in another channel.
    spent : microseconds from its first to its last event; to the next event where an event is a visit.
    reply : microseconds from a contact to what the company does directly after it in the same stage, on the visit where
        that is first met. What a customer does in the same moment ("Ticket created", "Customer comment") is one.
    contacts, watched, resolved : contacts with a person, those with seven days left to watch, and those of them with no
        further contact of that journey in that stage within seven days. Contacts in one moment are one.
    planned, planned_actual : what its touchpoints with a plan should cost, and did.
    channel, events : its first channel, and its events there; its other channels have rows of their own that hold
        nothing else.
    """
    what = "journey" if groups.of_journeys else groups.by
    key = f"{workspace.version} {what} {sorted(hidden)}"

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(f"CREATE TABLE {name} {_LAID}")
        _Visits(workspace, selection, groups, hidden).lay(cursor, name)

    with workspace.relations.pinned("visits", key, selection.cursor, make) as name:
        yield name


class _Visits:
    def __init__(self, workspace: Workspace, selection: Selection, groups: Groups, hidden: tuple[str, ...]) -> None:
        self._workspace, self._selection, self._groups = workspace, selection, groups
        always = [number for (number,) in selection.run("SELECT id FROM touchpoint WHERE hidden")]
        named = selection.run("SELECT id FROM touchpoint WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(hidden)])
        self._hidden = sorted({*always, *(number for (number,) in named)})
        self._contacts = np.array(contact_touchpoints(selection), dtype=np.int32)
        self._assisted = np.array(assisted_channels(selection), dtype=np.int32)
        _asked, applied = read_definitions(selection.cursor)
        end = datetime.fromisoformat(applied.observed_end).replace(tzinfo=None)
        self._watched_until = int((end - datetime(1970, 1, 1)).total_seconds() * 1e6) - AGAIN_US

    def lay(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        journeys, events = self._selection.run("SELECT count(*), coalesce(sum(events), 0) FROM journey")[0]
        step = max(1, round(journeys * RANGE / max(1, events)))
        with self._workspace.cursor() as reader:
            for first in range(0, journeys, step):
                cursor.register("laid", self._table(reader, first, first + step))
                cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM laid")
                cursor.unregister("laid")

    def _events(self, reader: duckdb.DuckDBPyConnection, first: int, last: int) -> VisitEvents:
        groups = self._groups
        place = "0" if groups.of_journeys else groups.column
        # Where a floating touchpoint belongs, the visits of the selection say.
        floats = groups.kind == "stage" and bool(self._selection.run("SELECT 1 FROM touchpoint WHERE floating LIMIT 1"))
        if floats:
            place = "CASE WHEN t.floating THEN 0 ELSE t.stage END"
        detail = "LEFT JOIN event_detail d ON d.journey = e.journey AND d.position = e.position"
        table = reader.sql(
            f"""
            SELECT e.journey, e.position, e.node, e.channel, epoch_us(e.time) AS time,
                   coalesce(t.stage, -1) AS stage, coalesce(t.by_company, e.by_company) AS company, e.cost,
                   t.planned_cost AS planned, CAST(coalesce({place}, -1) AS INTEGER) AS place
            FROM event e JOIN touchpoint t ON t.id = e.node {detail if groups.kind == "event" else ""}
            WHERE e.journey >= $first AND e.journey < $last AND e.node NOT IN (SELECT unnest($hidden::INTEGER[]))
            ORDER BY e.journey, e.position
            """,
            params={"first": first, "last": last, "hidden": self._hidden}
            | (groups.bound if groups.kind == "event" else {}),
        ).to_arrow_table()
        columns = {name: table[name].to_numpy() for name in table.column_names}
        for name in ("cost", "planned"):
            columns[name] = columns[name].astype(float)
        events = VisitEvents(**columns)
        return self._floated(reader, events, first, last) if floats else events

    def _floated(self, reader: duckdb.DuckDBPyConnection, events: VisitEvents, first: int, last: int) -> VisitEvents:
        table = reader.sql(
            f"SELECT journey, position, node FROM {self._selection.linked} WHERE journey >= ? AND journey < ?"
            " ORDER BY journey, position",
            params=[first, last],
        ).to_arrow_table()
        journey, position, node = (table[name].to_numpy() for name in ("journey", "position", "node"))
        at = np.searchsorted(journey.astype(np.int64) << 32 | position, events.key, side="right") - 1
        inside = (at >= 0) & (events.place >= 0) & (journey[at] == events.journey)
        return replace(events, place=np.where(inside, node[at], -1).astype(np.int32))

    def _table(self, reader: duckdb.DuckDBPyConnection, first: int, last: int) -> pa.Table:
        events = self._events(reader, first, last)
        told = _told(reader, first, last)
        after = np.zeros(len(events.journey), dtype=np.bool_)
        after[:-1] = events.journey[1:] == events.journey[:-1]
        replies = replies_to(events, after, self._contacts)
        escalates = self._escalates(events, after)
        contact, watched, resolved = settled(events, self._contacts, self._watched_until)
        wait = np.zeros(len(events.journey), dtype=np.int64)
        wait[:-1] = np.diff(events.time)

        kept = np.flatnonzero(events.place >= 0)
        journey, place, time = events.journey[kept], events.place[kept], events.time[kept]
        starts = np.flatnonzero(self._begins(journey, place))
        ends = np.append(starts[1:], len(kept)) - 1
        own, node = journey[starts], place[starts]
        position = events.position[kept][starts]
        visit = own.astype(np.int64) * (int(place.max(initial=0)) + 1) + node
        is_first = ~pd.Series(visit).duplicated().to_numpy()
        is_second = np.zeros(len(starts), dtype=np.bool_)
        later = np.flatnonzero(~is_first)
        is_second[later] = ~pd.Series(visit[later]).duplicated().to_numpy()
        of = own - first
        judged = is_first & told["mature"][of] & told["has_goal"][of] & (position < told["goal_position"][of])
        planned = events.planned[kept]
        cost = events.cost[kept]

        def total(values: Array) -> Array:
            return np.add.reduceat(values[kept], starts) if len(starts) else np.zeros(0, dtype=values.dtype)

        columns = {
            "journey": own,
            "node": node,
            "position": position,
            "first": is_first,
            "second": is_second,
            "mature": is_first & told["mature"][of],
            "judged": judged,
            "converted": judged & told["converted"][of],
            "won": is_first & told["mature"][of] & told["converted"][of],
            "exits": _exits(events.key[kept], starts, told, first, exactly=self._groups.kind == "event"),
            "done": is_first & (told["outcome"][of] == 0),
            "escalates": _on_first(visit, is_first, total(escalates.astype(np.int32)) > 0),
            "spent": self._spent(own, of, time, starts, ends, wait[kept], after[kept], told),
            "reply": _first_reply(visit, _first_of(replies[kept], starts)),
            "contacts": total(contact.astype(np.int32)),
            "watched": total(watched.astype(np.int32)),
            "resolved": total(resolved.astype(np.int32)),
            "cost": _sum(cost, starts, ~np.isnan(cost)),
            "planned": _sum(planned, starts, ~np.isnan(planned)),
            "planned_actual": _sum(cost, starts, ~np.isnan(planned) & ~np.isnan(cost)),
        }
        flags = np.full(len(own), VISIT, dtype=np.uint16)
        for bit, name in enumerate(FLAGS):
            flags |= columns[name].astype(np.uint16) << bit
        visit_of = np.repeat(np.arange(len(starts)), ends - starts + 1)
        return _with_channels(columns | {"flags": flags}, visit_of, events.channel[kept], starts)

    def _begins(self, journey: Array, place: Array) -> Array:
        begins = np.ones(len(journey), dtype=np.bool_)
        if self._groups.kind in ("stage", "channel", "journey", "period"):
            begins[1:] = (journey[1:] != journey[:-1]) | (place[1:] != place[:-1])
        return begins

    def _escalates(self, events: VisitEvents, after: Array) -> Array:
        found = np.zeros(len(after), dtype=np.bool_)
        at = np.flatnonzero(after)
        following = events.channel[at + 1]
        found[at] = np.isin(following, self._assisted) & (following != events.channel[at]) & ~events.company[at + 1]
        return found

    def _spent(
        self, own: Array, of: Array, time: Array, starts: Array, ends: Array, wait: Array, after: Array,
        told: dict[str, Array],
    ) -> pa.Array:  # fmt: skip
        if self._groups.of_journeys:
            counted = ~told["cut"][of] & (~told["has_goal"][of] | (told["outcome"][of] == 0))
            return pa.array(told["duration"][of], mask=~counted)
        if self._groups.kind in ("stage", "channel"):
            last = np.ones(len(own), dtype=np.bool_)
            last[:-1] = own[1:] != own[:-1]
            counted = ~told["cut"][of] & (~last | (told["outcome"][of] != OPEN))
            return pa.array(time[ends] - time[starts], mask=~counted)
        return pa.array(wait, mask=~after)


def _with_channels(columns: dict[str, Any], visit_of: Array, channel: Array, starts: Array) -> pa.Table:
    """The visits with their first channel, and a row for each other channel of a visit."""
    own = channel[starts]
    other = np.flatnonzero(channel != own[visit_of])
    width = int(channel.max(initial=0)) + 2
    pair, events = np.unique(visit_of[other] * width + channel[other] + 1, return_counts=True)
    at = pair // width
    there = np.bincount(visit_of, minlength=len(starts)) - np.bincount(visit_of[other], minlength=len(starts))
    main = pa.table(columns | {"channel": own, "events": there.astype(np.int32)})
    more = {
        "journey": columns["journey"][at], "node": columns["node"][at], "channel": (pair % width - 1).astype(np.int32),
        "events": events.astype(np.int32), "flags": np.zeros(len(at), dtype=np.uint16),
    }  # fmt: skip
    return pa.concat_tables([main, pa.table(more)], promote_options="default")


def _told(reader: duckdb.DuckDBPyConnection, first: int, last: int) -> dict[str, Array]:
    table = reader.sql(
        """SELECT mature, converted, outcome, outcome < 4 AS has_goal, goal_position, exit_position, cut, duration
           FROM journey WHERE id >= ? AND id < ? ORDER BY id""",
        params=[first, last],
    ).to_arrow_table()
    return {name: table[name].to_numpy() for name in table.column_names}


def _exits(key: Array, starts: Array, told: dict[str, Array], first: int, *, exactly: bool) -> Array:
    """The visits that hold the last touchpoint of mature journeys that were dropped or lost.

    Events in no group are as if they were not there; `exactly`: an exit after one of them is nobody's.
    """
    found = np.zeros(len(starts), dtype=np.bool_)
    if not len(starts):
        return found
    gone = np.flatnonzero(told["mature"] & (told["exit_position"] >= 0))
    wanted = (gone + first).astype(np.int64) << 32 | told["exit_position"][gone]
    at = np.searchsorted(key, wanted, side="right") - 1
    at = at[(at >= 0) & ((key[at] == wanted) if exactly else (key[at] >> 32 == gone + first))]
    found[np.searchsorted(starts, at, side="right") - 1] = True
    return found


def _on_first(visit: Array, is_first: Array, here: Array) -> Array:
    """What holds of any visit of a journey to a group, told on the first of them."""
    return is_first & np.isin(visit, visit[here])


def _first_of(values: Array, starts: Array) -> Array:
    """The first value of each visit that is not 0."""
    if not len(starts):
        return np.zeros(0, dtype=values.dtype)
    at = np.minimum.reduceat(np.where(values > 0, np.arange(len(values)), len(values)), starts)
    return np.append(values, 0)[at]


def _first_reply(visit: Array, reply: Array) -> pa.Array:
    kept = np.zeros(len(visit), dtype=np.bool_)
    replied = np.flatnonzero(reply > 0)
    kept[replied[~pd.Series(visit[replied]).duplicated().to_numpy()]] = True
    return pa.array(reply, mask=~kept)


def _sum(values: Array, starts: Array, known: Array) -> pa.Array:
    """Sums over visits; None where nothing is known."""
    if not len(starts):
        return pa.array([], pa.float64())
    there = np.add.reduceat(known.astype(np.int32), starts) > 0
    return pa.array(np.add.reduceat(np.where(known, values, 0.0), starts), mask=~there)
