"""Intervals of medians and means: against independent libraries, a bootstrap over customers, and the table itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import MakeLog
from scipy.stats import quantile_test
from statsmodels.stats.weightstats import DescrStatsW

from journey.__main__ import main
from journey.analyses.clustered import Sums, mean_of
from journey.analyses.metric_spread import SPREAD, median_interval, metric_spread
from journey.analyses.metrics import metrics
from journey.model import Interval
from journey.scope import Scope
from journey.store.workspace import Workspace

READ = {
    "time": lambda row: row.time_median_s, "reply": lambda row: row.reply_median_s,
    "contacts": lambda row: row.contacts, "cost": lambda row: row.cost,
    "cost_per_completed": lambda row: row.cost_per_completed,
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spread") / "shop.duckdb"
    assert main(["sample", "--workspace", str(path), "--journeys", "3000"]) == 0
    return path


@pytest.mark.parametrize("n", [30, 101, 2500])
def test_a_median_is_held_by_the_order_statistics_of_the_exact_test(n: int) -> None:
    values = np.random.default_rng(n).lognormal(size=n)
    found = median_interval(values, n)
    exact = quantile_test(values, p=0.5).confidence_interval(0.95)
    ordered = np.sort(values)
    assert found.value == np.median(values)
    for mine, theirs in ((found.low, exact.low), (found.high, exact.high)):
        assert mine is not None and abs(np.searchsorted(ordered, mine) - np.searchsorted(ordered, theirs)) <= 1


def test_with_one_journey_each_a_ratio_is_a_mean() -> None:
    values = np.random.default_rng(1).gamma(2.0, size=400)
    found = mean_of(Sums(values.sum(), 400.0, (values**2).sum(), values.sum(), 400.0, 400))
    low, high = DescrStatsW(values).zconfint_mean()
    assert found == Interval(pytest.approx(values.mean()), pytest.approx(low), pytest.approx(high), 400)


def test_few_or_equal_ones_claim_no_certainty() -> None:
    assert median_interval(np.arange(29.0), 29) == Interval(14.0, None, None, 29)
    assert median_interval(np.full(50, 3.0), 50) == Interval(3.0, None, None, 50)


def test_equal_means_claim_no_certainty_either(log: MakeLog) -> None:
    rows = [(f"j{n}", f"c{n}", "See", n, 2.0) for n in range(50)]
    found = metric_spread(log(rows, "journey customer touchpoint time cost"), Scope(), "touchpoint", "cost")
    assert list(found.values()) == [Interval(2.0, None, None, 50)]


@pytest.mark.parametrize("by", ["stage", "touchpoint", "channel", "plan", "month"])
def test_the_values_are_those_of_the_table(path: Path, by: str) -> None:
    scope = Scope(since="2026-01-10")
    with Workspace(path) as workspace:
        rows = {row.id: row for row in metrics(workspace, scope, by).rows}
        for metric in SPREAD:
            found = metric_spread(workspace, scope, by, metric)
            for group, row in rows.items():
                told = READ[metric](row)
                mine = found[group].value if group in found else None
                # Of a group where nothing is recorded the table says nothing, or that there were none.
                assert (mine == pytest.approx(told)) if mine is not None else not told, (by, metric, row.name)


def test_a_cost_is_as_sure_as_a_bootstrap_over_customers_says(path: Path) -> None:
    with Workspace(path) as workspace:
        (stage,) = (number for (number,) in workspace.run("SELECT id FROM stage WHERE name = 'Get help'"))
        found = metric_spread(workspace, Scope(), "stage", "cost")[stage]
        events = pd.DataFrame(
            workspace.run(
                "SELECT j.customer, e.journey, e.cost FROM event e JOIN touchpoint t ON t.id = e.node"
                " JOIN journey j ON j.id = e.journey WHERE t.stage = ?", [stage],
            ), columns=["customer", "journey", "cost"],
        )  # fmt: skip
    each = events.groupby("customer").agg(cost=("cost", "sum"), journeys=("journey", "nunique"))
    assert found.value == pytest.approx(each.cost.sum() / each.journeys.sum()) and found.n == each.journeys.sum()
    random = np.random.default_rng(3)
    cost, journeys = each.cost.to_numpy(), each.journeys.to_numpy()
    drawn = random.integers(0, len(each), (2000, len(each)))
    low, high = np.quantile(cost[drawn].sum(axis=1) / journeys[drawn].sum(axis=1), (0.025, 0.975))
    assert found.low == pytest.approx(low, abs=0.15 * (high - low))
    assert found.high == pytest.approx(high, abs=0.15 * (high - low))
