"""Customers who come again: intervals over customers, against cluster-robust regression and against a simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from conftest import MakeLog

from journey.analyses.again import Again, clustered_share, design_effect
from journey.analyses.flow import flow_map
from journey.analyses.interval import net_promoter, wilson
from journey.analyses.metric_catalogue import catalogue
from journey.analyses.metrics import MetricRow, metrics
from journey.analyses.retention import retention
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.trend import trend
from journey.scope import Scope
from journey.store.workspace import Workspace

COLUMNS = "journey customer touchpoint time score_nps cost"


@pytest.fixture(scope="module")
def told(log: MakeLog) -> Workspace:
    """Thirty customers with one to four journeys each; what they answer and whether they pay is their own habit."""
    rng = np.random.default_rng(5)
    rows: list[tuple[object, ...]] = []
    number = 0
    for customer in range(30):
        liking, pays = int(rng.integers(0, 11)), rng.random() < 0.5
        for _journey in range(1 + customer % 4):
            number += 1
            at = 2.0 * number
            answer = min(10, max(0, liking + int(rng.integers(-1, 2))))
            rows.append((f"j{number}", f"c{customer}", "Look", at, None, 1))
            for again in range(1 + int(rng.random() < 0.3)):
                rows.append((f"j{number}", f"c{customer}", "Call", at + 0.1 * (again + 1), answer, 4 + customer % 3))
            if pays == (rng.random() < 0.9):
                rows.append((f"j{number}", f"c{customer}", "Pay", at + 1, None, 0))
    return log(rows, COLUMNS, goals=("Pay",), timeout_s=3600.0, horizon_s=7200.0)


def robust(values: list[float], customers: list[str]) -> float:
    """The standard error of a mean over customers, by another's hand: an intercept with cluster-robust covariance."""
    groups = np.unique(customers, return_inverse=True)[1]
    fit = sm.OLS(np.array(values, dtype=float), np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    return float(fit.bse[0])


def row(workspace: Workspace, name: str, scope: Scope | None = None) -> MetricRow:
    return next(one for one in metrics(workspace, scope, "touchpoint").rows if one.name == name)


def flags(workspace: Workspace, sql: str) -> tuple[list[float], list[str]]:
    rows = workspace.run(f"SELECT CAST(x AS DOUBLE), j.customer FROM ({sql}) q JOIN journey j ON j.id = q.journey")
    return [x for x, _customer in rows], [customer for _x, customer in rows]


CALLED = "SELECT DISTINCT journey FROM event e JOIN touchpoint t ON t.id = e.node WHERE t.name = 'Call'"
TWICE = """SELECT e.journey, count(*) > 1 AS x FROM event e JOIN touchpoint t ON t.id = e.node WHERE t.name = 'Call'
    GROUP BY e.journey"""

LED = """SELECT DISTINCT e.journey, o.converted AS x FROM event e JOIN journey o ON o.id = e.journey
    JOIN touchpoint s ON s.id = e.node JOIN touchpoint t ON t.id = e.next
    WHERE s.name = 'Look' AND t.name = 'Call' AND o.mature"""


def test_shares_are_as_wide_as_cluster_robust_ones(told: Workspace) -> None:
    called = row(told, "Call")
    drawn = flow_map(told)
    ids = {one.name: one.id for one in drawn.touchpoints}
    curve = next(one for one in drawn.transitions if (one.source, one.target) == (ids["Look"], ids["Call"]))
    for found, sql in (
        (curve.conversion, LED),
        (called.repeats, TWICE),
        (
            called.conversion,
            f"""
            SELECT c.journey, o.converted AS x FROM ({CALLED}) c JOIN journey o ON o.id = c.journey WHERE o.mature""",
        ),
    ):
        values, customers = flags(told, sql)
        share = sum(values) / len(values)
        assert (found.value, found.n, found.rests_on) == (pytest.approx(share), len(values), len(set(customers)))
        effect = max(1.0, robust(values, customers) ** 2 / (share * (1 - share) / len(values)))
        # statsmodels has (n - 1) / (n - 1) for one coefficient, and customers / (customers - 1), as we do.
        assert found.effect == pytest.approx(effect, rel=1e-6)
        by_hand = wilson(sum(values) / effect, len(values) / effect)  # type: ignore[arg-type]
        assert (found.low, found.high) == pytest.approx((by_hand.low, by_hand.high))
    assert called.conversion.effect > 1.2
    assert called.customers == 30 and called.journeys == 73


def test_scores_are_as_wide_as_cluster_robust_ones(told: Workspace) -> None:
    (one,) = row(told, "Call").scores
    rows = told.run("SELECT a.value, j.customer FROM answer a JOIN journey j ON j.id = a.journey")
    values, customers = [value for value, _c in rows], [customer for _v, customer in rows]
    net = [float(value >= 9) - float(value <= 6) for value in values]
    assert one.figure.value == pytest.approx(100 * np.mean(net)) and one.figure.rests_on == 30
    effect = robust(net, customers) ** 2 / (np.var(net) / len(net))
    assert one.figure.effect == pytest.approx(effect, rel=1e-6) and effect > 1.5
    good, bad, n = sum(x > 0 for x in net), sum(x < 0 for x in net), len(net)
    by_hand = net_promoter(good / effect, bad / effect, n / effect)  # type: ignore[arg-type]
    assert (one.figure.low, one.figure.high) == pytest.approx((by_hand.low, by_hand.high))
    error = robust(values, customers)
    assert one.mean.low is not None and one.mean.value is not None
    # Its half width is t with 29 degrees of freedom times the robust error; the sample's deviation has n - 1.
    assert (one.mean.value - one.mean.low) / 2.04523 == pytest.approx(error * np.sqrt(n / (n - 1)), rel=1e-3)


def test_a_scope_of_one_journey_each_is_as_before(told: Workspace) -> None:
    keys = told.run("SELECT min(key) FROM journey GROUP BY customer")
    found = row(told, "Call", Scope(journeys=tuple(sorted(key for (key,) in keys))))
    assert found.conversion == wilson(round((found.conversion.value or 0) * found.conversion.n), found.conversion.n)
    assert found.customers == found.journeys == 30


def test_trends_are_over_customers_too(told: Workspace) -> None:
    points = trend(told, Scope(), TrendMetric("conversion"), "month").points
    values, customers = flags(told, "SELECT id AS journey, converted AS x FROM journey WHERE mature")
    whole = points[0].measured.figure
    share = sum(values) / len(values)
    assert whole.n == len(values) and whole.rests_on == len(set(customers))
    assert whole.effect == pytest.approx(robust(values, customers) ** 2 / (share * (1 - share) / len(values)), rel=1e-6)
    for kind in ("lost", "duration", "cost"):
        (point,) = [p for p in trend(told, Scope(), TrendMetric(kind), "month").points if p.measured.figure.n]  # type: ignore[arg-type]
        assert point.measured.figure.rests_on < point.measured.figure.n, kind
    for metric in (
        TrendMetric("share", place="touchpoint", name="Pay"), TrendMetric("exit", place="touchpoint", name="Call"),
        TrendMetric("wait", place="touchpoint", name="Look"), TrendMetric("score", score="score_nps"),
    ):  # fmt: skip
        point = trend(told, Scope(), metric, "month").points[0]
        assert point.measured.figure.rests_on <= 30 < point.measured.figure.n, metric.kind
        assert point.measured.figure.effect >= 1


def test_fewer_than_thirty_customers_rank_nothing(log: MakeLog) -> None:
    rows = [(f"{who}-{n}", f"c{who}", name, 10.0 * n + who, 9 if name == "Good" else 2)
            for who in range(20) for n in range(4) for name in ("Good", "Bad")]  # fmt: skip
    found = metrics(log(rows, "journey customer touchpoint time score_nps"), Scope(), "touchpoint")
    score = next(metric for metric in catalogue(found) if metric.unit == "score")
    figures = [score.read(one) for one in found.rows]
    assert [(one.n, one.rests_on) for one in figures] == [(80, 20), (80, 20)]


def test_retention_counts_customers_once(told: Workspace) -> None:
    for _group, kept in retention(told, Scope(), "touchpoint"):
        assert kept.rests_on <= kept.n


def test_the_design_effect_covers_what_it_should() -> None:
    """Habitual customers: the plain interval misses the truth far too often, the one over customers does not."""
    rng = np.random.default_rng(11)
    plain = clustered = 0
    runs = 400
    for _run in range(runs):
        habit = rng.beta(1, 1, 60)
        times = rng.integers(1, 6, 60)
        x = rng.binomial(times, habit)
        m = times
        again = Again(float((m * m - m).sum()), int((m - 1).sum()), float((x * x - x).sum()), float((x * m - x).sum()))
        wide, narrow = clustered_share(int(x.sum()), int(m.sum()), again), wilson(int(x.sum()), int(m.sum()))
        clustered += (wide.low or 0) <= 0.5 <= (wide.high or 0)
        plain += (narrow.low or 0) <= 0.5 <= (narrow.high or 0)
    # Three standard errors of the simulation about 95 %.
    slack = 3 * (0.95 * 0.05 / runs) ** 0.5
    assert clustered / runs > 0.95 - slack
    assert plain / runs < 0.95 - slack


def test_nothing_changes_where_nobody_comes_again() -> None:
    assert design_effect(5, 5, 10, Again(), 0.25) == 1.0
    assert clustered_share(5, 10) == wilson(5, 10)
