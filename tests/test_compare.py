"""Two groups of journeys, against pandas and statsmodels."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import MakeLog
from scipy.stats import chi2_contingency

from journey.analyses.clustered import Sums, mean_gap, share_gap
from journey.analyses.compare import Comparison, Difference, compare
from journey.analyses.compare_groups import compare_journeys
from journey.analyses.compare_waits import median_gap
from journey.analyses.interval import difference, wilson
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace

HOUR = 3600.0
COLUMNS = "journey customer touchpoint time kind score"


def draw(seed: int = 5) -> list[tuple[object, ...]]:
    """300 journeys of 200 customers; those of kind b meet Help more often, wait longer there, and score lower."""
    random = Random(seed)
    rows: list[tuple[object, ...]] = []
    for n in range(300):
        kind, hour = "ab"[n % 2], float(random.randrange(50))
        path = ["In", "Shop"] + ["Help"] * (random.random() < (0.75 if kind == "b" else 0.4))
        path += ["Pay"] * (random.random() < 0.8) + (["Rare"] if n == 7 else [])
        for name in path:
            score = random.randint(1, 3) + 2 * (kind == "a") if name == "Help" else None
            rows.append((f"j{n}", f"c{n % 200}", name, hour, kind, score))
            hour += random.random() * (9 if name == "Help" and kind == "b" else 2)
    rows.append(("end", "end", "Else", 900.0, "c", None))
    return rows


ROWS = draw()
A, B = (Scope(attributes=(Attribute("kind", (kind,)),)) for kind in "ab")


@pytest.fixture(scope="module")
def workspace(log: MakeLog) -> Workspace:
    return log(ROWS, COLUMNS, goals=("Pay",), timeout_s=50 * HOUR, horizon_s=200 * HOUR)


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> Comparison:
    return compare(workspace, Scope(), A, B)


def row(found: Comparison, kind: str, source: str = "", target: str = "") -> Difference:
    return next(
        one for one in found.differences if (one.kind, one.source_name, one.target_name) == (kind, source, target)
    )


FRAME = pd.DataFrame(ROWS, columns=COLUMNS.split()).query("kind != 'c'")
FRAME = FRAME.assign(next=FRAME.groupby("journey", sort=False)["touchpoint"].shift(-1))


def test_shares_and_means_are_those_of_pandas(found: Comparison) -> None:
    journeys = FRAME.groupby("kind")["journey"].nunique()
    assert found.groups.journeys == (journeys["a"], journeys["b"]) == (150, 150)
    came = FRAME.groupby(["touchpoint", "kind"])["journey"].nunique()
    for name in ("Shop", "Help", "Pay"):
        one = row(found, "reach", name)
        assert (one.a.value, one.b.value) == pytest.approx((came[name, "a"] / 150, came[name, "b"] / 150))
    went = FRAME.groupby(["touchpoint", "next", "kind"])["journey"].nunique()
    one = row(found, "transition", "Shop", "Help")
    assert one.b.value == pytest.approx(went["Shop", "Help", "b"] / came["Shop", "b"])
    assert one.gap.value == pytest.approx(one.b.value - one.a.value)
    score = FRAME.dropna(subset="score").groupby("kind")["score"].agg(lambda s: s.astype(float).mean())
    assert (row(found, "score", "Help").a.value, row(found, "score", "Help").b.value) == pytest.approx(tuple(score))
    size = FRAME.groupby("kind").size() / 150
    events = next(one for one in found.differences if one.kind == "metric")
    assert (events.a.value, events.b.value) == pytest.approx(tuple(size))
    paid = came["Pay", "b"] / 150
    assert row(found, "converted").b.value == pytest.approx(paid)
    assert row(found, "exit", "Help").b.n == came["Help", "b"]


def test_waits_are_medians_of_pandas_and_the_planted_differences_lead(found: Comparison) -> None:
    stamped = FRAME.assign(wait=-FRAME.groupby("journey", sort=False)["time"].diff(-1) * HOUR)
    waits = stamped.query("touchpoint == 'Shop' and next == 'Pay'").groupby("kind")["wait"].median()
    one = row(found, "wait", "Shop", "Pay")
    assert (one.a.value, one.b.value) == pytest.approx((float(waits["a"]), float(waits["b"])), rel=1e-4)
    above = [one for one in found.differences if one.above_line]
    assert {("reach", "Help"), ("transition", "Shop"), ("score", "Help")} <= {
        (one.kind, one.source_name) for one in above
    }
    assert found.compared == len([one for one in found.differences if not one.thin])


def test_what_is_only_in_one_is_listed(found: Comparison) -> None:
    assert ("reach", "Rare") in {(one.kind, one.source_name) for one in found.only_b}
    assert not {"Rare"} & {one.source_name for one in found.only_a}
    assert row(found, "reach", "Rare").a.value == 0.0


@pytest.mark.parametrize("side", [0, 1])
def test_each_row_opens_its_journeys(workspace: Workspace, found: Comparison, side: int) -> None:
    for one in found.differences:
        if one.kind in ("reach", "transition"):
            of = (one.a, one.b)[side]
            behind = compare_journeys(workspace, Scope(), A, B, side, one.source, one.target)  # type: ignore[arg-type]
            assert behind.matching == round((of.value or 0.0) * of.n)


def test_customers_of_one_journey_are_plain_wilson_newcombe_and_chi_square() -> None:
    a, b, gap, p = share_gap(Sums(30, 100, 30, 30, 100, 100), Sums(45, 100, 45, 45, 100, 100))
    assert (a, b) == (wilson(30, 100), wilson(45, 100))
    assert (gap.low, gap.high) == (difference(b, a).low, difference(b, a).high)
    assert p == pytest.approx(chi2_contingency([[30, 70], [45, 55]], correction=False).pvalue)


def test_journeys_of_the_same_customers_tell_less_as_in_a_clustered_regression() -> None:
    random = np.random.default_rng(1)
    customer = np.repeat(np.arange(80), 5)
    values = random.normal(size=80)[customer] + random.normal(size=400) * 0.3
    side = customer % 2
    sums = []
    for group in (0, 1):
        inside = side == group
        x = np.bincount(customer[inside], values[inside], 80)
        m = np.bincount(customer[inside], minlength=80)
        sums.append(Sums(x.sum(), m.sum(), (x * x).sum(), (x * m).sum(), float((m * m).sum()), int((m > 0).sum())))
    _a, _b, gap, _p = mean_gap(*sums)
    fit = sm.OLS(values, sm.add_constant(side)).fit(cov_type="cluster", cov_kwds={"groups": customer})
    assert gap.value == pytest.approx(fit.params[1])
    assert (gap.high - gap.low) / 2 / 1.96 == pytest.approx(fit.bse[1], rel=0.03)
    # Five identical journeys of each customer are worth one.
    once, _b, _gap, _p = share_gap(Sums(20, 40, 20, 20, 40, 40), Sums(20, 40, 20, 20, 40, 40))
    five, _b, _gap, _p = share_gap(Sums(100, 200, 500, 500, 1000, 40), Sums(100, 200, 500, 500, 1000, 40))
    assert (five.low, five.high) == pytest.approx((once.low, once.high), abs=0.004)


def test_a_difference_of_medians_is_found_and_none_is_not() -> None:
    random = np.random.default_rng(2)
    values, customers = np.sort(random.exponential(10, 400)), np.arange(400)
    _a, _b, gap, p = median_gap(values, customers, np.sort(values + 5), customers + 400)
    assert gap.value == pytest.approx(5) and 3 < gap.low < 5 < gap.high < 7 and p < 1e-4
    assert median_gap(values, customers, values, customers + 400)[3] == 1.0


def test_overlapping_groups_compare_what_is_only_in_each(workspace: Workspace) -> None:
    help_, pay = Scope(contains=("Help",)), Scope(contains=("Pay",))
    found = compare(workspace, Scope(), help_, pay)
    had = FRAME.groupby("journey")["touchpoint"].agg(set)
    both, only = had.map(lambda s: {"Help", "Pay"} <= s).sum(), had.map(lambda s: "Help" in s and "Pay" not in s).sum()
    assert (found.groups.overlap, found.groups.journeys[0]) == (both, only)
    # They are chosen by it, so it is no finding.
    assert found.by_construction == ("Help", "Pay")
    assert not {"Help", "Pay"} & {one.source_name for one in found.differences if one.kind == "reach"}


def test_groups_by_outcome_are_not_compared_in_it_nor_in_what_came_after(log: MakeLog) -> None:
    rows = [
        (f"j{n}", name, hour) for n in range(80) for hour, name in enumerate(["In", "Pay", "Thanks"][: 1 + 2 * (n % 2)])
    ]
    workspace = log([*rows, ("z", "Else", 500)], goals=("Pay",), timeout_s=9 * HOUR, horizon_s=9 * HOUR)
    done, dropped = (Scope(outcomes=(one,)) for one in (Outcome.COMPLETED, Outcome.DROPPED))
    found = compare(workspace, Scope(avoids=("Else",)), done, dropped)
    assert found.ends_chosen and found.by_construction == ("Pay",)
    assert {one.source_name for one in found.differences if one.kind in ("reach", "exit", "conversion")} == {"In"}
    assert not found.only_a


def test_without_a_goal_all_journeys_count_and_nothing_converts(log: MakeLog) -> None:
    found = compare(log(ROWS, COLUMNS), Scope(), A, B)
    assert found.groups.journeys == (150, 150)
    assert not {one.kind for one in found.differences} & {"exit", "conversion", "converted"}


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (A, A, "A has no journeys that the other has not"),
        (A, Scope(attributes=(Attribute("kind", ("none",)),)), "B has no journeys here"),
        (A, Scope(attributes=(Attribute("kind", ("c",)),)), "B has no journeys that are old enough"),
        (A, Scope(contains=("Nowhere",)), "no touchpoint 'Nowhere'"),
    ],
)
def test_groups_that_cannot_be_compared_are_told(workspace: Workspace, a: Scope, b: Scope, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        compare(workspace, Scope(), a, b)
