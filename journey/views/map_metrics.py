"""Metrics for the map, at its level: which there are, and what the chosen one puts on it."""

from __future__ import annotations

from journey.analyses.assisted import is_contact
from journey.analyses.flow import FlowMap
from journey.analyses.info import Info
from journey.analyses.metric_catalogue import Metric, offered
from journey.analyses.metric_groups import Kind
from journey.analyses.metrics import metrics
from journey.analyses.transition_scores import transition_scores
from journey.charts.flow_shading import Shading
from journey.charts.metric_shading import ON_MAP, metric_shading
from journey.model import Level
from journey.scope import Scope
from journey.store.score_declarations import declarations
from journey.store.workspace import Workspace
from journey.views.results import kept

__all__ = ["map_metrics", "map_shading"]

_BY: dict[Level, Kind] = {Level.TOUCHPOINT: "touchpoint", Level.STAGE: "stage", Level.CHANNEL: "channel"}


def map_metrics(workspace: Workspace, scope: Scope, held: Info) -> dict[str, Metric]:
    """The metrics that the map offers beside what it counts itself; none where a box is a touchpoint in a channel."""
    if scope.level not in _BY:
        return {}
    scores = kept(declarations, workspace)
    every = offered(_BY[scope.level], scores, has_goal=bool(held.outcomes), has_costs=held.has_cost)
    contacts = any(map(is_contact, held.touchpoints)) or workspace.run("SELECT 1 FROM touchpoint WHERE assisted")
    missing = {"contacts", "resolved"} if not contacts else set()
    missing |= {"escalated"} if not held.channels else set()
    return {one.key: one for one in every if one.key.partition(":")[0] in ON_MAP and one.key not in missing}


def map_shading(workspace: Workspace, scope: Scope, flow: FlowMap, metric: Metric | None) -> Shading | None:
    """The figures of a metric on the map."""
    if metric is None:
        return None
    curves = None
    if metric.unit == "score" and metric.score is not None:
        curves = kept(transition_scores, workspace, scope, metric.score.score)
    return metric_shading(flow, kept(metrics, workspace, scope, _BY[scope.level]), metric, curves)
