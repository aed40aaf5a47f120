"""OCEL 2.0 in SQLite: an object-centric log, flattened to one object type."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest.formats.parts import BATCH, Parts
from journey.ingest.formats.table import ChooseOne, Progress, Table, column_names
from journey.model import ReadOptions
from journey.store.dialect import quote
from journey.text import _

__all__ = ["read"]

Row = list[str | None]

_ID, _ACTIVITY, _TIME = "case:concept:name", "concept:name", "time:timestamp"


def read(
    path: Path, options: ReadOptions, workdir: Path, progress: Progress, name: str, limit: int | None = None
) -> Table:
    """Flatten an object-centric log: each object of the chosen type is a journey of the events it takes part in.

    An event that several objects of the type share comes once for each of them. Columns: ``case:concept:name`` (the
    object), ``concept:name``, ``time:timestamp``, ``ocel:eid``, attributes of events, and attributes of the objects
    with the prefix ``case:`` (the values they start with).

    Raises
    ------
    ChooseOne
        Several object types, and `options.sheet` names none of them.
    WrongInput
        A SQLite file that is no OCEL 2.0 log, or a broken one.

    Notes
    -----
    The standard: https://www.ocel-standard.org/2.0/ocel20_specification.pdf (section 5, relational exchange format).
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            types = _types(database, name)
            chosen = _choose(types, options, name)
            names, parts, count = _write(database, chosen, workdir, progress, name, limit)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise WrongInput(
            _("{name} cannot be read as an OCEL log: {reason}.").format(name=name, reason=error),
            _("Export the log again as OCEL 2.0 (SQLite), or as CSV."),
        ) from error
    return Table(
        names,
        parts.relation(names),
        replace(options, sheet=chosen),
        rows=None if count == limit else count,
        choices=tuple(types) if len(types) > 1 else (),
    )


def _types(database: sqlite3.Connection, name: str) -> list[str]:
    """Object types that take part in events."""
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = {"event", "object", "event_object", "event_map_type", "object_map_type"} - tables
    if missing:
        raise WrongInput(
            _("{name} is a SQLite database, but no OCEL 2.0 log: it has no table {table}.").format(
                name=name, table=sorted(missing)[0]
            ),
            _("Export the log as OCEL 2.0 (SQLite), or as CSV."),
        )
    rows = database.execute(
        "SELECT DISTINCT object.ocel_type FROM object JOIN event_object ON ocel_object_id = object.ocel_id ORDER BY 1"
    )
    types = [row[0] for row in rows]
    if not types:
        raise WrongInput(
            _("{name} has no objects that take part in events.").format(name=name), _("Export the log again.")
        )
    return types


def _choose(types: list[str], options: ReadOptions, name: str) -> str:
    if options.sheet in types:
        return str(options.sheet)
    if options.sheet is not None:
        raise ChooseOne(_("{name} has no object type {type}.").format(name=name, type=repr(options.sheet)), types)
    if len(types) > 1:
        raise ChooseOne(
            _("{name} has {count} types of objects; one of them makes the journeys.").format(
                name=name, count=len(types)
            ),
            types,
        )
    return types[0]


def _write(
    database: sqlite3.Connection, chosen: str, workdir: Path, progress: Progress, name: str, limit: int | None
) -> tuple[tuple[str, ...], Parts, int]:
    event_tables = _attributes(database, "event")
    object_table, of_object = _attributes(database, "object").get(chosen, ("", []))
    of_event = list(dict.fromkeys(key for _table, keys in event_tables.values() for key in keys))
    names = column_names([_ID, _ACTIVITY, _TIME, "ocel:eid", *of_event, *(f"case:{key}" for key in of_object)], name)
    details = _details(database, event_tables, of_event)
    values = _first_values(database, object_table, of_object)
    nothing: Row = [None] * len(of_event)
    blank: Row = [None] * len(of_object)

    def row(event_id: str, kind: str, object_id: str) -> Row:
        time, own = details.get(event_id, (None, nothing))
        return [object_id, kind, time, event_id, *own, *values.get(object_id, blank)]

    ties = _ties(database, chosen)
    # Sorting keeps the log's own order among events of one time.
    ties.sort(key=lambda tie: details.get(tie[0], (None, nothing))[0] or "")
    ties = ties[:limit]
    parts = Parts(workdir)
    for start in range(0, len(ties), BATCH):
        batch = [row(*tie) for tie in ties[start : start + BATCH]]
        parts.write(list(zip(*batch, strict=True)))
        progress(_("Flattening the log"), start + len(batch), len(ties))
    return names, parts, len(ties)


def _attributes(database: sqlite3.Connection, kind: str) -> dict[str, tuple[str, list[str]]]:
    """Type -> its table and its attribute columns."""
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    known = ("ocel_id", "ocel_time", "ocel_changed_field")
    found = {}
    for ocel_type, mapped in database.execute(f"SELECT ocel_type, ocel_type_map FROM {kind}_map_type"):
        table = f"{kind}_{mapped}"
        if table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({quote(table)})")]
            found[ocel_type] = (table, [column for column in columns if column not in known])
    return found


def _first_values(database: sqlite3.Connection, table: str, keys: list[str]) -> dict[str, Row]:
    """Object -> the values it starts with: its earliest row that is no later change."""
    if not keys:
        return {}
    columns = {row[1] for row in database.execute(f"PRAGMA table_info({quote(table)})")}
    initial = "WHERE ocel_changed_field IS NULL" if "ocel_changed_field" in columns else ""
    fields = ", ".join(quote(key) for key in keys)
    values: dict[str, Row] = {}
    for object_id, *row in database.execute(
        f"SELECT ocel_id, {fields} FROM {quote(table)} {initial} ORDER BY ocel_time, rowid"
    ):
        values.setdefault(object_id, [_text(value) for value in row])
    return values


def _details(
    database: sqlite3.Connection, tables: dict[str, tuple[str, list[str]]], keys: list[str]
) -> dict[str, tuple[str | None, Row]]:
    """Event -> its time, and its attributes in the order of `keys`."""
    details: dict[str, tuple[str | None, Row]] = {}
    for table, own in tables.values():
        fields = ", ".join(quote(key) if key in own else "NULL" for key in keys)
        for event_id, time, *values in database.execute(
            f"SELECT ocel_id, ocel_time{', ' + fields if fields else ''} FROM {quote(table)}"
        ):
            details[event_id] = (_text(time), [_text(value) for value in values])
    return details


def _ties(database: sqlite3.Connection, chosen: str) -> list[tuple[str, str, str]]:
    """(event, its type, object of the chosen type), in the order of the log."""
    # Qualifiers apart, an object may be tied to one event more than once.
    return database.execute(
        """
        SELECT event.ocel_id, event.ocel_type, object.ocel_id
        FROM event
        JOIN event_object ON event_object.ocel_event_id = event.ocel_id
        JOIN object ON object.ocel_id = event_object.ocel_object_id
        WHERE object.ocel_type = ?
        GROUP BY event.rowid, event.ocel_id, event.ocel_type, object.ocel_id
        ORDER BY event.rowid, object.ocel_id""",
        [chosen],
    ).fetchall()


def _text(value: object) -> str | None:
    if value is None or value == "null":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
