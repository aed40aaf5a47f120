"""What people lay down on the pages of work, so that these have something to show: a to-be, a trial, rules, a list."""

from __future__ import annotations

import json
from datetime import date

from journey.analyses.alerts.rule import Rule
from journey.analyses.trends.metric import TrendMetric
from journey.design.kept import keep
from journey.design.kept_trials import begin
from journey.design.scenario import parse
from journey.design.trial import Trial
from journey.scope import Scope
from journey.store.alert_rules import add_rule
from journey.store.opportunities import Opportunity, add_opportunity
from journey.store.workspace import Workspace

SCENARIO = {"name": "Fewer errors", "edits": [{"kind": "remove", "touchpoint": "Payment error"}]}


def lay_down(workspace: Workspace) -> None:
    """In a workspace of the sample."""
    scenario = parse(json.dumps(SCENARIO))
    keep(workspace, scenario)
    for name, share, begins in (("Half of them", 0.5, date(2026, 2, 1)), ("All at once", 1.0, date(2026, 3, 1))):
        begin(workspace, Trial(name=name, scenario=scenario, scope=Scope(), begins=begins, share=share, seed=1,
                               forecast=(0.02, 0.005, 0.035)))  # fmt: skip
    errors = TrendMetric("share", place="touchpoint", name="Payment error")
    add_rule(workspace, "Errors go up", Rule(errors, test="up", threshold=1.2, against=4).text())
    add_rule(workspace, "Unhappy", Rule(TrendMetric("mean", "csat"), test="below", threshold=4.9).text())
    for title, value, effort in (("No more errors", 120.0, 2), ("Call before they do", 40.0, 4)):
        add_opportunity(workspace, Opportunity(title=title, value=value, low=value / 2, high=2 * value, effort=effort,
                                               touched=900.0))  # fmt: skip
