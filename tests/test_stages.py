"""Stages: suggested, set from a file, moved on the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from edited_log import laid
from streamlit.testing.v1 import AppTest

from journey.__main__ import main
from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import TouchpointRow, touchpoint_rows
from journey.components.stage_columns import Move
from journey.errors import WrongInput
from journey.store.edits import Edit, history
from journey.store.rebuild import change
from journey.store.side_stages import side_stages
from journey.store.stage_map import stage_map, stage_map_edits
from journey.store.workspace import Workspace
from journey.text.spreadsheet import as_csv
from journey.views.stage_edits import (
    NameTaken,
    edits_of_move,
    edits_of_stages,
    edits_of_table,
    merge,
    touchpoint_file,
    touchpoint_table,
)

SHELL = Path(__file__).parents[1] / "journey" / "views" / "shell.py"


def row(number: int, name: str, position: float, events: int = 10) -> TouchpointRow:
    return TouchpointRow(number, name, (), None, events, events, position, False, False, None, False, None, None)


def rows_of(names: tuple[str, ...], *positions: float) -> tuple[TouchpointRow, ...]:
    return tuple(row(i, name, at) for i, (name, at) in enumerate(zip(names, positions, strict=True)))


def test_names_suggest_stages() -> None:
    rows = (row(0, "Landing page", 0.0), row(1, "Compare plans", 0.3), row(2, "Basket", 0.5), row(3, "Xyz", 0.52))
    assert suggest_stages(rows) == {0: "Discover", 1: "Choose", 2: "Buy", 3: "Buy"}


def test_positions_suggest_steps_where_names_say_nothing() -> None:
    rows = tuple(row(i, f"T{i:02}", at) for i, at in enumerate((0.0, 0.02, 0.3, 0.33, 0.6, 0.62, 0.97, 1.0)))
    # Each step is called after its commonest touchpoint; of equals, the first.
    assert list(suggest_stages(rows).values()) == ["T00"] * 2 + ["T02"] * 2 + ["T04"] * 2 + ["T06"] * 2


def test_words_in_common_suggest_topics_in_the_order_of_the_journey() -> None:
    names = ("Confirm receipt", "T02 Check receipt", "T3 Draft advice", "T4 Send advice", "T5 Print permit", "Pay")
    rows = rows_of(names, 0.0, 0.2, 0.5, 0.6, 0.7, 1.0)
    # The permit is near the advice, the payment is near nothing.
    assert list(suggest_stages(rows).values()) == ["Receipt"] * 2 + ["Advice"] * 3 + ["Pay"]
    # The same words far apart are two things.
    again = (*rows[:4], row(9, "Receipt of payment", 0.99))
    assert suggest_stages(again)[9] != "Receipt"


def test_many_ways_to_decide_are_a_decision() -> None:
    names = ("A_SUBMITTED", "A_SEEN", "W_LOOKED AT", "A_APPROVED", "O_ACCEPTED", "A_DECLINED")
    rows = rows_of(names, 0.0, 0.01, 0.5, 1.0, 1.0, 1.0)
    assert list(suggest_stages(rows).values()) == ["Submitted"] * 2 + ["Looked at"] + ["Decision"] * 3


def test_every_touchpoint_gets_a_stage_also_alone() -> None:
    assert suggest_stages((row(0, "A", 0.5),)) == {0: "A"}
    assert suggest_stages(()) == {}


def test_a_file_sets_stages_and_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with laid(tmp_path) as workspace:
        path = workspace.path
    given = tmp_path / "stages.csv"
    given.write_text("touchpoint,stage\nThanks,Buy\nBasket,Choose\nLog in,Choose\nCard,\n", encoding="utf-8-sig")
    assert main(["stages", "--workspace", str(path), "--set", str(given), "--json"]) == 0
    assert '"Choose"' in capsys.readouterr().out
    with laid_again(path) as workspace:
        assert workspace.run("SELECT name FROM stage ORDER BY ordinal") == [("Buy",), ("Choose",)]
        stages = {row.name: row.stage for row in touchpoint_rows(workspace)}
    assert stages == {
        "Thanks": "Buy",
        "Basket": "Choose",
        "Log in": "Choose",
        "Card": None,
        "Invoice": None,
        "log-in": None,
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "needs the columns"),
        (b"name,stage\nBasket,Buy\n", "needs the columns"),
        (b"touchpoint,stage\n\xff\xfe,Buy\n", "cannot be read as a CSV"),
        (b"touchpoint,stage\nNowhere,Buy\n", "no touchpoint 'Nowhere', which line 2 names"),
        (b"touchpoint,stage,phase\nBasket,Buy,1\n", "column 'phase' that says nothing"),
        (b"touchpoint,planned_cost\nCard,1\nBasket,dear\n", "line 3: 'dear' cannot be the planned_cost"),
        (b"touchpoint,target_wait\nCard,soon\n", "line 2: 'soon' cannot be the target_wait"),
        (b"touchpoint,floating\nCard,perhaps\n", "line 2: 'perhaps' cannot be the floating"),
        (b"touchpoint,stage\nCard,A\nCard,B\n", "Line 3 speaks of 'Card' again, as line 2 did"),
        (b"touchpoint,stage\n,A\n", "Line 2 names neither"),
        (b"channel,assisted\nweb,yes\n", "no channel 'web', which line 2 names"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    with laid(tmp_path) as workspace, pytest.raises(WrongInput, match=told):
        stage_map_edits(workspace, stage_map(content, "stages.csv"))


def taken(workspace: Workspace, content: str) -> list[Edit]:
    return stage_map_edits(workspace, stage_map(content.encode(), "stages.csv"))


def test_a_file_sets_every_property_and_the_saved_file_changes_nothing(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(
            workspace,
            *taken(
                workspace,
                "touchpoint;stage;side;floating;assisted;started_by;moment_of_truth;planned_cost;target_wait;hidden\n"
                "Basket;Choose;no;x;;customer;yes;1,50;2h30m;\nlog-in;Ask;yes;;yes;company;;;;true\n",
            ),
        )
        rows = touchpoint_rows(workspace)
        basket, log_in = (next(row for row in rows if row.name == name) for name in ("Basket", "log-in"))
        assert (basket.stage, basket.floating, basket.assisted, basket.by_company) == ("Choose", True, None, False)
        assert (basket.moment_of_truth, basket.planned_cost, basket.target_wait_s) == (True, 1.5, 9000.0)
        assert (log_in.hidden, log_in.assisted, log_in.by_company) == (True, True, True)
        assert side_stages(workspace) == {"Ask"}
        saved = touchpoint_file(workspace, rows)
        assert stage_map_edits(workspace, stage_map(as_csv(saved), "stages.csv")) == []
        # What a file does not speak of stays; an empty cell of a column it has is "not set".
        change(workspace, *taken(workspace, "touchpoint,planned_cost\nBasket,\n"))
        basket = next(row for row in touchpoint_rows(workspace) if row.name == "Basket")
        assert (basket.planned_cost, basket.target_wait_s, basket.stage) == (None, 9000.0, "Choose")


def test_the_table_says_what_changed_and_a_taken_name_offers_to_merge(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        rows = touchpoint_rows(workspace)
        table = touchpoint_table(rows)
        assert edits_of_table(workspace, rows, table) == []
        at = [row.name for row in rows].index("Card")
        table.loc[at, ["assisted", "by_company", "planned_cost", "target_wait"]] = ["assisted", "company", 2.5, "3h"]
        table.loc[at, "name"] = "Pay by card"
        change(workspace, *edits_of_table(workspace, rows, table))
        card = next(row for row in touchpoint_rows(workspace) if row.name == "Pay by card")
        assert (card.assisted, card.by_company, card.planned_cost, card.target_wait_s) == (True, True, 2.5, 10800.0)
        rows = touchpoint_rows(workspace)
        for change_to, told in (("Basket", "Basket"), ("", "needs a name")):
            table = touchpoint_table(rows)
            table.loc[[row.name for row in rows].index("Pay by card"), "name"] = change_to
            with pytest.raises(NameTaken if change_to else WrongInput, match=told):
                edits_of_table(workspace, rows, table)
        table = touchpoint_table(rows)
        table.loc[0, "target_wait"] = "soon"
        with pytest.raises(WrongInput, match="no length of time"):
            edits_of_table(workspace, rows, table)


def test_stages_are_renamed_put_aside_and_merged_on_purpose_only(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, *taken(workspace, "touchpoint,stage\nBasket,Choose\nCard,Buy\n"))
        table = pd.DataFrame({"name": ["Decide", "Buy"], "side": [False, True]})
        change(workspace, *edits_of_stages(workspace, ("Choose", "Buy"), table))
        assert workspace.run("SELECT name FROM stage ORDER BY ordinal") == [("Decide",), ("Buy",)]
        assert side_stages(workspace) == {"Buy"}
        with pytest.raises(NameTaken):
            edits_of_stages(workspace, ("Decide", "Buy"), pd.DataFrame({"name": ["Buy"] * 2, "side": [False, True]}))


def test_a_drag_is_an_edit_and_a_drag_to_its_own_place_is_none(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(
            workspace, *stage_map_edits(workspace, stage_map(b"touchpoint,stage\nBasket,Choose\nCard,Buy\n", "s.csv"))
        )
        rows = touchpoint_rows(workspace)
        basket = next(row for row in rows if row.name == "Basket")
        assert edits_of_move(workspace, Move(basket.id, "Choose"), rows, ("Choose", "Buy")) == []
        change(workspace, *edits_of_move(workspace, Move(basket.id, "Buy"), rows, ("Choose", "Buy")))
        assert {row.name: row.stage for row in touchpoint_rows(workspace)}["Basket"] == "Buy"
        (order,) = edits_of_move(workspace, Move(None, "Buy", "Choose"), rows, ("Choose", "Buy"))
        assert order.value == ["Buy", "Choose"]
        # What a browser makes up is nobody's touchpoint.
        assert edits_of_move(workspace, Move(999, "Buy"), rows, ("Choose", "Buy")) == []


def test_merging_into_itself_is_refused(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace, pytest.raises(WrongInput, match="into itself"):
        merge(workspace, touchpoint_rows(workspace), ["Card"], "Card")


def test_the_page_suggests_and_undoes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    with laid(tmp_path) as workspace:
        path = workspace.path
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["workspace"] = "edits"
    app.run()
    app.switch_page("../../pages/as_is/stages.py").run()
    assert not app.exception and not app.error
    next(button for button in app.button if button.label == "Suggest stages").click().run()
    assert not app.exception and not app.error
    from journey.views.session import library

    library().release("edits")
    with laid_again(path) as workspace:
        assert all(row.stage for row in touchpoint_rows(workspace))
        with workspace.cursor() as cursor:
            assert len(history(cursor)) == len({row.stage for row in touchpoint_rows(workspace)}) + 1  # and their order
    next(button for button in app.button if button.label == "Undo").click().run()
    assert not app.exception and not app.error
    library().release("edits")


def laid_again(path: Path) -> Workspace:
    return Workspace(path)


def test_the_page_offers_to_merge_and_tells_of_a_stage_that_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    with laid(tmp_path) as workspace:
        path = workspace.path
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["workspace"] = "edits"
    app.switch_page("../../pages/as_is/stages.py").run()
    app.session_state["stages_refused"] = NameTaken("Card", "Invoice")
    app.session_state["stages_gone"] = ["Old"]
    app.run()
    assert "There is 'Invoice' already" in app.error[0].value.replace("\\", "")
    assert "'Old' has no touchpoint left" in app.info[0].value
    app.button(key="stages_merge").click().run()
    assert not app.exception and not app.error
    # A stage without touchpoints cannot be made, and what was typed stays.
    app.text_input(key="stage_name").input("Empty").run()
    next(button for button in app.button if button.label == "Make it").click().run()
    assert "A stage needs a touchpoint" in app.error[0].value
    assert app.text_input(key="stage_name").value == "Empty"
    from journey.views.session import library

    library().release("edits")
    with laid_again(path) as workspace:
        assert {row.name for row in touchpoint_rows(workspace)} == {"Log in", "log-in", "Basket", "Invoice", "Thanks"}
