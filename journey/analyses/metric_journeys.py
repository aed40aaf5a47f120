"""The journeys behind a metric of a group, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from journey.analyses.metric_answers import placed
from journey.analyses.metric_groups import groups
from journey.analyses.metric_visits import visits
from journey.analyses.metrics import LEVELS
from journey.analyses.scores import boxes
from journey.model import Level
from journey.scope import Scope
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["MOST_KEYS", "Behind", "behind"]

MOST_KEYS = 20_000


@dataclass(frozen=True)
class Behind:
    """Journeys behind a figure.

    Attributes
    ----------
    part : str
        "all"; "bad": those that gave a bad answer; "yes": those that make up the share.
    journeys : int
    keys : tuple of str
        The newest `MOST_KEYS` of them.
    """

    part: str
    journeys: int
    keys: tuple[str, ...]


# Metric -> which visits it rests on, and which of them are meant by it.
_VISITS: dict[str, tuple[str, tuple[str, str] | None]] = {
    "reached": ("v.first", None),
    "lost": ("v.judged OR v.exits", ("yes", "v.exits")),
    "conversion": ("v.judged", ("yes", "v.converted")),
    "time": ("v.spent IS NOT NULL", None),
    "contacts": ("v.contacts > 0", None),
    "repeats": ("true", ("yes", "v.second")),
    "reply": ("v.reply IS NOT NULL", None),
    "resolved": ("v.watched > 0", ("yes", "v.resolved = v.watched")),
    "escalated": ("v.first", ("yes", "v.escalates")),
    "cost": ("v.cost IS NOT NULL", None),
    "cost_per_completed": ("v.cost IS NOT NULL", None),
    "planned": ("v.planned IS NOT NULL", None),
    "over_plan": ("v.planned IS NOT NULL", None),
    "retention": ("v.first", None),
    "churn": ("v.first", None),
}


def behind(workspace: Workspace, scope: Scope, by: str, group: int, metric: str) -> tuple[Behind, ...]:
    """The journeys that a figure rests on: all, and where it is a share or a score, those that tell.

    Parameters
    ----------
    by, group : str, int
        As in `journey.analyses.metrics.metrics`: what is told by, and the id of a row.
    metric : str
        A key of the catalogue, or "mix:" with a channel: the journeys that come to the group in it.

    Returns
    -------
    tuple of Behind
        "all"; then "bad" for a score, "yes" for a share.
    """
    scope = replace(scope, level=LEVELS.get(by, Level.TOUCHPOINT))
    kind, _colon, name = metric.partition(":")
    with select(workspace, scope) as selection:
        told = groups(selection, by)
        if kind in _ANSWERS:
            score = next(one for one in read_declarations(selection.cursor) if one.score == name)
            source, part, names = _ANSWERS[kind]
            values = {key: value for key, value in _bounds(score).items() if key in names}
            return _parts(selection, f"({placed(selection, told, source)})", group, "true", part, told.bound | values)
        where, part = _VISITS[kind] if kind != "mix" else (_channel(selection, name), None)
        with visits(workspace, selection, told, scope.hidden) as relation:
            place, members = "v.node", ""
            if told.of_journeys:
                place, members = "m.place", f"JOIN {told.members} m ON m.id = v.journey"
            events = f"(SELECT v.*, {place} AS place FROM {relation} v {members})"
            return _parts(selection, events, group, where, part, dict(told.bound) if told.of_journeys else {})


def _channel(selection: Selection, name: str) -> str:
    """A visit has a row for each of its channels."""
    found = selection.run("SELECT id FROM channel WHERE name = ?", [name])
    return f"v.channel = {int(found[0][0])}" if found else "false"


def _parts(
    selection: Selection, events: str, group: int, where: str, part: tuple[str, str] | None, bound: dict[str, Any]
) -> tuple[Behind, ...]:
    found = [_behind(selection, "all", events, group, where, bound)]
    if part is not None:
        name, condition = part
        found.append(_behind(selection, name, events, group, f"({where}) AND ({condition})", bound))
    return tuple(found)


def _behind(selection: Selection, part: str, events: str, group: int, where: str, bound: dict[str, Any]) -> Behind:
    rows = selection.cursor.execute(
        f"""
        WITH here AS (SELECT DISTINCT v.journey FROM {events} v WHERE v.place = $group AND ({where}))
        SELECT j.key, count(*) OVER () FROM journey j JOIN here h ON h.journey = j.id
        WHERE j.id IN (SELECT id FROM {selection.journeys}) ORDER BY j.started DESC, j.id LIMIT {MOST_KEYS}
        """,
        {**bound, "group": group},
    ).fetchall()
    return Behind(part, rows[0][1] if rows else 0, tuple(key for key, _n in rows))


def _bounds(score: Declaration) -> dict[str, Any]:
    bad = boxes(score).bad
    return {"score": score.score, "low": score.low, "high": score.high, "bad_from": bad[0], "bad_to": bad[1],
            "invitation": score.invitation}  # fmt: skip


_GIVEN = """(
    SELECT a.journey, a.position, a.value BETWEEN $bad_from AND $bad_to AS bad
    FROM answer a JOIN score s ON s.id = a.score WHERE s.name = $score AND a.value BETWEEN $low AND $high)"""
_INVITED = """(
    SELECT e.journey, e.position, EXISTS (
        SELECT 1 FROM answer a JOIN score s ON s.id = a.score
        WHERE s.name = $score AND a.journey = e.journey AND a.position > e.position) AS answered
    FROM event e JOIN touchpoint t ON t.id = e.node WHERE t.name = $invitation AND e.first_visit)"""
_OF_SCALE = ("score", "low", "high", "bad_from", "bad_to")
# Metric -> where its answers or invitations are, which of them tell, and the values that are bound.
_ANSWERS: dict[str, tuple[str, tuple[str, str] | None, tuple[str, ...]]] = {
    "score": (_GIVEN, ("bad", "v.bad"), _OF_SCALE),
    "answers": (_GIVEN, None, _OF_SCALE),
    "response": (_INVITED, ("yes", "v.answered"), ("score", "invitation")),
}
