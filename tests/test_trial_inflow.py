"""The forecast of a trial anew, for the journeys its control group had."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import MakeLog

from journey.design.scenario import parse
from journey.design.trial import Trial, is_treated, verdict
from journey.design.trial_inflow import expected_of_inflow
from journey.scope import Scope
from journey.store.workspace import Workspace

CALM = parse('{"name": "calm", "edits": [{"kind": "remove", "touchpoint": "Error", "stay": true}]}')


def rows(inflow: int) -> list[tuple[str, str, str, float]]:
    """1,000 customers over 50 days. One in ten meets an error and is lost; from day 25 one in `inflow` does."""
    found = []
    for i in range(1000):
        day = i // 20
        lost = i % (10 if day < 25 else inflow) == 0
        for step, name in enumerate(["Ad", "Error"] if lost else ["Ad", "Pay"]):
            found.append((f"j{i}", f"c{i}", name, 24 * day + step))
    return found


def made(log: MakeLog, inflow: int) -> Workspace:
    columns = "journey customer touchpoint time"
    return log(rows(inflow), columns, goals=("Pay",), timeout_s=7200.0, horizon_s=86_400.0)


def trial(begins: date = date(2026, 1, 26), share: float = 0.5) -> Trial:
    return Trial(
        name="calm", scenario=CALM, scope=Scope(), begins=begins, share=share, seed=3, forecast=(0.1, 0.08, 0.12)
    )


def test_another_inflow_another_forecast(log: MakeLog) -> None:
    workspace = made(log, 2)
    found = expected_of_inflow(workspace, trial())
    control = [i for i in range(500, 1000) if not is_treated(f"c{i}", 3, 0.5)]
    assert found is not None and found.journeys == verdict(workspace, trial()).control.n
    # Who met an error would have gone on to pay, as everybody else did: the gain is their share.
    share = sum(i % 2 == 0 for i in control) / len(control)
    assert found.gain == pytest.approx(share, abs=0.03) and found.gain > 0.4


def test_without_a_group_or_with_a_small_one_nothing_is_told(log: MakeLog) -> None:
    workspace = made(log, 10)
    assert expected_of_inflow(workspace, trial(share=1.0)) is None
    assert expected_of_inflow(workspace, trial(begins=date(2026, 2, 15))) is None
