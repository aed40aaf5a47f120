"""The steps of journeys, told so that frictions can be compared at the moment they begin.

The log is walked in ranges of journeys: each range is a few arrays, told and counted at once, so that memory stays
flat. What stays is a narrow table of steps, for the questions about single places, and the counts of all moments.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from journey.analyses.assisted import contact_touchpoints, is_contact
from journey.analyses.friction.tally import Tally
from journey.analyses.friction.targets import targets_of
from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.store.dialect import quote
from journey.store.journey_attributes import KNOWN_ON_THE_WAY
from journey.store.selection import Selection
from journey.store.side_stages import side_stages
from journey.text import _

__all__ = ["BANDS_S", "GROUPS", "Steps", "lay_steps"]

BANDS_S = (600, 3600, 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400)
"""Upper bounds of the bands of time since the journey began, in seconds; the last band has none."""

GROUPS = 256
"""Customers are dealt into so many groups by chance; the bootstrap draws groups."""

RANGE = 500_000
"""Events in a range of journeys."""

NEVER = np.iinfo(np.int32).max
WEEK_US = 7 * 86_400 * 1_000_000
_BANDS_US = np.array(BANDS_S, dtype=np.int64) * 1_000_000

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """What was laid and counted.

    Attributes
    ----------
    names : dict
        Node -> name.
    stages : dict
        Node -> name of its stage, or None.
    tally : Tally
        Counts of all moments.
    one_each : bool
        Whether no customer has two of the journeys.
    """

    names: dict[int, str]
    stages: dict[int, str | None]
    tally: Tally
    one_each: bool


@dataclass(frozen=True)
class _Places:
    """What is known of nodes: order of the stage (-1: none), and whether it is a contact with a person."""

    ordinal: Ints
    contact: Bools

    @property
    def count(self) -> int:
        return len(self.ordinal)


@dataclass(frozen=True)
class _Journeys:
    """What is known of journeys, by id; those that are not judged have ``judged`` False."""

    judged: Bools
    done: Bools
    decided: Ints
    started: Ints
    cut: Bools
    customer: NDArray[np.uint64]
    extra: Ints


@dataclass(frozen=True)
class _Clock:
    """The observed end, and the horizon, in microseconds."""

    end: int
    horizon: int


def lay_steps(selection: Selection, attributes: tuple[str, ...] = (), progress: Progress = silent) -> Steps:
    """Lay the table ``step``, one row for each event of the judged journeys in scope, and count their moments.

    Judged are mature journeys. Columns: journey, position, until (position of the next event), time, dealt (group of
    the customer), customer, node, next (-1 at the end), channel, moment (code of place, visit 1 / 2 / 3+, band of time
    and chosen attributes), done (the journey completes, late or not: friction slows by nature, and slow alone is not
    lost), before (the end is not decided yet), first (visit), and what happened then: turns (next is met for the first
    time, and is no end), again (comes back here), back (to an earlier stage), returns (A-B-A), third (there is an event
    after the next), switched (channel), over (waits longer than the target), settled (after the wait as much time is
    left as the horizon gives), contact, recontact (another within seven days), watched (seven days are left).
    """
    names, stages, places = _places(selection)
    clock = _clock(selection)
    targets = targets_of(selection)
    codes = np.array([source * places.count + target for source, target in targets], dtype=np.int64)
    order = np.argsort(codes)
    limits = (codes[order], np.array(list(targets.values()))[order] * 1e6)
    journeys = _journeys(selection, attributes)
    tally = Tally(places.count, GROUPS)
    first_table = True
    for share, rows in _ranges(selection, journeys):
        progress(share, _("Reading the steps of the journeys"))
        told = _tell(rows, journeys, places, clock, limits)
        tally.add(told)
        _lay(selection, told, first=first_table)
        first_table = False
    customers = journeys.customer[journeys.judged]
    return Steps(names, stages, tally, len(np.unique(customers)) == len(customers))


def _places(selection: Selection) -> tuple[dict[int, str], dict[int, str | None], _Places]:
    side, contacts = side_stages(selection), set(contact_touchpoints(selection))
    rows = selection.run(
        f"""SELECT n.id, n.name, s.name, s.ordinal, t.id IS NOT NULL
            FROM {selection.nodes} n LEFT JOIN stage s ON s.id = n.stage
            LEFT JOIN touchpoint t ON t.id = n.id AND t.name = n.name ORDER BY n.id"""
    )
    count = max((row[0] for row in rows), default=-1) + 1
    places = _Places(np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=np.bool_))
    for node, name, stage, ordinal, own in rows:
        if stage is not None and stage not in side:
            places.ordinal[node] = ordinal
        places.contact[node] = node in contacts if own else is_contact(name)
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}, places


def _clock(selection: Selection) -> _Clock:
    applied = json.loads(dict(selection.run("SELECT key, value FROM definition"))["applied"])
    end = datetime.fromisoformat(applied["observed_end"]).replace(tzinfo=UTC)
    return _Clock(round(end.timestamp() * 1e6), round((applied["horizon_s"] or 0.0) * 1e6))


def _journeys(selection: Selection, attributes: tuple[str, ...]) -> _Journeys:
    known = dict(selection.run(f"SELECT name, id FROM attribute WHERE of_journey AND {KNOWN_ON_THE_WAY}"))
    for name in attributes:
        if name not in known:
            raise WrongInput(
                _("The journeys of this log have no attribute {name}.").format(name=repr(name)),
                _("They have: {names}.").format(names=", ".join(sorted(known)) or _("none")),
            )
    columns = [f"coalesce(CAST(q.{quote(f'a{known[name]}')} AS VARCHAR), '')" for name in attributes]
    extra = " || chr(31) || ".join(columns) or "''"
    join = "LEFT JOIN journey_attribute q ON q.journey = j.id" if columns else ""
    found: dict[str, Any] = selection.cursor.execute(
        f"""SELECT j.id, j.outcome, j.goal_position, j.exit_position, j.cut, hash(k.customer) AS customer,
                   epoch_us(k.started) AS started, hash({extra}) AS extra
            FROM {selection.journeys} j JOIN journey k ON k.id = j.id {join}
            WHERE j.mature AND j.outcome < 4 ORDER BY j.id"""
    ).fetchnumpy()
    ids = found["id"]
    most = int(ids[-1]) + 1 if len(ids) else 0
    journeys = _Journeys(
        judged=np.zeros(most, np.bool_), done=np.zeros(most, np.bool_), decided=np.full(most, NEVER, np.int64),
        started=np.zeros(most, np.int64), cut=np.zeros(most, np.bool_), customer=np.zeros(most, np.uint64),
        extra=np.zeros(most, np.int64),
    )  # fmt: skip
    outcome = found["outcome"]
    journeys.judged[ids] = True
    journeys.done[ids] = outcome == 0
    journeys.decided[ids] = np.select(
        [outcome == 0, outcome == 1], [found["goal_position"], found["exit_position"].astype(np.int64) + 1], NEVER
    )
    journeys.started[ids], journeys.cut[ids] = found["started"], found["cut"]
    journeys.customer[ids] = found["customer"]
    journeys.extra[ids] = np.unique(found["extra"], return_inverse=True)[1]
    return journeys


def _ranges(selection: Selection, journeys: _Journeys) -> Iterator[tuple[float, Columns]]:
    """The events of the judged journeys, range by range, with how much is done; one empty range where there is none."""
    ids = np.flatnonzero(journeys.judged)
    (events,) = selection.run(f"SELECT coalesce(sum(events), 0) FROM {selection.journeys}")[0]
    step = max(1, round(RANGE * len(ids) / max(1, events)))
    for first in range(0, max(1, len(ids)), step):
        part = ids[first : first + step]
        low, high = (int(part[0]), int(part[-1])) if len(part) else (0, -1)
        rows: dict[str, Any] = selection.cursor.execute(
            f"""SELECT journey, position, node, channel, epoch_us(time) AS time, next, until, wait, first_visit,
                       by_company FROM {selection.linked} WHERE journey BETWEEN ? AND ? ORDER BY journey, position""",
            [low, high],
        ).fetchnumpy()
        if selection.whole and len(part) == high - low + 1:
            yield first / max(1, len(ids)), rows
        else:
            kept = journeys.judged[rows["journey"]] if len(part) else np.zeros(0, np.bool_)
            yield first / max(1, len(ids)), {name: column[kept] for name, column in rows.items()}


def _tell(
    rows: Columns, journeys: _Journeys, places: _Places, clock: _Clock,
    limits: tuple[Ints, NDArray[np.float64]],
) -> Columns:  # fmt: skip
    """What happens at each step of whole journeys in their order."""
    journey, position, node, following = rows["journey"], rows["position"], rows["node"], rows["next"]
    time, wait, first = rows["time"], rows["wait"], rows["first_visit"]
    goes_on = following >= 0
    decided = journeys.decided[journey]
    before, before_next = position < decided, rows["until"] < decided

    def then(column: NDArray[Any], none: int | bool) -> NDArray[Any]:
        shifted = np.full(len(column), none, dtype=column.dtype)
        shifted[:-1] = column[1:]
        return np.where(goes_on, shifted, none)

    next_next = then(following, -1)
    count = places.count
    key = (journey - (journey[0] if len(journey) else 0)).astype(np.int64) * count + node
    visit, second = _visits(key, first, before)
    elapsed = time - journeys.started[journey]
    band = np.where(journeys.cut[journey], len(BANDS_S) + 1, np.searchsorted(_BANDS_US, elapsed, side="right"))
    moment = ((journeys.extra[journey] * count + node) * 3 + visit - 1) * (len(BANDS_S) + 2) + band
    next_channel = then(rows["channel"], -1)
    ordinal = places.ordinal
    to = np.where(goes_on, following, 0)
    limit = _limits(node.astype(np.int64) * count + to, goes_on, limits)
    contact = places.contact[node]
    return {
        "journey": journey, "position": position, "until": rows["until"], "time": time,
        "dealt": (journeys.customer[journey] % np.uint64(GROUPS)).astype(np.int16),
        "customer": journeys.customer[journey], "node": node, "next": following, "channel": rows["channel"],
        "moment": moment, "done": journeys.done[journey], "before": before, "first": first,
        "turns": then(first, False) & before_next & goes_on,
        "again": first & np.isin(key, second),
        "back": goes_on & before_next & (ordinal[to] >= 0) & (ordinal[node] > ordinal[to]),
        "returns": goes_on & before_next & (following != node) & (next_next == node),
        "third": next_next >= 0,
        "switched": goes_on & before_next & ~rows["by_company"] & ~then(rows["by_company"], True)
        & (rows["channel"] >= 0) & (next_channel >= 0) & (next_channel != rows["channel"]),
        "over": wait > limit,
        "settled": ~np.isnan(limit) & (time + wait <= clock.end - clock.horizon),
        "contact": contact,
        "recontact": _recontacts(journey, time, contact),
        "watched": time <= clock.end - WEEK_US,
    }  # fmt: skip


def _visits(key: Ints, first: Bools, before: Bools) -> tuple[Ints, Ints]:
    """The number of each visit (1, 2, 3+), and the keys of those that come a second time before their end."""
    visit = np.ones(len(key), dtype=np.int64)
    later = np.flatnonzero(~first)
    order = later[np.argsort(key[later], kind="stable")]
    keys = key[order]
    begins = np.concatenate([[True], keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.bool_)
    starts = np.flatnonzero(begins)
    rank = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    visit[order] = np.minimum(3, rank + 2)
    return visit, key[(visit == 2) & before]


def _limits(move: Ints, goes_on: Bools, limits: tuple[Ints, NDArray[np.float64]]) -> NDArray[np.float64]:
    """The longest wait allowed for each step, in microseconds; NaN where there is no target."""
    codes, longest = limits
    if not len(codes):
        return np.full(len(move), np.nan)
    at = np.minimum(np.searchsorted(codes, move), len(codes) - 1)
    return np.where(goes_on & (codes[at] == move), longest[at], np.nan)


def _recontacts(journey: NDArray[np.int64], time: Ints, contact: Bools) -> Bools:
    """Whether another contact of the same journey follows within seven days."""
    again = np.zeros(len(journey), dtype=np.bool_)
    at = np.flatnonzero(contact)
    same = journey[at[1:]] == journey[at[:-1]]
    again[at[:-1]] = same & (time[at[1:]] - time[at[:-1]] <= WEEK_US)
    return again


def _lay(selection: Selection, told: Columns, *, first: bool) -> None:
    columns = {name: pa.array(column) for name, column in told.items()}
    columns["time"] = columns["time"].cast(pa.timestamp("us"))
    selection.cursor.register("told", pa.table(columns))
    selection.run("CREATE OR REPLACE TEMP TABLE step AS FROM told" if first else "INSERT INTO step FROM told")
    selection.cursor.unregister("told")
