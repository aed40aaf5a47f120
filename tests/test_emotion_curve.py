"""The emotion curve by hand: declared scales, directions, what is remembered, and what counts nowhere."""

from __future__ import annotations

import pytest

from journey.analyses.board import board
from journey.store.score_declarations import Declaration, Method, declare, usual


def test_peak_and_end_by_hand(log) -> None:
    # a feels +2, -2, +1: of two equally strong the bad one is the peak, so (-2 + 1) / 2. b has two answers only.
    told = [("a", "x", 0, "S", 5), ("a", "y", 1, "S", 1), ("a", "z", 2, "T", 4), ("b", "x", 0, "S", 3),
            ("b", "z", 1, "T", 3), ("c", "x", 0, "S", 3), ("c", "x", 1, "S", 4), ("c", "x", 2, "S", 3)]  # fmt: skip
    (line,) = board(log(told, "journey touchpoint time stage score_csat")).emotions
    # c feels 0, +1, 0: (1 + 0) / 2.
    assert (line.peak_end.value, line.peak_end.n) == (0.0, 2)
    assert line.feelings["S"].value == pytest.approx((2 - 2 + 0 + 0 + 1 + 0) / 6)
    # Too few answers to name a peak.
    assert line.peak is line.end is None


def test_where_low_is_good_the_curve_is_turned_round(log) -> None:
    workspace = log([("a", "x", 0, "S", 1), ("b", "x", 0, "S", 2)], "journey touchpoint time stage score_effort")
    declare(workspace, usual("score_effort", Method.CES1))
    (line,) = board(workspace).emotions
    assert line.feelings["S"].value == 1.5


def test_answers_outside_the_scale_and_relationship_scores_are_on_no_line(log) -> None:
    workspace = log([("a", "x", 0, "S", 4), ("b", "x", 0, "S", 9)], "journey touchpoint time stage score_mood")
    declare(workspace, Declaration(score="score_mood", low=0, high=4, method=Method.MEAN, good_from=3))
    (line,) = board(workspace).emotions
    # All equal: a feeling, and no interval that would claim to be sure of it.
    assert (line.feelings["S"].value, line.feelings["S"].low, line.feelings["S"].n) == (2.0, None, 1)
    kept = Declaration(score="score_mood", low=0, high=4, good_from=3, relationship=True, version=1)
    declare(workspace, kept)
    assert board(workspace).emotions == ()


def test_a_line_with_firm_stages_has_its_peak_and_its_end(log) -> None:
    told = [(f"j{n}", name, at, stage, value) for n in range(40) for name, at, stage, value in (
        ("x", 0, "S", 4), ("y", 1, "T", 1 + n % 2), ("z", 2, "U", 3))]  # fmt: skip
    (line,) = board(log(told, "journey touchpoint time stage score_csat")).emotions
    assert (line.peak, line.end) == ("T", "U")
