"""JSON: a record a line, an array of records, or an object that holds one array of records."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.ingest import encoding
from journey.ingest.formats.known_shapes import reshape
from journey.ingest.formats.table import KEPT, ChooseOne, Malformed, Numbering, Progress, Table, column_names, literal
from journey.model import ReadOptions
from journey.store.dialect import quote
from journey.text import _

__all__ = ["columns_of", "is_lines", "read"]

LONGEST_LINE = 16 * 1024**2
MAX_OBJECT = 2 * 1024**3
"""Bytes of an object that is read as one value, in memory."""

_IS_RECORD = "CASE WHEN json_valid(record) THEN json_type(record) = 'OBJECT' ELSE false END"


def read(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    name: str,
) -> Table:
    """Read JSON.

    Objects inside a record are opened one level, ``{"geo": {"city": ..}}`` gives ``geo.city``; lists, and what is
    deeper, become JSON text. Texts stand as they are; numbers as JSON numbers do (``1.10`` becomes ``1.1``).

    What is no JSON object, a line or an element of the array, is malformed. An array that breaks off cannot be read.

    Raises
    ------
    WrongInput
        Broken JSON, no records, a JSON of another shape, too many columns.
    ChooseOne
        An object with several arrays of records.
    """
    codec = encoding.known(options.encoding) if options.encoding else encoding.of_file(path)
    if codec not in ("utf-8", "ascii") or not encoding.is_utf8(path):
        target = workdir / uuid.uuid4().hex
        encoding.transcode(path, codec, target, progress)
        path = target
    options = replace(options, encoding=codec)
    try:
        rows, choices = _rows(connection, path, options, name)
        malformed, count = _malformed(connection, rows)
        good = f"(SELECT record FROM {rows} WHERE {_IS_RECORD})"
        names, relation, count_good = columns_of(connection, reshape(connection, good), name)
    except duckdb.Error as error:
        raise WrongInput(
            _("{name} is broken or cut off JSON: {reason}").format(name=name, reason=_reason(error)),
            _("Export it again, best with one record a line (JSON lines)."),
        ) from error
    return Table(
        names,
        relation,
        options,
        malformed=malformed,
        malformed_count=count,
        rows=count_good,
        numbering=Numbering(aside=tuple(bad.row for bad in malformed)),
        choices=choices,
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, path: Path, options: ReadOptions, name: str
) -> tuple[str, tuple[str, ...]]:
    """SQL of a relation with one column, `record`; and the arrays to choose from, where there are several."""
    file = literal(str(path))
    said = f"compression = 'none', maximum_object_size = {min(max(path.stat().st_size + 1, LONGEST_LINE), MAX_OBJECT)}"
    if _is_array(path):
        return f"(SELECT json AS record FROM read_json_objects({file}, format = 'array', {said}))", ()
    if is_lines(path):
        lines = (
            f"read_csv({file}, auto_detect = false, compression = 'none', header = false, delim = '\x01', quote = '', "
            f"escape = '', max_line_size = {LONGEST_LINE}, columns = {{'line': 'VARCHAR'}})"
        )
        return f"(SELECT line AS record FROM {lines} WHERE trim(line) <> '')", ()
    objects = f"read_json_objects({file}, format = 'unstructured', {said})"
    found = connection.execute(f"SELECT json_structure(json) FROM {objects} LIMIT 2").fetchall()
    structure: Any = json.loads(found[0][0]) if found else None
    alone = len(found) == 1 and isinstance(structure, dict)
    arrays = tuple(key for key, shape in structure.items() if _holds_records(shape)) if alone else ()
    if not arrays:
        return f"(SELECT json AS record FROM {objects})", ()
    if len(arrays) > 1 and options.sheet not in arrays:
        raise ChooseOne(_("{name} holds {count} arrays of records.").format(name=name, count=len(arrays)), arrays)
    chosen = options.sheet if options.sheet in arrays else arrays[0]
    pointed = literal(f'$."{chosen}"[*]')
    return f"(SELECT unnest(json_extract(json, {pointed})) AS record FROM {objects})", arrays if len(arrays) > 1 else ()


def _holds_records(shape: Any) -> bool:
    return isinstance(shape, list) and bool(shape) and isinstance(shape[0], dict)


def is_lines(path: Path) -> bool:
    """Whether the first line is a record, and not the only one."""
    with path.open("rb") as file:
        first = b"\n"
        while first and not first.strip():
            first = file.readline(LONGEST_LINE)
        try:
            return isinstance(json.loads(first), dict) and bool(file.read(65536).strip())
        except ValueError:
            return False


def _is_array(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(65536).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _malformed(connection: duckdb.DuckDBPyConnection, rows: str) -> tuple[tuple[Malformed, ...], int]:
    sql = f"""
    WITH numbered AS (SELECT record, row_number() OVER () AS number FROM {rows})
    SELECT number, left(CAST(record AS VARCHAR), 200), count(*) OVER ()
    FROM numbered
    WHERE NOT {_IS_RECORD}
    ORDER BY number
    LIMIT {KEPT}"""
    found = connection.execute(sql).fetchall()
    bad = tuple(Malformed(row, text or "", _("no JSON object")) for row, text, _all in found)
    return bad, found[0][2] if found else 0


def columns_of(connection: duckdb.DuckDBPyConnection, good: str, name: str) -> tuple[tuple[str, ...], str, int]:
    """Columns in the order they first appear, the relation that fills them, and the number of its rows."""
    structures = connection.execute(
        f"""
        WITH numbered AS (SELECT json_structure(record) AS shape, row_number() OVER () AS number FROM {good})
        SELECT shape, count(*) FROM numbered GROUP BY shape ORDER BY min(number)"""
    ).fetchall()
    shapes = [shape for structure, _count in structures if isinstance(shape := json.loads(structure), dict)]
    if not shapes:
        raise WrongInput(
            _("{name} holds no records.").format(name=name),
            _("It should be JSON objects, one a line or in an array, one an event."),
        )
    inner: dict[str, dict[str, None]] = {}
    scalar: set[str] = set()
    for record in shapes:
        for key, shape in record.items():
            members = inner.setdefault(key, {})
            if isinstance(shape, dict) and shape:
                members.update(dict.fromkeys(shape))
            elif shape != "NULL":
                scalar.add(key)
        column_names([key for key, members in inner.items() for _member in members or [key]], name)
    once = Counter(key.casefold() for key in inner)
    wanted: dict[str, Any] = {}
    fields: list[tuple[str, str]] = []
    for key, members in inner.items():
        folded = Counter(member.casefold() for member in members)
        if key in scalar or not members:
            # The engine's structs do not tell "ID" from "id".
            plain = once[key.casefold()] == 1 and not (members and key in scalar)
            if plain:
                wanted[key] = "VARCHAR"
            fields.append((key, f"opened.{quote(key)}" if plain else f"record ->> {_pointer(key)}"))
        elif once[key.casefold()] == 1 and max(folded.values()) == 1:
            wanted[key] = dict.fromkeys(members, "VARCHAR")
            fields += [(f"{key}.{member}", f"opened.{quote(key)}.{quote(member)}") for member in members]
        else:
            fields += [(f"{key}.{member}", f"record ->> {_pointer(key, member)}") for member in members]
    names = column_names([field for field, _sql in fields], name)
    chosen = ", ".join(f"{sql} AS {quote(given)}" for given, (_field, sql) in zip(names, fields, strict=True))
    opened = f"json_transform(record, {literal(json.dumps(wanted, ensure_ascii=False))})" if wanted else "NULL"
    count = sum(rows for _shape, rows in structures)
    return names, f"(SELECT {chosen} FROM (SELECT record, {opened} AS opened FROM {good}))", count


def _pointer(*keys: str) -> str:
    return literal("/" + "/".join(key.replace("~", "~0").replace("/", "~1") for key in keys))


def _reason(error: duckdb.Error) -> str:
    said = str(error).splitlines()[0]
    return said.rpartition('", ')[2] if '", ' in said else said.rpartition(": ")[2]
