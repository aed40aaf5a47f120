"""Re-linking: the events that are left when touchpoints are hidden or folded, and what follows them then."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from journey.model import Level
from journey.store.link import link, runs
from journey.store.workspace import Workspace

__all__ = ["relink"]

RANGE = 2_000_000
"""Events re-linked at a time: memory stays flat however long the log is."""

_NODE_OF_EVENT = {
    Level.TOUCHPOINT: "e.node",
    Level.STAGE: "t.stage",
    Level.CHANNEL: "e.channel",
    Level.TOUCHPOINT_CHANNEL: "CAST(e.node * (SELECT count(*) FROM channel) + e.channel AS INTEGER)",
}

_FLOATING_STAGE = """
    coalesce(
        CASE WHEN t.floating THEN last_value(CASE WHEN NOT t.floating THEN t.stage END IGNORE NULLS) OVER before END,
        t.stage,
        CASE WHEN t.floating THEN first_value(CASE WHEN NOT t.floating THEN t.stage END IGNORE NULLS) OVER after END
    )"""
_WINDOWS = """
    WINDOW before AS (
        PARTITION BY e.journey ORDER BY e.position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), after AS (
        PARTITION BY e.journey ORDER BY e.position ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    )"""


def relink(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, name: str, level: Level, hidden: list[int]) -> None:
    """Fill a relation with the events at a level, without those of hidden touchpoints.

    At the levels stage and channel, consecutive events of one node are one visit: it begins with the first, is left
    with the last, and costs what they cost together. A floating touchpoint takes the stage of the event before it;
    where a journey begins with it, its own, or else that of the first event that has one.

    Parameters
    ----------
    name : str
        Of the relation to create, with the columns of `event`.
    hidden : list of int
        Touchpoint ids.
    """
    node, windows = _NODE_OF_EVENT[level], ""
    if level is Level.STAGE and cursor.execute("SELECT 1 FROM touchpoint WHERE floating LIMIT 1").fetchall():
        node, windows = _FLOATING_STAGE, _WINDOWS
    cursor.execute(f"CREATE TABLE {name} AS FROM event LIMIT 0")
    (journeys, events) = cursor.execute("SELECT count(*), coalesce(sum(events), 0) FROM journey").fetchall()[0]
    step = max(1, round(journeys * RANGE / max(1, events)))
    with workspace.cursor() as reader:
        for first in range(0, journeys, step):
            part = reader.sql(
                f"""
                WITH placed AS (
                    SELECT e.* EXCLUDE (node), CAST({node} AS INTEGER) AS node
                    FROM event e JOIN touchpoint t ON t.id = e.node
                    WHERE e.journey >= ? AND e.journey < ? AND e.node NOT IN (SELECT unnest(?::INTEGER[]))
                    {windows}
                )
                SELECT * FROM placed WHERE node IS NOT NULL AND node >= 0 ORDER BY journey, position
                """,
                params=[first, first + step, hidden],
            ).to_arrow_table()
            cursor.register("relinked", _fold(part, fold=level in (Level.STAGE, Level.CHANNEL)))
            cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM relinked")
            cursor.unregister("relinked")


def _fold(events: pa.Table, *, fold: bool) -> pa.Table:
    """Link what is left of the events; with `fold`, consecutive events of one node are one visit."""
    journey, position, node = (events[name].to_numpy() for name in ("journey", "position", "node"))
    time = events["time"].cast(pa.int64()).to_numpy()
    left = None
    if fold and len(journey):
        begins = runs(journey, node)
        last = np.append(np.flatnonzero(begins)[1:], len(begins)) - 1
        cost = events["cost"].to_numpy(zero_copy_only=False).astype(float)
        starts = np.flatnonzero(begins)
        summed = np.add.reduceat(np.nan_to_num(cost), starts)
        known = np.add.reduceat(~np.isnan(cost), starts) > 0
        left = time[last]
        events = events.filter(pa.array(begins))
        journey, position, node, time = journey[begins], position[begins], node[begins], time[begins]
        column = events.schema.get_field_index("cost")
        events = events.set_column(column, "cost", pa.array(summed, mask=~known))
    links = link(journey, position, node, time, left)
    for name in ("next", "until", "wait", "first_visit", "first_use"):
        column = events.schema.get_field_index(name)
        events = events.set_column(column, name, pa.array(getattr(links, name)))
    return events
