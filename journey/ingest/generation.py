"""A new generation of a workspace: the events that stay and those that come, encoded whole, with what people set."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import duckdb

from journey.errors import WrongInput
from journey.ingest.attach import attach
from journey.ingest.decode import decode, keep_apart
from journey.ingest.edges import cut_at_edges
from journey.ingest.encode import DRAFT, encode
from journey.ingest.entities import number_entities
from journey.ingest.keep import attached, copy_people, same_workspace
from journey.ingest.parse import NOT_GIVEN
from journey.ingest.source_files import SourceFile, record, union_columns
from journey.ingest.survey_places import rejoin
from journey.model import Definitions, Grain, Mapping
from journey.store.outcomes import judge, read_definitions
from journey.store.rebuild import rebuild
from journey.store.schema import create
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Hold", "Progress", "put_in_place", "renew", "snapshot"]

Hold = Callable[[], AbstractContextManager[object]]
"""While it is entered, nobody else has the workspace: a server lets go of the file, and keeps others off."""

Progress = Callable[[str, int, int], None]


def snapshot(target: Path, copy: Path, *, hold: Hold = nullcontext, wait_s: float = 0.0) -> None:
    """Copy a workspace as it is now, brought up to date, so that others may go on with it meanwhile."""
    with hold():
        with Workspace(target, wait_s=wait_s) as workspace:
            workspace.run("SELECT 1")
        with _read_only(target), target.open("rb") as source, copy.open("wb") as out:
            while part := source.read(1 << 24):
                out.write(part)


def renew(
    connection: duckdb.DuckDBPyConnection,
    staying: Sequence[SourceFile],
    added: SourceFile | None,
    grain: tuple[Grain, float | None],
    *,
    add: Callable[[], None] = lambda: None,
    stages: dict[str, str] | None = None,
    progress: Progress = lambda what, done, total: None,
) -> None:
    """Fill the empty database of a connection from the attached workspace `old` and from what `add` puts in `joined`.

    Touchpoints keep the numbers they had, also those that a source had that is gone and comes again: edits speak of
    them. The list of edits is applied to the whole.

    Parameters
    ----------
    staying : sequence of SourceFile
        Files whose events stay.
    added : SourceFile, optional
        The file whose rows `add` brings.
    stages : dict, optional
        Stage by touchpoint, for touchpoints that are new.
    """
    files = [*staying, added] if added is not None else list(staying)
    columns = union_columns(files)
    progress(_("Reading what is there"), 0, 0)
    decode(connection, staying, columns, grain[0])
    add()
    if columns.channel:
        _name_channels(connection, files)
    attach(connection)
    create(connection)
    for file in files:
        record(connection, file)
    _dictionaries(connection, stages or {}, channel=columns.channel)
    number_entities(connection, customer=True)
    cut_at_edges(connection)

    def encoded(done: int, total: int) -> None:
        progress(_("Linking events into journeys"), done, total)

    whole = Mapping(grain=grain[0], gap_s=grain[1])
    encode(connection, columns, whole, source=0, progress=encoded, laid=True)
    connection.execute(f"INSERT INTO journey BY NAME FROM {DRAFT}")
    keep_apart(connection, files)
    _restore_rows(connection)
    connection.execute("INSERT INTO meta VALUES ('grain', ?)", [json.dumps([grain[0].value, grain[1]])])
    progress(_("Applying the list of changes"), 0, 0)
    _take_over(connection, "old")


def put_in_place(connection: duckdb.DuckDBPyConnection, new: Path, target: Path, *, hold: Hold, wait_s: float) -> None:
    """Take over what people wrote meanwhile, and put the new generation where the old one is, in one rename.

    Raises
    ------
    WrongInput
        Its sources are not those any more that the new generation was made from; nothing changes then.
    """
    with hold(), attached(connection, target, "live", wait_s):
        if _state(connection, "live", "data") != _state(connection, "old", "data"):
            raise WrongInput(
                _("The sources of {name} were changed by somebody else meanwhile; nothing was saved.").format(
                    name=target.stem
                ),
                _("Do it once more."),
            )
        if _state(connection, "live", "edits") != _state(connection, "old", "edits"):
            _take_over(connection, "live")
        copy_people(connection)
        rejoin(connection)
        same_workspace(connection)
        connection.execute("DETACH old")
        connection.execute("CHECKPOINT")
        connection.execute("DETACH live")
        connection.close()
        new.replace(target)


def _read_only(target: Path) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection that keeps writers of other processes off a file, and lets it be read."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH {_literal(target)} AS held (READ_ONLY)")
    return connection


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _name_channels(connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile]) -> None:
    """The rows of a source that names no channel get its own name for one."""
    for file in files:
        if file.mapping.channel is None and file.mapping.as_channel is None:
            connection.execute("UPDATE joined SET channel = ? WHERE source = ?", [file.name, file.id])


def _dictionaries(connection: duckdb.DuckDBPyConnection, stages: dict[str, str], *, channel: bool) -> None:
    rows = connection.execute("SELECT id, name, stage FROM old.raw_touchpoint ORDER BY id").fetchall()
    placed = stages | {name: stage for _id, name, stage in rows}
    numbers = _numbers(connection) | {name: number for number, name, _stage in rows}
    names = connection.execute(
        "SELECT touchpoint, count(*) AS events FROM parsed GROUP BY touchpoint ORDER BY events DESC, touchpoint"
    ).fetchall()
    for name, _events in names:
        numbers.setdefault(name, max(numbers.values(), default=-1) + 1)
    order = sorted({placed[name] for name, _events in names if placed.get(name)})
    if order:
        connection.executemany(
            "INSERT INTO stage (id, name, ordinal) VALUES (?, ?, 0)", [[i, name] for i, name in enumerate(order)]
        )
    connection.executemany(
        "INSERT INTO touchpoint (id, name, stage, position) VALUES (?, ?, ?, 0)",
        [
            [numbers[name], name, order.index(placed[name]) if placed.get(name) else None]
            for name in sorted((name for name, _events in names), key=numbers.__getitem__)
        ],
    )
    if channel:
        connection.execute(
            """
            INSERT INTO channel (id, name)
            SELECT row_number() OVER (ORDER BY count(*) DESC, name) - 1, name
            FROM (SELECT coalesce(channel, ?) AS name FROM parsed) GROUP BY name
            """,
            [NOT_GIVEN],
        )
    connection.execute("INSERT INTO definition VALUES ('raw_numbers', ?)", [json.dumps(numbers, ensure_ascii=False)])


def _numbers(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Numbers that touchpoints were ever given."""
    rows = connection.execute("SELECT value FROM old.definition WHERE key = 'raw_numbers'").fetchall()
    return json.loads(rows[0][0]) if rows else {}


def _restore_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Every event gets back the file and the row it came from: they were numbered through to be linked."""
    connection.execute(
        """
        CREATE TABLE event_whole AS
        SELECT e.* REPLACE (CAST(p.source AS INTEGER) AS source, CAST(p.row AS BIGINT) AS row)
        FROM event e JOIN parsed p ON p.rowid = e.row ORDER BY e.journey, e.position
        """
    )
    connection.execute("DROP TABLE event")
    connection.execute("ALTER TABLE event_whole RENAME TO event")


def _state(connection: duckdb.DuckDBPyConnection, database: str, what: str) -> object:
    """The files a workspace was made of, or what people changed in it."""
    if what == "data":
        return connection.execute(
            f"SELECT (SELECT value FROM {database}.meta WHERE key = 'uuid'), (SELECT list(id ORDER BY id)"
            f" FROM {database}.source), (SELECT count(*) FROM {database}.event)"
        ).fetchall()
    return (
        connection.execute(f"SELECT * FROM {database}.edit ORDER BY id").fetchall(),
        connection.execute(f"SELECT * FROM {database}.definition ORDER BY key").fetchall(),
    )


def _take_over(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Definitions and edits of a workspace, applied to the new events."""
    connection.execute("DELETE FROM edit")
    connection.execute(f"INSERT INTO edit BY NAME SELECT * FROM {database}.edit")
    connection.execute("DELETE FROM definition WHERE key <> 'raw_numbers'")
    connection.execute(
        f"INSERT INTO definition SELECT key, value FROM {database}.definition WHERE key <> 'raw_numbers'"
    )
    known = {key for (key,) in connection.execute("SELECT key FROM definition").fetchall()}
    if "asked" not in known:
        judge(connection, Definitions())
    elif "raw" not in known:
        # Nobody edited or defined anything since the import: goals have the names that came, all of which may go.
        asked, _judged = read_definitions(connection)
        numbers = json.loads(dict(connection.execute("SELECT key, value FROM definition").fetchall())["raw_numbers"])
        raw = {"goals": [numbers[name] for name in asked.goals], "lost": [numbers[name] for name in asked.lost]}
        connection.execute("INSERT INTO definition VALUES ('raw', ?)", [json.dumps(raw)])
    rebuild(connection)
