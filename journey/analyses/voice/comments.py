"""Comments of the journeys in scope: where they were made, with which answer, and how content they are by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from journey.analyses.scores import boxes
from journey.model import Level
from journey.scope import Scope
from journey.store.score_declarations import Declaration, declarations
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Comment", "Tone", "comments", "every_nth", "has_comments", "tone_of"]


class Tone(StrEnum):
    """How content an answer is, by the boxes of its scale."""

    CRITICAL = "critical"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Comment:
    """Words at one event.

    Attributes
    ----------
    journey, position : int
        The event; the journey by its number.
    key, customer : str
        The journey by its key, and whose.
    stage : str or None
        Of the event, as on the board; None where the log has no stages or the touchpoint is in none.
    scores : tuple of (str, float)
        Answers given at the same event.
    feeling : float or None
        Their mean on the scale from -2 to +2; None without an answer.
    tone : Tone or None
        What the answers are: None where there is none, or they are in the middle or disagree.
    """

    journey: int
    position: int
    key: str
    customer: str
    touchpoint: str
    stage: str | None
    channel: str | None
    time: datetime
    text: str
    scores: tuple[tuple[str, float], ...]
    feeling: float | None
    tone: Tone | None


MOST = 200_000
"""Comments that are read; of more, every second, third ... one."""


def every_nth(workspace: Workspace) -> int:
    """1 where all comments of the workspace are read, 2 where every second is, and so on."""
    (n,) = workspace.one("SELECT count(comment) FROM event_detail")
    return int(-(-n // MOST)) or 1


def has_comments(workspace: Workspace) -> bool:
    """Whether a column of the log was read as comments."""
    return bool(
        workspace.run(
            "SELECT 1 FROM duckdb_columns() WHERE table_name = 'event_detail' AND column_name = 'comment'"
            " AND NOT internal LIMIT 1"
        )
    )


def comments(workspace: Workspace, scope: Scope | None = None) -> tuple[Comment, ...]:
    """The comments of the journeys in scope, by journey and position; none where the log has none.

    Of more than `MOST` in the workspace, a fixed draw.
    """
    if not has_comments(workspace):
        return ()
    nth = every_nth(workspace)
    staged = bool(workspace.run("SELECT 1 FROM stage LIMIT 1"))
    level = Level.STAGE if staged else Level.TOUCHPOINT
    known = {one.score: one for one in declarations(workspace)}
    with select(workspace, replace(scope or Scope(), level=level, hidden=())) as selection:
        given = _answers(selection)
        rows = selection.run(
            f"""
            WITH said AS (
                SELECT d.journey, d.position, d.comment FROM event_detail d
                WHERE d.comment IS NOT NULL AND hash(d.journey, d.position) % {nth} = 0
                AND d.journey IN (SELECT id FROM {selection.journeys})
            ), staged AS (
                -- A folded visit holds every event up to the next one.
                SELECT s.journey, s.position, n.name FROM said s
                JOIN {selection.linked} v ON v.journey = s.journey AND v.position <= s.position AND s.position < v.until
                JOIN {selection.nodes} n ON n.id = v.node
            )
            SELECT s.journey, s.position, j.key, j.customer, t.name, {"g.name" if staged else "NULL"}, c.name, e.time,
                   s.comment
            FROM said s JOIN journey j ON j.id = s.journey
            JOIN event e ON e.journey = s.journey AND e.position = s.position
            JOIN touchpoint t ON t.id = e.node LEFT JOIN channel c ON c.id = e.channel
            LEFT JOIN staged g ON g.journey = s.journey AND g.position = s.position
            ORDER BY s.journey, s.position
            """
        )
    found = []
    for journey, position, key, customer, touchpoint, stage, channel, time, text in rows:
        answers = given.get((journey, position), ())
        felt = [min(2.0, max(-2.0, known[name].feeling(value))) for name, value in answers]
        feeling = sum(felt) / len(felt) if felt else None
        tone = _agreed(answers, known)
        found.append(
            Comment(journey, position, key, customer, touchpoint, stage, channel, time, text, answers, feeling, tone)
        )
    return tuple(found)


def tone_of(score: Declaration, answer: float) -> Tone | None:
    """The box of an answer, as for the figures of its score (`journey.analyses.scores.boxes`).

    Examples
    --------
    >>> from journey.store.score_declarations import Method, usual
    >>> nps = usual("nps", Method.NPS)
    >>> tone_of(nps, 6), tone_of(nps, 8), tone_of(nps, 9)
    (<Tone.CRITICAL: 'critical'>, None, <Tone.CONTENT: 'content'>)
    """
    found = boxes(score)
    if found.bad[0] <= answer <= found.bad[1]:
        return Tone.CRITICAL
    return Tone.CONTENT if found.good[0] <= answer <= found.good[1] else None


def _agreed(answers: tuple[tuple[str, float], ...], known: Mapping[str, Declaration]) -> Tone | None:
    tones = {tone_of(known[name], value) for name, value in answers}
    return tones.pop() if len(tones) == 1 else None


def _answers(selection: Selection) -> dict[tuple[int, int], tuple[tuple[str, float], ...]]:
    rows = selection.run(
        """SELECT a.journey, a.position, s.name, a.value FROM answer a JOIN score s ON s.id = a.score
           JOIN event_detail d ON d.journey = a.journey AND d.position = a.position
           WHERE d.comment IS NOT NULL ORDER BY a.journey, a.position, s.id"""
    )
    found: dict[tuple[int, int], tuple[tuple[str, float], ...]] = {}
    for journey, position, name, value in rows:
        found[journey, position] = (*found.get((journey, position), ()), (name, value))
    return found
