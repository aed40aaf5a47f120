"""Decoding: the events of a workspace become rows again, as they came, so that other rows can join them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from journey.ingest.parse import NOT_GIVEN, Columns
from journey.ingest.source_files import SourceFile
from journey.model import Grain, Mapping

__all__ = ["COLUMNS", "add_parsed", "decode", "keep_apart", "stages_of"]

COLUMNS = ("source", "row", "entity", "customer", "touchpoint", "time", "channel", "cost", "by_company")
"""What every decoded row has; `entity` is NULL where it is joined by its customer to a journey of another source."""


def decode(connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], columns: Columns, grain: Grain) -> None:
    """Make the temporary table `joined` from the events that these files brought into the attached workspace `old`.

    Touchpoints get their names as imported; channels, customers, scores and attributes are those that the file named,
    so that nothing that one source lent another stays when it goes.

    Parameters
    ----------
    columns : Columns
        Of the rows of all files together: also those that come later.
    """
    ids = "(" + ", ".join(str(file.id) for file in files) + ")" if files else "(NULL)"
    scores = dict(connection.execute("SELECT name, id FROM old.score").fetchall())
    attributes = {
        name: (number, of_journey)
        for number, name, of_journey in connection.execute("SELECT id, name, of_journey FROM old.attribute").fetchall()
    }
    tables = _tables(connection)
    lent = set(connection.sql("FROM old.source_attribute LIMIT 0").columns) if "source_attribute" in tables else set()

    def of(files_of: list[int], expression: str, kind: str = "VARCHAR") -> str:
        """The expression for events of these files, NULL for others."""
        if not files_of:
            return f"NULL::{kind}"
        return f"CASE WHEN e.source IN ({', '.join(map(str, files_of))}) THEN {expression} END"

    def where(test: str) -> list[int]:
        return [file.id for file in files if getattr(file.mapping, test) is not None]

    by_customer = [file.id for file in files if grain is Grain.JOURNEY and file.joined_by == "customer"]
    own = [file.id for file in files if file.id not in by_customer]
    named = [
        file.id for file in files if file.id in own and grain is Grain.JOURNEY and file.mapping.customer is not None
    ]
    # A customer who has the id of the journey is one that nobody named.
    said = of(named, "sa.customer" if "customer" in lent else "nullif(j.customer, j.key)")
    channel = [file.id for file in files if file.mapping.channel is not None or file.mapping.as_channel is not None]
    selected = {
        "source": "e.source",
        "row": "e.row",
        "entity": of(own, "j.customer" if grain is Grain.GAP else "j.key"),
        "customer": f"coalesce({of(by_customer, 'j.customer')}, {said})",
        "touchpoint": "r.name",
        "time": "e.time",
        "channel": f"nullif({of(channel, 'c.name')}, $none)",
        "cost": "e.cost",
        "by_company": "e.by_company",
    }
    if columns.started:
        selected["started"] = of(where("end_time"), "d.started", "TIMESTAMP")
    if columns.comment:
        selected["comment"] = of(where("comment"), "d.comment")
    for number, name in enumerate(columns.scores):
        selected[f"s{number}"] = f"a.s{scores[name]}" if name in scores else "NULL::DOUBLE"
    for number, name in enumerate(columns.attributes):
        files_of = [file.id for file in files if name in file.mapping.attributes]
        if name not in attributes:
            selected[f"a{number}"] = "NULL::VARCHAR"
            continue
        held, of_journey = attributes[name]
        table = "sa" if f"a{held}" in lent else "ja" if of_journey else "d"
        selected[f"a{number}"] = of(files_of, f"{table}.a{held}")
    joins = []
    if "event_detail" in tables:
        joins.append("LEFT JOIN old.event_detail d ON d.journey = e.journey AND d.position = e.position")
    if "journey_attribute" in tables:
        joins.append("LEFT JOIN old.journey_attribute ja ON ja.journey = e.journey")
    if lent:
        joins.append("LEFT JOIN old.source_attribute sa ON sa.journey = e.journey AND sa.source = e.source")
    answers = ", ".join(f"max(value) FILTER (score = {number}) AS s{number}" for number in scores.values())
    if scores:
        joins.append(
            f"LEFT JOIN (SELECT journey, position, {answers} FROM old.answer GROUP BY ALL) a"
            " ON a.journey = e.journey AND a.position = e.position"
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE joined AS
        SELECT {", ".join(f"{expression} AS {name}" for name, expression in selected.items())}
        FROM old.event e
        JOIN old.journey j ON j.id = e.journey
        JOIN old.raw_touchpoint r ON r.id = e.raw
        LEFT JOIN old.channel c ON c.id = e.channel
        {" ".join(joins)}
        WHERE e.source IN {ids} ORDER BY e.source, e.row
        """,
        {"none": NOT_GIVEN},
    )


def add_parsed(
    connection: duckdb.DuckDBPyConnection, file: SourceFile, mine: Columns, columns: Columns, grain: Grain, only: str
) -> None:
    """Add the kept rows of `parsed` to `joined`.

    Parameters
    ----------
    mine : Columns
        Of `parsed`.
    only : str
        SQL condition on `parsed p` for the rows to add.
    """
    by_customer = grain is Grain.JOURNEY and file.joined_by == "customer"
    customer = "p.customer" if mine.customer else "NULL"
    selected = {
        "source": str(file.id),
        "row": "p.rowid",
        "entity": "NULL" if by_customer else "p.entity",
        "customer": "p.entity" if by_customer else customer if grain is Grain.JOURNEY else "NULL",
        "touchpoint": "p.touchpoint",
        "time": "p.time",
        "channel": "p.channel" if mine.channel else "NULL",
        "cost": "p.cost" if mine.cost else "NULL",
        "by_company": "p.by_company" if mine.initiator else "false",
    }
    if mine.started:
        selected["started"] = "p.started"
    if mine.comment:
        selected["comment"] = "p.comment"
    selected |= {f"s{columns.scores.index(name)}": f"p.s{i}" for i, name in enumerate(mine.scores)}
    selected |= {f"a{columns.attributes.index(name)}": f"p.a{i}" for i, name in enumerate(mine.attributes)}
    connection.execute(
        f"""
        INSERT INTO joined BY NAME
        SELECT {", ".join(f"{expression} AS {name}" for name, expression in selected.items())}
        FROM parsed p WHERE p.reason IS NULL AND ({only}) ORDER BY p.rowid
        """
    )


def keep_apart(connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile]) -> None:
    """Make the table `source_attribute`: what each file says of a journey, where several files have a say.

    An attribute that never changes within a journey is kept once for it, so that nobody could tell any more which of
    two files named it. Columns: journey, source, customer (if several files name it), aN (if several files have it).
    """
    of_journey = dict(connection.execute("SELECT name, id FROM attribute WHERE of_journey").fetchall())
    shared = [n for name, n in of_journey.items() if sum(name in file.mapping.attributes for file in files) > 1]
    said = [f"max(p.a{n}) AS a{n}" for n in shared]
    if sum(file.joined_by == "journey" and file.mapping.customer is not None for file in files) > 1:
        said.append("any_value(p.said_customer) AS customer")
    if said:
        connection.execute(
            f"""
            CREATE TABLE source_attribute AS
            SELECT e.journey, CAST(p.source AS INTEGER) AS source, {", ".join(said)}
            FROM event e JOIN parsed p ON p.rowid = e.row GROUP BY e.journey, p.source ORDER BY e.journey, p.source
            """
        )


def stages_of(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> dict[str, str]:
    """The stage that most rows of `parsed` name for a touchpoint; the first in the alphabet where two tie."""
    if mapping.stage is None:
        return {}
    return dict(
        connection.execute(
            """
            SELECT touchpoint, stage FROM parsed WHERE reason IS NULL AND stage IS NOT NULL
            GROUP BY touchpoint, stage
            QUALIFY row_number() OVER (PARTITION BY touchpoint ORDER BY count(*) DESC, stage) = 1
            """
        ).fetchall()
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'old'").fetchall()
    return {name for (name,) in rows}
