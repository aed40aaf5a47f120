"""Notes of the board: kept with versions, so that of two people none loses words."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import duckdb
import pytest

from journey.errors import WrongInput
from journey.store.board_notes import (
    CHOICES,
    Layout,
    Note,
    StaleNote,
    add_note,
    arrange,
    choose,
    delete_note,
    edit_note,
    layout,
    move_note,
    notes,
)
from journey.store.workspace import Workspace


@pytest.fixture
def workspace(log):
    return log([("a", "See", 0, "Look"), ("a", "Pay", 1, "Buy")], "journey touchpoint time stage")


def texts(workspace: Workspace, lane: str = "pains", stage: str = "Buy") -> list[str]:
    return [note.text for note in notes(workspace) if (note.lane, note.stage) == (lane, stage)]


def test_notes_are_written_changed_and_deleted(workspace):
    first = add_note(workspace, "pains", "Buy", "  Slow ")
    assert (first.text, first.version) == ("Slow", 1)
    second = edit_note(workspace, first.id, 1, "Very slow")
    assert (second.id, second.text, second.version) == (first.id, "Very slow", 2)
    assert notes(workspace) == (second,)
    delete_note(workspace, first.id, 2)
    assert notes(workspace) == ()
    # A number is never used again: an edit of the old note cannot hit a new one.
    assert add_note(workspace, "pains", "Buy", "New").id > first.id


def test_notes_survive_closing(workspace):
    kept = add_note(workspace, "ideas", "Look", "Keep")
    workspace.close()
    with Workspace(workspace.path) as again:
        assert notes(again) == (kept,)


def test_a_stale_edit_changes_nothing_and_holds_both_texts(workspace):
    note = add_note(workspace, "pains", "Buy", "Slow")
    edit_note(workspace, note.id, 1, "Theirs")
    with pytest.raises(StaleNote) as caught:
        edit_note(workspace, note.id, 1, "Mine")
    assert (caught.value.mine, caught.value.theirs) == ("Mine", Note(note.id, "pains", "Buy", "Theirs", 1.0, 2))
    assert "'Theirs'" in str(caught.value) and "'Mine'" in str(caught.value)
    assert texts(workspace) == ["Theirs"]


def test_a_stale_edit_of_a_deleted_note_holds_the_words(workspace):
    note = add_note(workspace, "pains", "Buy", "Slow")
    delete_note(workspace, note.id, 1)
    with pytest.raises(StaleNote) as caught:
        edit_note(workspace, note.id, 1, "Mine")
    assert (caught.value.mine, caught.value.theirs) == ("Mine", None)


def test_neither_a_move_nor_a_delete_goes_over_newer_words(workspace):
    note = add_note(workspace, "pains", "Buy", "Slow")
    edit_note(workspace, note.id, 1, "Newer")
    with pytest.raises(StaleNote):
        delete_note(workspace, note.id, 1)
    with pytest.raises(StaleNote):
        move_note(workspace, note.id, 1, "ideas", "Look")
    assert texts(workspace) == ["Newer"]


def test_of_many_at_once_one_is_first_and_the_others_are_told(workspace):
    note = add_note(workspace, "pains", "Buy", "Slow")
    barrier, told, kept = Barrier(6), [], []

    def write(words: str) -> None:
        barrier.wait()
        try:
            kept.append(edit_note(workspace, note.id, 1, words).text)
        except StaleNote as stale:
            told.append((stale.mine, stale.theirs.text))

    people = [Thread(target=write, args=(f"Words {n}",)) for n in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert texts(workspace) == kept and len(kept) == 1
    assert {mine for mine, _theirs in told} | set(kept) == {f"Words {n}" for n in range(6)}
    assert {theirs for _mine, theirs in told} == set(kept)


def test_notes_are_moved_before_others_and_to_the_end(workspace):
    one, two, three = (add_note(workspace, "pains", "Buy", text) for text in ("1", "2", "3"))
    moved = move_note(workspace, three.id, 1, "pains", "Buy", one.id)
    assert texts(workspace) == ["3", "1", "2"]
    move_note(workspace, moved.id, 2, "pains", "Buy", two.id)
    assert texts(workspace) == ["1", "3", "2"]
    move_note(workspace, one.id, 1, "pains", "Buy")
    assert texts(workspace) == ["3", "2", "1"]
    move_note(workspace, two.id, 1, "ideas", "Look")
    assert texts(workspace) == ["3", "1"] and texts(workspace, "ideas", "Look") == ["2"]


def test_a_choice_is_one_for_a_cell(workspace):
    choose(workspace, "perceived", "Buy", "-2")
    choose(workspace, "perceived", "Buy", "1", version=1)
    assert texts(workspace, "perceived") == ["1"]
    with pytest.raises(StaleNote) as caught:
        choose(workspace, "perceived", "Buy", "0", version=1)
    assert caught.value.theirs.text == "1"
    choose(workspace, "perceived", "Buy", None, version=2)
    assert texts(workspace, "perceived") == []


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_what_is_no_note_is_told(workspace, text):
    with pytest.raises(WrongInput):
        add_note(workspace, "pains", "Buy", text)
    assert notes(workspace) == ()


def test_what_is_no_cell_is_told(workspace):
    for lane in ("reach", "perceived", "nowhere", "'; DROP TABLE board_note; --"):
        with pytest.raises(WrongInput):
            add_note(workspace, lane, "Buy", "Words")
    for lane, value in (("perceived", "3"), ("pains", "1"), ("evidence", "2")):
        with pytest.raises(WrongInput):
            choose(workspace, lane, "Buy", value)
    assert set(CHOICES) == {"perceived", "evidence"} and notes(workspace) == ()


def test_a_file_from_before_the_board_gets_one(workspace):
    workspace.close()
    with duckdb.connect(str(workspace.path)) as older:
        older.execute("DROP TABLE board_note")
        older.execute("DROP TABLE board_lane")
        older.execute("DROP SEQUENCE board_note_number")
        older.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    add_note(workspace, "pains", "Buy", "Slow")
    assert texts(workspace) == ["Slow"] and layout(workspace) is None


def test_lanes_are_arranged(workspace):
    assert layout(workspace) is None
    wanted = Layout(("ideas", "goal", "pains"), frozenset({"goal"}))
    arrange(workspace, wanted)
    assert layout(workspace) == wanted
    arrange(workspace, Layout(("pains", "ideas", "goal")))
    assert layout(workspace) == Layout(("pains", "ideas", "goal"))


def test_a_note_from_another_page_shows_its_lane(workspace):
    arrange(workspace, Layout(("pains", "notes", "ideas"), frozenset({"notes", "ideas"})))
    add_note(workspace, "notes", "Buy", "“Nobody called back”", evidence="page=journeys&journey=a")
    assert layout(workspace) == Layout(("pains", "notes", "ideas"), frozenset({"ideas"}))


def test_words_raise_no_version_so_that_figures_are_not_computed_anew(workspace, tmp_path: Path):
    before = workspace.version
    add_note(workspace, "pains", "Buy", "Slow")
    assert workspace.version == before
