"""Answers to scores, by group: the figure of each score, who answered, and how those who did fare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journey.analyses.interval import wilson
from journey.analyses.metric_groups import Groups
from journey.analyses.scores import Counts, boxes, figure, mean
from journey.model import Interval
from journey.store.score_declarations import Declaration
from journey.store.selection import Selection

__all__ = ["Reached", "ScoreFigure", "answers", "outside", "placed"]

BLANK = Interval(None, None, None, 0)


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
    selection: Selection, groups: Groups, scores: Iterable[Declaration], reached: dict[int, Reached]
) -> dict[int, tuple[ScoreFigure, ...]]:
    """Group -> a figure for each score, in their order.

    Parameters
    ----------
    reached : dict of int to Reached
        The groups that there are.
    """
    found: dict[int, list[ScoreFigure]] = {group: [] for group in reached}
    for score in scores:
        if score.relationship:
            continue
        counted = _counted(selection, groups, score)
        asked = _asked(selection, groups, score)
        for group, of in found.items():
            counts, mature, converted = counted.get(group, (Counts(0, 0, 0, None, None), 0, 0))
            here = reached[group]
            of.append(
                ScoreFigure(
                    score=score,
                    counts=counts,
                    figure=figure(score.method, counts),
                    mean=mean(counts),
                    bad=wilson(counts.bad, counts.n),
                    response=wilson(*asked[group]) if group in asked else BLANK,
                    answers_per_journey=counts.n / here.journeys if here.journeys else None,
                    answered=wilson(converted, mature) if selection.has_goal else BLANK,
                    others=wilson(here.converted - converted, here.mature - mature) if selection.has_goal else BLANK,
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


def placed(selection: Selection, groups: Groups, events: str) -> str:
    """SQL that gives every row of `events` (journey, position, ...) of journeys in scope its group, as `place`."""
    journeys = f"JOIN {selection.journeys} k ON k.id = x.journey"
    if groups.of_journeys:
        return f"""SELECT x.*, k.mature, k.converted, m.place FROM {events} x {journeys}
            JOIN {groups.members} m ON m.id = x.journey"""
    if groups.kind == "event":
        detail = "JOIN event_detail d ON d.journey = x.journey AND d.position = x.position"
        return f"SELECT x.*, k.mature, k.converted, {groups.column} AS place FROM {events} x {journeys} {detail}"
    # A folded visit holds every answer up to the next one.
    return f"""SELECT x.*, k.mature, k.converted, e.node AS place FROM {events} x {journeys}
        JOIN {selection.linked} e ON e.journey = x.journey AND e.position <= x.position AND x.position < e.until"""


def _counted(selection: Selection, groups: Groups, score: Declaration) -> dict[int, tuple[Counts, int, int]]:
    bounds = boxes(score)
    given = """(
        SELECT a.journey, a.position, a.value FROM answer a JOIN score s ON s.id = a.score
        WHERE s.name = $score AND a.value BETWEEN $low AND $high)"""
    rows = selection.cursor.execute(
        f"""
        WITH placed AS ({placed(selection, groups, given)})
        SELECT place, count(*), count(*) FILTER (value BETWEEN $good_from AND $good_to),
               count(*) FILTER (value BETWEEN $bad_from AND $bad_to), avg(value), stddev_samp(value),
               count(DISTINCT journey) FILTER (mature),
               count(DISTINCT journey) FILTER (mature AND converted)
        FROM placed WHERE place >= 0 GROUP BY place
        """,
        {
            "score": score.score, "low": score.low, "high": score.high, "good_from": bounds.good[0],
            "good_to": bounds.good[1], "bad_from": bounds.bad[0], "bad_to": bounds.bad[1],
            **groups.bound,
        },
    ).fetchall()  # fmt: skip
    return {
        place: (Counts(n, good, bad, average, deviation), *journeys)
        for place, n, good, bad, average, deviation, *journeys in rows
    }


def _asked(selection: Selection, groups: Groups, score: Declaration) -> dict[int, tuple[int, int]]:
    """Group -> journeys that answered after their invitation, and all that were invited there."""
    if score.invitation is None:
        return {}
    invited = """(
        SELECT e.journey, e.position FROM event e JOIN touchpoint t ON t.id = e.node
        WHERE t.name = $invitation AND e.first_visit)"""
    rows = selection.cursor.execute(
        f"""
        WITH placed AS ({placed(selection, groups, invited)}), given AS (
            SELECT a.journey, max(a.position) AS position FROM answer a JOIN score s ON s.id = a.score
            WHERE s.name = $score GROUP BY a.journey
        )
        SELECT p.place, count(g.journey), count(*) FROM placed p
        LEFT JOIN given g ON g.journey = p.journey AND g.position > p.position
        WHERE p.place >= 0 GROUP BY p.place
        """,
        {"invitation": score.invitation, "score": score.score,
         **groups.bound},
    ).fetchall()  # fmt: skip
    return {place: (answered, asked) for place, answered, asked in rows}
