"""Variants: the distinct sequences of touchpoints, and how much of the journeys the commonest cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.interval import wilson
from journey.model import Interval
from journey.scope import Scope
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Variant", "VariantList", "variants"]


@dataclass(frozen=True)
class Variant:
    """One sequence of touchpoints, and the journeys that went it.

    Attributes
    ----------
    key : str
        16 hexadecimal digits, the same in every workspace with these touchpoint names; empty where events are hidden
        or folded, as such a sequence cannot be selected by its own.
    path : tuple of str
    journeys : int
    share : float
        Of the journeys in scope that have an event left to show.
    median_duration_s : float or None
        From the first event to the goal, else to the last; journeys that the log's start cut are left out.
    conversion : Interval
        Over mature journeys; blank without a goal.
    """

    key: str
    path: tuple[str, ...]
    journeys: int
    share: float
    median_duration_s: float | None
    conversion: Interval


@dataclass(frozen=True)
class VariantList:
    """The commonest variants of a scope.

    Attributes
    ----------
    variants : tuple of Variant
        By descending number of journeys, then by path.
    distinct : int
        Variants in scope, listed or not.
    journeys, journeys_total : int
        Journeys in scope, and in the workspace.
    coverage : tuple of (variants, share)
        The share of journeys that so many of the commonest variants cover; about 60 points of the curve.
    """

    variants: tuple[Variant, ...]
    distinct: int
    journeys: int
    journeys_total: int
    coverage: tuple[tuple[int, float], ...]


def variants(workspace: Workspace, scope: Scope | None = None, *, top: int | None = 50) -> VariantList:
    """The variants of the journeys in scope.

    Parameters
    ----------
    top : int, optional
        How many to list; None lists all.
    """
    scope = scope or Scope()
    with select(workspace, scope) as selection:
        source = _relinked(selection) if selection.relinked else _stored(selection)
        (total,) = selection.run("SELECT count(*) FROM journey")[0]
        counted = _counted(selection, source)
        most = _commonest(*counted, top)
        rows = selection.run(
            f"""
            WITH travelled AS ({source})
            SELECT variant, count(*) AS journeys, {median("duration")} FILTER (NOT cut) / 1e6,
                   count(*) FILTER (mature AND outcome < 4), count(*) FILTER (mature AND converted)
            FROM travelled WHERE variant IN (SELECT unnest(?::{"VARCHAR" if selection.relinked else "INTEGER"}[]))
            GROUP BY variant ORDER BY journeys DESC, variant
            """,
            [most],
        )
        described = _paths(selection, [row[0] for row in rows])
    of_size = np.bincount(counted[1])
    sizes = [(int(n), int(of_size[n])) for n in np.flatnonzero(of_size)[::-1]]
    shown = sum(journeys * variants for journeys, variants in sizes)
    listed = [
        Variant(*described[variant], journeys, journeys / shown, duration, wilson(converted, judged))
        for variant, journeys, duration, judged, converted in rows
    ]
    listed.sort(key=lambda variant: (-variant.journeys, variant.path))
    return VariantList(tuple(listed), sum(n for _journeys, n in sizes), shown, total, _coverage(sizes))


def _counted(selection: Selection, source: str) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The variants in scope, ascending, and how many journeys each has."""
    if selection.relinked:
        rows = selection.run(f"SELECT variant, count(*) FROM ({source}) GROUP BY variant ORDER BY variant")
        return np.array([row[0] for row in rows], dtype=object), np.array([row[1] for row in rows], dtype=np.int64)
    # Their numbers are dense: counting them takes a tenth of the time of grouping by them.
    found: dict[str, Any] = selection.cursor.execute(f"SELECT variant FROM {selection.journeys}").fetchnumpy()
    counts = np.bincount(found["variant"])
    there = np.flatnonzero(counts)
    return there, counts[there]


def _commonest(variant: NDArray[Any], journeys: NDArray[np.int64], top: int | None) -> list[Any]:
    """The `top` variants with the most journeys; of as many, the first."""
    chosen = np.arange(len(journeys))
    if top is not None and top < len(journeys):
        least = np.partition(journeys, len(journeys) - top)[len(journeys) - top] if top else journeys.max() + 1
        chosen = np.flatnonzero(journeys >= least)
    chosen = chosen[np.argsort(-journeys[chosen], kind="stable")]
    most: list[Any] = variant[chosen[:top]].tolist()
    return most


def _stored(selection: Selection) -> str:
    return f"SELECT variant, duration, cut, mature, converted, outcome FROM {selection.journeys}"


def _relinked(selection: Selection) -> str:
    # Hidden or folded events make other sequences; the joined ids are the sequence itself, so nothing can collide.
    return f"""
        SELECT p.path AS variant, j.duration, j.cut, j.mature, j.converted, j.outcome
        FROM (
            SELECT journey, string_agg(CAST(node AS VARCHAR), ',' ORDER BY position) AS path
            FROM {selection.events} GROUP BY journey
        ) p JOIN {selection.journeys} j ON j.id = p.journey"""


def _paths(selection: Selection, found: list[int] | list[str]) -> dict[int | str, tuple[str, tuple[str, ...]]]:
    names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
    if selection.relinked:
        return {path: ("", tuple(names[int(node)] for node in str(path).split(","))) for path in found}
    rows = selection.run("SELECT id, key, path FROM variant WHERE id IN (SELECT unnest(?::INTEGER[]))", [found])
    return {variant: (key, tuple(names[node] for node in path)) for variant, key, path in rows}


def _coverage(sizes: list[tuple[int, int]]) -> tuple[tuple[int, float], ...]:
    """Points of the coverage curve: every one of the first ten, then thinner and thinner, and the last.

    Parameters
    ----------
    sizes : list of (journeys, variants)
        How many variants have so many journeys each, by descending journeys.
    """
    total = sum(journeys * n for journeys, n in sizes)
    last = sum(n for _journeys, n in sizes)
    due, points, before, held = 1, [], 0, 0
    for journeys, n in sizes:
        while due <= before + n:
            points.append((due, (held + journeys * (due - before)) / total))
            due = min(last, due + max(1, round(due * 0.12))) if due < last else last + 1
        before, held = before + n, held + journeys * n
    return tuple(points)
