"""Events coded into states: what the as-is model may remember of a journey at each of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journey.analyses.in_order import of_journeys, read_in_order
from journey.store.selection import Selection

__all__ = ["GROUPS", "Band", "Coded", "Split", "Switch", "Whole", "code"]

GROUPS = 512
"""Customers are dealt into so many groups by a hash; the bootstrap draws whole groups."""

UNDECIDED, IN_TIME, LATE, LOST = range(4)
"""Phases of a journey: before its decision, and after each kind of it."""

# Without NULL and BOOLEAN, which would have to be unpacked one by one.
_COLUMNS = (
    "e.journey", "e.position", "e.node", "e.until", "coalesce(e.wait, 0) AS wait",
    "e.first_visit::UTINYINT AS first_visit",
)  # fmt: skip

Ints = NDArray[np.int64]
Whole = NDArray[np.signedinteger[Any]]
"""Whole numbers as narrow as they can be: there is one for each event."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """Tells arrivals at `target` from `source` apart by how long they waited: `bounds` are seconds, ascending."""

    source: str
    target: str
    bounds: tuple[float, ...]


@dataclass(frozen=True)
class Switch:
    """Tells visits of a touchpoint apart by their channel."""

    touchpoint: str


Split = Band | Switch


@dataclass(frozen=True)
class Coded:
    """n events of m judged journeys, sorted by journey and position.

    Attributes
    ----------
    names : tuple of str
        Names of the nodes; `node` holds indices of it.
    first, last : bool arrays of shape (n,)
        The first and the last event of its journey.
    phase, visit : arrays of shape (n,)
        Phase of the journey from this event on; visit number of the node less one, at most 2.
    tags : int array of shape (n, splits)
        0, or which part of a split the event belongs to.
    wait : array of shape (n,)
        Seconds to the next event; 0 at the end.
    end : array of shape (n,)
        Of the last event: 0 ended after a decision, 1 dropped, 2 open, 0 where there is no goal.
    group : array of shape (n,)
        The group of its customer, under GROUPS.
    duration, outcome_phase, journey_group : arrays of shape (m,)
        Seconds to the goal, else to the last event; the phase at the end; the group.
    channels : tuple of str
        Part t of a `Switch` is ``channels[t - 1]``.
    """

    names: tuple[str, ...]
    node: Whole
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    phase: Whole
    visit: Whole
    tags: Ints
    wait: Floats
    cost: Floats
    end: Whole
    group: Whole
    duration: Floats
    outcome_phase: Whole
    journey_group: Ints
    channels: tuple[str, ...]
    has_goal: bool
    has_cost: bool

    @property
    def journeys(self) -> int:
        """How many journeys."""
        return len(self.duration)


def code(
    selection: Selection,
    splits: Sequence[Split] = (),
    *,
    until: str | None = None,
    where: str = "",
    given: Sequence[Any] = (),
) -> Coded:
    """Code the judged journeys of a scope: the mature ones, or all where the workspace has no goal.

    Parameters
    ----------
    splits : sequence
        What states are to tell apart beside touchpoint, visit number and phase.
    until : str, optional
        ISO time: events after it are left out, as if the log ended there.
    where : str
        A further condition on the journeys, over the columns of `journey`, with the values `given`.
    """
    has_goal = selection.has_goal
    judged = "j.mature AND j.outcome < 4" if has_goal else "true"
    condition = f"{judged}{' AND ' + where if where else ''}"
    names = selection.run(f"SELECT id, name FROM {selection.nodes} ORDER BY id")
    channels = tuple(row[0] for row in selection.run("SELECT name FROM channel ORDER BY id"))
    channel_ids = {i: n for n, (i,) in enumerate(selection.run("SELECT id FROM channel ORDER BY id"))}
    chosen = selection.cursor.execute(
        f"""
        SELECT j.id, s.outcome, CASE WHEN s.outcome = 1 THEN s.exit_position + 1 ELSE s.goal_position END AS decided,
               s.converted, s.duration / 1e6 AS duration, hash(j.customer) % {GROUPS} AS part
        FROM {selection.journeys} s JOIN journey j ON j.id = s.id
        WHERE {condition} ORDER BY j.id
        """,
        list(given),
    ).fetchnumpy()
    known = "AND e.time <= CAST(? AS TIMESTAMP)" if until else ""
    more = ["coalesce(e.channel, -1) AS channel"] if any(isinstance(split, Switch) for split in splits) else []
    if selection.run(f"SELECT 1 FROM {selection.linked} WHERE cost IS NOT NULL LIMIT 1"):
        more.append("e.cost")
    # Most of the log is read as it stands, in its order, faster than a join gives it in any.
    (journeys,) = selection.run("SELECT count(*) FROM journey")[0]
    ids = np.asarray(chosen["id"])
    most = 2 * len(ids) > journeys
    only = f"""SEMI JOIN (
            SELECT j.id FROM {selection.journeys} s JOIN journey j ON j.id = s.id WHERE {condition}
        ) c ON c.id = e.journey"""
    relation = selection.cursor.sql(
        f"""
        SELECT {", ".join((*_COLUMNS, *more))}
        FROM {selection.linked} e {"" if most else only} WHERE true {known}
        """,
        params=[*([] if most else given), *([until] if until else [])],
    )
    events: dict[str, Any] = read_in_order(relation)
    if most:
        wanted = np.zeros(1 + max(ids.max(initial=-1), events["journey"].max(initial=-1)), dtype=np.bool_)
        wanted[ids] = True
        events = of_journeys(events, wanted)
    of = events["journey"]
    number = np.zeros(max((row[0] for row in names), default=0) + 1, dtype=np.int32)
    number[[row[0] for row in names]] = np.arange(len(names))
    node = number[events["node"]]
    first = np.ones(len(node), dtype=bool)
    first[1:] = of[1:] != of[:-1]
    last = np.ones(len(node), dtype=bool)
    last[:-1] = first[1:]
    journey = np.cumsum(first, dtype=np.int32) - 1
    # A journey of which every touchpoint is hidden has nothing to model.
    left = np.isin(ids, of[first])
    chosen = {name: np.asarray(values)[left] for name, values in chosen.items()}
    outcome = _plain(chosen["outcome"])
    decided = _plain(chosen["decided"])
    verdict = np.select(
        [(outcome == 0) & np.asarray(chosen["converted"], dtype=bool), outcome == 0, outcome == 1],
        [np.int8(IN_TIME), np.int8(LATE), np.int8(LOST)],
        np.int8(UNDECIDED),
    )
    # A folded visit, or one before a hidden goal, counts as the deciding one: the next visible event is past it.
    after = events["until"] > decided[journey]
    phase = np.where(after, verdict[journey], np.int8(UNDECIDED))
    undecided = np.where(outcome == 3, np.int8(2), np.int8(1 if has_goal else 0))
    end = np.where(phase != UNDECIDED, np.int8(0), undecided[journey])
    wait = events["wait"] / 1e6
    wait[last] = 0.0
    cost, has_cost = np.zeros(len(node)), False
    if "cost" in events:
        unknown = np.isnan(events["cost"])
        cost, has_cost = np.where(unknown, 0.0, events["cost"]).astype(np.float64), not bool(unknown.all())
    duration = np.asarray(chosen["duration"], dtype=np.float64)
    if selection.relinked:
        # Only what is seen can be walked: the clock begins with the first event that is there.
        running = ~np.isin(phase, (IN_TIME, LATE))
        duration = np.bincount(journey, np.where(running, wait, 0.0), minlength=len(duration)).astype(np.float64)
    return Coded(
        names=tuple(row[1] for row in names),
        node=node,
        first=first,
        last=last,
        phase=phase,
        visit=_visits(journey, node, np.asarray(events["first_visit"], dtype=bool), len(names)),
        tags=_tags(splits, names, node, wait, first, events, channel_ids),
        wait=wait,
        cost=cost,
        end=end,
        group=np.asarray(chosen["part"]).astype(np.int16)[journey],
        duration=duration,
        outcome_phase=verdict,
        journey_group=_plain(chosen["part"]),
        channels=channels,
        has_goal=has_goal,
        has_cost=has_cost,
    )


def _plain(values: Any) -> Ints:
    return np.asarray(values).astype(np.int64)


def _visits(journey: Whole, node: Whole, first: NDArray[np.bool_], nodes: int) -> Whole:
    """0 at the first visit, 1 at the second, 2 from the third on."""
    visit = np.zeros(len(node), dtype=np.int8)
    again = np.flatnonzero(~first)
    key = journey[again].astype(np.int64) * nodes + node[again]
    visit[again] = 1 + pd.Series(key).duplicated().to_numpy()
    return visit


def _tags(
    splits: Sequence[Split],
    names: list[tuple[Any, ...]],
    node: Whole,
    wait: Floats,
    first: NDArray[np.bool_],
    events: dict[str, Any],
    channel_ids: dict[int, int],
) -> Ints:
    tags = np.zeros((len(node), len(splits)), dtype=np.int64)
    at = {row[1]: i for i, row in enumerate(names)}
    for column, split in enumerate(splits):
        if isinstance(split, Switch):
            rows = np.flatnonzero(node == at.get(split.touchpoint, -1))
            channel = _plain(events["channel"])[rows]
            tags[rows, column] = np.array([channel_ids.get(int(c), -1) + 1 for c in channel], dtype=np.int64)
            continue
        rows = np.flatnonzero((node == at.get(split.target, -1)) & ~first)
        rows = rows[node[rows - 1] == at.get(split.source, -1)]
        tags[rows, column] = 1 + np.searchsorted(np.array(split.bounds), wait[rows - 1], side="left")
    return tags
