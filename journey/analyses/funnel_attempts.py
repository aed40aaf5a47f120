"""Journeys followed along the steps of a funnel: one row for every entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from difflib import get_close_matches
from itertools import pairwise

from journey.analyses.funnel_question import Funnel
from journey.errors import WrongInput
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection
from journey.text import _

__all__ = ["LAST", "follow", "node_ids"]

LAST = 2_147_483_647
"""Beyond every position: nothing bounds the entry."""


def follow(selection: Selection, funnel: Funnel) -> None:
    """Make the temporary tables `attempt`, one row for every entry into the funnel, and `hit`, the events of its steps.

    Columns of `attempt`: journey; time (of the entry); judged (it had its whole window before the observed end);
    excluded; reached (the furthest step that need not be skipped, from 0); position (of its event there); and for every
    step k its p<k> (position of the event) and d<k> (microseconds since the entry), NULL where it was not reached.

    Raises
    ------
    WrongInput
        A step or exclusion that the log does not have at this level.
    """
    nodes = [(node, k) for k, step in enumerate(funnel.steps) for node in node_ids(selection, step)]
    _asked, applied = read_definitions(selection.cursor)
    window = timedelta(seconds=min(funnel.window_s, 200 * 365 * 86_400))
    last_start = datetime.fromisoformat(applied.observed_end).replace(tzinfo=None) - window
    required = [k for k in range(len(funnel.steps)) if k not in funnel.optional]
    steps = ",\n".join(_SHAPES[funnel.order](funnel, required))
    columns = ", ".join(f"s{k}.position AS p{k}, date_diff('microsecond', a.time, s{k}.time) AS d{k}"
                        for k in range(len(funnel.steps)))  # fmt: skip
    joins = "\n".join(f"LEFT JOIN step_{k} s{k} ON s{k}.attempt = a.attempt" for k in range(len(funnel.steps)))
    reached = " ".join(f"WHEN s{k}.attempt IS NOT NULL THEN {k}" for k in reversed(required))
    position = ", ".join(f"s{k}.position" for k in reversed(required))
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE hit AS
        WITH wanted AS (SELECT unnest($nodes::INTEGER[]) AS node, unnest($steps::INTEGER[]) AS step)
        SELECT e.journey, e.position, e.time, e.until, w.step
        FROM {selection.events} e JOIN wanted w ON w.node = e.node
        """,
        {"nodes": [node for node, _k in nodes], "steps": [k for _node, k in nodes]},
    )
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE attempt AS
        WITH entered AS (
            {_ENTRIES[funnel.entry]}
        ), begun AS MATERIALIZED (
            SELECT journey * {LAST + 1}::BIGINT + position AS attempt, *,
                   time + to_microseconds($window) AS deadline, time <= $last_start AS judged
            FROM entered
        ), {steps}
        SELECT a.attempt, a.journey, a.position AS entry, a.time, a.deadline, a.bound, a.judged, false AS excluded,
               CASE {reached} END AS reached, coalesce({position}) AS position, {columns}
        FROM begun a
        {joins}
        """,
        {"window": window // timedelta(microseconds=1), "last_start": last_start},
    )
    if funnel.exclude:
        selection.cursor.execute(
            f"""
            WITH forbidden AS (
                SELECT journey, position, time FROM {selection.events} WHERE node IN (SELECT unnest($1::INTEGER[]))
            ), ruled_out AS (
                SELECT a.attempt FROM attempt a
                JOIN forbidden e ON e.journey = a.journey AND e.position > a.entry AND e.position < a.bound
                 AND e.time <= a.deadline AND e.position < coalesce(a.p{required[-1]}, {LAST})
            )
            UPDATE attempt SET excluded = true WHERE attempt IN (SELECT attempt FROM ruled_out)
            """,
            [node_ids(selection, funnel.exclude)],
        )


_ENTRIES = {
    "first": f"""
            SELECT journey, min(position) AS position, min(time) AS time,
                   arg_min(until, position) AS until, -1 AS since, {LAST} AS bound
            FROM hit WHERE step = 0 GROUP BY journey""",
    # An entry lasts until the next one: what follows belongs to the later of the two.
    "every": f"""
            SELECT journey, position, time, until,
                   lag(position, 1, -1) OVER (PARTITION BY journey ORDER BY position) AS since,
                   lead(position, 1, {LAST}) OVER (PARTITION BY journey ORDER BY position) AS bound
            FROM hit WHERE step = 0""",
}

_FIRST = "step_0 AS (SELECT attempt, position, time, until FROM begun)"


def _sequential(funnel: Funnel, required: list[int]) -> list[str]:
    parts = [_FIRST]
    for before, step in pairwise(required):
        parts.append(_next_hit(step, f"step_{before} p", "p.position", f"{LAST}"))
        at = "p.position"
        joins = ""
        for skipped in range(before + 1, step):
            # What may be skipped counts where it is done before the step that follows it.
            source = f"step_{before} p LEFT JOIN step_{step} f ON f.attempt = p.attempt {joins}"
            parts.append(_next_hit(skipped, source, at, f"coalesce(f.position, {LAST})"))
            joins += f" LEFT JOIN step_{skipped} o{skipped} ON o{skipped}.attempt = p.attempt"
            at = f"coalesce(o{skipped}.position, {at})"
    return parts


def _next_hit(step: int, source: str, after: str, before: str) -> str:
    return f"""step_{step} AS (
            SELECT p.attempt, min(h.position) AS position, min(h.time) AS time
            FROM {source} JOIN begun a ON a.attempt = p.attempt
            JOIN hit h ON h.journey = a.journey AND h.step = {step} AND h.position > {after} AND h.position < {before}
             AND h.position < a.bound AND h.time <= a.deadline
            GROUP BY p.attempt
        )"""


def _strict(funnel: Funnel, required: list[int]) -> list[str]:
    # `at_k` is where the journey stands once step k is done, or was skipped.
    parts = [_FIRST, "at_0 AS (SELECT * FROM step_0)"]
    for step in range(1, len(funnel.steps)):
        parts.append(f"""step_{step} AS (
            SELECT p.attempt, h.position, h.time, h.until
            FROM at_{step - 1} p JOIN begun a ON a.attempt = p.attempt
            JOIN hit h ON h.journey = a.journey AND h.position = p.until AND h.step = {step}
            WHERE h.time <= a.deadline AND h.position < a.bound
        )""")
        stay = (
            "" if step in required else f"UNION ALL SELECT * FROM at_{step - 1} p ANTI JOIN step_{step} USING (attempt)"
        )
        parts.append(f"at_{step} AS (SELECT * FROM step_{step} {stay})")
    return parts


def _any(funnel: Funnel, required: list[int]) -> list[str]:
    parts = [_FIRST]
    for step in range(1, len(funnel.steps)):
        before = max(k for k in required if k < step)
        parts.append(f"""step_{step} AS (
            SELECT p.attempt, greatest(any_value(p.position), CASE WHEN bool_or(h.position < a.position)
                       THEN any_value(a.position) ELSE min(h.position) END) AS position,
                   greatest(any_value(p.time), CASE WHEN bool_or(h.position < a.position)
                       THEN any_value(a.time) ELSE min(h.time) END) AS time
            FROM step_{before} p JOIN begun a ON a.attempt = p.attempt
            JOIN hit h ON h.journey = a.journey AND h.step = {step} AND h.position > a.since AND h.position < a.bound
             AND h.time <= a.deadline AND h.time >= a.time - to_microseconds($window)
            GROUP BY p.attempt
        )""")
    return parts


_SHAPES = {"sequential": _sequential, "strict": _strict, "any": _any}


def node_ids(selection: Selection, names: tuple[str, ...]) -> list[int]:
    """Ids of touchpoints at the level of the scope, in the order of their names.

    Raises
    ------
    WrongInput
        The log has none of that name at this level.
    """
    if not names:
        return []
    known = dict(selection.run(f"SELECT name, id FROM {selection.nodes} ORDER BY name"))
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)[:12]
            raise WrongInput(
                _("This log has no touchpoint {name}.").format(name=repr(name)),
                _("Near it are: {names}.").format(names=", ".join(near)),
            )
    return [known[name] for name in names]
