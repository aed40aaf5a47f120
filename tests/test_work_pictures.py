"""The pictures of rules and of trials beside the figures they are drawn from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from server import HOSTILE

from journey.analyses.alerts.alert import Alert, Watch
from journey.analyses.alerts.judged import Judged
from journey.analyses.alerts.rule import Rule
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.periods import Period
from journey.charts.alert_past import alert_past, alert_table, has_past
from journey.charts.trial_gap import trial_gap, trial_table
from journey.charts.trial_words import no_control, trials_answer
from journey.design.scenario import Scenario
from journey.design.trial import Trial, Verdict
from journey.model import Interval
from journey.scope import Scope
from journey.store.alert_rules import HeldRule

RULE = Rule(TrendMetric("mean", "csat"), test="below", threshold=4.0)
TRIAL = Trial(
    name="Half", scenario=Scenario(name="s"), scope=Scope(), begins=date(2026, 2, 1), share=0.5, seed=1,
    forecast=(0.02, 0.01, 0.03),
)  # fmt: skip


def told(name: str, verdicts: list[str]) -> Judged:
    """A rule that was judged in so many days, the last one last."""
    days = [Period(date(2026, 1, 5 + n), date(2026, 1, 6 + n), complete=True) for n in range(len(verdicts))]
    past = tuple(
        Alert(day, Interval(3.0 + n, 2.0, 4.0, 50), None, one)
        for n, (day, one) in enumerate(zip(days, verdicts, strict=True))
    )
    rule = replace(RULE, length="day")
    return Judged(HeldRule(1, name, rule.text(), 1), rule, Watch(past[-1] if past else None, past, "number"))


def test_every_period_of_every_rule_is_one_mark_the_last_at_the_right() -> None:
    found = [told(HOSTILE[0], ["quiet", "too few", "fires"]), told("short", ["fires"]), told("never", [])]
    figure = alert_past(found, "light")
    marks = {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in figure.data}
    assert marks == {"fires": [(0, 1), (0, 0)], "quiet": [(-2, 1)], "cannot tell": [(-1, 1)]}
    assert len({(trace.marker.symbol, trace.marker.color) for trace in figure.data}) == 3
    words = [text for trace in figure.data for text in trace.hovertext]
    assert words[0].startswith("Fires: 5 (2 to 4), n 50")
    assert not any("<img" in str(one.text) for one in figure.layout.annotations)
    table = alert_table(found)
    assert list(table["State"]) == ["fires", "too few", "quiet", "fires"] and list(table["Figure"]) == [5, 4, 3, 3]
    assert has_past(found) and not has_past(found[2:])


def test_a_trial_is_drawn_beside_its_forecast_and_says_where_it_proves_little() -> None:
    came = Verdict("less", Interval(0.42, 0.4, 0.44, 900), Interval(0.41, 0.39, 0.43, 880),
                   Interval(0.01, 0.002, 0.018, 880), 3, ())  # fmt: skip
    early = Verdict("early", Interval(None, None, None, 0), Interval(None, None, None, 0),
                    Interval(None, None, None, 0), 9, ())  # fmt: skip
    alone = replace(TRIAL, name="All", share=1.0)
    found = [(TRIAL, came), (alone, came), (replace(TRIAL, name=HOSTILE[0]), early)]
    measured, forecast = trial_gap(found, "dark").data
    # What is too early has its forecast only.
    assert list(measured.x) == [pytest.approx(1.0)] * 2 and list(forecast.x) == [pytest.approx(2.0)] * 3
    assert list(measured.error_x.array) == [pytest.approx(0.8)] * 2
    assert list(forecast.error_x.arrayminus) == [pytest.approx(1.0)] * 3
    words = [one.text for one in trial_gap(found, "light").layout.annotations]
    assert sum(no_control() in text for text in words) == 1 and not any("<img" in text for text in words)
    assert no_control() in trials_answer(found[1:]) and no_control() not in trials_answer(found)
    assert list(trial_table(found)["Difference"][:2]) == [0.01, 0.01]
