"""How customers are served at a place over time: time there, first reply, first-contact resolution, escalation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from journey.analyses.contact_events import AGAIN_US
from journey.analyses.metric_groups import groups
from journey.analyses.metric_visits import visits
from journey.analyses.trends.metric import SERVICE, TrendMetric
from journey.store.dialect import quote
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = ["served"]

# What a figure counts of the visits `v`: its rows, which of them can be judged, which are good, and their time.
_COUNTS = {
    "time": ("v.spent IS NOT NULL", "true", "false", "v.spent"),
    "reply": ("v.reply IS NOT NULL", "true", "false", "v.reply"),
    "resolved": ("v.contacts > 0", "c.number < v.watched", "c.number < v.resolved", "NULL"),
    "escalated": ("v.first", "true", "v.escalates", "NULL"),
}


@contextmanager
def served(
    workspace: Workspace, selection: Selection, metric: TrendMetric, hidden: tuple[str, ...]
) -> Iterator[str | None]:
    """SQL of a row for each thing that a figure of service counts; None where the figure is another one.

    The rows are those that the table of metrics sums (`metric_visits.visits`), so that both tell the same.

    Columns
    -------
    journey, moment : whose, and when the visit that it belongs to began.
    judged : whether it can be judged: of contacts, whether seven days are left to watch.
    old : whether it began so early that all of its kind can be judged.
    good : of a share, whether it counts.
    value : of a median, microseconds.
    """
    if metric.kind not in SERVICE or metric.place is None:
        yield None
        return
    here, judged, good, value = _COUNTS[metric.kind]
    ((node,),) = selection.run(f"SELECT id FROM {quote(metric.place)} WHERE name = ?", [metric.name])
    old = "true"
    if metric.kind == "resolved":
        _asked, applied = read_definitions(selection.cursor)
        # A moment of our own making, so it may stand in the text.
        until = datetime.fromisoformat(applied.observed_end).replace(tzinfo=None) - timedelta(microseconds=AGAIN_US)
        old = f"e.time <= TIMESTAMP '{until.isoformat(sep=' ')}'"
    each = ", range(v.contacts) c(number)" if metric.kind == "resolved" else ""
    with visits(workspace, selection, groups(selection, metric.place), hidden) as relation:
        yield f"""(
            SELECT v.journey, e.time AS moment, {judged} AS judged, {old} AS old, {good} AS good,
                   CAST({value} AS BIGINT) AS value
            FROM {relation} v {selection.only("v.journey")}
            JOIN event e ON e.journey = v.journey AND e.position = v.position {each}
            WHERE v.node = {int(node)} AND {here})"""
