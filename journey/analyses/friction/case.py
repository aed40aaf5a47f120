"""One friction looked at closely: its journeys, its twins, what people said, and what it goes with besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from journey.analyses.friction.moments import lay_moments
from journey.analyses.friction.parts import Kind, Place
from journey.analyses.friction.steps import lay_steps
from journey.analyses.friction.targets import targets_of
from journey.analyses.interval import mean_interval
from journey.analyses.twins import Twins, twins
from journey.errors import WrongInput
from journey.model import BLANK, Interval, Outcome
from journey.scope import Scope, Then
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Case", "Effort", "Example", "Quote", "case", "case_journeys", "scope_of"]

EXAMPLES = 50
QUOTES = 6
NEAR = 4
"""A comment belongs to a friction if it is one of the next so many events."""


@dataclass(frozen=True)
class Example:
    """An affected journey; `waited_s` is its wait at the moment."""

    key: str
    customer: str
    when: datetime
    waited_s: float | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Quote:
    """What an affected customer wrote, at or soon after the moment."""

    text: str
    touchpoint: str
    key: str
    when: datetime


@dataclass(frozen=True)
class Effort:
    """From the moment on, with and without the friction: means, raw (not adjusted), with their t intervals."""

    what: str
    affected: Interval
    others: Interval


@dataclass(frozen=True)
class Case:
    """All about one place.

    Attributes
    ----------
    target_s : float or None
        Target of the wait, for waits.
    lost_s : float or None
        For waits: seconds beyond the target, the mean of the journeys hit.
    extra : float or None
        For repeats: visits beyond the first, before their end, the mean of the journeys hit.
    examples : tuple of Example
        Those that did not complete first, the latest first.
    efforts : tuple of Effort
        ``time`` (seconds from the moment to the end), ``events``, ``contacts`` with a person, ``cost``; and by score
        the mean answer at or soon after it.
    """

    place: Place
    name: str
    target: str | None
    target_s: float | None
    journeys: int
    examples: tuple[Example, ...]
    twins: tuple[Twins, ...]
    quotes: tuple[Quote, ...]
    efforts: tuple[Effort, ...]
    lost_s: float | None = None
    extra: float | None = None


def case(
    workspace: Workspace, scope: Scope, kind: Kind, source: str, target: str | None = None, *, after: bool = False,
    attributes: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    """Look at one place closely.

    Parameters
    ----------
    source, target : str
        Names in the log.
    after : bool
        A contact repeated after the end (`recontact`).

    Raises
    ------
    WrongInput
        No such touchpoint in the log.
    """
    with select(workspace, scope) as selection:
        place = _lay(selection, kind, source, target, after, attributes)
        (journeys,) = selection.run("SELECT count(DISTINCT journey) FROM moment WHERE hit")[0]
        limit = targets_of(selection).get((place.source, place.target or -1)) if kind is Kind.WAIT else None
        return Case(
            place=place,
            name=source,
            target=target,
            target_s=limit,
            journeys=journeys,
            examples=_examples(selection),
            twins=twins(selection),
            quotes=_quotes(selection),
            efforts=(*_efforts(selection), *_answers(selection)),
            lost_s=None if limit is None else _lost(selection, limit),
            extra=_extra(selection, place) if kind is Kind.REPEAT else None,
        )


def _lost(selection: Selection, limit: float) -> float | None:
    lost: float | None = selection.run(
        f"""SELECT avg(e.wait / 1e6 - ?) FROM moment m
            JOIN {selection.linked} e ON e.journey = m.journey AND e.position = m.position WHERE m.hit""",
        [limit],
    )[0][0]
    return lost


def _extra(selection: Selection, place: Place) -> float | None:
    extra: float | None = selection.run(
        """WITH visits AS (
               SELECT journey, count(*) AS n FROM step
               WHERE node = ? AND before AND journey IN (SELECT journey FROM moment WHERE hit) GROUP BY journey)
           SELECT avg(n - 1) FROM visits""",
        [place.source],
    )[0][0]
    return extra


def case_journeys(
    workspace: Workspace, scope: Scope, kind: Kind, source: str, target: str | None = None, *, after: bool = False,
    attributes: tuple[str, ...] = (), top: int = 20_000,
) -> tuple[str, ...]:  # fmt: skip
    """Keys of the journeys that a friction hit: those its figures count, at most `top`, by key.

    Raises
    ------
    WrongInput
        No such touchpoint in the log.
    """
    with select(workspace, scope) as selection:
        _lay(selection, kind, source, target, after, attributes)
        rows = selection.run(
            """SELECT DISTINCT j.key FROM moment m JOIN journey j ON j.id = m.journey WHERE m.hit
               ORDER BY j.key LIMIT ?""",
            [top],
        )
    return tuple(key for (key,) in rows)


def _lay(
    selection: Selection, kind: Kind, source: str, target: str | None, after: bool, attributes: tuple[str, ...]
) -> Place:
    """Lay the steps and the moments of one place, told by its names."""
    steps = lay_steps(selection, attributes)
    number = {name: node for node, name in steps.names.items()}
    for name in (source, target):
        if name is not None and name not in number:
            raise WrongInput(_("This log has no touchpoint {name}.").format(name=repr(name)), _("Go back to the list."))
    place = Place(kind, number[source], None if target is None else number[target])
    lay_moments(selection, steps, place, after=after)
    return place


def scope_of(scope: Scope, kind: Kind, source: str, target: str | None, target_s: float | None = None) -> Scope:
    """The scope narrowed to journeys that meet the friction, mature or not: nearly, where its rule is finer.

    Examples
    --------
    >>> scope_of(Scope(), Kind.DETOUR, "Payment error", None).contains
    ('Payment error',)
    """
    there = Then(source, target or source, directly=target is not None)
    if kind is Kind.DETOUR:
        return replace(scope, contains=(*scope.contains, source))
    if kind is Kind.WAIT and target_s is not None:
        soon = Then(source, target or source, directly=True, within_s=target_s, never=True)
        return replace(scope, then=(*scope.then, there, soon))
    if kind is Kind.PING_PONG and target is not None:
        return replace(scope, then=(*scope.then, there, Then(target, source, directly=True)))
    if kind is Kind.ANSWER and target is not None:
        return replace(scope, contains=(*scope.contains, source), avoids=(*scope.avoids, target))
    if kind is Kind.CONTACT:
        return replace(scope, contains=(*scope.contains, source))
    return replace(scope, then=(*scope.then, there))


def _examples(selection: Selection) -> tuple[Example, ...]:
    rows = selection.run(
        f"""
        WITH met AS (SELECT journey, min(position) AS position FROM moment WHERE hit GROUP BY journey)
        SELECT j.key, j.customer, e.time, CASE WHEN e.next >= 0 THEN e.wait / 1e6 END, j.outcome
        FROM met m JOIN journey j ON j.id = m.journey
        JOIN {selection.linked} e ON e.journey = m.journey AND e.position = m.position
        ORDER BY j.outcome = 0, e.time DESC, j.key LIMIT {EXAMPLES}
        """
    )
    return tuple(
        Example(key, customer, when, waited, OUTCOMES[end] if end < len(OUTCOMES) else None)
        for key, customer, when, waited, end in rows
    )


def _quotes(selection: Selection) -> tuple[Quote, ...]:
    if not _has(selection, "event_detail"):
        return ()
    rows = selection.run(
        f"""
        WITH met AS (SELECT journey, min(position) AS position FROM moment WHERE hit GROUP BY journey),
        scale AS (SELECT score, min(value) AS least, max(value) AS most FROM answer GROUP BY score),
        said AS (
            SELECT d.comment, n.name, j.key, e.time, d.position - m.position AS after,
                   row_number() OVER (PARTITION BY d.comment ORDER BY d.journey) AS turn,
                   (SELECT min((a.value - c.least) / nullif(c.most - c.least, 0))
                    FROM answer a JOIN scale c USING (score)
                    WHERE a.journey = d.journey AND a.position = d.position) AS feeling
            FROM met m JOIN event_detail d ON d.journey = m.journey AND d.position > m.position
              AND d.position <= m.position + {NEAR} AND d.comment IS NOT NULL
            JOIN {selection.linked} e ON e.journey = d.journey AND e.position = d.position
            JOIN {selection.nodes} n ON n.id = e.node JOIN journey j ON j.id = d.journey
        )
        SELECT comment, name, key, time FROM said WHERE turn = 1
        ORDER BY feeling NULLS LAST, after, length(comment) DESC, key LIMIT {QUOTES}
        """
    )
    return tuple(Quote(*row) for row in rows)


def _efforts(selection: Selection) -> tuple[Effort, ...]:
    """Time, events, contacts and cost from the moment to the end of the log or the goal."""
    columns = {
        "time": "max(date_diff('microsecond', m.time, e.time)) / 1e6",
        "events": "count(*)::DOUBLE",
        "contacts": "count(*) FILTER (s.contact)::DOUBLE",
        "cost": "sum(e.cost)",
    }
    select_all = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    figures = ", ".join(f"count({c}), avg({c}), coalesce(stddev_samp({c}), 0)" for c in columns)
    rows = selection.run(
        f"""
        WITH first_time AS (SELECT journey, min(position) AS position, min(time) AS time, bool_or(hit) AS hit
                            FROM moment GROUP BY journey),
        on_from_there AS (
            SELECT m.journey, m.hit, {select_all}
            FROM first_time m JOIN journey j ON j.id = m.journey
            JOIN {selection.linked} e ON e.journey = m.journey AND e.position > m.position
              AND (e.position <= j.goal_position OR m.position > j.goal_position)
            LEFT JOIN step s ON s.journey = e.journey AND s.position = e.position GROUP BY m.journey, m.hit
        )
        SELECT hit, {figures} FROM on_from_there GROUP BY hit ORDER BY hit
        """
    )
    found: dict[bool, list[Interval]] = {True: [], False: []}
    for hit, *values in rows:
        for i in range(0, len(values), 3):
            n, mean, deviation = values[i : i + 3]
            found[hit].append(mean_interval(mean or 0.0, deviation, n))
    return tuple(
        Effort(what, found[True][i] if found[True] else BLANK, found[False][i] if found[False] else BLANK)
        for i, what in enumerate(columns)
    )


def _answers(selection: Selection) -> tuple[Effort, ...]:
    """Mean answers at or soon after the moment, by score: evidence, never ranked."""
    rows = selection.run(
        f"""
        WITH first_time AS (SELECT journey, min(position) AS position, bool_or(hit) AS hit FROM moment GROUP BY journey)
        SELECT s.name, m.hit, count(*), avg(a.value), coalesce(stddev_samp(a.value), 0)
        FROM first_time m JOIN answer a ON a.journey = m.journey AND a.position >= m.position
          AND a.position <= m.position + {NEAR}
        JOIN score s ON s.id = a.score GROUP BY s.id, s.name, m.hit ORDER BY s.id, m.hit
        """
    )
    found: dict[str, dict[bool, Interval]] = {}
    for name, hit, n, mean, deviation in rows:
        found.setdefault(name, {})[hit] = mean_interval(mean, deviation, n)
    return tuple(Effort(name, of.get(True, BLANK), of.get(False, BLANK)) for name, of in found.items() if True in of)


def _has(selection: Selection, table: str) -> bool:
    return bool(selection.run("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]))
