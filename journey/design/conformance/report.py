"""The report: how many journeys go as designed, since when, and where the others leave the design."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from journey.analyses.interval import difference, wilson
from journey.design.conformance.align import Aligner, Deviation
from journey.design.conformance.designs import Design
from journey.model import BLANK, Interval, Progress, silent
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Adoption", "Conformance", "Found", "Week", "conformance", "journeys_with"]


@dataclass(frozen=True)
class Found:
    """A deviation and the journeys behind it.

    Attributes
    ----------
    journeys : int
    share : float
        Of the journeys in scope.
    with_it : Interval
        Conversion of its mature journeys.
    gap : Interval
        That, less the conversion of comparable journeys: those that were at the same touchpoint, went on from there,
        and do not deviate so; weighted as the deviating ones come from there. n counts the mature journeys with it.
    accepted : bool
        Whether people accept it: it then breaks no design.
    """

    deviation: Deviation
    journeys: int
    share: float
    with_it: Interval
    gap: Interval
    accepted: bool

    @property
    def effect(self) -> float:
        """Journeys that are lost with it: what it is ranked by; 0 where the interval of the gap holds 0."""
        low, high = self.gap.low, self.gap.high
        if low is None or high is None or low <= 0 <= high or self.gap.value is None:
            return 0.0
        return -self.gap.value * self.with_it.n


@dataclass(frozen=True)
class Week:
    """Journeys that began in one week, and the share of them that goes as designed."""

    begins: datetime
    share: Interval


@dataclass(frozen=True)
class Adoption:
    """Journeys that began before the design was in force, and since.

    Attributes
    ----------
    since : date
    before, after : Interval
        Share of each that goes as designed.
    gap : Interval
        after - before, Newcombe; blank where one of them has no journey.
    """

    since: date
    before: Interval
    after: Interval
    gap: Interval


@dataclass(frozen=True)
class Conformance:
    """How reality stands to a design.

    Attributes
    ----------
    follow : Interval
        Share of the journeys in scope that fit, or leave it only in accepted ways.
    strictly : Interval
        Share that fits without any deviation.
    weeks : tuple of Week
    adoption : Adoption or None
        None where nobody said since when the design is in force.
    found : tuple of Found
        By effect, then by journeys.
    unknown : tuple of str
        Touchpoints of the design that the log does not have.
    """

    name: str
    journeys: int
    follow: Interval
    strictly: Interval
    weeks: tuple[Week, ...]
    found: tuple[Found, ...]
    unknown: tuple[str, ...]
    adoption: Adoption | None = None


@dataclass(frozen=True)
class _Journeys:
    """The n journeys in scope: id, row of the variant, day of the start since the first Monday of 1970, whether mature
    and judged, and converted."""

    id: NDArray[np.int64]
    variant: NDArray[np.int64]
    day: NDArray[np.int64]
    mature: NDArray[np.bool_]
    converted: NDArray[np.bool_]
    paths: tuple[tuple[str, ...], ...]
    """Of each variant, as far as the design says anything of it."""
    complete: NDArray[np.bool_]
    """Whether that ends with the goal."""

    def went_on_from(self, touchpoint: str) -> NDArray[np.bool_]:
        """Journeys that were there, and went on; "" is before the first touchpoint, where every journey was."""
        if not touchpoint:
            return np.ones(len(self.id), dtype=np.bool_)
        return np.array([touchpoint in path[:-1] for path in self.paths], dtype=np.bool_)[self.variant]


Behind = dict[Deviation, dict[str, NDArray[np.bool_]]]
"""Deviation -> touchpoint it was met after -> the journeys, as a mask."""


def conformance(
    workspace: Workspace,
    scope: Scope,
    design: Design,
    accepted: Collection[Deviation] = (),
    *,
    launch: date | None = None,
    progress: Progress = silent,
) -> Conformance:
    """Hold the journeys in scope against a design (docs/definitions.md: conformance).

    Every variant is aligned once, exactly. A journey that reached its goal is judged to the end of the design, every
    other as far as it came; what comes after the goal counts only where the design goes on there.

    Parameters
    ----------
    launch : date, optional
        The day from which the design is in force.
    """
    progress(0.0, _("Reading the ways taken"))
    judged = design.judged(workspace, scope.selection())
    with select(workspace, judged.selection()) as selection:
        journeys = _journeys(selection, design, judged.hidden)
        behind = _behind(selection, design, journeys, progress)
        names = {name for (name,) in selection.run("SELECT name FROM touchpoint")}
    came = {place: journeys.went_on_from(place) for places in behind.values() for place in places}
    allowed = set(accepted)
    leaving = np.zeros(len(journeys.id), dtype=np.bool_)
    deviating = np.zeros(len(journeys.id), dtype=np.bool_)
    found = []
    for deviation, places in behind.items():
        those = np.logical_or.reduce(list(places.values()))
        deviating |= those
        if deviation not in allowed:
            leaving |= those
        found.append(_found(deviation, places, those, journeys, came, deviation in allowed))
    found.sort(key=lambda one: (one.accepted, -one.effect, -one.journeys, one.deviation))
    return Conformance(
        name=design.name,
        journeys=len(journeys.id),
        follow=_share(~leaving),
        strictly=_share(~deviating),
        weeks=_weeks(journeys, ~leaving),
        found=tuple(found),
        unknown=tuple(sorted(design.automaton.touchpoints - names)),
        adoption=None if launch is None else _adoption(journeys, ~leaving, launch),
    )


def journeys_with(workspace: Workspace, scope: Scope, design: Design, deviation: Deviation) -> tuple[str, ...]:
    """Keys of the journeys that deviate in one way."""
    judged = design.judged(workspace, scope.selection())
    with select(workspace, judged.selection()) as selection:
        journeys = _journeys(selection, design, judged.hidden)
        places = _behind(selection, design, journeys, silent).get(deviation)
        if places is None:
            return ()
        those = np.logical_or.reduce(list(places.values()))
        rows = selection.run(
            "SELECT key FROM journey WHERE id IN (SELECT unnest(?::INTEGER[])) ORDER BY id",
            [journeys.id[those].tolist()],
        )
    return tuple(key for (key,) in rows)


def _journeys(selection: Selection, design: Design, hidden: Collection[str]) -> _Journeys:
    rows = selection.cursor.execute(
        f"""
        SELECT s.id, s.variant, date_diff('day', DATE '1970-01-05', CAST(j.started AS DATE)) AS day,
               s.mature AND s.outcome < 4 AS mature, s.converted
        FROM {selection.journeys} s JOIN journey j ON j.id = s.id ORDER BY s.id
        """
    ).fetchnumpy()
    names = dict(selection.run("SELECT id, name FROM touchpoint"))
    decided = read_definitions(selection.cursor)[0]
    goals = {name for name in decided.goals if not design.automaton.goes_on(name)}
    cut = goals | set(decided.lost)
    variants, row = np.unique(np.asarray(rows["variant"], dtype=np.int64), return_inverse=True)
    paths, complete = [], []
    for (nodes,) in selection.run(
        "SELECT path FROM variant WHERE id IN (SELECT unnest(?::INTEGER[])) ORDER BY id", [variants.tolist()]
    ):
        path = tuple(name for node in nodes if (name := names[node]) not in hidden)
        end = next((i for i, name in enumerate(path) if name in cut), None)
        complete.append(end is not None and path[end] in goals)
        # A loss is no step of a design: what led there is judged.
        paths.append(path if end is None else path[: end + 1] if complete[-1] else path[:end])
    return _Journeys(
        np.asarray(rows["id"], dtype=np.int64),
        row,
        np.asarray(rows["day"], dtype=np.int64),
        np.asarray(rows["mature"], dtype=np.bool_),
        np.asarray(rows["converted"], dtype=np.bool_),
        tuple(paths),
        np.array(complete, dtype=np.bool_),
    )


def _behind(selection: Selection, design: Design, journeys: _Journeys, progress: Progress) -> Behind:
    """The journeys behind every deviation."""
    aligner = Aligner(design.automaton)
    met: dict[Deviation, dict[str, list[int]]] = {}
    # Neighbours in the alphabet share what they begin with.
    order = sorted(range(len(journeys.paths)), key=journeys.paths.__getitem__)
    for n, row in enumerate(order):
        if n % 200 == 0:
            progress(0.05 + 0.9 * n / len(order), _("Comparing the ways taken with the design"))
        path = journeys.paths[row]
        for deviation, position in aligner.places(path, complete=bool(journeys.complete[row])).items():
            place = path[position - 1] if position else ""
            met.setdefault(deviation, {}).setdefault(place, []).append(row)
    found: Behind = {
        deviation: {place: np.isin(journeys.variant, rows) for place, rows in places.items()}
        for deviation, places in met.items()
    }
    for deviation, ids in _timed(selection, design):
        found[deviation] = {deviation.touchpoint: np.isin(journeys.id, ids)}
    return found


def _timed(selection: Selection, design: Design) -> list[tuple[Deviation, list[int]]]:
    """Journeys too slow for the design, or in a channel it left."""
    found = []
    slow = selection.run(
        f"""
        SELECT t.name, '', list(DISTINCT e.journey) FROM {selection.events} e
        JOIN touchpoint t ON t.id = e.node
        WHERE e.next >= 0 AND e.wait > t.target_wait_s * 1e6 GROUP BY t.name
        """
    )
    for source, target, cap in design.caps:
        slow += selection.run(
            f"""
            SELECT ?, ?, list(DISTINCT e.journey) FROM {selection.events} e
            WHERE e.node = (SELECT id FROM touchpoint WHERE name = ?)
              AND e.next = (SELECT id FROM touchpoint WHERE name = ?) AND e.wait > ?
            """,
            [source, target, source, target, round(cap * 1e6)],
        )
    found += [(Deviation("slow", source, target), ids) for source, target, ids in slow if ids]
    for touchpoint, old, new in design.left:
        ((ids,),) = selection.run(
            f"""
            SELECT list(DISTINCT e.journey) FROM {selection.events} e JOIN channel c ON c.id = e.channel
            WHERE e.node = (SELECT id FROM touchpoint WHERE name = ?) AND c.name <> ? AND (? = '' OR c.name = ?)
            """,
            [touchpoint, new, old, old],
        )
        if ids:
            found.append((Deviation("channel", touchpoint), ids))
    return found


def _found(
    deviation: Deviation,
    places: dict[str, NDArray[np.bool_]],
    those: NDArray[np.bool_],
    journeys: _Journeys,
    came: dict[str, NDArray[np.bool_]],
    accepted: bool,
) -> Found:
    n = int(those.sum())
    with_it = _share(journeys.converted[journeys.mature & those])
    return Found(deviation, n, n / max(1, len(those)), with_it, _gap(places, those, journeys, came), accepted)


def _gap(
    places: dict[str, NDArray[np.bool_]],
    those: NDArray[np.bool_],
    journeys: _Journeys,
    came: dict[str, NDArray[np.bool_]],
) -> Interval:
    """Conversion with a deviation less that of comparable journeys, both weighted by where the deviation was met."""
    weights, affected, share, spread = 0, 0.0, 0.0, 0.0
    for place, mask in places.items():
        mine = mask & journeys.mature
        others = came[place] & ~those & journeys.mature
        n, of = int(mine.sum()), int(others.sum())
        if n and of:
            weights += n
            affected += float(journeys.converted[mine].sum())
            share += n * float(journeys.converted[others].mean())
            spread += n * n / of
    if not weights:
        return BLANK
    # So many equally weighted journeys would know the weighted share as well (Kish's effective size).
    effective = max(1, round(weights * weights / spread))
    gap = difference(wilson(round(affected), weights), wilson(round(share / weights * effective), effective))
    return Interval(gap.value, gap.low, gap.high, weights)


def _weeks(journeys: _Journeys, follow: NDArray[np.bool_]) -> tuple[Week, ...]:
    found = []
    weeks = journeys.day // 7
    for week in np.unique(weeks):
        begins = np.datetime64("1970-01-05", "D") + 7 * int(week)
        found.append(Week(datetime.fromisoformat(str(begins)), _share(follow[weeks == week])))
    return tuple(found)


def _adoption(journeys: _Journeys, follow: NDArray[np.bool_], launch: date) -> Adoption:
    since = journeys.day >= (launch - date(1970, 1, 5)).days
    before, after = _share(follow[~since]), _share(follow[since])
    gap = difference(after, before) if before.n and after.n else BLANK
    return Adoption(launch, before, after, gap)


def _share(holds: NDArray[np.bool_]) -> Interval:
    return wilson(int(holds.sum()), len(holds))
