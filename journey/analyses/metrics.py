"""Metrics: experience, service and value by stage, touchpoint, channel, attribute or period, each with its interval."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from journey.analyses.interval import wilson
from journey.analyses.metric_answers import Reached, ScoreFigure, answers, outside
from journey.analyses.metric_groups import Groups, Kind, groups
from journey.analyses.metric_visits import visits
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["MetricRow", "Metrics", "ScoreFigure", "metrics"]

BLANK = Interval(None, None, None, 0)
_LEVELS = {"stage": Level.STAGE, "channel": Level.CHANNEL}


@dataclass(frozen=True)
class MetricRow:
    """Everything that is measured in one group.

    Attributes
    ----------
    id : int
        Of the group, in this workspace.
    journeys, visits, events : int
        Journeys that come here, their visits and events.
    share : float
        journeys / journeys in scope.
    lost : Interval
        Mature journeys dropped or lost with their last touchpoint here / mature ones that came here before any goal.
    conversion : Interval
        Of the mature journeys that came here before any goal.
    time_median_s, time_p90_s : float or None
        By stage and channel: from the first to the last event of a visit. By touchpoint and attribute of events: to the
        next event. Else: of completed journeys, from their start to the goal.
    contacts : float
        Contacts with a person / journeys that come here.
    repeats : Interval
        Journeys with two visits or more / journeys that come here; where groups are of journeys, blank.
    channels : tuple of (name, share)
        Of the events here, by descending share.
    reply_median_s : float or None
        First reply: from a contact to the event of the company that directly follows it in the same stage, the first
        such pair of a journey here. `replies` is how many there are.
    resolved : Interval
        First-contact resolution: contacts with no further one of the same journey in the same stage within 7 days, of
        those with 7 days left before the observed end.
    escalated : Interval
        Journeys that go from here to a person in another channel / journeys that come here.
    cost : float or None
        Recorded here / journeys that come here, in the log's money; None where nothing is recorded.
    cost_per_completed : float or None
        Recorded here / journeys that came here and completed; `completed` is how many.
    planned_cost, cost_of_planned : float or None
        What the touchpoints with a planned cost should cost a journey that comes here, and what just those did cost.
    retention : Interval
        Customers seen here in one month (or week) who are seen anywhere in the next; 1 - retention is churn.
    scores : tuple of ScoreFigure
        One for each transactional score of the log.
    """

    id: int
    name: str
    journeys: int
    visits: int
    events: int
    share: float
    lost: Interval
    conversion: Interval
    time_median_s: float | None
    time_p90_s: float | None
    contacts: float
    repeats: Interval
    channels: tuple[tuple[str, float], ...]
    reply_median_s: float | None
    replies: int
    resolved: Interval
    escalated: Interval
    cost: float | None
    cost_per_completed: float | None
    completed: int
    planned_cost: float | None
    cost_of_planned: float | None
    retention: Interval
    scores: tuple[ScoreFigure, ...]


@dataclass(frozen=True)
class Metrics:
    """The table of metrics.

    Attributes
    ----------
    by, kind : str
        What the rows are (`metric_groups.Groups`).
    rows : tuple of MetricRow
        In the order of the journey, of time, or by descending number of journeys; groups without a journey in scope are
        left out.
    scores : tuple of Declaration
        The scores of the log, relationship scores included, which are in no row.
    outside : tuple of (score, int)
        Answers outside the declared scale, where there are any: they count nowhere.
    left_out : int
        Values of the attribute beyond the commonest ones.
    has_goal, has_costs : bool
    """

    scope: Scope
    by: str
    kind: Kind
    rows: tuple[MetricRow, ...]
    scores: tuple[Declaration, ...]
    outside: tuple[tuple[str, int], ...]
    left_out: int
    journeys_shown: int
    has_goal: bool
    has_costs: bool
    seconds: float


def metrics(workspace: Workspace, scope: Scope | None = None, by: str = "stage", score: str | None = None) -> Metrics:
    """Measure the journeys in scope, group by group.

    Parameters
    ----------
    scope : Scope, optional
        Its level is of no account: `by` says what is looked at.
    by : str
        "stage", "touchpoint", "channel", "week", "month" (of the start), or the name of an attribute.
    score : str, optional
        Only this score.

    Raises
    ------
    WrongInput
        The log has no such attribute, or the scope names something it does not have.
    """
    begun = time.perf_counter()
    scope = replace(scope or Scope(), level=_LEVELS.get(by, Level.TOUCHPOINT))
    with select(workspace, scope) as selection:
        told = groups(selection, by)
        scores = tuple(one for one in read_declarations(selection.cursor) if score in (None, one.score))
        with visits(workspace, selection, told, scope.hidden) as relation:
            rows = _rows(selection, told, relation, scores)
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        beyond = tuple((one.score, n) for one in scores if (n := outside(selection, one)))
        has_goal = selection.has_goal
        has_costs = bool(selection.run("SELECT 1 FROM event WHERE cost IS NOT NULL LIMIT 1"))
    return Metrics(
        scope=scope,
        by=by,
        kind=told.kind,
        rows=tuple(replace(row, share=row.journeys / shown) for row in rows),
        scores=scores,
        outside=beyond,
        left_out=told.left_out,
        journeys_shown=shown,
        has_goal=has_goal,
        has_costs=has_costs,
        seconds=time.perf_counter() - begun,
    )


def _rows(selection: Selection, told: Groups, relation: str, scores: tuple[Declaration, ...]) -> list[MetricRow]:
    summed = _summed(selection, told, relation)
    mixes = _channels(selection, told)
    reached = {place: Reached(row["journeys"], row["mature"], row["won"]) for place, row in summed.items()}
    answered = answers(selection, told, scores, reached)
    order = sorted(summed) if told.kind == "period" else [place for place in told.names if place in summed]
    return [_row(place, told, summed[place], mixes.get(place, ()), answered[place], selection.has_goal)
            for place in order]  # fmt: skip


def _summed(selection: Selection, told: Groups, relation: str) -> dict[int, dict[str, Any]]:
    """Group -> everything that is a sum over its visits."""
    place, members = ("m.place", f"JOIN {told.members} m ON m.id = v.journey") if told.of_journeys else ("v.node", "")
    where = "" if selection.whole else f"WHERE v.journey IN (SELECT id FROM {selection.journeys})"
    found = selection.cursor.execute(
        f"""
        SELECT {place} AS place, count(*) FILTER (v.first) AS journeys, count(*) AS visits, sum(v.events) AS events,
               count(*) FILTER (v.second) AS again, count(*) FILTER (v.mature) AS mature,
               count(*) FILTER (v.judged) AS judged, count(*) FILTER (v.converted) AS converted,
               count(*) FILTER (v.won) AS won, count(*) FILTER (v.exits) AS exits, count(*) FILTER (v.done) AS done,
               count(*) FILTER (v.escalates) AS escalates, {quantiles("v.spent", (0.5, 0.9))} AS spent,
               {quantiles("v.reply", (0.5,))} AS reply, count(v.reply) AS replies, sum(v.contacts) AS contacts,
               sum(v.watched) AS watched, sum(v.resolved) AS resolved, sum(v.cost) AS cost, sum(v.planned) AS planned,
               sum(v.planned_actual) AS planned_actual
        FROM {relation} v {members} {where} GROUP BY place
        """,
        told.bound if told.of_journeys else {},
    )
    columns = [column[0] for column in found.description]
    rows = (dict(zip(columns, row, strict=True)) for row in found.fetchall())
    return {row["place"]: row for row in rows if row["place"] is not None and row["journeys"]}


def _channels(selection: Selection, told: Groups) -> dict[int, tuple[tuple[str, float], ...]]:
    """Group -> its channels, and their shares of its events."""
    if not selection.run("SELECT 1 FROM channel LIMIT 1"):
        return {}
    where = "" if selection.whole else f"AND e.journey IN (SELECT id FROM {selection.journeys})"
    place, joined = told.column, ""
    if told.of_journeys:
        place, joined = "m.place", f"JOIN {told.members} m ON m.id = e.journey"
    elif told.kind == "event":
        joined = "JOIN event_detail d ON d.journey = e.journey AND d.position = e.position"
    rows = selection.cursor.execute(
        f"""
        WITH used AS (
            SELECT {place} AS place, e.channel, count(*) AS events
            FROM event e JOIN touchpoint t ON t.id = e.node {joined} WHERE NOT t.hidden {where} GROUP BY ALL
        )
        SELECT u.place, c.name, u.events / sum(u.events) OVER (PARTITION BY u.place) AS share
        FROM used u JOIN channel c ON c.id = u.channel WHERE u.place >= 0 ORDER BY u.place, share DESC, c.name
        """,
        told.bound,
    ).fetchall()
    found: dict[int, list[tuple[str, float]]] = {}
    for group, name, share in rows:
        found.setdefault(group, []).append((name, share))
    return {group: tuple(mix) for group, mix in found.items()}


def _row(
    place: int, told: Groups, sums: dict[str, Any], mix: tuple[tuple[str, float], ...], scores: tuple[ScoreFigure, ...],
    has_goal: bool,
) -> MetricRow:  # fmt: skip
    journeys, done = sums["journeys"], sums["done"]
    median, p90 = sums["spent"] or (None, None)
    (reply,) = sums["reply"] or (None,)

    def each(total: float | None, over: int = journeys) -> float | None:
        return None if total is None or not over else total / over

    return MetricRow(
        id=place,
        name=told.names[place] if told.names else _named(place),
        journeys=journeys,
        visits=sums["visits"],
        events=int(sums["events"]),
        share=0.0,
        lost=wilson(sums["exits"], sums["judged"]) if has_goal else BLANK,
        conversion=wilson(sums["converted"], sums["judged"]) if has_goal else BLANK,
        time_median_s=None if median is None else median / 1e6,
        time_p90_s=None if p90 is None else p90 / 1e6,
        contacts=sums["contacts"] / journeys,
        repeats=BLANK if told.of_journeys else wilson(sums["again"], journeys),
        channels=mix,
        reply_median_s=None if reply is None else reply / 1e6,
        replies=sums["replies"],
        resolved=wilson(int(sums["resolved"]), int(sums["watched"])),
        escalated=wilson(sums["escalates"], journeys),
        cost=each(sums["cost"]),
        cost_per_completed=each(sums["cost"], done),
        completed=done,
        planned_cost=each(sums["planned"]),
        cost_of_planned=each(sums["planned_actual"]),
        retention=BLANK,
        scores=scores,
    )


def _named(day: int) -> str:
    """A period by its first day."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
