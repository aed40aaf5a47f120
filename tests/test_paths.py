"""Paths unrolled by step, on logs small enough to draw."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.analyses.path_journeys import path_journeys
from journey.analyses.paths import PathQuestion, Paths, paths
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace

HOUR = 3600.0
# a completes, b is lost, c dropped long ago, d is open.
ROWS = [
    ("a", "In", 0), ("a", "Pay", 1), ("a", "Done", 2),
    ("b", "Pay", 0), ("b", "Help", 1), ("b", "Pay", 2), ("b", "No", 3),
    ("c", "Pay", 0), ("c", "Help", 1),
    ("d", "Pay", 99), ("d", "Help", 100),
    ("e", "In", 0),
]  # fmt: skip


@pytest.fixture
def workspace(log: MakeLog) -> Workspace:
    return log(ROWS, goals=("Done",), lost=("No",), timeout_s=10 * HOUR, horizon_s=1 * HOUR)


def boxes(found: Paths) -> list[tuple[int, str, int]]:
    return [(node.step, node.name or node.kind, node.journeys) for node in found.nodes]


def ribbons(found: Paths) -> set[tuple[int, str, str, int]]:
    def named(n: int) -> str:
        return found.nodes[n].name or found.nodes[n].kind

    return {(found.nodes[k.source].step, named(k.source), named(k.target), k.journeys) for k in found.links}


def test_after_the_first_visit(workspace: Workspace) -> None:
    found = paths(workspace, Scope(), PathQuestion(anchor="Pay", steps=3))
    assert (found.journeys, found.journeys_shown) == (4, 5)
    assert ribbons(found) == {
        (0, "Pay", "Help", 3), (0, "Pay", "Done", 1),
        (1, "Done", "completed", 1), (1, "Help", "Pay", 1), (1, "Help", "dropped", 1), (1, "Help", "open", 1),
        (2, "Pay", "No", 1),
    }  # fmt: skip
    assert (3, "No", 1) in boxes(found)


def test_after_the_last_visit_and_before_the_first(workspace: Workspace) -> None:
    last = paths(workspace, Scope(), PathQuestion(anchor="Pay", occurrence="last", steps=1))
    assert ribbons(last) == {(0, "Pay", "Help", 2), (0, "Pay", "Done", 1), (0, "Pay", "No", 1)}
    before = paths(workspace, Scope(), PathQuestion(anchor="Pay", direction="before", occurrence="last", steps=2))
    assert ribbons(before) == {
        (-2, "Pay", "Help", 1), (-1, "Help", "Pay", 1), (-1, "In", "Pay", 1),
        (-2, "start", "In", 1), (-1, "start", "Pay", 2), (-3, "start", "Pay", 1),
    }  # fmt: skip


def test_what_is_not_named_is_one_box(workspace: Workspace, log: MakeLog) -> None:
    rows = [(f"{n}", "Pay", 0) for n in range(9)] + [(f"{n}", f"T{min(n, 5)}", 1) for n in range(9)]
    found = paths(log(rows), Scope(), PathQuestion(anchor="Pay", steps=1, top=2))
    assert boxes(found) == [(0, "Pay", 9), (1, "T5", 4), (1, "T0", 1), (1, "other", 4)]
    assert found.nodes[-1].folded == 4
    source, target = next((k.source, k.target) for k in found.links if found.nodes[k.target].kind == "other")
    behind = path_journeys(log(rows), Scope(), found.question, source, target)
    assert {one.key for one in behind.journeys} == {"1", "2", "3", "4"}


@pytest.mark.parametrize("direction", ["after", "before"])
@pytest.mark.parametrize("top", [1, 4])
def test_what_arrives_leaves_and_each_ribbon_opens_its_journeys(workspace: Workspace, direction: str, top: int) -> None:
    question = PathQuestion(anchor="Pay", direction=direction, occurrence="last", steps=4, top=top)  # type: ignore[arg-type]
    found = paths(workspace, Scope(), question)
    for n, node in enumerate(found.nodes):
        arriving = sum(k.journeys for k in found.links if k.target == n)
        leaving = sum(k.journeys for k in found.links if k.source == n)
        assert not arriving or not leaving or arriving == leaving == node.journeys
    for k in found.links:
        assert path_journeys(workspace, Scope(), question, k.source, k.target).matching == k.journeys


def test_what_cannot_be_unrolled_is_told(workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match="no touchpoint 'Pai'"):
        paths(workspace, Scope(), PathQuestion(anchor="Pai"))
    with pytest.raises(WrongInput, match="1 to 12 steps"):
        PathQuestion(anchor="Pay", steps=0)
    nobody = paths(workspace, Scope(contains=("In",), avoids=("Done",)), PathQuestion(anchor="Pay"))
    assert (nobody.journeys, nobody.nodes, nobody.links) == (0, (), ())
