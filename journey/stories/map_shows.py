"""What the map can show at its level: what it counts itself, and metrics; and what the chosen one puts on it."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.assisted import is_contact
from journey.analyses.flow import FlowMap
from journey.analyses.info import Info
from journey.analyses.metric_catalogue import Metric, offered
from journey.analyses.metric_groups import Kind
from journey.analyses.metrics import metrics
from journey.analyses.retention import retention, with_retention
from journey.analyses.transition_metrics import transition_metrics
from journey.charts.flow_overlay import Overlay
from journey.charts.flow_shading import Shading
from journey.charts.metric_shading import COUNTED, metric_shading
from journey.model import Level
from journey.scope import Scope
from journey.store.score_declarations import declarations
from journey.store.workspace import Workspace
from journey.stories.ask import Ask

__all__ = ["map_metrics", "map_shading", "overlays"]

_BY: dict[Level, Kind] = {Level.TOUCHPOINT: "touchpoint", Level.STAGE: "stage", Level.CHANNEL: "channel"}


def overlays(held: Info) -> Mapping[str, Overlay]:
    """What the map counts itself, by its word in the address: without costs or a goal, none of those."""
    return {
        overlay.value: overlay
        for overlay in Overlay
        if (overlay is not Overlay.COST or held.has_cost)
        and (overlay not in (Overlay.EXIT, Overlay.CONVERSION) or held.outcomes)
    }


def map_metrics(workspace: Workspace, scope: Scope, held: Info, ask: Ask) -> dict[str, Metric]:
    """The metrics that the map offers beside what it counts itself; none where a box is a touchpoint in a channel."""
    if scope.level not in _BY:
        return {}
    scores = ask(declarations, workspace)
    every = offered(_BY[scope.level], scores, has_goal=bool(held.outcomes), has_costs=held.has_cost)
    missing = _missing(workspace, held)
    return {
        # What the map counts itself goes by such names, too.
        f"metric:{one.key}" if one.key in set(Overlay) else one.key: one
        for one in every
        if one.key.partition(":")[0] not in (*COUNTED, *missing)
    }


def _missing(workspace: Workspace, held: Info) -> set[str]:
    """The metrics that would be blank everywhere."""
    (people, company, planned) = workspace.one(
        """SELECT coalesce(bool_or(assisted), false),
                  coalesce(bool_or(by_company), false) OR EXISTS (SELECT 1 FROM event WHERE by_company),
                  count(planned_cost) > 0 FROM touchpoint"""
    )
    contacts = people or any(map(is_contact, held.touchpoints))
    blank = set() if contacts else {"contacts", "resolved", "reply"}
    blank |= set() if company else {"reply"}
    blank |= set() if held.channels else {"escalated"}
    return blank if planned else blank | {"planned", "over_plan"}


def map_shading(workspace: Workspace, scope: Scope, flow: FlowMap, metric: Metric | None, ask: Ask) -> Shading | None:
    """The figures of a metric on the map."""
    if metric is None:
        return None
    by = _BY[scope.level]
    found = ask(metrics, workspace, scope, by)
    if metric.key in ("retention", "churn"):
        found = with_retention(found, ask(retention, workspace, scope, by))
    return metric_shading(flow, found, metric, ask(transition_metrics, workspace, scope, metric.key))
