"""Tables of what people write into a workspace, beside the log: they outlive every import of newer data.

A table that is missing in a file is laid when the file is opened, so adding one here needs no migration; changing one
does (`schema.py`).
"""

from __future__ import annotations

import duckdb

from journey.store.workshops.tables import TABLES as WORKSHOP_TABLES

__all__ = ["TABLES", "lay"]

TABLES = {
    # What pseudonyms are made with, and whether they and no group under 10 are shown where others see or take home.
    "privacy": "CREATE TABLE privacy (secret BLOB NOT NULL, wanted BOOLEAN NOT NULL)",
    "saved_scope": "CREATE TABLE saved_scope (id VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)",
    # A page by its path, its scope as text, whatever its length, and the rest of its address as JSON.
    "saved_view": """
        CREATE SEQUENCE IF NOT EXISTS saved_view_number;
        CREATE TABLE saved_view (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, page VARCHAR NOT NULL, scope VARCHAR NOT NULL,
            settings VARCHAR NOT NULL, saved TIMESTAMP NOT NULL, version INTEGER NOT NULL
        )""",
    # A story is told pin by pin; a pin is a page by its path, with scope and settings as of a view, or as a slide that
    # was frozen. Whoever knows the token of a story may read it, and nothing else.
    "story": """
        CREATE SEQUENCE IF NOT EXISTS story_number;
        CREATE TABLE story (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, made TIMESTAMP NOT NULL, token VARCHAR,
            version INTEGER NOT NULL
        )""",
    "story_pin": """
        CREATE SEQUENCE IF NOT EXISTS story_pin_number;
        CREATE TABLE story_pin (
            id INTEGER PRIMARY KEY, story INTEGER NOT NULL, position DOUBLE NOT NULL, title VARCHAR NOT NULL,
            sentence VARCHAR NOT NULL, notes VARCHAR NOT NULL, page VARCHAR NOT NULL, scope VARCHAR NOT NULL,
            settings VARCHAR NOT NULL, frozen VARCHAR, version INTEGER NOT NULL
        )""",
    # Notes of the board name their stage: the numbers of stages change with every rebuild. Their own are never used
    # twice.
    "board_note": """
        CREATE SEQUENCE IF NOT EXISTS board_note_number;
        CREATE TABLE board_note (
            id INTEGER PRIMARY KEY, lane VARCHAR NOT NULL, stage VARCHAR NOT NULL, text VARCHAR NOT NULL,
            position DOUBLE NOT NULL, version INTEGER NOT NULL, evidence VARCHAR
        )""",
    "board_lane": """
        CREATE TABLE board_lane (lane VARCHAR PRIMARY KEY, position INTEGER NOT NULL, hidden BOOLEAN NOT NULL)""",
    # Columns of a board that stands without a log, or that the log does not have.
    "board_stage": "CREATE TABLE board_stage (name VARCHAR PRIMARY KEY, position INTEGER NOT NULL)",
    # Of a touchpoint by its lowest number as imported, which edits of names never change.
    "touchpoint_picture": "CREATE TABLE touchpoint_picture (raw INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    "persona": """
        CREATE SEQUENCE IF NOT EXISTS persona_number;
        CREATE TABLE persona (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, about VARCHAR NOT NULL, scope VARCHAR NOT NULL,
            picture BLOB, version INTEGER NOT NULL
        )""",
    # The question as JSON.
    "funnel": "CREATE TABLE funnel (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL, version INTEGER NOT NULL)",
    # Longest waits that people accept, by the names of the two touchpoints; and figures of the business, such as the
    # value of a completed journey.
    "friction_target": """
        CREATE TABLE friction_target (
            source VARCHAR NOT NULL, target VARCHAR NOT NULL, seconds DOUBLE NOT NULL, by_people BOOLEAN NOT NULL,
            PRIMARY KEY (source, target)
        )""",
    "worth": "CREATE TABLE worth (name VARCHAR PRIMARY KEY, value DOUBLE NOT NULL)",
    # Of every file that came in: the source it belongs to, what its rows were joined by, how many of them were known.
    "source_join": """
        CREATE TABLE source_join (
            source INTEGER PRIMARY KEY, name VARCHAR NOT NULL, joined_by VARCHAR NOT NULL, known BIGINT NOT NULL,
            report VARCHAR NOT NULL
        )""",
    # What people call a theme of comments, by the theme's weightiest words.
    "theme_name": "CREATE TABLE theme_name (key VARCHAR PRIMARY KEY, name VARCHAR NOT NULL)",
    # A release, an incident: a day, and the last day where it lasted.
    "annotation": """
        CREATE SEQUENCE IF NOT EXISTS annotation_number;
        CREATE TABLE annotation (
            id INTEGER PRIMARY KEY, day DATE NOT NULL, until DATE, kind VARCHAR NOT NULL, text VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )""",
    # The rule as JSON.
    "alert_rule": """
        CREATE SEQUENCE IF NOT EXISTS alert_rule_number;
        CREATE TABLE alert_rule (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, text VARCHAR NOT NULL, version INTEGER NOT NULL
        )""",
    # Of a score by its name; a score without a row is guessed.
    "score_declaration": """
        CREATE TABLE score_declaration (
            score VARCHAR PRIMARY KEY, low DOUBLE NOT NULL, high DOUBLE NOT NULL, high_is_good BOOLEAN NOT NULL,
            method VARCHAR NOT NULL, good_from DOUBLE NOT NULL, relationship BOOLEAN NOT NULL, invitation VARCHAR,
            version INTEGER NOT NULL
        )""",
    # Answers as they came in survey files: they are joined to the log anew whenever it changes.
    "survey": """
        CREATE SEQUENCE IF NOT EXISTS survey_number;
        CREATE TABLE survey (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, imported TIMESTAMP NOT NULL, window_s DOUBLE NOT NULL,
            relationship BOOLEAN NOT NULL
        )""",
    "survey_answer": """
        CREATE TABLE survey_answer (
            survey INTEGER NOT NULL, row BIGINT NOT NULL, customer VARCHAR NOT NULL, time TIMESTAMP NOT NULL,
            score VARCHAR NOT NULL, value DOUBLE NOT NULL, comment VARCHAR
        )""",
    "survey_score": "CREATE TABLE survey_score (name VARCHAR PRIMARY KEY)",
    # Of a metric by its key; an empty place is every group of that kind.
    "metric_target": """
        CREATE TABLE metric_target (
            metric VARCHAR NOT NULL, by_what VARCHAR NOT NULL, place VARCHAR NOT NULL, value DOUBLE NOT NULL,
            version INTEGER NOT NULL, PRIMARY KEY (metric, by_what, place)
        )""",
    # To-be designs: every change is a version of its own, the JSON of the whole; undoing goes back to the one before.
    "scenario": """
        CREATE SEQUENCE IF NOT EXISTS scenario_number;
        CREATE TABLE scenario (id INTEGER PRIMARY KEY, current INTEGER NOT NULL)""",
    "scenario_version": """
        CREATE TABLE scenario_version (
            scenario INTEGER NOT NULL, version INTEGER NOT NULL, before INTEGER NOT NULL, made TIMESTAMP NOT NULL,
            text VARCHAR NOT NULL, PRIMARY KEY (scenario, version)
        )""",
    "scenario_comment": """
        CREATE SEQUENCE IF NOT EXISTS scenario_comment_number;
        CREATE TABLE scenario_comment (
            id INTEGER PRIMARY KEY, scenario INTEGER NOT NULL, made TIMESTAMP NOT NULL, who VARCHAR NOT NULL,
            text VARCHAR NOT NULL
        )""",
    # Attributes that people gave journeys as a whole: what they say was not known on the way.
    "given_attribute": "CREATE TABLE given_attribute (name VARCHAR PRIMARY KEY)",
    # Designs to hold reality against, and the deviations that people accept for one.
    "design_file": "CREATE TABLE design_file (name VARCHAR PRIMARY KEY, content BLOB NOT NULL)",
    "accepted_deviation": """
        CREATE TABLE accepted_deviation (
            design VARCHAR NOT NULL, kind VARCHAR NOT NULL, touchpoint VARCHAR NOT NULL, next VARCHAR NOT NULL,
            PRIMARY KEY (design, kind, touchpoint, next)
        )""",
    # Trials as they were laid down, and the register of what was done.
    "trial": """
        CREATE TABLE trial (
            id INTEGER PRIMARY KEY, made TIMESTAMP NOT NULL, name VARCHAR NOT NULL, scenario VARCHAR NOT NULL,
            scope VARCHAR NOT NULL, begins DATE NOT NULL, share DOUBLE NOT NULL, seed INTEGER NOT NULL,
            forecast VARCHAR NOT NULL
        )""",
    "action": """
        CREATE TABLE action (
            id INTEGER PRIMARY KEY, what VARCHAR NOT NULL, begins DATE, owner VARCHAR NOT NULL, verdict VARCHAR NOT NULL
        )""",
    "opportunity": """
        CREATE SEQUENCE IF NOT EXISTS opportunity_number;
        CREATE TABLE opportunity (
            id INTEGER PRIMARY KEY, title VARCHAR NOT NULL, stage VARCHAR NOT NULL, goal VARCHAR NOT NULL,
            evidence VARCHAR NOT NULL, scenario VARCHAR NOT NULL, metric VARCHAR NOT NULL, value DOUBLE, low DOUBLE,
            high DOUBLE, touched DOUBLE, effort INTEGER, status VARCHAR NOT NULL, owner VARCHAR NOT NULL,
            due DATE, version INTEGER NOT NULL
        )""",
    **WORKSHOP_TABLES,
    # The single edits of its scenario that would do it, by what they change (design/linked_edits.py).
    "opportunity_edit": """
        CREATE TABLE opportunity_edit (
            opportunity INTEGER NOT NULL, edit VARCHAR NOT NULL, PRIMARY KEY (opportunity, edit)
        )""",
    # The day from which a design is in force, by its name.
    "design_launch": "CREATE TABLE design_launch (design VARCHAR PRIMARY KEY, day DATE NOT NULL)",
}
"""Name of a table -> the statements that lay it."""


def lay(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay the tables that a workspace does not have yet."""
    mine = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
    there = {name for (name,) in connection.execute(mine).fetchall()}
    for name, statements in TABLES.items():
        if name not in there:
            connection.execute(statements)
