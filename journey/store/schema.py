"""The tables of a workspace file, and how an older file becomes a current one."""

from __future__ import annotations

import uuid

import duckdb

from journey.errors import NewerWorkspace, NotAWorkspace
from journey.store.people_tables import lay
from journey.text import _

__all__ = ["SCHEMA_VERSION", "create", "migrate"]

SCHEMA_VERSION = 4

# `raw` is the touchpoint as it was imported, `node` what people made of it: so every change of names can be undone.
# Times are UTC. Waits are microseconds: integers add up exactly. `next` and `until` are -1 and the
# largest position at the end of a journey, never NULL, so that engines agree on window results.
_TABLES = """
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE source (
    id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, format VARCHAR NOT NULL, bytes BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL, imported_at TIMESTAMP NOT NULL, mapping VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL, rows_rejected BIGINT NOT NULL,
    report VARCHAR NOT NULL
);

CREATE TABLE touchpoint (
    id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, stage INTEGER, position DOUBLE NOT NULL,
    hidden BOOLEAN NOT NULL DEFAULT false, floating BOOLEAN NOT NULL DEFAULT false,
    by_company BOOLEAN, moment_of_truth BOOLEAN NOT NULL DEFAULT false,
    planned_cost DOUBLE, target_wait_s DOUBLE, assisted BOOLEAN
);
CREATE TABLE raw_touchpoint (
    id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, stage VARCHAR, touchpoint INTEGER NOT NULL,
    position DOUBLE NOT NULL DEFAULT 0
);
CREATE TABLE edit (
    id INTEGER PRIMARY KEY, made TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, payload VARCHAR NOT NULL,
    undone BOOLEAN NOT NULL
);
CREATE TABLE stage (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, ordinal INTEGER NOT NULL, side BOOLEAN);
CREATE TABLE channel (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, assisted BOOLEAN);
CREATE TABLE score (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE attribute (
    id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, of_journey BOOLEAN NOT NULL, numeric BOOLEAN NOT NULL,
    distinct_values BIGINT NOT NULL
);

CREATE TABLE journey (
    id INTEGER NOT NULL, key VARCHAR NOT NULL, customer VARCHAR NOT NULL,
    started TIMESTAMP NOT NULL, ended TIMESTAMP NOT NULL, events INTEGER NOT NULL, variant INTEGER NOT NULL,
    cut BOOLEAN NOT NULL,
    outcome UTINYINT NOT NULL, decided INTEGER NOT NULL, goal_position INTEGER NOT NULL, exit_position INTEGER NOT NULL,
    duration BIGINT NOT NULL, mature BOOLEAN NOT NULL, converted BOOLEAN NOT NULL
);
CREATE TABLE variant (id INTEGER NOT NULL, key VARCHAR NOT NULL, path INTEGER[] NOT NULL, journeys INTEGER NOT NULL);
CREATE TABLE event (
    journey INTEGER NOT NULL, position INTEGER NOT NULL, node INTEGER NOT NULL, channel INTEGER NOT NULL,
    time TIMESTAMP NOT NULL, next INTEGER NOT NULL, until INTEGER NOT NULL, wait BIGINT NOT NULL,
    first_visit BOOLEAN NOT NULL, first_use BOOLEAN NOT NULL, by_company BOOLEAN NOT NULL, cost DOUBLE,
    source INTEGER NOT NULL, row BIGINT NOT NULL, raw INTEGER NOT NULL
);
CREATE TABLE answer (
    journey INTEGER NOT NULL, position INTEGER NOT NULL, score INTEGER NOT NULL, value DOUBLE NOT NULL
);
CREATE TABLE definition (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
"""


# From the version of its key to the next one.
_MIGRATIONS = {
    1: """
        ALTER TABLE touchpoint ADD COLUMN hidden BOOLEAN DEFAULT false;
        ALTER TABLE touchpoint ADD COLUMN floating BOOLEAN DEFAULT false;
        ALTER TABLE touchpoint ADD COLUMN by_company BOOLEAN;
        ALTER TABLE touchpoint ADD COLUMN moment_of_truth BOOLEAN DEFAULT false;
        ALTER TABLE touchpoint ADD COLUMN planned_cost DOUBLE;
        ALTER TABLE touchpoint ADD COLUMN target_wait_s DOUBLE;
        ALTER TABLE channel ADD COLUMN assisted BOOLEAN;
        ALTER TABLE event ADD COLUMN raw INTEGER;
        UPDATE event SET raw = node;
        CREATE TABLE raw_touchpoint AS
            SELECT t.id, t.name, s.name AS stage, t.id AS touchpoint, t.position
            FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage;
        CREATE TABLE edit (
            id INTEGER PRIMARY KEY, made TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, payload VARCHAR NOT NULL,
            undone BOOLEAN NOT NULL
        );
    """,
    2: "",  # tables of people were added, which are laid where they are missing
    3: """
        ALTER TABLE touchpoint ADD COLUMN IF NOT EXISTS assisted BOOLEAN;
        ALTER TABLE stage ADD COLUMN IF NOT EXISTS side BOOLEAN;
        ALTER TABLE IF EXISTS board_note ADD COLUMN IF NOT EXISTS evidence VARCHAR;
    """,
}


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay the tables into an empty database."""
    # In one transaction: each of its own would wait for the disk.
    connection.begin()
    connection.execute(_TABLES)
    lay(connection)
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [
            ("schema", str(SCHEMA_VERSION)),
            ("uuid", uuid.uuid4().hex),
            ("data_version", "1"),
            ("definitions_version", "1"),
        ],
    )
    connection.commit()


def migrate(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Check the version of an opened file; bring an older one up to date in one transaction.

    Raises
    ------
    NotAWorkspace
        There is no workspace in the file.
    NewerWorkspace
        The file was written by a newer version of the program.
    """
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except duckdb.CatalogException:
        row = None
    if row is None:
        raise NotAWorkspace(
            _("{name} is a DuckDB file, but not a workspace of Desire Path.").format(name=name),
            _("Import a log to make one."),
        )
    version = int(row[0])
    if version > SCHEMA_VERSION:
        raise NewerWorkspace(
            _("The workspace {name} was written by a newer version (format {version}, this one reads {own}).").format(
                name=name, version=version, own=SCHEMA_VERSION
            ),
            _("Update Desire Path, or import the log again."),
        )
    if version < SCHEMA_VERSION:
        connection.begin()
        try:
            for older in range(version, SCHEMA_VERSION):
                if _MIGRATIONS[older]:
                    connection.execute(_MIGRATIONS[older])
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [str(SCHEMA_VERSION)])
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    lay(connection)
