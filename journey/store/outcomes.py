"""Judging journeys: completed, lost, dropped or open, by the definitions of the workspace."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from journey.errors import NoLog, WrongInput
from journey.model import Definitions, Outcome
from journey.text import _

__all__ = ["OUTCOMES", "UNDECIDED", "Judged", "judge", "no_log", "read_definitions"]

OUTCOMES = (Outcome.COMPLETED, Outcome.LOST, Outcome.DROPPED, Outcome.OPEN)
"""Position in this tuple is the number stored in `journey.outcome`."""

UNDECIDED = len(OUTCOMES)
"""Stored where the workspace has no goal: the outcome is blank."""

DAY_US = 86_400 * 1_000_000
# Beyond every position a journey can have: "never decided" compares as later than every event.
NEVER = 2_147_483_647


@dataclass(frozen=True)
class Judged:
    """The definitions as they were applied, every "auto" resolved.

    Attributes
    ----------
    timeout_s, horizon_s : float or None
        Seconds; None: never, or not known because no journey completes.
    observed_end : str
        ISO time.
    """

    goals: tuple[str, ...]
    lost: tuple[str, ...]
    timeout_s: float | None
    horizon_s: float | None
    observed_end: str


def no_log() -> NoLog:
    """What is said where there is no log that could be asked."""
    return NoLog(
        _("This workspace holds a board and no log yet."),
        _("Open its board, or import a log and bring the board to it."),
    )


def read_definitions(connection: duckdb.DuckDBPyConnection) -> tuple[Definitions, Judged]:
    """The definitions of a workspace as set by people, and as applied.

    Raises
    ------
    NoLog
        There is no log that they could be of.
    """
    rows = dict(connection.execute("SELECT key, value FROM definition").fetchall())
    if "asked" not in rows:
        raise no_log()
    asked, applied = json.loads(rows["asked"]), json.loads(rows["applied"])
    for values in (asked, applied):
        values["goals"], values["lost"] = tuple(values["goals"]), tuple(values["lost"])
    return Definitions(**asked), Judged(**applied)


def judge(
    cursor: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    *,
    gap_s: float | None = None,
    events: str = "event",
    journeys: str = "journey",
) -> Judged:
    """Write outcome, duration and maturity of every journey, as docs/definitions.md says.

    Parameters
    ----------
    cursor : connection
        Inside a transaction of the caller's.
    gap_s : float, optional
        The inactivity gap that makes the journeys: the timeout, where it is "auto".
    journeys : str
        Where the journeys stand that are judged; they end in the table `journey`.

    Raises
    ------
    WrongInput
        A goal or lost touchpoint that the log does not have, or one that is both.
    """
    goal_ids = _touchpoints(cursor, definitions.goals, _("goal"))
    lost_ids = _touchpoints(cursor, definitions.lost, _("lost"))
    both = set(definitions.goals) & set(definitions.lost)
    if both:
        raise WrongInput(
            _("{name} is given as goal and as lost.").format(name=sorted(both)[0]), _("Choose one of the two.")
        )
    end = _observed_end(cursor, definitions, goal_ids, events, journeys)
    _decide(cursor, goal_ids, lost_ids, events)
    timeout = _timeout(cursor, definitions, gap_s, events) if goal_ids else None
    horizon = _horizon(cursor, definitions, journeys) if goal_ids else None
    _write(cursor, end, timeout, horizon, has_goal=bool(goal_ids), events=events, journeys=journeys)
    judged = Judged(
        goals=definitions.goals,
        lost=definitions.lost,
        timeout_s=None if timeout is None else timeout / 1e6,
        horizon_s=None if horizon is None else horizon / 1e6,
        observed_end=end.isoformat(),
    )
    cursor.execute("DELETE FROM definition WHERE key IN ('asked', 'applied')")
    cursor.executemany(
        "INSERT INTO definition VALUES (?, ?)",
        [("asked", json.dumps(asdict(definitions))), ("applied", json.dumps(asdict(judged)))],
    )
    return judged


def _touchpoints(cursor: duckdb.DuckDBPyConnection, names: tuple[str, ...], what: str) -> list[int]:
    known = cursor.execute("SELECT name, id FROM touchpoint WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(names)])
    ids = dict(known.fetchall())
    for name in names:
        if name not in ids:
            first = [row[0] for row in cursor.execute("SELECT name FROM touchpoint ORDER BY name LIMIT 12").fetchall()]
            raise WrongInput(
                _("The log has no touchpoint {name} that could be {what}.").format(name=repr(name), what=what),
                _("Its touchpoints are: {names}.").format(names=", ".join(first)),
            )
    return [ids[name] for name in names]


def _observed_end(
    cursor: duckdb.DuckDBPyConnection, definitions: Definitions, goals: list[int], events: str, journeys: str
) -> datetime:
    if definitions.observed_end is not None:
        try:
            return datetime.fromisoformat(definitions.observed_end).replace(tzinfo=None)
        except ValueError as error:
            raise WrongInput(
                _("The observed end {text} is no date.").format(text=repr(definitions.observed_end)),
                _("Write it like 2026-03-14 or 2026-03-14T18:00."),
            ) from error
    end: datetime = cursor.execute(f"SELECT max(ended) FROM {journeys}").fetchall()[0][0]
    (sources,) = cursor.execute("SELECT count(DISTINCT name) FROM source_join").fetchall()[0]
    if sources < 2 or not goals:
        return end
    # Past the end of the shortest source that tells of success, nobody would know of one.
    (shortest,) = cursor.execute(
        f"""
        WITH source_end AS (
            SELECT s.name, max(e.time) AS ended, bool_or(e.node IN (SELECT unnest(?::INTEGER[]))) AS carries
            FROM {events} e JOIN source_join s ON s.source = e.source GROUP BY s.name
        )
        SELECT min(ended) FROM source_end WHERE carries
        """,
        [goals],
    ).fetchall()[0]
    return shortest or end


def _decide(cursor: duckdb.DuckDBPyConnection, goals: list[int], lost: list[int], events: str) -> None:
    # The first goal or lost touchpoint decides; nothing after it changes the outcome.
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE decision AS
        WITH deciding AS (
            SELECT journey, position, node, time FROM {events}
            WHERE node IN (SELECT unnest(?::INTEGER[])) AND first_visit
        )
        SELECT journey, min(position) AS position, arg_min(node, position) AS node, arg_min(time, position) AS time,
               arg_min(node, position) IN (SELECT unnest(?::INTEGER[])) AS completed
        FROM deciding GROUP BY journey
        """,
        [goals + lost, goals],
    )


def _timeout(
    cursor: duckdb.DuckDBPyConnection, definitions: Definitions, gap_s: float | None, events: str
) -> float | None:
    if definitions.timeout_s == "never":
        return None
    if definitions.timeout_s != "auto":
        if not definitions.timeout_s > 0:
            raise WrongInput(_("The timeout must be longer than nothing."), _("Write it like 14d, or never."))
        return definitions.timeout_s * 1e6
    if gap_s is not None:
        return gap_s * 1e6
    (found,) = cursor.execute(
        f"""
        WITH longest AS (
            SELECT max(e.wait) AS wait
            FROM {events} e JOIN decision d ON d.journey = e.journey AND d.completed AND e.position < d.position
            GROUP BY e.journey
        )
        SELECT quantile_cont(wait, 0.95) FROM longest
        """
    ).fetchall()[0]
    return max(float(found or 0.0), DAY_US)


def _horizon(cursor: duckdb.DuckDBPyConnection, definitions: Definitions, journeys: str) -> float | None:
    if definitions.horizon_s != "auto":
        if not definitions.horizon_s > 0:
            raise WrongInput(_("The horizon must be longer than nothing."), _("Write it like 30d, or auto."))
        return definitions.horizon_s * 1e6
    (found,) = cursor.execute(
        f"""
        SELECT quantile_cont(date_diff('microsecond', j.started, d.time), 0.95)
        FROM decision d JOIN {journeys} j ON j.id = d.journey WHERE d.completed
        """
    ).fetchall()[0]
    return None if found is None else float(found)


def _write(
    cursor: duckdb.DuckDBPyConnection,
    end: datetime,
    timeout: float | None,
    horizon: float | None,
    *,
    has_goal: bool,
    events: str,
    journeys: str,
) -> None:
    # A journey that has not had its horizon yet is not mature. Where nothing ever completes there is no
    # horizon, and every journey may be judged by what it is.
    # What people marked on the touchpoint goes before what the log says of the event.
    started = f"""SELECT e.journey, e.time, coalesce(t.by_company, e.by_company) AS by_company
        FROM {events} e JOIN touchpoint t ON t.id = e.node"""
    cursor.execute(
        f"""
        CREATE OR REPLACE TABLE journey AS
        WITH active AS (
            -- What the company starts does not break the customer's silence.
            SELECT journey, max(time) AS time FROM ({started}) WHERE $timeout IS NOT NULL AND NOT by_company
            AND journey IN (SELECT journey FROM ({started}) WHERE by_company) GROUP BY journey
        ), stood AS (
            SELECT j.*, d.position AS decided_at, d.time AS decided_time, d.completed,
                   coalesce(a.time, j.ended) AS active_time
            FROM {journeys} j LEFT JOIN decision d ON d.journey = j.id LEFT JOIN active a ON a.journey = j.id
        ), judged AS (
            SELECT *, CASE WHEN NOT $has_goal THEN 4 WHEN completed THEN 0 WHEN decided_at IS NOT NULL THEN 1
                           WHEN $timeout IS NOT NULL AND date_diff('microsecond', active_time, $end) > $timeout THEN 2
                           ELSE 3 END AS verdict
            FROM stood
        )
        SELECT id, key, customer, started, ended, events, variant, cut,
               CAST(verdict AS UTINYINT) AS outcome,
               CAST(coalesce(decided_at, {NEVER}) AS INTEGER) AS decided,
               CAST(CASE WHEN completed THEN decided_at ELSE {NEVER} END AS INTEGER) AS goal_position,
               CAST(CASE verdict WHEN 2 THEN events - 1 WHEN 1 THEN decided_at - 1 ELSE -1 END AS INTEGER)
                   AS exit_position,
               date_diff('microsecond', started, CASE WHEN verdict = 0 THEN decided_time ELSE ended END) AS duration,
               coalesce(date_diff('microsecond', started, $end) >= $horizon, $has_goal) AS mature,
               verdict = 0 AND date_diff('microsecond', started, decided_time) <= $horizon AS converted
        FROM judged ORDER BY id
        """,
        {"has_goal": has_goal, "timeout": timeout, "end": end, "horizon": horizon},
    )
    cursor.execute("DROP TABLE decision")
