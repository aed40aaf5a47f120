"""Attributes of journeys that people give them, beside those of the log."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from journey.errors import WrongInput
from journey.store.dialect import quote
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["KNOWN_ON_THE_WAY", "give"]

KNOWN_ON_THE_WAY = "name NOT IN (SELECT name FROM given_attribute)"
"""Condition on `attribute`: not given by people to whole journeys, whose end may have decided it."""

LONGEST = 80


def give(workspace: Workspace, name: str, values: Mapping[str, str], *, replace: bool = False) -> None:
    """Give journeys an attribute; every scope and page knows it at once.

    Parameters
    ----------
    values : mapping of journey key to value
        Journeys not named have none.
    replace : bool
        Whether an attribute of that name may be written over.

    Raises
    ------
    WrongInput
        The name is empty or too long, or taken and not to be replaced.
    """
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise WrongInput(
            _("An attribute needs a name of up to {most} signs.").format(most=LONGEST), _("Write a shorter one.")
        )
    with workspace.transaction(data=True) as cursor:
        found = cursor.execute("SELECT id, of_journey FROM attribute WHERE name = ?", [name]).fetchall()
        if found and not (replace and found[0][1]):
            raise WrongInput(
                _("There is an attribute {name} already.").format(name=repr(name)), _("Choose another name.")
            )
        number = found[0][0] if found else _new(cursor, name)
        cursor.execute("INSERT OR IGNORE INTO given_attribute VALUES (?)", [name])
        cursor.register(
            "given",
            pa.table({"key": pa.array(list(values), pa.string()), "value": pa.array(values.values(), pa.string())}),
        )
        column = quote(f"a{number}")
        cursor.execute(f"UPDATE journey_attribute SET {column} = NULL")
        cursor.execute(
            f"""
            UPDATE journey_attribute SET {column} = g.value
            FROM given g JOIN journey j ON j.key = g.key WHERE journey_attribute.journey = j.id
            """
        )
        cursor.unregister("given")
        cursor.execute("UPDATE attribute SET distinct_values = ? WHERE id = ?", [len(set(values.values())), number])


def _new(cursor: duckdb.DuckDBPyConnection, name: str) -> int:
    (number,) = cursor.execute("SELECT coalesce(max(id), -1) + 1 FROM attribute").fetchall()[0]
    there = cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'journey_attribute'").fetchall()
    if not there:
        cursor.execute("CREATE TABLE journey_attribute AS SELECT id AS journey FROM journey ORDER BY id")
    cursor.execute(f"ALTER TABLE journey_attribute ADD COLUMN {quote(f'a{number}')} VARCHAR")
    cursor.execute("INSERT INTO attribute VALUES (?, ?, true, false, 0)", [number, name])
    return int(number)
