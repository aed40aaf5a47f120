"""Attaching: which journey a row belongs to that names its customer only."""

from __future__ import annotations

import duckdb

__all__ = ["attach"]


def attach(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table `parsed` from `joined`, every row with its entity.

    A row without one joins the journey of its customer that was running then: the last one that started at or before
    it, else the first after it. What makes a start are the rows that name their journey, so the order in which sources
    came does not matter. A customer whom no such row names has one journey, under the customer's own id; where that is
    the id of somebody else's journey, with a plus behind it.

    Examples
    --------
    >>> connection = duckdb.connect()
    >>> _made = connection.execute('''CREATE TEMP TABLE joined AS SELECT * FROM (VALUES
    ...     (1, 0, 'J1', 'ann', TIMESTAMP '2026-01-05'), (1, 1, 'J2', 'ann', TIMESTAMP '2026-02-05'),
    ...     (2, 0, NULL, 'ann', TIMESTAMP '2026-01-01'), (2, 1, NULL, 'ann', TIMESTAMP '2026-02-05'),
    ...     (2, 2, NULL, 'bob', TIMESTAMP '2026-01-09')) t(source, row, entity, customer, time)''')
    >>> attach(connection)
    >>> connection.execute("SELECT entity FROM parsed WHERE source = 2 ORDER BY row").fetchall()
    [('J1',), ('J2',), ('bob',)]
    """
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE base AS
        -- The first source that names the customer of a journey is right.
        SELECT entity AS key, coalesce(arg_min(customer, (source, row)), entity) AS customer, min(time) AS started
        FROM joined WHERE entity IS NOT NULL GROUP BY entity
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE parsed AS
        WITH running AS (
            SELECT customer, started, min(key) AS key FROM base GROUP BY customer, started
        ), first_one AS (
            SELECT customer, arg_min(key, (started, key)) AS key FROM base GROUP BY customer
        ), open_row AS (
            SELECT * FROM joined WHERE entity IS NULL
        ), attached AS (
            SELECT o.* REPLACE (
                coalesce(r.key, f.key, o.customer || CASE WHEN b.key IS NULL THEN '' ELSE '+' END) AS entity
            )
            FROM open_row o
            ASOF LEFT JOIN running r ON o.customer = r.customer AND o.time >= r.started
            LEFT JOIN first_one f ON f.customer = o.customer
            LEFT JOIN base b ON b.key = o.customer
        )
        SELECT *, NULL::VARCHAR AS reason FROM (
            SELECT j.* REPLACE (b.customer AS customer), j.customer AS said_customer
            FROM joined j JOIN base b ON b.key = j.entity
            UNION ALL SELECT *, customer FROM attached
        ) ORDER BY source, row
        """
    )
    connection.execute("DROP TABLE base")
    connection.execute("DROP TABLE joined")
