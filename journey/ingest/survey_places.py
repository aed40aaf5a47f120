"""The touchpoints that answers of surveys stand at: found by customer and time, and found again when events change."""

from __future__ import annotations

import duckdb

__all__ = ["PLACED", "rejoin"]


def rejoin(cursor: duckdb.DuckDBPyConnection) -> None:
    """Join the answers of all surveys to the log as it is now; to be called after its events were laid anew.

    Parameters
    ----------
    cursor : connection
        Inside a transaction of the caller's.
    """
    cursor.execute(
        """DELETE FROM answer WHERE score IN (
               SELECT id FROM score WHERE name IN (SELECT name FROM survey_score))"""
    )
    cursor.execute(
        """
        DELETE FROM score WHERE name IN (SELECT name FROM survey_score)
            AND name NOT IN (SELECT score FROM survey_answer)
        """
    )
    cursor.execute("DELETE FROM survey_score WHERE name NOT IN (SELECT score FROM survey_answer)")
    cursor.execute(
        """
        INSERT INTO score
        SELECT (SELECT coalesce(max(id), -1) FROM score) + row_number() OVER (ORDER BY name), name
        FROM survey_score WHERE name NOT IN (SELECT name FROM score)
        """
    )
    cursor.execute(
        f"""
        INSERT INTO answer
        WITH placed AS ({PLACED})
        SELECT p.journey, p.position, s.id, p.value FROM placed p JOIN score s ON s.name = p.score
        WHERE p.fate = 'joined'
        """
    )
    _comments(cursor)


# Every kept answer of the surveys of touchpoints with the touchpoint it joins, or why it does not.
PLACED = """
    WITH given AS (
        SELECT a.*, s.window_s FROM survey_answer a JOIN survey s ON s.id = a.survey WHERE NOT s.relationship
    ), known AS (
        SELECT DISTINCT customer FROM journey WHERE customer IN (SELECT customer FROM given)
    ), came AS (
        -- Of touchpoints in one moment the last.
        SELECT j.customer, e.time, max({'journey': e.journey, 'position': e.position}) AS place
        FROM event e JOIN journey j ON j.id = e.journey WHERE j.customer IN (SELECT customer FROM given)
        GROUP BY j.customer, e.time
    ), met AS (
        SELECT g.*, c.time AS came, c.place.journey AS journey, c.place.position AS position
        FROM given g ASOF LEFT JOIN came c ON c.customer = g.customer AND g.time >= c.time
    ), judged AS (
        SELECT m.*, CASE WHEN k.customer IS NULL THEN 'unknown customer' WHEN m.came IS NULL THEN 'before first contact'
                         WHEN date_diff('microsecond', m.came, m.time) > m.window_s * 1e6 THEN 'too late'
                         ELSE 'joined' END AS reason
        FROM met m LEFT JOIN known k ON k.customer = m.customer
    )
    SELECT *, CASE WHEN reason = 'joined' AND row_number() OVER (
                  PARTITION BY score, reason, journey, position ORDER BY time DESC, survey DESC, row DESC) > 1
              THEN 'superseded' ELSE reason END AS fate
    FROM judged"""


def _comments(cursor: duckdb.DuckDBPyConnection) -> None:
    """Comments of answers stand at their touchpoint, where it has none of its own."""
    if not cursor.execute("SELECT 1 FROM survey_answer WHERE comment IS NOT NULL LIMIT 1").fetchall():
        return
    columns = {
        name
        for (name,) in cursor.execute(
            """SELECT column_name FROM duckdb_columns()
               WHERE table_name = 'event_detail' AND database_name = current_database()"""
        ).fetchall()
    }
    if not columns:
        cursor.execute("CREATE TABLE event_detail (journey INTEGER, position INTEGER, comment VARCHAR)")
    elif "comment" not in columns:
        cursor.execute("ALTER TABLE event_detail ADD COLUMN comment VARCHAR")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE survey_said AS
        WITH placed AS ({PLACED})
        SELECT journey, position, arg_max(comment, (time, row)) AS comment FROM placed
        WHERE fate = 'joined' AND comment IS NOT NULL GROUP BY journey, position
        """
    )
    cursor.execute(
        """
        UPDATE event_detail d SET comment = s.comment FROM survey_said s
        WHERE d.journey = s.journey AND d.position = s.position AND d.comment IS NULL
        """
    )
    cursor.execute(
        """
        INSERT INTO event_detail BY NAME
        SELECT journey, position, comment FROM survey_said ANTI JOIN event_detail USING (journey, position)
        """
    )
    cursor.execute("DROP TABLE survey_said")
