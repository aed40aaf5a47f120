"""One place of the map in detail: a touchpoint, a transition, a start or an end, with what is associated with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.analyses.again import Again, clustered_share, of_a_share, whose
from journey.analyses.behind import BehindList, behind
from journey.analyses.metric_spread import median_interval
from journey.analyses.over_represented import OverRepresented, over_represented
from journey.analyses.quantile import quantiles
from journey.analyses.spot import Spot
from journey.model import BLANK, Interval
from journey.scope import Scope
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["WAIT_BOUNDS", "Neighbour", "Place", "place", "place_journeys"]

WAIT_BOUNDS = (1, 10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 2 * 86_400, 4 * 86_400,
               7 * 86_400, 14 * 86_400, 30 * 86_400, 90 * 86_400)  # fmt: skip
"""Upper bounds of the classes of waits, in seconds; the last class has none."""

MOST_NEIGHBOURS = 6


@dataclass(frozen=True)
class Neighbour:
    """What directly precedes or follows; `share` is of the arrivals or departures, ends and starts included.

    The wait is that between the two; None where journeys start or end there.
    """

    name: str
    events: int
    share: float
    wait_median_s: float | None


@dataclass(frozen=True)
class Place:
    """A place of the map, within a scope.

    Attributes
    ----------
    source, target : str or None
        Names of the touchpoints that `spot` names.
    journeys, events : int
    share : Interval
        Of the journeys in scope.
    wait_s : Interval
        Median wait until the next event, in seconds; n counts departures.
    wait_p90_s : float or None
    waits : tuple of int
        Departures by wait, one count for each class of WAIT_BOUNDS and the one beyond.
    next, previous : tuple of Neighbour
        Of a transition what follows its second touchpoint, and what comes before its first. Of all starts or ends: the
        touchpoints where they are.
    conversion_with, conversion_without : Interval
        Of the mature journeys that came here before any goal, and of those that never did; blank for ends.
    over_represented : tuple of OverRepresented
        Groups commoner here, by descending gap.
    compared : int
        Groups that were tested.
    relinked : bool
        Events are hidden or folded, so that what is next to what differs from the log.
    """

    spot: Spot
    source: str | None
    target: str | None
    journeys: int
    events: int
    share: Interval
    wait_s: Interval
    wait_p90_s: float | None
    waits: tuple[int, ...]
    next: tuple[Neighbour, ...]
    previous: tuple[Neighbour, ...]
    conversion_with: Interval
    conversion_without: Interval
    over_represented: tuple[OverRepresented, ...]
    compared: int
    relinked: bool


def place(workspace: Workspace, scope: Scope, spot: Spot) -> Place:
    """Describe a place.

    Parameters
    ----------
    spot : Spot
        With ids as in the flow map of the same scope.
    """
    with select(workspace, scope) as selection, whose(workspace, selection.cursor) as who:
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        _lay(selection, spot, who)
        ((events, journeys),) = selection.run("SELECT count(*), count(DISTINCT journey) FROM came")
        wait, p90, waits = _waits(selection)
        share, conversion_with, conversion_without = _shares(selection, who)
        tested, groups = over_represented(selection, who)
        return Place(
            spot=spot,
            source=None if spot.source is None else names[spot.source],
            target=None if spot.target is None else names[spot.target],
            journeys=journeys,
            events=events,
            share=share,
            wait_s=wait,
            wait_p90_s=p90,
            waits=waits,
            next=_next(selection, names, spot, events),
            previous=_previous(selection, names, spot, events),
            conversion_with=BLANK if spot.kind == "end" else conversion_with,
            conversion_without=BLANK if spot.kind == "end" else conversion_without,
            over_represented=groups,
            compared=tested,
            relinked=selection.relinked,
        )


def place_journeys(workspace: Workspace, scope: Scope, spot: Spot, top: int) -> BehindList:
    """The journeys that come there, by the time they last do, the newest first."""
    with select(workspace, scope) as selection:
        sql, values = spot.events(selection)
        rows = f"""
            SELECT c.journey, max(e.time) AS time, arg_max(c.next, c.position) AS next
            FROM ({sql}) c JOIN {selection.linked} e ON e.journey = c.journey AND e.position = c.position
            GROUP BY c.journey"""
        return behind(selection, rows, list(values), top, newest=True)


def _lay(selection: Selection, spot: Spot, who: str) -> None:
    """``came``: the events of the place, each with its customer; ``told``: every journey in scope, and whether it came
    there and is judged for it."""
    sql, values = spot.events(selection)
    selection.run(
        f"""CREATE OR REPLACE TEMP TABLE came AS
            SELECT c.*, coalesce(w.who, c.journey) AS who FROM ({sql}) c LEFT JOIN {who} w ON w.journey = c.journey""",
        list(values),
    )
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE told AS
        WITH first AS (SELECT journey, min(position) AS position FROM came GROUP BY journey)
        SELECT j.id, c.journey IS NOT NULL AS here, j.converted,
               j.mature AND j.outcome < 4 AND coalesce(c.position < j.goal_position, true) AS judged
        FROM {selection.journeys} j LEFT JOIN first c ON c.journey = j.id
        """
    )


def _waits(selection: Selection) -> tuple[Interval, float | None, tuple[int, ...]]:
    """Median and p90 until the next event, in seconds, and the departures by class."""
    columns = selection.cursor.execute("SELECT wait, who FROM came WHERE next >= 0").fetchnumpy()
    wait: NDArray[np.int64] = np.asarray(columns["wait"])
    counts = np.bincount(
        np.searchsorted(np.array(WAIT_BOUNDS) * 1_000_000, wait, side="right"), minlength=len(WAIT_BOUNDS) + 1
    )
    (p90,) = quantiles(wait, (0.9,))
    found = median_interval(wait / 1e6, len(np.unique(np.asarray(columns["who"])))) if len(wait) else BLANK
    return found, None if p90 is None else p90 / 1e6, tuple(counts.tolist())


def _shares(selection: Selection, who: str) -> tuple[Interval, Interval, Interval]:
    """Of the journeys in scope those that come there; the conversion of those, and of the others."""
    counted = {
        here: (n, judged, converted)
        for here, n, judged, converted in selection.run(
            """SELECT here, count(*), count(*) FILTER (judged), count(*) FILTER (judged AND converted)
               FROM told GROUP BY here"""
        )
    }
    (sums,) = selection.run(
        f"""
        WITH per AS (
            SELECT count(*) AS m, count(*) FILTER (here) AS x,
                   count(*) FILTER (judged AND here) AS m1, count(*) FILTER (judged AND here AND converted) AS x1,
                   count(*) FILTER (judged AND NOT here) AS m0,
                   count(*) FILTER (judged AND NOT here AND converted) AS x0
            FROM told JOIN {who} w ON w.journey = told.id GROUP BY w.who
        )
        SELECT {of_a_share()}, {of_a_share("x1", "m1")}, {of_a_share("x0", "m0")} FROM per
        """
    )
    of_all, of_these, of_others = (Again.of(*(part or 0 for part in sums[i : i + 4])) for i in (0, 4, 8))
    n, judged, converted = counted.get(True, (0, 0, 0))
    others, judged_others, converted_others = counted.get(False, (0, 0, 0))
    return (
        clustered_share(n, n + others, of_all),
        clustered_share(converted, judged, of_these),
        clustered_share(converted_others, judged_others, of_others),
    )


def _next(selection: Selection, names: dict[int, str], spot: Spot, events: int) -> tuple[Neighbour, ...]:
    if spot.kind == "end":
        return ()
    if spot.kind == "start" and spot.source is None:
        return _ranked(selection, names, events, _THERE, most=None)
    if spot.kind == "transition":
        return _ranked(
            selection, names, events,
            f"""SELECT e.next AS node, e.wait FROM came c
                JOIN {selection.linked} e ON e.journey = c.journey AND e.position = c.until WHERE e.next >= 0""",
        )  # fmt: skip
    return _ranked(selection, names, events, "SELECT next AS node, wait FROM came WHERE next >= 0")


def _previous(selection: Selection, names: dict[int, str], spot: Spot, events: int) -> tuple[Neighbour, ...]:
    if spot.kind == "start":
        return ()
    if spot.kind == "end" and spot.source is None:
        return _ranked(selection, names, events, _THERE, most=None)
    return _ranked(
        selection, names, events,
        f"""SELECT e.node, e.wait FROM came c
            JOIN {selection.linked} e ON e.journey = c.journey AND e.until = c.position""",
    )  # fmt: skip


_THERE = "SELECT node, NULL::BIGINT AS wait FROM came"


def _ranked(
    selection: Selection, names: dict[int, str], events: int, rows: str, *, most: int | None = MOST_NEIGHBOURS
) -> tuple[Neighbour, ...]:
    found = selection.run(
        f"""SELECT node, count(*) AS n, {median("wait")} / 1e6 FROM ({rows})
            GROUP BY node ORDER BY n DESC, node LIMIT {"ALL" if most is None else most}"""
    )
    return tuple(Neighbour(names[node], n, n / events, wait) for node, n, wait in found)
