"""The page of the board: what it says, whose words stay, and what a browser may send."""

from __future__ import annotations

import pytest
from server import made

from journey.components.journey_board import BoardEdit, _edits
from journey.scope import Scope
from journey.store.board_notes import add_note, edit_note, layout, notes
from journey.views import board_controls
from journey.views.session import library
from pages import opened, problems, told, workspaces

__all__ = ["made", "workspaces"]


@pytest.fixture
def sample(workspaces):
    workspace = library().get("sample")
    yield workspace
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM board_note")
        cursor.execute("DELETE FROM board_lane")


@pytest.fixture
def session(monkeypatch):
    """The state of a session, without a browser."""
    state: dict[str, object] = {}
    monkeypatch.setattr(board_controls.st, "session_state", state)
    return state


def test_the_page_answers(sample):
    app = opened("as_is/board", "sample")
    assert not problems(app)
    assert "lost in Discover" in app.subheader[0].value.replace("\\", "")
    assert "nps from 0 to 10; csat from 1 to 5; ces from 1 to 7" in told(app)


@pytest.mark.parametrize("name", ["one", "Журнал", "hostile"])
def test_without_stages_it_says_so_and_leads_to_them(workspaces, name):
    app = opened("as_is/board", name)
    assert not problems(app)
    assert "no stages yet" in told(app)
    assert any(link.proto.label == "Put the touchpoints into stages" for link in app.get("page_link"))


def test_lanes_are_hidden_and_shown_again(sample):
    app = opened("as_is/board", "sample")
    app.checkbox(key="lane_sample_voice").uncheck().run()
    app.checkbox(key="lane_sample_owner").check().run()
    assert not problems(app)
    hidden = layout(sample).hidden
    assert "voice" in hidden and "owner" not in hidden


def test_an_edit_told_twice_is_done_once(sample, session):
    found = board_controls.board(sample, Scope())
    add = BoardEdit("me", 1, "add", lane="pains", stage="Buy", text="Slow")
    board_controls.keep(sample, found, (add,))
    board_controls.keep(sample, found, (add,))
    again = BoardEdit("me", 2, "add", lane="pains", stage="Buy", text="Dear")
    board_controls.keep(sample, found, (add, again))
    assert [note.text for note in notes(sample)] == ["Slow", "Dear"]


def test_a_lane_is_dragged_to_the_place_of_another(sample, session):
    found = board_controls.board(sample, Scope())
    board_controls.keep(sample, found, (BoardEdit("me", 1, "lane", lane="ideas", before="goal"),))
    assert layout(sample).order[:3] == ("personas", "ideas", "goal")
    board_controls.keep(sample, found, (BoardEdit("me", 2, "lane", lane="ideas", before="goal"),))
    assert layout(sample).order[:3] == ("personas", "goal", "ideas")
    board_controls.keep(sample, found, (BoardEdit("me", 3, "lane", lane="nowhere", before="goal"),))
    assert layout(sample).order[:3] == ("personas", "goal", "ideas")


def clashing(sample):
    """A page on which my words met theirs."""
    note = add_note(sample, "pains", "Buy", "Slow")
    theirs = edit_note(sample, note.id, 1, "Theirs <b>")
    app = opened("as_is/board", "sample")
    mine = BoardEdit("me", 1, "edit", note.id, 1, "pains", "Buy", "Mine *b*")
    stale = board_controls.StaleNote("pains", "Buy", "Mine *b*", theirs)
    app.session_state["board_clashes"] = [(mine, stale)]
    app.run()
    assert not problems(app)
    assert {"Mine *b*", "Theirs <b>"} <= {code.value for code in app.code}
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not problems(app)
    assert not app.warning


def test_of_clashing_words_mine_are_kept(sample):
    press(clashing(sample), "Keep mine")
    assert [note.text for note in notes(sample)] == ["Mine *b*"]


def test_of_clashing_words_theirs_are_kept(sample):
    press(clashing(sample), "Keep theirs")
    assert [note.text for note in notes(sample)] == ["Theirs <b>"]


def test_of_clashing_words_both_are_kept(sample):
    press(clashing(sample), "Keep both")
    assert [note.text for note in notes(sample)] == ["Theirs <b>", "Mine *b*"]


def test_words_that_cannot_be_kept_are_shown(sample, session):
    found = board_controls.board(sample, Scope())
    board_controls.keep(sample, found, (BoardEdit("me", 1, "add", lane="pains", stage="Buy", text="x" * 3000),))
    ((edit, refused),) = session["board_refused"]
    assert edit.text == "x" * 3000 and "3000 signs" in str(refused) and notes(sample) == ()


def test_what_a_browser_makes_up_is_nothing():
    good = {"number": 1, "action": "add", "lane": "pains", "stage": "Buy", "text": "Slow", "before": None}
    assert _edits({"client": "me", "edits": [good]}) == (BoardEdit("me", 1, "add", 0, 0, "pains", "Buy", "Slow"),)
    bad = [{**good, "number": True}, {**good, "text": 5}, {**good, "lane": ["pains"]}, {**good, "before": 1.5}, {}, 7]
    assert _edits({"client": "me", "edits": bad}) == ()
    for told_ in (None, [], "x", {"client": 1, "edits": []}, {"client": "me", "edits": {}}):
        assert _edits(told_) == ()
