"""Encoding: parsed rows become the tables of a workspace, once, so that every later question is cheap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from journey.ingest.parse import NOT_GIVEN, Columns
from journey.model import Grain, Mapping
from journey.store.link import link
from journey.store.variants import Variants

__all__ = ["DRAFT", "encode"]

BATCH = 500_000
"""Events linked at a time: memory stays flat however long the log is, and writing begins early."""
DRAFT = "journey_draft"
"""The temporary table of journeys that are still to be judged, with the columns of `journey`."""

Progress = Callable[[int, int], None]


def encode(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    mapping: Mapping,
    *,
    source: int,
    progress: Progress = lambda done, total: None,
    laid: bool = False,
) -> None:
    """Fill an empty workspace from the temporary tables `parsed` and `entity`; the journeys go to `DRAFT`.

    Judging writes them once more, so that they are not laid into the file before.

    Parameters
    ----------
    connection : connection
        To the new workspace file, whose tables are laid.
    source : int
        Id of the source the rows come from.
    progress : callable
        Told (events done, events in all).
    laid : bool
        Whether the dictionaries of touchpoints, stages and channels are there already, with the numbers they are to
        keep.
    """
    if not laid:
        _dictionaries(connection, columns)
    total = connection.execute("SELECT count(*) FROM parsed WHERE reason IS NULL").fetchall()[0][0]
    names = dict(connection.execute("SELECT id, name FROM touchpoint").fetchall())
    variants = Variants([names.get(number, "") for number in range(max(names, default=-1) + 1)])
    writer = connection.cursor()
    first_journey = 0
    done = 0
    # One thread writes while the next batch is linked; one thread, because the order must hold.
    with ThreadPoolExecutor(max_workers=1) as writing:
        written: Future[None] | None = None
        for batch in _whole_journeys(_ordered(connection, columns)):
            table, journeys = _link_batch(batch, mapping, first_journey, source, variants)
            if written is not None:
                written.result()
            written = writing.submit(_write, writer, table, journeys)
            first_journey += journeys.num_rows
            done += table.num_rows
            progress(done, total)
        if written is not None:
            written.result()
    variants.write(writer)
    _journeys(connection, mapping)
    _touchpoint_positions(connection)
    _answers(connection, columns)
    _attributes(connection, columns)
    connection.execute("DROP TABLE journey_part")


def _write(writer: duckdb.DuckDBPyConnection, events: pa.Table, journeys: pa.Table) -> None:
    # In one piece: of several the engine makes row groups in memory, and lays them into the file again at its end.
    writer.register("batch", events.combine_chunks())
    writer.execute("INSERT INTO event BY NAME SELECT * FROM batch")
    writer.unregister("batch")
    writer.register("part", journeys)
    writer.execute("CREATE TABLE IF NOT EXISTS journey_part AS FROM part LIMIT 0")
    writer.execute("INSERT INTO journey_part FROM part")
    writer.unregister("part")


def _dictionaries(connection: duckdb.DuckDBPyConnection, columns: Columns) -> None:
    if columns.stage:
        # A touchpoint has one stage: the one most of its rows name, the first in the alphabet where two tie.
        connection.execute(
            """
            CREATE TEMP TABLE touchpoint_stage AS
            SELECT touchpoint, stage FROM parsed WHERE reason IS NULL AND stage IS NOT NULL
            GROUP BY touchpoint, stage
            QUALIFY row_number() OVER (PARTITION BY touchpoint ORDER BY count(*) DESC, stage) = 1
            """
        )
        connection.execute(
            """
            INSERT INTO stage (id, name, ordinal) SELECT row_number() OVER (ORDER BY stage) - 1, stage, 0
            FROM (SELECT DISTINCT stage FROM touchpoint_stage)
            """
        )
    else:
        connection.execute("CREATE TEMP TABLE touchpoint_stage (touchpoint VARCHAR, stage VARCHAR)")
    connection.execute(
        """
        INSERT INTO touchpoint (id, name, stage, position)
        WITH named AS (SELECT touchpoint AS name, count(*) AS events FROM parsed WHERE reason IS NULL GROUP BY name)
        SELECT row_number() OVER (ORDER BY n.events DESC, n.name) - 1, n.name, s.id, 0.0
        FROM named n LEFT JOIN touchpoint_stage t ON t.touchpoint = n.name LEFT JOIN stage s ON s.name = t.stage
        """
    )
    if columns.channel:
        connection.execute(
            """
            INSERT INTO channel (id, name)
            SELECT row_number() OVER (ORDER BY count(*) DESC, name) - 1, name
            FROM (SELECT coalesce(channel, $none) AS name FROM parsed WHERE reason IS NULL) GROUP BY name
            """,
            {"none": NOT_GIVEN},
        )


def _ordered(connection: duckdb.DuckDBPyConnection, columns: Columns) -> Iterator[pa.RecordBatch]:
    channel = "coalesce(p.channel, $none)" if columns.channel else "NULL"
    result = connection.sql(
        f"""
        SELECT n.id AS entity, t.id AS node, {"c.id" if columns.channel else "-1"} AS channel, p.time AS time,
               {"p.by_company" if columns.initiator else "false"} AS by_company,
               {"p.cost" if columns.cost else "NULL::DOUBLE"} AS cost, p.rowid AS row
        FROM parsed p
        JOIN entity n ON n.key = p.entity
        JOIN touchpoint t ON t.name = p.touchpoint
        {f"JOIN channel c ON c.name = {channel}" if columns.channel else ""}
        WHERE p.reason IS NULL
        ORDER BY entity, time, row
        """,
        params={"none": NOT_GIVEN} if columns.channel else None,
    )
    yield from result.to_arrow_reader(BATCH)


def _whole_journeys(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows, cut only between entities."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        entity = batch["entity"].to_numpy()
        if size + len(entity) >= BATCH:
            changes = np.flatnonzero(entity[1:] != entity[:-1])
            if len(changes):
                cut = int(changes[-1]) + 1
                yield pa.Table.from_batches([*held, batch.slice(0, cut)])
                held, size = [batch.slice(cut)], len(entity) - cut
                continue
        held.append(batch)
        size += len(entity)
    if size:
        yield pa.Table.from_batches(held)


def _link_batch(
    batch: pa.Table, mapping: Mapping, first_journey: int, source: int, variants: Variants
) -> tuple[pa.Table, pa.Table]:
    entity = batch["entity"].to_numpy()
    node = batch["node"].to_numpy().astype(np.int32)
    time = batch["time"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy()
    begins = np.ones(len(entity), dtype=np.bool_)
    begins[1:] = entity[1:] != entity[:-1]
    if mapping.grain is Grain.GAP:
        assert mapping.gap_s is not None
        begins[1:] |= np.diff(time) > mapping.gap_s * 1e6
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.append(starts, len(entity)))
    journey = (np.repeat(np.arange(len(starts)), lengths) + first_journey).astype(np.int32)
    position = (np.arange(len(entity)) - np.repeat(starts, lengths)).astype(np.int32)
    links = link(journey, position, node, time)
    table = pa.table(
        {
            "journey": journey,
            "position": position,
            "node": node,
            "channel": batch["channel"].cast(pa.int32()),
            "time": batch["time"],
            "next": links.next,
            "until": links.until,
            "wait": links.wait,
            "first_visit": links.first_visit,
            "first_use": links.first_use,
            "by_company": batch["by_company"],
            "cost": batch["cost"],
            "source": np.full(len(entity), source, dtype=np.int32),
            "row": batch["row"],
            "raw": node,
        }
    )
    journeys = pa.table(
        {
            "id": journey[starts],
            "entity": entity[starts],
            "episode": (pd.Series(entity[starts]).groupby(entity[starts]).cumcount() + 1).to_numpy(),
            "started": pa.array(time[starts], pa.timestamp("us")),
            "ended": pa.array(time[starts + lengths - 1], pa.timestamp("us")),
            "events": lengths.astype(np.int32),
            "variant": variants.add(node, starts, lengths),
        }
    )
    return table, journeys


def _journeys(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    key = "n.key || ' #' || p.episode" if mapping.grain is Grain.GAP else "n.key"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {DRAFT} AS
        SELECT p.id, {key} AS key, n.customer, p.started, p.ended, p.events, p.variant,
               n.cut AND p.episode = 1 AS cut, 4::UTINYINT AS outcome, 0 AS decided, 0 AS goal_position,
               -1 AS exit_position, 0::BIGINT AS duration, true AS mature, false AS converted
        FROM journey_part p JOIN entity n ON n.id = p.entity ORDER BY p.id
        """
    )


def _touchpoint_positions(connection: duckdb.DuckDBPyConnection) -> None:
    """Mean relative position of each touchpoint; the order of the stages follows from it."""
    connection.execute(
        """
        UPDATE touchpoint SET position = placed.position FROM (
            SELECT e.node, avg(e.position / greatest(j.events - 1, 1)) AS position
            FROM event e JOIN journey_part j ON j.id = e.journey GROUP BY e.node
        ) placed WHERE placed.node = touchpoint.id
        """
    )
    connection.execute(
        """
        UPDATE stage SET ordinal = placed.ordinal FROM (
            SELECT t.stage, row_number() OVER (ORDER BY avg(t.position), min(t.name)) - 1 AS ordinal
            FROM touchpoint t WHERE t.stage IS NOT NULL GROUP BY t.stage
        ) placed WHERE placed.stage = stage.id
        """
    )
    connection.execute(
        """
        INSERT INTO raw_touchpoint
        SELECT t.id, t.name, s.name, t.id, t.position
        FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage ORDER BY t.id
        """
    )


def _answers(connection: duckdb.DuckDBPyConnection, columns: Columns) -> None:
    for number, name in enumerate(columns.scores):
        connection.execute("INSERT INTO score VALUES (?, ?)", [number, name])
        connection.execute(
            f"""
            INSERT INTO answer
            SELECT e.journey, e.position, {number}, p.s{number}
            FROM parsed p JOIN event e ON e.row = p.rowid
            WHERE p.reason IS NULL AND p.s{number} IS NOT NULL ORDER BY e.journey, e.position
            """
        )


def _attributes(connection: duckdb.DuckDBPyConnection, columns: Columns) -> None:
    """An attribute that never changes within a journey (blanks aside) is the journey's; else the event's."""
    numbers = range(len(columns.attributes))
    of_journey = [False for _number in numbers]
    if columns.attributes:
        extremes = ", ".join(f"min(a{i}) AS low{i}, max(a{i}) AS high{i}" for i in numbers)
        constant = ", ".join(f"bool_and(low{i} IS NOT DISTINCT FROM high{i})" for i in numbers)
        of_journey = list(
            connection.execute(
                f"SELECT {constant} FROM (SELECT {extremes} FROM parsed WHERE reason IS NULL GROUP BY entity)"
            ).fetchall()[0]
        )
        described = ", ".join(
            f"count(DISTINCT a{i}), coalesce(bool_and(TRY_CAST(a{i} AS DOUBLE) IS NOT NULL) FILTER (a{i} IS NOT NULL),"
            " false)"
            for i in numbers
        )
        found = connection.execute(f"SELECT {described} FROM parsed WHERE reason IS NULL").fetchall()[0]
        connection.executemany(
            "INSERT INTO attribute VALUES (?, ?, ?, ?, ?)",
            [[i, columns.attributes[i], of_journey[i], found[2 * i + 1], found[2 * i]] for i in numbers],
        )
    mine = "".join(f", max(p.a{i}) AS a{i}" for i in numbers if of_journey[i])
    if mine:
        connection.execute(
            f"""
            CREATE TABLE journey_attribute AS
            WITH known AS (
                SELECT n.id AS entity{mine} FROM parsed p JOIN entity n ON n.key = p.entity
                WHERE p.reason IS NULL GROUP BY n.id
            )
            SELECT j.id AS journey, k.* EXCLUDE (entity)
            FROM journey_part j JOIN known k ON k.entity = j.entity ORDER BY journey
            """
        )
    details = ["p.comment"] * columns.comment + ["p.started"] * columns.started
    details += [f"p.a{i}" for i in numbers if not of_journey[i]]
    if details:
        connection.execute(
            f"""
            CREATE TABLE event_detail AS
            SELECT e.journey, e.position, {", ".join(details)}
            FROM event e JOIN parsed p ON p.rowid = e.row ORDER BY e.journey, e.position
            """
        )
