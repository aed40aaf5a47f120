"""The neighbourhood: shares by hand, opaque ids, and the page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import journey
from journey.analyses.flow import flow_map
from journey.charts.neighbourhood import MOST, neighbourhood
from journey.model import Mapping
from journey.store.workspace import Workspace
from journey.views.neighbourhood_graph import draw_neighbourhood

SHELL = Path(__file__).parents[1] / "journey" / "views" / "shell.py"
HOSTILE = "javascript:alert(1)//<img src=x onerror=alert(1)>"
ROWS = [
    ("a", "Search", "09:00"), ("a", HOSTILE, "09:10"), ("a", "Pay", "09:20"),
    ("b", "Search", "10:00"), ("b", HOSTILE, "10:30"), ("b", HOSTILE, "10:40"), ("b", "Pay", "10:50"),
    ("c", "Search", "11:00"), ("c", HOSTILE, "11:10"), ("c", "Search", "11:20"),
]  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    frame = pd.DataFrame([(who, what, f"2026-03-01 {at}") for who, what, at in ROWS], columns=["id", "step", "at"])
    journey.import_log(frame, tmp_path / "near.duckdb", mapping=Mapping(journey="id", touchpoint=("step",), time="at"))
    return Workspace(tmp_path / "near.duckdb")


def test_shares_are_of_the_middle(workspace: Workspace) -> None:
    flow = flow_map(workspace)
    middle = next(t for t in flow.touchpoints if t.name == HOSTILE)
    picture = neighbourhood(flow, middle.id, "light")
    names = {t.id: t.name for t in flow.touchpoints}
    sides = {(names[spot.touchpoint], spot.x < 0) for spot in picture.spots[1:]}
    assert sides == {("Search", True), ("Pay", False), ("Search", False)}
    # Four visits: three come from Search, one repeats itself, two go on to Pay, one back to Search.
    assert sorted(line.label.split(" ·")[0] for line in picture.lines) == ["", "25 %", "50 %", "75 %"]
    assert picture.spots[0].label.endswith("4\nagain: 25 % · 10 min")
    assert picture.left_out == 0
    workspace.close()


def test_a_narrow_screen_gets_one_column_with_the_figures_inside(workspace: Workspace) -> None:
    flow = flow_map(workspace)
    middle = next(t for t in flow.touchpoints if t.name == HOSTILE)
    picture = neighbourhood(flow, middle.id, "light", narrow=True)
    (_centre, *others), names = picture.spots, {t.id: t.name for t in flow.touchpoints}
    # From top to bottom: Search leads here; Pay and Search follow, below the middle.
    assert [(names[spot.touchpoint], spot.y < 0) for spot in others] == [
        ("Search", True), ("Pay", False), ("Search", False),
    ]  # fmt: skip
    assert all(spot.x < 0 and spot.width == 190 for spot in others)
    # No box touches the next: a line is 15 px high.
    assert all(
        below.y - above.y > (15 * (above.label.count("\n") + below.label.count("\n") + 2)) / 2 + 20
        for above, below in pairwise(others)
    )
    assert [line.label for line in picture.lines] == [""] * 4
    assert " · 75 % · " in others[0].label
    workspace.close()


def test_names_never_become_ids_or_titles(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = {}

    def keep(nodes, edges, config):  # type: ignore[no-untyped-def]
        sent["nodes"] = nodes
        return "n1"

    monkeypatch.setattr("journey.views.neighbourhood_graph.agraph", keep)
    flow = flow_map(workspace)
    middle = next(t for t in flow.touchpoints if t.name == HOSTILE)
    clicked = draw_neighbourhood(neighbourhood(flow, middle.id, "dark"), "dark")
    assert clicked in {t.id for t in flow.touchpoints}
    assert {node.title for node in sent["nodes"]} == {""}
    assert all(node.id == f"n{i}" for i, node in enumerate(sent["nodes"]))
    workspace.close()


def test_weak_neighbours_are_counted(tmp_path: Path) -> None:
    rows = [
        (str(i), step, f"2026-03-01 09:{i:02}:{s}") for i in range(12) for s, step in ((10, f"From {i}"), (20, "Hub"))
    ]
    journey.import_log(
        pd.DataFrame(rows, columns=["id", "step", "at"]), tmp_path / "hub.duckdb",
        mapping=Mapping(journey="id", touchpoint=("step",), time="at"),
    )  # fmt: skip
    with Workspace(tmp_path / "hub.duckdb") as hub:
        flow = flow_map(hub)
        picture = neighbourhood(flow, next(t.id for t in flow.touchpoints if t.name == "Hub"), "light")
    assert (len(picture.spots), picture.left_out) == (1 + MOST, 12 - MOST)


def test_the_page_walks_and_comes_back(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.close()
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["workspace"] = "near"
    app.run()
    app.switch_page("../../pages/as_is/neighbourhood.py").run()
    assert not app.exception and not app.error
    box = next(box for box in app.selectbox if box.label == "In the middle")
    first = box.value
    box.select("Pay").run()
    assert next(box for box in app.selectbox if box.label == "In the middle").value == "Pay"
    assert "Pay" in app.subheader[0].value
    next(button for button in app.button if button.label == "Back").click().run()
    assert next(box for box in app.selectbox if box.label == "In the middle").value == first
    assert not app.exception and not app.error
    from journey.views.session import library

    library().release("near")
