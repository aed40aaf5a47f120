"""Variants: distinct sequences, their keys, and how much of the journeys the commonest cover."""

from __future__ import annotations

import numpy as np
import pytest

from journey.analyses.variants import variants
from journey.scope import Scope
from journey.store import variants as encoding

# x and y go A B; z goes A B B; w goes B alone.
ROWS = [
    ("x", "A", 0), ("x", "B", 2), ("y", "A", 0), ("y", "B", 6),
    ("z", "A", 0), ("z", "B", 1), ("z", "B", 2), ("w", "B", 100),
]  # fmt: skip


def test_the_commonest_come_first(log):
    found = variants(log(ROWS, goals=("B",), horizon_s=4 * 3600.0))
    assert [(v.path, v.journeys, v.share, v.median_duration_s) for v in found.variants] == [
        (("A", "B"), 2, 1 / 2, 4 * 3600),
        (("A", "B", "B"), 1, 1 / 4, 3600),
        (("B",), 1, 1 / 4, 0),
    ]
    # y needed 6 h, longer than the horizon; w is not mature.
    assert [(v.conversion.value, v.conversion.n) for v in found.variants] == [(1 / 2, 2), (1, 1), (None, 0)]
    assert (found.distinct, found.journeys, found.journeys_total) == (3, 4, 4)


def test_the_list_can_be_cut_and_the_shares_stay(log):
    found = variants(log(ROWS), top=1)
    assert [(v.path, v.share) for v in found.variants] == [(("A", "B"), 1 / 2)]
    assert found.distinct == 3


def test_coverage_tells_how_many_variants_are_needed(log):
    assert variants(log(ROWS)).coverage == ((1, 1 / 2), (2, 3 / 4), (3, 1.0))


def test_coverage_of_many_variants_thins_out_and_ends_at_all(log):
    rows = [(f"j{i}", f"T{i % 40}", step) for i in range(200) for step in range(1 + i // 40)]
    found = variants(log(rows), top=5)
    numbers = [number for number, _share in found.coverage]
    assert numbers[:10] == list(range(1, 11))
    assert numbers == sorted(set(numbers))
    assert found.coverage[-1] == (found.distinct, pytest.approx(1))
    assert len(numbers) < 60


def test_a_key_is_the_same_in_every_workspace(log):
    one = {v.path: v.key for v in variants(log(ROWS)).variants}
    other = {v.path: v.key for v in variants(log([("q", "Z", 0), *ROWS[:4], ("q", "A", 1), ("q", "B", 2)])).variants}
    assert one["A", "B"] == other["A", "B"]
    assert len(set(one.values())) == 3
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in one.values())


def test_a_scope_of_no_journeys_has_none(log):
    found = variants(log(ROWS), Scope(since="2030-01-01"))
    assert (found.variants, found.distinct, found.journeys, found.coverage) == ((), 0, 0, ())


def test_two_paths_with_one_hash_are_told_apart(monkeypatch):
    monkeypatch.setattr(encoding, "path_hash", lambda mixed, starts, lengths: np.zeros(len(starts), dtype=np.uint64))
    made = encoding.Variants(["A", "B"])
    node = np.array([0, 1, 1, 0, 0, 1], dtype=np.int32)
    starts, lengths = np.array([0, 2, 4]), np.array([2, 2, 2])
    assert made.add(node, starts, lengths).tolist() == [0, 1, 0]
    assert made.add(node[2:4], np.array([0]), np.array([2])).tolist() == [1]
