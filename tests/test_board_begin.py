"""Boards without a log: begun, filled from a file, bound to a log; and every page of such a workspace."""

from __future__ import annotations

import pytest

from journey.analyses.board import board
from journey.analyses.touchpoints import touchpoint_rows
from journey.charts.board_html import board_html
from journey.charts.board_spec import board_spec, lane_words
from journey.components.stage_columns import Move
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.board_notes import CHOICES, Layout, add_note, arrange, choose, layout, notes
from journey.store.board_stages import (
    add_stages,
    board_stages,
    delete_stage,
    is_blank,
    move_stage,
    new_board,
    rename_stage,
)
from journey.store.personas import add_persona, personas
from journey.store.rebuild import change
from journey.store.sticky_notes import Sticky, carry, match_stage, place_stage, put_stickies, stickies
from journey.store.workspace import Workspace
from journey.views.session import library
from journey.views.stage_edits import edits_of_move
from pages import PAGES, headline, opened, problems, told

HEAD = "stage,lane,text\n"


@pytest.fixture
def blank(tmp_path):
    new_board(tmp_path / "plan.duckdb", ["Look", " Buy ", "", "Look"])
    with Workspace(tmp_path / "plan.duckdb") as workspace:
        yield workspace


@pytest.fixture
def staged(log):
    rows = [("a", "See", 0, "Look"), ("a", "Pay", 1, "Buy"), ("a", "Call", 2, "Get help")]
    return log(rows, "journey touchpoint time stage")


def written(workspace):
    return {(note.stage, note.lane, note.text) for note in notes(workspace)}


def read(text):
    return stickies(text.encode(), "notes.csv", lane_words())


def test_stages_are_named_moved_and_taken_away_and_no_note_is_lost(blank):
    assert board_stages(blank) == ("Look", "Buy") and is_blank(blank)
    add_stages(blank, ["Use"])
    add_note(blank, "pains", "Buy", "Slow")
    rename_stage(blank, "Buy", "Purchase")
    assert written(blank) == {("Purchase", "pains", "Slow")}
    move_stage(blank, "Use", "Look")
    move_stage(blank, "Look", None)
    assert board_stages(blank) == ("Use", "Purchase", "Look")
    for name in ("Use", " "):
        with pytest.raises(WrongInput):
            rename_stage(blank, "Look", name)
    delete_stage(blank, "Purchase")
    found = board(blank)
    assert found.blank and [stage.name for stage in found.stages] == ["Use", "Look"]
    spec = board_spec(found, notes(blank), title="plan")
    assert [(stage["title"], stage["gone"]) for stage in spec["stages"]] == [
        ("Use", False), ("Look", False), ("Purchase", True),
    ]  # fmt: skip
    assert spec["own"] and not {"reach", "contacts", "cost"} & {lane["key"] for lane in spec["lanes"]}
    assert "Slow" in board_html(spec)


def test_a_file_of_notes_fills_a_blank_board(blank):
    found = put_stickies(
        blank, read(f"{HEAD}look,Customer goal,See all\nUse,Pain points,Loud\nuse,perceived,-1\nBuy,evidence,none\n")
    )
    assert (found.notes, found.known, found.refused, found.unmatched) == (4, 0, 0, ())
    assert board_stages(blank) == ("Look", "Buy", "Use")
    assert ("Look", "goal", "See all") in written(blank)
    again = put_stickies(blank, [Sticky("Look", "goal", "See all"), Sticky("Buy", "evidence", "partly")])
    assert (again.notes, again.known, again.refused) == (0, 1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs the columns stage, lane and text"),
        ("stage,text\nBuy,Slow\n", "needs the columns stage, lane and text"),
        (f"{HEAD}Buy,Pain,Slow\n", "line 2: there is no lane 'Pain'"),
        (f"{HEAD}Buy,pains,ok\n,pains,Slow\nBuy,pains,\n", "line 3: it names no stage; line 4: the note has no words"),
        (f"{HEAD}Buy,perceived,7\n", "line 2: '7' is none of -2, -1, 0, 1, 2"),
        (f"{HEAD}Buy,pains,{'x' * 2001}\n", "line 2: the note has 2001 signs"),
        (HEAD + "Buy,Pain,Slow\n" * 9, "and 6 more"),
    ],
)
def test_a_wrong_file_of_notes_is_told_line_by_line(text, said):
    with pytest.raises(WrongInput, match=said):
        read(text)


def test_lanes_are_known_by_their_titles_and_keys(blank):
    for lane, word in (("pains", "pain  POINTS"), ("ideas", "Opportunities"), ("truth", "truth")):
        (note,) = read(f"{HEAD}Buy,{word},x\n")
        assert note.lane == lane
    with pytest.raises(WrongInput):
        stickies(b"\xff\xfe\x00", "notes.csv", {})


def test_a_board_is_bound_to_a_log_and_what_has_no_stage_is_kept(blank, staged):
    put_stickies(blank, read(f"{HEAD}look,pains,Dark\nGet-help,ideas,Chat\nMove in,pains,Late\nBuy,perceived,1\n"))
    add_persona(blank, "Mia", Scope(), about="Busy")
    arrange(blank, Layout(("ideas", "pains"), frozenset({"goal"})))
    choose(staged, "perceived", "Buy", "-2")
    add_note(staged, "pains", "Look", "Dark")
    found = carry(blank, staged)
    assert (found.notes, found.known, found.refused, found.unmatched) == (2, 1, 1, ("Move in",))
    assert written(staged) == {
        ("Buy", "perceived", "-2"), ("Look", "pains", "Dark"), ("Get help", "ideas", "Chat"),
        ("Move in", "pains", "Late"),
    }  # fmt: skip
    assert [persona.name for persona in personas(staged)] == ["Mia"] and layout(staged) == layout(blank)
    assert len(notes(blank)) == 4
    assert carry(blank, staged).notes == 0
    place_stage(staged, "Move in", "Buy")
    assert ("Buy", "pains", "Late") in written(staged)


def test_stages_are_matched_by_their_letters():
    assert match_stage("set_UP", ("Setup", "Set up")) == "Set up"
    assert match_stage("Setup", ("Setup", "Set up")) == "Setup"
    assert match_stage("Sign", ("Set up",)) is None


def test_a_workspace_of_that_name_is_not_written_over(blank):
    with pytest.raises(WrongInput, match="there already"):
        new_board(blank.path, ["Other"])
    assert board_stages(blank) == ("Look", "Buy")


def test_a_board_begins_on_the_command_line(cli, tmp_path, staged):
    (tmp_path / "notes.csv").write_text(f"{HEAD}Buy,Pain points,Slow\nUse,evidence,none\n", encoding="utf-8")
    begun = cli("board", "--workspace", "plan", "--new", "Look,Buy", "--notes", tmp_path / "notes.csv", "--json").json
    assert [stage["name"] for stage in begun["stages"]] == ["Look", "Buy", "Use"]
    assert begun["notes"][0] == {"stage": "Use", "lane": "evidence", "text": "none", "evidence": None}
    assert "there already" in cli("board", "--workspace", "plan", "--new", "Look").err
    for command in ("info", "definitions", "variants", "journeys", "stages"):
        answer = cli(command, "--workspace", "plan")
        assert answer.status == 2 and "a board and no log yet" in answer.err
    staged.close()
    brought = cli("board", "--workspace", staged.path, "--bring", "plan", "--out", tmp_path / "board.html")
    assert brought.status == 0 and "no such stage: Use" in brought.out
    assert "Slow" in (tmp_path / "board.html").read_text(encoding="utf-8")
    assert cli("board", "--workspace", "plan", "--bring", "plan").status == 2
    assert cli("board", "--workspace", "plan", "--notes", tmp_path / "nowhere.csv").status == 2


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_board_without_a_log_leads_on(tmp_path, monkeypatch, page):
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    new_board(tmp_path / "plan.duckdb", ["Look", "Buy"])
    app = opened(page, "plan")
    assert not app.exception
    if page == "as_is/board":
        assert not problems(app) and "no log yet" in headline(app)
    elif problems(app):
        assert "holds a board and no log yet" in told(app)
        assert any(link.proto.label == "Its board" for link in app.get("page_link"))
    library().close()


def test_the_page_makes_a_board_and_binds_it(tmp_path, monkeypatch, staged):
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    staged.close()
    (tmp_path / "shop.duckdb").write_bytes(staged.path.read_bytes())
    app = opened("as_is/board", "shop")
    assert not problems(app)
    app.text_input(key="begin_name").input("plan").run()
    app.text_area(key="begin_stages").input("Look\nPay").run()
    app.button(key="begin_make").click().run()
    assert not problems(app) and app.query_params["workspace"] == "plan"
    add_note(library().get("plan"), "pains", "Pay", "Slow")
    app.selectbox(key="bind_to").select("shop").run()
    app.button(key="bind_do").click().run()
    assert not problems(app) and app.query_params["workspace"] == "shop"
    assert "no stage 'Pay'" in told(app)
    into = next(box for box in app.selectbox if box.key and box.key.startswith("unplaced_0"))
    into.select("Buy").run()
    assert not problems(app)
    assert {(note.stage, note.text) for note in notes(library().get("shop"))} == {("Buy", "Slow")}
    library().close()


def test_choices_stay_choices():
    assert all(lane in lane_words().values() for lane in CHOICES)


def test_stages_of_the_board_wait_for_the_touchpoints_of_a_log(tmp_path, monkeypatch, cli):
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    new_board(tmp_path / "plan.duckdb", ["Look", "Buy"])
    with Workspace(tmp_path / "plan.duckdb") as workspace:
        add_note(workspace, "pains", "Buy", "Slow")
    (tmp_path / "log.csv").write_text(
        "journey,touchpoint,time\na,See,2026-01-01 10:00\na,Pay,2026-01-01 11:00\n", encoding="utf-8"
    )
    appended = cli("append", tmp_path / "log.csv", "--workspace", tmp_path / "plan.duckdb")
    assert appended.status == 0 and "No id of" not in appended.out
    app = opened("as_is/stages", "plan")
    assert not problems(app)
    workspace = library().get("plan")
    rows = touchpoint_rows(workspace)
    pay = next(row for row in rows if row.name == "Pay")
    change(workspace, *edits_of_move(workspace, Move(pay.id, "Buy"), rows, ()))
    spec = board_spec(board(workspace), notes(workspace), title="plan")
    assert [(stage["title"], stage["gone"]) for stage in spec["stages"]] == [("Buy", False)]
    pains = next(lane for lane in spec["lanes"] if lane["key"] == "pains")
    assert [note["text"] for note in pains["cells"][0]] == ["Slow"]
    library().close()
