"""Metrics on the curves of the map, worked by hand: what is told of those who come along one, or of going that way."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.analyses.flow import flow_map
from journey.analyses.metric_catalogue import offered
from journey.analyses.metrics import metrics
from journey.analyses.transition_metrics import transition_metrics
from journey.charts.metric_shading import metric_shading
from journey.model import Level
from journey.scope import Scope
from journey.store.workspace import Workspace

MONTH = 31 * 24
COLUMNS = "journey customer touchpoint time channel cost"


@pytest.fixture(scope="module")
def told(log: MakeLog) -> Workspace:
    # Two customers look and call in January, one of them twice; one of them comes again in February.
    rows = [
        ("1", "anna", "Look", 0, "web", 1), ("1", "anna", "Call", 2, "call centre", 5),
        ("1", "anna", "Look", 3, "web", 1), ("1", "anna", "Call", 7, "call centre", 7),
        ("2", "boris", "Look", 1, "web", 1), ("2", "boris", "Call", 4, "call centre", 9),
        ("2", "boris", "Form", 5, "web", 0),
        ("3", "anna", "Look", MONTH + 24, "web", 1),
        ("4", "zoe", "Form", 3 * MONTH, "web", 0),
    ]  # fmt: skip
    return log(rows, COLUMNS)


def named(
    workspace: Workspace, metric: str, level: Level = Level.TOUCHPOINT
) -> dict[tuple[str, str], tuple[object, int]]:
    scope = Scope(level=level)
    names = {t.id: t.name for t in flow_map(workspace, scope).touchpoints}
    found = transition_metrics(workspace, scope, metric)
    assert found is not None
    return {(names[a], names[b]): (one.value, one.n) for (a, b), one in found.items()}


def test_each_metric_by_hand(told: Workspace) -> None:
    # What Call cost after Look: 5 + 7 + 9, over two journeys that went there.
    assert named(told, "cost")["Look", "Call"] == (10.5, 2)
    assert named(told, "time")["Look", "Call"] == (3 * 3600, 3)
    assert named(told, "repeats")["Look", "Call"] == (0.5, 2)
    assert named(told, "escalated") == {
        ("Look", "Call"): (1.0, 3), ("Call", "Look"): (0.0, 1), ("Call", "Form"): (0.0, 1),
    }  # fmt: skip
    # Of the two who went from Look to Call in January one is seen in February.
    assert named(told, "retention")["Look", "Call"] == (0.5, 2)
    assert named(told, "churn")["Call", "Form"] == (1.0, 1)
    assert named(told, "cost", Level.CHANNEL)["web", "call centre"] == (10.5, 2)


def test_what_is_told_of_places_alone_leaves_the_curves_to_the_volume(told: Workspace) -> None:
    assert transition_metrics(told, Scope(), "contacts") is None
    metric = next(one for one in offered("touchpoint", (), has_goal=False, has_costs=True) if one.key == "contacts")
    flow = flow_map(told)
    shading = metric_shading(flow, metrics(told, Scope(), "touchpoint"), metric, None)
    boxes = {t.name: shading.boxes[t.id].text for t in flow.touchpoints}
    assert boxes["Call"].startswith("1.5") and boxes["Form"].startswith("0")
    assert {figure.text for figure in shading.curves.values()} == {"3", "1"}
