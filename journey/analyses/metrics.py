"""Metrics: experience, service and value by stage, touchpoint, channel, attribute or period, each with its interval."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from journey.analyses.again import clustered_share, whose
from journey.analyses.metric_again import VisitsAgain, visits_again
from journey.analyses.metric_answers import Reached, ScoreFigure, answers, outside
from journey.analyses.metric_groups import Groups, Kind, groups
from journey.analyses.metric_visits import FLAGS, VISIT, visits
from journey.model import BLANK, Interval, Level
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.score_declarations import Declaration, read_declarations
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["LEVELS", "MetricRow", "Metrics", "ScoreFigure", "metrics"]

LEVELS = {"stage": Level.STAGE, "channel": Level.CHANNEL}
"""What is told by -> the level that its visits are folded at; touchpoints for all others."""


@dataclass(frozen=True)
class MetricRow:
    """Everything that is measured in one group.

    Attributes
    ----------
    id : int
        Of the group, in this workspace.
    journeys, customers, visits, events : int
        Journeys that come here, whose they are, their visits and events.
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
        Blank until `retention.with_retention` fills it: it needs every customer's months.
    scores : tuple of ScoreFigure
        One for each transactional score of the log.
    """

    id: int
    name: str
    journeys: int
    customers: int
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
    seconds: float = field(compare=False)


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
    scope = replace(scope or Scope(), level=LEVELS.get(by, Level.TOUCHPOINT))
    with select(workspace, scope) as selection:
        told = groups(selection, by)
        scores = tuple(one for one in read_declarations(selection.cursor) if score in (None, one.score))
        with visits(workspace, selection, told, scope.hidden) as relation, whose(workspace, selection.cursor) as who:
            rows = _rows(workspace, selection, told, relation, scores, who)
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


def _rows(
    workspace: Workspace, selection: Selection, told: Groups, relation: str, scores: tuple[Declaration, ...], who: str
) -> list[MetricRow]:
    summed = _summed(selection, told, relation)
    again = visits_again(workspace, selection, told, relation, who)
    channels = dict(selection.run("SELECT id, name FROM channel"))
    reached = {place: Reached(row["first"], row["mature"], row["won"]) for place, row in summed.items()}
    answered = answers(workspace, selection, told, scores, reached, who)
    order = sorted(summed) if told.kind == "period" else [place for place in told.names if place in summed]
    has_goal = selection.has_goal
    return [
        _row(place, told, summed[place], _mix(summed[place], channels), answered[place], has_goal, again)
        for place in order
    ]


_SUMS = ("events", "contacts", "watched", "resolved", "cost", "planned", "planned_actual")


def _summed(selection: Selection, told: Groups, relation: str) -> dict[int, dict[str, Any]]:
    """Group -> everything that is a sum or a median over its visits."""
    place, members = ("m.place", f"JOIN {told.members} m ON m.id = v.journey") if told.of_journeys else ("v.node", "")
    bound = told.bound if told.of_journeys else {}
    only = selection.only("v.journey")
    sums = ", ".join(f"sum(v.{name})" for name in _SUMS)
    rows = selection.cursor.execute(
        f"""SELECT {place} AS place, v.channel, v.flags, count(*), {sums}
            FROM {relation} v {members} {only} GROUP BY ALL""",
        bound,
    ).fetchall()
    found: dict[int, dict[str, Any]] = {}
    for group, channel, flags, n, *totals in rows:
        if group is None:
            continue
        of = found.setdefault(group, dict.fromkeys((*FLAGS, "visits"), 0) | dict.fromkeys(_SUMS) | {"channels": {}})
        for name, total in zip(_SUMS, totals, strict=True):
            if total is not None:
                of[name] = (of[name] or 0) + total
        of["channels"][channel] = of["channels"].get(channel, 0) + totals[0]
        of["visits"] += n if flags & VISIT else 0
        for bit, name in enumerate(FLAGS):
            of[name] += n if flags >> bit & 1 else 0
    timed = selection.cursor.execute(
        f"""SELECT {place} AS place, {quantiles("v.spent", (0.5, 0.9))}, {quantiles("v.reply", (0.5,))}, count(v.reply)
            FROM {relation} v {members} {only} GROUP BY place""",
        bound,
    ).fetchall()
    for group, spent, reply, replies in timed:
        if group in found:
            found[group] |= {"spent": spent, "reply": reply, "replies": replies}
    return {group: of for group, of in found.items() if of["first"]}


def _mix(sums: dict[str, Any], names: dict[int, str]) -> tuple[tuple[str, float], ...]:
    """The channels of a group, and their shares of its events."""
    known = {names[channel]: int(n) for channel, n in sums["channels"].items() if channel in names}
    total = sum(known.values())
    return tuple((name, n / total) for name, n in sorted(known.items(), key=lambda one: (-one[1], one[0])))


def _row(
    place: int, told: Groups, sums: dict[str, Any], mix: tuple[tuple[str, float], ...], scores: tuple[ScoreFigure, ...],
    has_goal: bool, again: VisitsAgain,
) -> MetricRow:  # fmt: skip
    journeys, done = sums["first"], sums["done"]
    median, p90 = sums["spent"] or (None, None)
    (reply,) = sums["reply"] or (None,)

    def each(total: float | None, over: int = journeys) -> float | None:
        return None if total is None or not over else total / over

    def share(name: str, x: float | None, n: float | None) -> Interval:
        return clustered_share(int(x or 0), int(n or 0), again.of(place, name))

    return MetricRow(
        id=place,
        name=told.names[place] if told.names else _named(place),
        journeys=journeys,
        customers=journeys - again.of(place, "repeats").more,
        visits=sums["visits"],
        events=int(sums["events"] or 0),
        share=0.0,
        lost=share("lost", sums["exits"], sums["judged"]) if has_goal else BLANK,
        conversion=share("conversion", sums["converted"], sums["judged"]) if has_goal else BLANK,
        time_median_s=None if median is None else median / 1e6,
        time_p90_s=None if p90 is None else p90 / 1e6,
        contacts=(sums["contacts"] or 0) / journeys,
        repeats=BLANK if told.of_journeys else share("repeats", sums["second"], journeys),
        channels=mix,
        reply_median_s=None if reply is None else reply / 1e6,
        replies=sums["replies"],
        resolved=share("resolved", sums["resolved"], sums["watched"]),
        escalated=share("escalated", sums["escalates"], journeys),
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
