"""Affected and compared journeys, counted by moment: one table of cells for each kind of friction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.parts import Kind
from journey.store.selection import Selection

__all__ = ["AFTER", "MOMENTS", "Cells", "Moments", "cells"]


@dataclass(frozen=True)
class Moments:
    """How one kind reads the table ``step`` (`steps.lay_steps`).

    Attributes
    ----------
    rows : str
        Condition: the moments at which journeys are compared.
    stratum : str
        What affected and compared share, beside the band of time and the chosen attributes; SQL, comma-separated.
    affected : str
        Condition: those who meet the friction.
    source, target : str
        SQL of the place of the affected.
    """

    rows: str
    stratum: tuple[str, ...]
    affected: str
    source: str
    target: str


_WENT_ON = "before AND first_visit AND next >= 0"
MOMENTS = {
    Kind.DETOUR: Moments("before", ("node", "visit"), "turns", "next", "-1"),
    Kind.REPEAT: Moments(_WENT_ON, ("node",), "again", "node", "-1"),
    Kind.BACKTRACK: Moments(_WENT_ON, ("node",), "back", "node", "next"),
    Kind.PING_PONG: Moments(f"{_WENT_ON} AND third", ("node", "next"), "returns", "node", "next"),
    Kind.WAIT: Moments(f"{_WENT_ON} AND settled", ("node", "next"), "over", "node", "next"),
    Kind.SWITCH: Moments(_WENT_ON, ("node",), "switched", "node", "next"),
    Kind.CONTACT: Moments("before AND first_visit AND contact AND watched", ("node",), "recontact", "node", "-1"),
}
"""Kind -> its moments. All but detours and contacts compare journeys that went on from there."""

AFTER = Moments("NOT before AND contact AND watched", ("node",), "recontact", "node", "-1")
"""Contacts once the end is decided: nothing is at stake there, but journeys can be looked at."""


@dataclass(frozen=True)
class Cells:
    """Counts by group of customers, moment and place.

    Attributes
    ----------
    places : array (places, 2) of int
        Source and target (-1: none) of each place.
    place, moment : array (cells,) of int
        Rows of `places`, columns of `came`.
    affected, done : array (groups, cells)
        Affected journeys, and those of them that complete.
    came, completed : array (groups, moments)
        All journeys at the moment, and those that complete.
    customers : array (places,) of int
        Distinct customers affected.
    thin : tuple of (source, target, customers)
        Places too few are affected at.
    """

    places: NDArray[np.int64]
    place: NDArray[np.int64]
    moment: NDArray[np.int64]
    affected: NDArray[np.float64]
    done: NDArray[np.float64]
    came: NDArray[np.float64]
    completed: NDArray[np.float64]
    customers: NDArray[np.int64]
    thin: tuple[tuple[int, int, int], ...] = ()


def cells(selection: Selection, kind: Kind, least: int) -> Cells:
    """Count one kind; places with fewer than `least` customers affected are counted, but get no cells."""
    how = MOMENTS[kind]
    strata = ", ".join((*how.stratum, "band", "extra"))
    counted = selection.cursor.execute(
        f"""
        WITH moment AS (SELECT * FROM step WHERE {how.rows}),
        numbered AS (SELECT {strata}, row_number() OVER (ORDER BY {strata}) - 1 AS number
                     FROM moment GROUP BY {strata})
        SELECT n.number AS moment, m.dealt AS dealt, m.{how.affected} AS affected,
               CASE WHEN {how.affected} THEN {how.source} ELSE -1 END AS source,
               CASE WHEN {how.affected} THEN {how.target} ELSE -1 END AS target,
               count(*) AS n, count(*) FILTER (done) AS done
        FROM moment m JOIN numbered n USING ({strata}) GROUP BY ALL ORDER BY ALL
        """
    ).fetchnumpy()
    met = selection.run(
        f"""
        SELECT {how.source} AS source, {how.target} AS target, count(DISTINCT customer) AS customers
        FROM step WHERE {how.rows} AND {how.affected} GROUP BY ALL ORDER BY ALL
        """
    )
    return _table(counted, [row for row in met if row[2] >= least], tuple(row for row in met if row[2] < least))


def _table(
    counted: Mapping[str, Any], met: list[tuple[int, int, int]], thin: tuple[tuple[int, int, int], ...]
) -> Cells:
    _dealt, group = np.unique(counted["dealt"], return_inverse=True)
    groups = int(group.max(initial=-1)) + 1
    moments = int(counted["moment"].max(initial=-1)) + 1
    came, completed = np.zeros((groups, moments)), np.zeros((groups, moments))
    np.add.at(came, (group, counted["moment"]), counted["n"])
    np.add.at(completed, (group, counted["moment"]), counted["done"])
    places = np.array([row[:2] for row in met], dtype=np.int64).reshape(-1, 2)
    order = {(int(source), int(target)): i for i, (source, target) in enumerate(places)}
    pairs = zip(counted["source"].tolist(), counted["target"].tolist(), counted["affected"].tolist(), strict=True)
    of = np.array([order.get((s, t), -1) if hit else -1 for s, t, hit in pairs], dtype=np.int64)
    rows = np.flatnonzero(of >= 0)
    keys, cell = np.unique(
        np.stack([of[rows], counted["moment"][rows]], axis=1) if len(rows) else np.zeros((0, 2), np.int64),
        axis=0, return_inverse=True,
    )  # fmt: skip
    affected, done = np.zeros((groups, len(keys))), np.zeros((groups, len(keys)))
    np.add.at(affected, (group[rows], cell.ravel()), counted["n"][rows])
    np.add.at(done, (group[rows], cell.ravel()), counted["done"][rows])
    return Cells(
        places, keys[:, 0], keys[:, 1], affected, done, came, completed, np.array([row[2] for row in met]), thin
    )
