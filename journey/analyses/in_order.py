"""Events as they were read, in the order of their journeys.

The engine gives them so only without a join and without IN: what else is not wanted is left out afterwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from duckdb import DuckDBPyRelation
from numpy.typing import NDArray

__all__ = ["in_order", "of_journeys", "read_in_order"]


def in_order(rows: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Columns of events, by journey and position; the same ones where they stand in that order already.

    Parameters
    ----------
    rows : dict of arrays
        The columns `journey` and `position` among them; no two events have both alike.

    Examples
    --------
    >>> rows = {"journey": np.array([2, 1, 1]), "position": np.array([0, 1, 0]), "node": np.array([5, 6, 7])}
    >>> in_order(rows)["node"].tolist()
    [7, 6, 5]
    """
    place = (rows["journey"].astype(np.int64) << 32) + rows["position"]
    if (place[1:] > place[:-1]).all():
        return rows
    # Parts of the log come in any order, each of them in its own: runs, which a stable sort only merges.
    order = np.argsort(place, kind="stable")
    return {name: column[order] for name, column in rows.items()}


def of_journeys(rows: dict[str, NDArray[Any]], wanted: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """The rows of some journeys; the same ones where those are all.

    Parameters
    ----------
    wanted : bool array
        Of each id of a journey that rows can have.

    Examples
    --------
    >>> of_journeys({"journey": np.array([0, 0, 2])}, np.array([True, True, False]))["journey"].tolist()
    [0, 0]
    """
    kept = wanted[rows["journey"]]
    return rows if kept.all() else {name: column[kept] for name, column in rows.items()}


def read_in_order(events: DuckDBPyRelation) -> dict[str, NDArray[Any]]:
    """The columns of a query of events, `journey` and `position` among them, by journey and position.

    Examples
    --------
    >>> import duckdb
    >>> read_in_order(duckdb.sql("FROM (VALUES (2, 0), (1, 1), (1, 0)) v(journey, position)"))["position"].tolist()
    [0, 1, 0]
    """
    table = events.to_arrow_table()
    return in_order({name: table.column(name).to_numpy() for name in table.column_names})
