"""Scores: each formula by hand and against an independent library, its edges, and what people declare."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from journey.analyses.interval import difference, net_promoter
from journey.analyses.metrics import metrics
from journey.analyses.scores import Counts, boxes, figure, mean
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.score_declarations import (
    Declaration,
    Method,
    Spread,
    StaleDeclaration,
    declarations,
    declare,
    guess,
    usual,
)


def counted(score: Declaration, answers: list[float]) -> Counts:
    """By plain counting."""
    good, bad = boxes(score).good, boxes(score).bad
    return Counts(
        n=len(answers),
        good=sum(good[0] <= answer <= good[1] for answer in answers),
        bad=sum(bad[0] <= answer <= bad[1] for answer in answers),
        mean=float(np.mean(answers)) if answers else None,
        deviation=float(np.std(answers, ddof=1)) if len(answers) > 1 else None,
    )


def test_nps_by_hand() -> None:
    # 10, 9, 9, 8, 7, 6, 0: three promoters, two detractors of seven.
    found = figure(Method.NPS, counted(usual("nps", Method.NPS), [10, 9, 9, 8, 7, 6, 0]))
    assert found.value == pytest.approx(100 / 7)
    # n' = 10, p' = 0.375, d' = 0.275: 0.1 +- 1.95996 sqrt((0.65 - 0.01) / 10).
    assert (found.low, found.high) == (pytest.approx(-39.583, abs=0.001), pytest.approx(59.583, abs=0.001))


def test_nps_as_published() -> None:
    # Worked in public: 291 promoters, 476 passives and 395 detractors are -9, give or take 4.4.
    # http://www.talkstats.com/threads/net-promoter-score-calculating-confidence-intervals-and-margin-of-error.58500/
    found = net_promoter(291, 395, 1162)
    assert found.value is not None and found.low is not None and found.high is not None
    assert (round(found.value), round((found.high - found.low) / 2, 1)) == (-9, 4.4)
    # Half promoters, a sixth detractors: 33 with a variance of 5/9 an answer ("margin of error in a NPS result",
    # Cross Validated 18603), so of many answers 33.3 +- 100 z sqrt(5 / 9 / n).
    found = net_promoter(60_000, 20_000, 120_000)
    assert found.value == pytest.approx(100 / 3)
    margin = 100 * stats.norm.ppf(0.975) * np.sqrt(5 / 9 / 120_000)
    assert (found.low, found.high) == (
        pytest.approx(100 / 3 - margin, abs=0.001),
        pytest.approx(100 / 3 + margin, abs=0.001),
    )


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_nps_is_the_mean_of_plus_and_minus_one_with_three_answers_added(good: int, passive: int, bad: int) -> None:
    n = good + passive + bad
    if n < 3:
        return
    # The pseudo-observations that Rocks' own R package `NPS` adds (nps_test, "adjusted.wald").
    weights = [good + 0.75, passive + 1.5, bad + 0.75]
    low, high = DescrStatsW([1, 0, -1], weights=weights, ddof=0).zconfint_mean()
    # statsmodels takes the root of n - 1.
    middle, half = (low + high) / 2, (high - low) / 2 * np.sqrt((n + 2) / (n + 3))
    found = net_promoter(good, bad, n)
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.low == pytest.approx(min(found.value, max(-100, 100 * (middle - half))))
    assert found.high == pytest.approx(max(found.value, min(100, 100 * (middle + half))))


def test_the_difference_of_two_nps_is_the_root_of_the_summed_squares() -> None:
    a, b = Interval(30.0, 24.0, 36.0, 500), Interval(20.0, 12.0, 28.0, 300)
    assert difference(a, b) == Interval(10.0, 0.0, 20.0, 300)


@pytest.mark.parametrize(
    ("method", "answers", "good"),
    [(Method.CSAT, [5, 4, 4, 3, 2, 1], 3), (Method.CES2, [7, 6, 5, 4, 3, 1, 1], 3)],
)
def test_satisfaction_and_ease_are_shares_of_the_top_boxes(method: Method, answers: list[float], good: int) -> None:
    found = figure(method, counted(usual("x", method), answers))
    low, high = proportion_confint(good, len(answers), method="wilson")
    assert (found.value, found.low, found.high) == tuple(map(pytest.approx, (good / len(answers), low, high)))


def test_effort_one_is_a_mean_and_low_is_good() -> None:
    score, answers = usual("effort", Method.CES1), [1.0, 2.0, 2.0, 5.0]
    found = figure(score.method, counted(score, answers))
    low, high = stats.t.interval(0.95, 3, loc=2.5, scale=stats.sem(answers))
    assert (found.value, found.low, found.high) == tuple(map(pytest.approx, (2.5, low, high)))
    assert counted(score, answers).good == 3 and counted(score, answers).bad == 1


def test_a_share_of_good_answers_goes_by_its_own_bound_and_direction() -> None:
    score = Declaration(score="wait", low=0, high=100, high_is_good=False, method=Method.SHARE, good_from=20)
    counts = counted(score, [0, 20, 21, 90, 100])
    assert (counts.good, counts.bad, figure(score.method, counts).value) == (2, 2, 0.4)


@pytest.mark.parametrize("method", Method)
def test_no_answer_is_a_blank_and_one_or_equal_ones_claim_no_certainty(method: Method) -> None:
    score = usual("x", method)
    assert figure(method, counted(score, [])) == Interval(None, None, None, 0)
    for n in (1, 40):
        equal = counted(score, [score.high] * n)
        assert mean(equal) == Interval(score.high, None, None, n)
        found = figure(method, equal)
        assert found.n == n and found.value is not None
        # Never an interval of no width: nothing, or room for what was not asked.
        assert found.low is None or found.low < found.high


def test_scales_and_directions_are_guessed() -> None:
    assert guessed("NPS Q1", 0, 10, 90).method is Method.NPS
    assert guessed("nps", 0, 100, 90).method is Method.MEAN
    assert guessed("customer_effort_score_1", 1, 5, 9).high_is_good is False
    assert guessed("ces", 1, 5, 9).method is Method.CES2
    assert guessed("ces", 1, 5, 90).method is Method.CES2
    assert guessed("Relationship NPS", 0, 10, 90).relationship
    assert guessed("CSAT", 1, 5, 90).good_from == 4
    assert guessed("удовлетворённость", 1, 5, 90).method is Method.CSAT


def guessed(name: str, low: float, high: float, n: int) -> Declaration:
    """Of answers spread evenly from one end to the other."""
    return guess(name, Spread.of(np.linspace(low, high, n)))


@pytest.mark.parametrize(
    ("name", "answers", "slip", "scale"),
    [("nps", range(11), -1, (0, 10)), ("csat", range(1, 6), 6, (1, 5)), ("ces", range(1, 8), 55, (1, 7)),
     ("stars", range(1, 6), 55, (1, 5)), ("grade", range(1, 8), 0, (1, 7))],
)  # fmt: skip
def test_a_slip_of_the_pen_does_not_stretch_a_scale(log, name: str, answers: range, slip: int, scale) -> None:
    values = [*(list(answers) * 30), slip]
    rows = [(f"j{n}", "x", n, value) for n, value in enumerate(values)]
    workspace = log(rows, f"journey touchpoint time score_{name}")
    (found,) = declarations(workspace)
    assert (found.low, found.high) == scale
    assert (found.low, found.high) == (guess(name, Spread.of(np.array(values, dtype=float))).low, scale[1])
    assert metrics(workspace, Scope(), "touchpoint").outside == ((found.score, 1),)
    # Many beyond it are no slips.
    assert guess(name, Spread.of(np.array([*values, *[100.0] * 100]))).high == 100


def test_a_declaration_is_kept_changes_every_figure_and_is_never_overwritten_unseen(log) -> None:
    workspace = log([("a", "x", 0, 2), ("a", "y", 1, 4)], "journey touchpoint time score_mood")
    (guessed,) = declarations(workspace)
    assert (guessed.method, guessed.low, guessed.high, guessed.declared) == (Method.MEAN, 1, 5, False)
    before = workspace.version
    wanted = Declaration(score="score_mood", low=0, high=4, high_is_good=False, method=Method.SHARE, good_from=2)
    declare(workspace, wanted)
    (kept,) = declarations(workspace)
    assert kept.declared and (kept.low, kept.high, kept.good_from) == (0, 4, 2) and workspace.version != before
    with pytest.raises(StaleDeclaration, match="Somebody else"):
        declare(workspace, wanted)
    assert declarations(workspace) == (kept,)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"low": 5, "high": 1}, "has no length"),
        ({"method": Method.NPS}, "NPS is counted on 0 to 10, but score_mood is on 1 to 5"),
        ({"method": Method.CSAT, "high_is_good": False}, "high is good"),
        ({"method": Method.CES1}, "low is good"),
        ({"good_from": 9}, "cannot begin at 9"),
        ({"score": "nothing"}, "no score 'nothing'"),
    ],
)
def test_declarations_that_cannot_be_say_why(log, change, told) -> None:
    workspace = log([("a", "x", 0, 2)], "journey touchpoint time score_mood")
    fields = {"score": "score_mood", "low": 1, "high": 5, "good_from": 4, **change}
    with pytest.raises(WrongInput, match=told):
        declare(workspace, Declaration(**fields))
