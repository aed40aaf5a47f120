"""Answers to scores, by group: the figure of each score, who answered, and how those who did fare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.analyses.again import NEVER, Again, clustered_share, of_a_share
from journey.analyses.interval import wilson
from journey.analyses.metric_groups import Groups
from journey.analyses.scores import (
    ANSWERS_AGAIN,
    NOBODY,
    OF_ANSWERS,
    AnswersAgain,
    Counts,
    bad_share,
    boxes,
    figure,
    mean,
)
from journey.model import BLANK, Interval
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["Reached", "ScoreFigure", "answers", "outside", "placed"]


@dataclass(frozen=True)
class ScoreFigure:
    """One score in one group.

    Attributes
    ----------
    counts : Counts
        Of the answers inside the scale.
    score : Declaration
    figure : Interval
        By the method of the score; n counts answers.
    mean : Interval
        Of the answers, in the units of their scale.
    bad : Interval
        Share of detractors, or of answers in the bottom two boxes.
    response : Interval
        Journeys with an answer / journeys with an invitation; blank where the log has no invitations.
    answers_per_journey : float or None
        Answers / journeys of the group.
    answered, others : Interval
        Conversion of the mature journeys that answered here, and of those that came here and did not.
    """

    score: Declaration
    counts: Counts
    figure: Interval
    mean: Interval
    bad: Interval
    response: Interval
    answers_per_journey: float | None
    answered: Interval
    others: Interval


@dataclass(frozen=True)
class Reached:
    """Journeys of a group: all, the mature ones, and those of them that reach the goal in time."""

    journeys: int
    mature: int
    converted: int


def answers(
    workspace: Workspace,
    selection: Selection,
    groups: Groups,
    scores: Iterable[Declaration],
    reached: dict[int, Reached],
    who: str,
) -> dict[int, tuple[ScoreFigure, ...]]:
    """Group -> a figure for each score, in their order.

    Parameters
    ----------
    reached : dict of int to Reached
        The groups that there are.
    who : str
        The relation `again.whose`.
    """
    found: dict[int, list[ScoreFigure]] = {group: [] for group in reached}
    asked_for = [score for score in scores if not score.relationship]
    if not asked_for:
        return dict.fromkeys(reached, ())
    with _given(workspace, selection, groups, asked_for) as relation:
        every = _counted(workspace, selection, relation, who)
    has_goal = selection.has_goal
    for score in asked_for:
        counted = every.get(score.score, {})
        asked = _asked(workspace, selection, groups, score, who)
        for group, of in found.items():
            counts, mature, converted = counted.get(group, (Counts(0, 0, 0, None, None), 0, 0))
            here = reached[group]
            of.append(
                ScoreFigure(
                    score=score,
                    counts=counts,
                    figure=figure(score.method, counts),
                    mean=mean(counts),
                    bad=bad_share(counts),
                    response=asked.get(group, BLANK),
                    answers_per_journey=counts.n / here.journeys if here.journeys else None,
                    answered=wilson(converted, mature) if has_goal else BLANK,
                    others=wilson(here.converted - converted, here.mature - mature) if has_goal else BLANK,
                )
            )
    return {group: tuple(of) for group, of in found.items()}


def outside(selection: Selection, score: Declaration) -> int:
    """Answers in scope that lie outside the declared scale: they count nowhere."""
    (n,) = selection.run(
        f"""SELECT count(*) FROM answer a JOIN score s ON s.id = a.score JOIN {selection.journeys} j ON j.id = a.journey
            WHERE s.name = ? AND NOT a.value BETWEEN ? AND ?""",
        [score.score, score.low, score.high],
    )[0]
    return int(n)


def placed(selection: Selection, groups: Groups, events: str, journeys: str | None = None) -> str:
    """SQL that gives every row of `events` (journey, position, ...) of journeys in scope its group, as `place`."""
    known = f"JOIN {journeys or selection.journeys} k ON k.id = x.journey"
    if groups.of_journeys:
        return f"""SELECT x.*, k.mature, k.converted, m.place FROM {events} x {known}
            JOIN {groups.members} m ON m.id = x.journey"""
    if groups.kind == "event":
        detail = "JOIN event_detail d ON d.journey = x.journey AND d.position = x.position"
        return f"SELECT x.*, k.mature, k.converted, {groups.column} AS place FROM {events} x {known} {detail}"
    # A folded visit holds every answer up to the next one.
    return f"""SELECT x.*, k.mature, k.converted, e.node AS place FROM {events} x {known}
        JOIN {selection.linked} e ON e.journey = x.journey AND e.position <= x.position AND x.position < e.until"""


@contextmanager
def _given(workspace: Workspace, selection: Selection, groups: Groups, scores: list[Declaration]) -> Iterator[str]:
    """The relation (journey, score, value, good, bad, mature, converted, place) of all answers on their scale.

    `score` is the id of the score. `mature` and `converted` stand on the first answer of a journey to a score in a
    group alone, so that they count journeys. It is made once for a state of the log.
    """
    every = f"""
        WITH bound(name, low, high, good_from, good_to, bad_from, bad_to) AS (
            VALUES {_marks(len(scores))}
        ), fitting AS (
            SELECT a.journey, a.position, a.score, a.value,
                   a.value BETWEEN b.good_from AND b.good_to AS good, a.value BETWEEN b.bad_from AND b.bad_to AS bad
            FROM answer a JOIN score s ON s.id = a.score
            JOIN bound b ON b.name = s.name AND a.value BETWEEN b.low AND b.high
        ), placed AS ({placed(selection, groups, "fitting", "journey")}), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY journey, place, score ORDER BY position) = 1 AS first
            FROM placed WHERE place >= 0
        )
        SELECT journey, score, value, good, bad, place, first AND mature AS mature,
               first AND mature AND converted AS converted
        FROM ranked"""
    bound = _bounds(scores)

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(f"CREATE TABLE {name} AS {every} ORDER BY journey", bound | groups.bound)

    # The linked events say which touchpoints are hidden.
    names = [score.score for score in scores]
    key = f"{workspace.version} {groups.by} {selection.linked} {names}"
    with workspace.relations.pinned("given", key, selection.cursor, make) as name:
        yield name


def _marks(scores: int) -> str:
    return ", ".join("(" + ", ".join(f"$b{row}_{column}" for column in range(7)) + ")" for row in range(scores))


def _bounds(scores: list[Declaration]) -> dict[str, Any]:
    rows = [(score.score, score.low, score.high, *boxes(score).good, *boxes(score).bad) for score in scores]
    return {f"b{row}_{column}": value for row, values in enumerate(rows) for column, value in enumerate(values)}


def _counted(
    workspace: Workspace, selection: Selection, relation: str, who: str
) -> dict[str, dict[int, tuple[Counts, int, int]]]:
    """Score -> group -> the counts of its answers, and how many mature journeys gave some, and converted."""
    only = selection.only("g.journey")
    rows = selection.run(
        f"""
        SELECT g.score, g.place, count(*), sum(CAST(g.good AS TINYINT)), sum(CAST(g.bad AS TINYINT)), avg(g.value),
               stddev_samp(g.value), sum(CAST(g.mature AS TINYINT)), sum(CAST(g.converted AS TINYINT))
        FROM {relation} g {only} GROUP BY g.score, g.place
        """
    )
    with _several(workspace, selection, relation) as alone:
        several = selection.run(
            f"""
            WITH per AS (
                SELECT g.score, g.place, g.m, g.g, g.b, g.v, g.vv FROM {alone} g {only}
                WHERE g.journey NOT IN (SELECT journey FROM {who})
                UNION ALL
                SELECT g.score, g.place, {OF_ANSWERS} FROM {relation} g JOIN {who} w ON w.journey = g.journey {only}
                GROUP BY g.score, g.place, w.who HAVING count(*) > 1
            )
            SELECT score, place, {ANSWERS_AGAIN} FROM per GROUP BY score, place
            """
        )
    again = {(score, place): AnswersAgain.of(*sums) for score, place, *sums in several}
    names = dict(selection.run("SELECT id, name FROM score"))
    found: dict[str, dict[int, tuple[Counts, int, int]]] = {}
    for score, place, n, good, bad, average, deviation, mature, converted in rows:
        counts = Counts(n, int(good), int(bad), average, deviation, again.get((score, place), NOBODY))
        found.setdefault(names[score], {})[place] = (counts, int(mature), int(converted))
    return found


@contextmanager
def _several(workspace: Workspace, selection: Selection, relation: str) -> Iterator[str]:
    """The relation (journey, score, place, m, g, b, v, vv) of journeys with several answers there (`OF_ANSWERS`).

    A scope selects whole journeys, so that they are told once; a single answer adds nothing to `AnswersAgain`.
    """

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(
            f"""CREATE TABLE {name} AS
                SELECT journey, score, place, {OF_ANSWERS} FROM {relation}
                GROUP BY journey, score, place HAVING count(*) > 1 ORDER BY journey"""
        )

    with workspace.relations.pinned("again", f"answers {relation}", selection.cursor, make) as name:
        yield name


def _asked(
    workspace: Workspace, selection: Selection, groups: Groups, score: Declaration, who: str
) -> dict[int, Interval]:
    """Group -> of the journeys that were invited there, those that answered after their invitation."""
    if score.invitation is None:
        return {}
    only = selection.only("i.journey")
    with _invited(workspace, selection, groups, score) as relation:
        rows = selection.run(
            f"SELECT i.place, sum(CAST(i.answered AS INTEGER)), count(*) FROM {relation} i {only} GROUP BY i.place"
        )
        # A journey is invited there once, so that only customers who come again tell less than as many others.
        several = selection.run(
            f"""
            WITH per AS (
                SELECT i.place, count(*) AS m, count(*) FILTER (i.answered) AS x
                FROM {relation} i JOIN {who} w ON w.journey = i.journey {only} GROUP BY i.place, w.who
            )
            SELECT place, {of_a_share()} FROM per GROUP BY place
            """
        )
    again = {place: Again.of(*sums) for place, *sums in several}
    return {place: clustered_share(int(x), int(n), again.get(place, NEVER)) for place, x, n in rows}


@contextmanager
def _invited(workspace: Workspace, selection: Selection, groups: Groups, score: Declaration) -> Iterator[str]:
    """The relation (journey, place, answered) of all journeys that were invited to a score, made once for a state of
    the log."""
    invited = """(
        SELECT e.journey, e.position FROM event e JOIN touchpoint t ON t.id = e.node
        WHERE t.name = $invitation AND e.first_visit)"""

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(
            f"""
            CREATE TABLE {name} AS
            WITH placed AS ({placed(selection, groups, invited, "journey")}), given AS (
                SELECT a.journey, max(a.position) AS position FROM answer a JOIN score s ON s.id = a.score
                WHERE s.name = $score GROUP BY a.journey
            )
            SELECT p.journey, p.place, coalesce(g.position > p.position, false) AS answered
            FROM placed p LEFT JOIN given g ON g.journey = p.journey WHERE p.place >= 0 ORDER BY p.journey
            """,
            {"invitation": score.invitation, "score": score.score, **groups.bound},
        )

    key = f"{workspace.version} {groups.by} {selection.linked} {score.score!r} {score.invitation!r}"
    with workspace.relations.pinned("asked", key, selection.cursor, make) as name:
        yield name
