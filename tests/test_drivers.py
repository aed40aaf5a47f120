"""Drivers: only what was known before the moment, adjusted for the rest, and silent where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from conftest import MakeLog

from journey.analyses.drivers.find import drivers, journeys_of, moments
from journey.analyses.drivers.known import gather
from journey.analyses.drivers.model import estimate, skill
from journey.analyses.drivers.pairs import driver_twins
from journey.analyses.drivers.question import Driver, Feature, Question
from journey.errors import WrongInput
from journey.model import Interval, Level
from journey.scope import Attribute, Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

COLUMNS = "journey customer touchpoint time channel plan score_csat"


def rows(n: int, seed: int, strength: float) -> list[tuple]:
    """Ad, perhaps Call, Basket, perhaps Pay: a call costs `strength` of the chance to pay."""
    random = np.random.default_rng(seed)
    found: list[tuple] = []
    for i in range(n):
        plan = "gold" if random.random() < 0.5 else "blue"
        # Gold customers call more often and pay as often: what the raw difference of the plan shows is the call.
        called = random.random() < (0.6 if plan == "gold" else 0.2)
        pays = random.random() < 0.7 - strength * called
        who = f"c{i % (n - 20)}"
        path = ["Ad", *(["Call"] if called else []), "Basket", *(["Pay", "Call"] if pays else [])]
        for step, name in enumerate(path):
            score = (5 if called else 3) if name == "Basket" else None
            found.append((f"j{i:04}", who, name, 24 * i + step, "phone" if name == "Call" else "web", plan, score))
    return found


@pytest.fixture(scope="module")
def told(log: MakeLog) -> Workspace:
    return log(rows(900, 1, 0.4), COLUMNS, goals=("Pay",), timeout_s=86_400.0, horizon_s=86_400.0)


AT_BASKET = Question("goal", landmark="Basket")


def test_the_call_is_named_with_its_size_and_the_plan_is_not(told: Workspace) -> None:
    found = drivers(told, Scope(), AT_BASKET)
    assert found.trusted and found.rate.value == pytest.approx(0.7 - 0.4 * 0.4, abs=0.05)
    first = found.drivers[0]
    assert first.feature == Feature("came", "Call") and first.named
    assert first.adjusted.low < -0.4 < first.adjusted.high
    plan = next(d for d in found.drivers if d.feature.kind == "attribute")
    assert not plan.named and plan.adjusted.low < 0 < plan.adjusted.high
    # As it is, the plan looks harmful: its customers call more.
    assert abs(plan.with_it.value - plan.without_it.value) > 0.08


def test_nothing_after_the_moment_is_known(told: Workspace) -> None:
    with select(told, Scope()) as selection:
        known = gather(selection, AT_BASKET)
    # Whoever pays calls afterwards: were that known, it would tell everything.
    assert {f.name for f in known.features if f.kind == "came"} == {"Call"}
    called = known.held[:, known.features.index(Feature("came", "Call"))]
    before = told.run(
        """SELECT journey, max(CAST(e.node = (SELECT id FROM touchpoint WHERE name = 'Call') AND e.position = 1 AS INT))
           FROM event e GROUP BY journey ORDER BY journey"""
    )
    truth = dict(before)
    assert called.tolist() == [float(truth[j]) for j in known.journey]


def test_the_estimate_is_that_of_least_squares(told: Workspace) -> None:
    with select(told, Scope()) as selection:
        known = gather(selection, AT_BASKET)
    model = estimate(known.held, known.result, known.customer, known.features, progress=lambda share, doing: None)
    peer = sm.OLS(known.result, sm.add_constant(known.held)).fit(
        cov_type="cluster", cov_kwds={"groups": known.customer}
    )
    i = known.features.index(Feature("came", "Call"))
    assert model.value[i] == pytest.approx(peer.params[i + 1], abs=1e-4)
    assert (model.high[i] - model.low[i]) / 2 / 1.96 == pytest.approx(peer.bse[i + 1], rel=0.15)


def test_where_nothing_is_to_be_told_nothing_is_listed(log: MakeLog) -> None:
    trusted = 0
    for seed in range(5):
        held = np.random.default_rng(seed).random((600, 12)) < 0.4
        result = (np.random.default_rng(99 + seed).random(600) < 0.5).astype(float)
        trusted += (skill(held.astype(float), result, np.arange(600)).low or 0.0) > 0
    assert trusted == 0
    found = drivers(
        log(rows(900, 2, 0.0), COLUMNS, goals=("Pay",), timeout_s=86_400.0, horizon_s=86_400.0), Scope(), AT_BASKET
    )
    assert not found.trusted and found.drivers == () and found.skill is not None


def test_a_score_is_told_by_what_came_before_the_answer(told: Workspace) -> None:
    found = drivers(told, Scope(), Question("good", "score_csat"))
    assert found.cases == 900 and found.drivers[0].feature == Feature("came", "Call")
    assert found.drivers[0].adjusted.value == pytest.approx(1.0, abs=1e-3)
    worse = drivers(told, Scope(), Question("bad", "score_csat"))
    assert worse.missing == "same" and worse.rate.value == 0


def test_each_driver_opens_its_journeys(told: Workspace) -> None:
    keys = journeys_of(told, Scope(), AT_BASKET, Feature("came", "Call"))
    found = drivers(told, Scope(), AT_BASKET)
    assert len(keys) == found.drivers[0].adjusted.n
    with select(told, Scope(journeys=keys)) as selection:
        assert selection.run(f"SELECT count(*) FROM {selection.journeys}") == [(len(keys),)]


def test_the_moment_that_tells_most_comes_first(told: Workspace) -> None:
    assert moments(told, Scope())[0].landmark == "Basket"


@pytest.mark.parametrize(
    ("scope", "question", "words"),
    [
        (Scope(), Question("goal", landmark="Nowhere"), "no touchpoint 'Nowhere'"),
        (Scope(), Question("good", "mood"), "no score 'mood'"),
        (Scope(level=Level.CHANNEL), AT_BASKET, "hidden or folded"),
    ],
)
def test_what_cannot_be_asked_is_refused(told: Workspace, scope: Scope, question: Question, words: str) -> None:
    with pytest.raises(WrongInput, match=words):
        drivers(told, scope, question)


def test_few_customers_tell_nothing(told: Workspace) -> None:
    found = drivers(told, Scope(attributes=(Attribute("plan", ("gold",)),), until="2026-03-01"), AT_BASKET)
    assert found.missing == "few" and not found.drivers


def test_twins_came_the_same_way_until_the_driver_parts_them(told: Workspace) -> None:
    ways: dict[str, list[str]] = {}
    for key, name in told.run(
        """SELECT j.key, t.name FROM event e JOIN journey j ON j.id = e.journey JOIN touchpoint t ON t.id = e.node
           ORDER BY e.journey, e.position"""
    ):
        ways.setdefault(key, []).append(name)
    found = drivers(told, Scope(), AT_BASKET)
    for driver in found.drivers:
        for pair in driver_twins(told, Scope(), AT_BASKET, driver):
            one, other = (ways[twin.key][: twin.position + 1] for twin in (pair.affected, pair.other))
            assert one == other and len(one) == pair.steps
    call = driver_twins(told, Scope(), AT_BASKET, found.drivers[0])
    assert len(call) == 3
    for pair in call:
        # Both saw the ad; then one called. It goes with not paying, so such a pair is shown.
        assert ways[pair.affected.key] == ["Ad", "Call", "Basket"] and pair.affected.outcome == "dropped"
        assert ways[pair.other.key][:3] == ["Ad", "Basket", "Pay"] and pair.other.outcome == "completed"
    plan = next(driver for driver in found.drivers if driver.feature.kind == "attribute")
    (pair, *_more) = driver_twins(told, Scope(), AT_BASKET, plan)
    assert ways[pair.affected.key][pair.affected.position] == "Basket"
    plans = dict(told.run("SELECT j.key, a.a0 FROM journey j JOIN journey_attribute a ON a.journey = j.id"))
    assert plans[pair.affected.key] == plan.feature.value != plans[pair.other.key]


@pytest.mark.parametrize(
    ("kind", "way", "common"),
    [
        ("again", lambda n, hit: ["In", "Look", "Ask", *(["Look"] if hit else [])], 2),
        ("channel", lambda n, hit: ["In", "Call" if hit else "Look"], 1),
        ("wait", lambda n, hit: ["In", "Look"], 1),
        # A name of its own for each is no feature, but one step more is.
        ("steps", lambda n, hit: ["In", "Look", *([f"Only {n}"] if hit else [])], 2),
    ],
)
def test_twins_by_hand(log: MakeLog, kind: str, way: Callable[[int, bool], list[str]], common: int) -> None:
    rows = []
    for n in range(160):
        hit = n < 32
        for step, name in enumerate([*way(n, hit), "Buy", *(["Pay"] if n % 2 else [])]):
            hour = step + (50 if kind == "wait" and hit and step else 0)
            what = "Look" if name == "Call" else name
            rows.append(
                (f"{'with' if hit else 'without'} {n}", what, 100 * n + hour, "phone" if name == "Call" else "web")
            )
    made = log(rows, "journey touchpoint time channel", goals=("Pay",), timeout_s=36_000.0, horizon_s=360_000.0)
    question = Question("goal", landmark="Buy")
    with select(made, Scope()) as selection:
        feature = next(one for one in gather(selection, question).features if one.kind == kind)
    blank = Interval(0.1, None, None, 32)
    found = driver_twins(made, Scope(), question, Driver(feature, blank, blank, blank, 0.0, True))
    assert len(found) == 3 and {pair.steps for pair in found} == {common}
    for pair in found:
        # The claim is that it goes with paying.
        assert pair.affected.key.startswith("with ") and pair.affected.outcome == "completed"
        assert pair.other.key.startswith("without ") and pair.other.outcome == "dropped"
