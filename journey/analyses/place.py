"""One place of the map in detail: a touchpoint, or a transition between two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2_contingency, false_discovery_control, fisher_exact

from journey.analyses.interval import MINIMUM_N, difference, wilson
from journey.model import Interval
from journey.scope import Scope
from journey.store.attributes import of_journeys
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["WAIT_BOUNDS", "Neighbour", "OverRepresented", "Place", "place"]

WAIT_BOUNDS = (1, 10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 2 * 86_400, 4 * 86_400,
               7 * 86_400, 14 * 86_400, 30 * 86_400, 90 * 86_400)  # fmt: skip
"""Upper bounds of the classes of waits, in seconds; the last class has none."""

"""Attributes with more values than this say nothing about groups."""


@dataclass(frozen=True)
class Neighbour:
    """What directly precedes or follows; `share` is of the arrivals or departures, ends and starts included."""

    name: str
    events: int
    share: float
    wait_median_s: float


@dataclass(frozen=True)
class OverRepresented:
    """A group of journeys that comes here more often than the others do.

    Attributes
    ----------
    here, elsewhere : Interval
        Share with this value among the journeys that come here, and among those that do not.
    gap : Interval
        here - elsewhere, Newcombe.
    """

    attribute: str
    value: str
    here: Interval
    elsewhere: Interval
    gap: Interval


@dataclass(frozen=True)
class Place:
    """A touchpoint (`target` is None) or a transition, within a scope.

    Attributes
    ----------
    journeys, events : int
    share : float
        Of the journeys in scope.
    waits : tuple of int
        Departures by wait, one count for each class of WAIT_BOUNDS and the one beyond.
    conversion_with, conversion_without : Interval
        Of the mature journeys that came here before any goal, and of those that never did.
    over_represented : tuple of OverRepresented
        By descending gap; significant after Benjamini-Hochberg at 5 %, groups of 30 journeys and more.
    compared : int
        Groups that were tested.
    """

    source: str
    target: str | None
    journeys: int
    events: int
    share: float
    wait_median_s: float | None
    wait_p90_s: float | None
    waits: tuple[int, ...]
    next: tuple[Neighbour, ...]
    previous: tuple[Neighbour, ...]
    conversion_with: Interval
    conversion_without: Interval
    over_represented: tuple[OverRepresented, ...]
    compared: int


def place(workspace: Workspace, scope: Scope, source: int, target: int | None = None) -> Place:
    """Describe a touchpoint or a transition.

    Parameters
    ----------
    source, target : int
        Ids as in the flow map of the same scope.
    """
    with select(workspace, scope) as selection:
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        where, values = _where(source, target)
        counts = selection.run(
            f"""SELECT count(*), count(DISTINCT journey), {median("wait")} FILTER (next >= 0) / 1e6,
                       quantile_cont(wait, 0.9) FILTER (next >= 0) / 1e6
                FROM {selection.events} WHERE {where}""",
            values,
        )[0]
        events, journeys, wait_median, wait_p90 = counts
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        conversion_with, conversion_without = _conversions(selection, where, values)
        tested, groups = _over_represented(selection, where, values)
        return Place(
            source=names[source],
            target=None if target is None else names[target],
            journeys=journeys,
            events=events,
            share=journeys / shown if shown else 0.0,
            wait_median_s=wait_median,
            wait_p90_s=wait_p90,
            waits=_waits(selection, where, values),
            next=_neighbours(selection, names, "node", "next", source if target is None else target),
            previous=_neighbours(selection, names, "next", "node", source),
            conversion_with=conversion_with,
            conversion_without=conversion_without,
            over_represented=groups,
            compared=tested,
        )


def _where(source: int, target: int | None) -> tuple[str, list[int]]:
    return ("node = ?", [source]) if target is None else ("node = ? AND next = ?", [source, target])


def _waits(selection: Selection, where: str, values: list[int]) -> tuple[int, ...]:
    classes = " ".join(f"WHEN wait < {bound * 1_000_000} THEN {i}" for i, bound in enumerate(WAIT_BOUNDS))
    rows = selection.run(
        f"""SELECT CASE {classes} ELSE {len(WAIT_BOUNDS)} END AS class, count(*)
            FROM {selection.events} WHERE {where} AND next >= 0 GROUP BY class""",
        list(values),
    )
    found = dict(rows)
    return tuple(found.get(i, 0) for i in range(len(WAIT_BOUNDS) + 1))


def _neighbours(selection: Selection, names: dict[int, str], of: str, to: str, node: int) -> tuple[Neighbour, ...]:
    (all_events,) = selection.run(f"SELECT count(*) FROM {selection.events} WHERE node = ?", [node])[0]
    rows = selection.run(
        f"""SELECT {to} AS other, count(*) AS events, {median("wait")} / 1e6 FROM {selection.events}
            WHERE {of} = ? AND {to} >= 0 GROUP BY other ORDER BY events DESC, other LIMIT 6""",
        [node],
    )
    return tuple(Neighbour(names[other], events, events / all_events, wait) for other, events, wait in rows)


def _conversions(selection: Selection, where: str, values: list[int]) -> tuple[Interval, Interval]:
    rows = selection.run(
        f"""
        WITH came AS (SELECT journey, min(position) AS position FROM {selection.events} WHERE {where} GROUP BY journey)
        SELECT c.journey IS NOT NULL AS here, count(*), count(*) FILTER (j.converted)
        FROM {selection.journeys} j LEFT JOIN came c ON c.journey = j.id
        WHERE j.mature AND j.outcome < 4 AND coalesce(c.position < j.goal_position, true) GROUP BY here
        """,
        list(values),
    )
    found = {here: wilson(converted, n) for here, n, converted in rows}
    return found.get(True, wilson(0, 0)), found.get(False, wilson(0, 0))


def _over_represented(selection: Selection, where: str, values: list[int]) -> tuple[int, tuple[OverRepresented, ...]]:
    """Every value of every journey attribute with few values: is it commoner here than elsewhere?"""
    attributes = of_journeys(selection.cursor)
    found: list[OverRepresented] = []
    chances: list[float] = []
    for number, name in attributes.items():
        rows = selection.run(
            f"""
            WITH came AS (SELECT DISTINCT journey FROM {selection.events} WHERE {where})
            SELECT a.a{number}, count(c.journey), count(*) - count(c.journey)
            FROM {selection.journeys} j JOIN journey_attribute a ON a.journey = j.id
            LEFT JOIN came c ON c.journey = j.id
            WHERE a.a{number} IS NOT NULL GROUP BY a.a{number} ORDER BY a.a{number}
            """,
            list(values),
        )
        here_all, elsewhere_all = sum(row[1] for row in rows), sum(row[2] for row in rows)
        for value, here, elsewhere in rows:
            if here + elsewhere >= MINIMUM_N and here_all and elsewhere_all:
                with_it, without_it = wilson(here, here_all), wilson(elsewhere, elsewhere_all)
                gap = difference(with_it, without_it)
                found.append(OverRepresented(name, value, with_it, without_it, gap))
                chances.append(_chance(here, here_all - here, elsewhere, elsewhere_all - elsewhere))
    if not found:
        return 0, ()
    kept = [
        group
        for group, chance in zip(found, false_discovery_control(chances), strict=True)
        if chance <= 0.05 and (group.gap.value or 0.0) > 0
    ]
    kept.sort(key=lambda group: -(group.gap.value or 0.0))
    return len(found), tuple(kept[:8])


def _chance(a: int, b: int, c: int, d: int) -> float:
    """p value of a 2 x 2 table: Fisher's exact where an expected count is under 5, else chi-square."""
    table = np.array([[a, b], [c, d]])
    if not table.sum(axis=0).all() or not table.sum(axis=1).all():
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    if expected.min() < 5:
        return float(fisher_exact(table).pvalue)
    return float(chi2_contingency(table, correction=False).pvalue)
