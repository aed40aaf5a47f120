"""Metrics of transitions: what is measured of those who come along one, or of going that way itself."""

from __future__ import annotations

from collections.abc import Callable

from journey.analyses.assisted import assisted_channels
from journey.analyses.interval import wilson
from journey.analyses.retention import kept_customers
from journey.analyses.transition_scores import transition_scores
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Moves", "transition_metrics"]

Moves = dict[tuple[int, int], Interval]
"""(source, target) -> a figure."""


def transition_metrics(workspace: Workspace, scope: Scope, metric: str) -> Moves | None:
    """A metric of every transition, where it says something of one.

    "score:NAME": the answers given at the target by those who came directly from the source. "cost": what is recorded
    at the target on such visits / journeys that go this way. "time": median wait. "repeats": journeys that go this way
    twice or more, of those that go it. "escalated": of the events that go this way, those that thereby come to a person
    in another channel. "retention", "churn": of the customers who go this way in a month, those seen and not seen in
    the next.

    Parameters
    ----------
    scope : Scope
        Its level says what source and target are.
    metric : str
        A key of the catalogue.

    Returns
    -------
    dict or None
        None: the metric is told of places only.
    """
    kind, _colon, score = metric.partition(":")
    if kind == "score":
        return transition_scores(workspace, scope, score)
    if kind in ("retention", "churn"):
        kept = kept_customers(workspace, scope)
        return kept if kind == "retention" else {move: _rest(one) for move, one in kept.items()}
    # A visit to a stage has many events: in which channel it was left, its one row does not say.
    if kind not in _READ or (kind == "escalated" and scope.level is Level.STAGE):
        return None
    with select(workspace, scope) as selection:
        return _READ[kind](selection)


def _cost(selection: Selection) -> Moves:
    rows = selection.run(
        f"""SELECT e.node, e.next, count(*) FILTER (e.first_use), sum(t.cost)
            FROM {selection.events} e JOIN {selection.linked} t ON t.journey = e.journey AND t.position = e.until
            GROUP BY e.node, e.next"""
    )
    return {(source, target): Interval(None if paid is None else paid / n, None, None, n)
            for source, target, n, paid in rows}  # fmt: skip


def _time(selection: Selection) -> Moves:
    rows = selection.run(
        f"""SELECT node, next, count(*), median(CAST(wait AS DOUBLE)) / 1e6 FROM {selection.events}
            WHERE next >= 0 GROUP BY node, next"""
    )
    return {(source, target): Interval(middle, None, None, n) for source, target, n, middle in rows}


def _repeats(selection: Selection) -> Moves:
    rows = selection.run(
        f"""WITH again AS (
                SELECT DISTINCT journey, node, next FROM {selection.events} WHERE next >= 0 AND NOT first_use
            ), repeated AS (SELECT node, next, count(*) AS journeys FROM again GROUP BY node, next)
            SELECT e.node, e.next, count(*) FILTER (e.first_use), any_value(coalesce(r.journeys, 0))
            FROM {selection.events} e LEFT JOIN repeated r ON r.node = e.node AND r.next = e.next
            WHERE e.next >= 0 GROUP BY e.node, e.next"""
    )
    return {(source, target): wilson(again, n) for source, target, n, again in rows}


def _escalated(selection: Selection) -> Moves:
    rows = selection.run(
        f"""SELECT e.node, e.next, count(*), count(*) FILTER (
                t.channel IN (SELECT unnest(?::INTEGER[])) AND t.channel <> e.channel
                AND NOT coalesce(p.by_company, t.by_company))
            FROM {selection.events} e JOIN {selection.linked} t ON t.journey = e.journey AND t.position = e.until
            JOIN event o ON o.journey = t.journey AND o.position = t.position JOIN touchpoint p ON p.id = o.node
            GROUP BY e.node, e.next""",
        [assisted_channels(selection)],
    )
    return {(source, target): wilson(to_people, n) for source, target, n, to_people in rows}


def _rest(share: Interval) -> Interval:
    if share.value is None or share.low is None or share.high is None:
        return share
    return Interval(1 - share.value, 1 - share.high, 1 - share.low, share.n)


_READ: dict[str, Callable[[Selection], Moves]] = {
    "cost": _cost, "time": _time, "repeats": _repeats, "escalated": _escalated,
}  # fmt: skip
