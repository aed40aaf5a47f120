"""Edits of touchpoints: every one takes effect everywhere, and every one can be undone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from conftest import TIMES
from edited_log import ROWS, laid, raw, seen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journey.analyses.flow import flow_map
from journey.errors import WrongInput
from journey.model import Definitions
from journey.scope import Scope
from journey.store.edits import Edit
from journey.store.outcomes import read_definitions
from journey.store.rebuild import change, undo
from journey.store.workspace import Workspace


def test_a_rename_shows_everywhere_and_takes_the_goal_along(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("name", raw(workspace, "Thanks"), "Order placed"))
        assert {t.name for t in flow_map(workspace).touchpoints} >= {"Order placed"}
        with workspace.cursor() as cursor:
            asked, _judged = read_definitions(cursor)
        assert asked.goals == ("Order placed",)
        assert workspace.run("SELECT count(*) FROM journey WHERE outcome = 0") == [(1,)]


def test_a_merge_makes_one_touchpoint_of_two(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("name", raw(workspace, "Card", "Invoice"), "Pay"))
        parts, moves, _variants = seen(workspace)  # type: ignore[misc]
        pay = next(part for part in parts if part[0] == "Pay")
        assert pay[2:4] == (2, 2)
        assert {(a, b, n, k) for a, b, n, k, _wait in moves} == {
            ("Log in", "Basket", 1, 1), ("log-in", "Basket", 1, 1), ("Basket", "Basket", 1, 1),
            ("Basket", "Pay", 2, 2), ("Pay", "Thanks", 1, 1),
        }  # fmt: skip


def test_merging_what_follows_itself_makes_a_repeat(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("name", raw(workspace, "Basket", "Card"), "Buy"))
        _parts, moves, ways = seen(workspace)  # type: ignore[misc]
        assert ("Buy", "Buy", 2, 2) in {move[:4] for move in moves}
        assert (("Log in", "Buy", "Buy", "Thanks"), 1) in ways


def test_a_group_gathers_by_pattern(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("group", value="Log in", pattern="(?i)^log.in$"))
        assert {t.name: t.events for t in flow_map(workspace).touchpoints}["Log in"] == 2
        with pytest.raises(WrongInput, match="no pattern"):
            change(workspace, Edit("group", value="x", pattern="("))


def test_a_hidden_touchpoint_is_gone_from_every_scope(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        asked = seen(workspace, Scope(hidden=("Basket",)))
        change(workspace, Edit("hidden", raw(workspace, "Basket"), True))
        assert seen(workspace) == asked


def test_stages_are_given_and_ordered(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(
            workspace,
            Edit("stage", raw(workspace, "Log in", "log-in", "Basket"), "Choose"),
            Edit("stage", raw(workspace, "Card", "Invoice", "Thanks"), "Buy"),
            Edit("stages", value=["Buy", "Choose"]),
        )
        assert flow_map(workspace).stages == ("Buy", "Choose")
        assert {t.name: t.stage for t in flow_map(workspace).touchpoints}["Card"] == "Buy"


def test_what_the_company_starts_does_not_break_the_silence(tmp_path: Path) -> None:
    rows = [("a", "Ask", "00:00"), ("a", "Mail", "20:00"), ("b", "Ask", "20:00"), ("b", "Done", "20:30")]
    with laid(tmp_path, rows, goals=("Done",)) as workspace:
        from journey.store.define import define

        define(workspace, Definitions(goals=("Done",), timeout_s=3600.0))
        outcome = "SELECT outcome FROM journey WHERE key = 'a'"
        assert workspace.run(outcome) == [(3,)]
        change(workspace, Edit("by_company", raw(workspace, "Mail"), True))
        assert workspace.run(outcome) == [(2,)]


def staged(workspace: Workspace) -> list[tuple[str, str, int, int]]:
    """The stage visits of every journey: key, stage, position, wait in minutes."""
    from journey.model import Level
    from journey.store.selection import select

    with select(workspace, Scope(level=Level.STAGE)) as folded:
        rows = folded.run(
            f"""SELECT j.key, s.name, v.position, v.wait // 60000000 FROM {folded.linked} v
                JOIN journey j ON j.id = v.journey JOIN stage s ON s.id = v.node ORDER BY j.key, v.position"""
        )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_a_floating_touchpoint_takes_the_stage_before_it(tmp_path: Path) -> None:
    rows = [
        ("a", "Call", "09:00"), ("a", "See", "09:10"), ("a", "Call", "09:20"), ("a", "Pay", "09:30"),
        ("a", "Note", "09:40"), ("a", "Call", "09:50"), ("b", "Pay", "10:00"), ("b", "Call", "10:10"),
        ("b", "See", "10:30"), ("c", "Call", "11:00"),
    ]  # fmt: skip
    with laid(tmp_path, rows, goals=("Pay",)) as workspace:
        change(
            workspace,
            Edit("stage", raw(workspace, "See"), "Look"),
            Edit("stage", raw(workspace, "Pay"), "Buy"),
            Edit("floating", raw(workspace, "Call"), True),
        )
        # The first call of a has no event before it and no stage of its own: it goes with the first that has one. The
        # note has no stage, so the last call still belongs to Buy. c has no stage at all.
        wanted = [("a", "Look", 0, 10), ("a", "Buy", 3, 0), ("b", "Buy", 0, 20), ("b", "Look", 2, 0)]
        assert staged(workspace) == wanted
        change(workspace, Edit("stage", raw(workspace, "Call"), "Get help"))
        # With a stage of its own, that holds where nothing goes before.
        assert staged(workspace) == [
            ("a", "Get help", 0, 10), ("a", "Look", 1, 10), ("a", "Buy", 3, 0), ("b", "Buy", 0, 20),
            ("b", "Look", 2, 0), ("c", "Get help", 0, 0),
        ]  # fmt: skip
        undo(workspace, 3)
        assert [row[:3] for row in staged(workspace)][:3] == [
            ("a", "Get help", 0), ("a", "Look", 1), ("a", "Get help", 2),
        ]  # fmt: skip


def test_a_stage_is_renamed_and_its_notes_go_along(tmp_path: Path) -> None:
    from journey.store.board_notes import add_note, choose, notes

    with laid(tmp_path) as workspace:
        change(
            workspace,
            Edit("stage", raw(workspace, "Basket"), "Choose"),
            Edit("stage", raw(workspace, "Card"), "Pay"),
            Edit("side", value=["Choose", True]),
        )
        add_note(workspace, "pains", "Choose", "Slow")
        change(workspace, Edit("stage_name", value=["Choose", "Decide"]))
        assert workspace.run("SELECT name, side FROM stage ORDER BY ordinal") == [("Decide", True), ("Pay", None)]
        assert [note.stage for note in notes(workspace)] == ["Decide"]
        undo(workspace, 4)
        assert workspace.run("SELECT name, side FROM stage ORDER BY ordinal") == [("Choose", True), ("Pay", None)]
        assert [note.stage for note in notes(workspace)] == ["Choose"]
        for stage in ("Choose", "Pay"):
            choose(workspace, "perceived", stage, "1")
        change(workspace, Edit("stage_name", value=["Choose", "Pay"]))
        assert workspace.run("SELECT name FROM stage") == [("Pay",)]
        # Of two choices for one cell, the other stays where it was: none is lost.
        assert {(note.lane, note.stage) for note in notes(workspace)} == {
            ("pains", "Pay"), ("perceived", "Pay"), ("perceived", "Choose"),
        }  # fmt: skip


def test_channels_and_touchpoints_are_classed(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("assisted", raw(workspace, "Card"), True))
        assert workspace.run("SELECT name FROM touchpoint WHERE assisted") == [("Card",)]
        undo(workspace, 1)
        assert workspace.run("SELECT name FROM touchpoint WHERE assisted") == []


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("name"), st.sets(st.integers(0, 5), min_size=1), st.sampled_from(["Pay", "Basket", "New"])),
        st.tuples(st.just("hidden"), st.sets(st.integers(0, 5), min_size=1), st.booleans()),
        st.tuples(st.just("stage"), st.sets(st.integers(0, 5), min_size=1), st.sampled_from(["One", "Two", None])),
        st.tuples(st.just("floating"), st.sets(st.integers(0, 5), min_size=1), st.booleans()),
        st.tuples(st.just("stage_name"), st.just(set()), st.sampled_from([["One", "Two"], ["Two", "Three"]])),
        st.tuples(st.just("side"), st.just(set()), st.sampled_from([["One", True], ["Two", False]])),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_undoing_every_edit_brings_the_log_back(tmp_path: Path, edits: list[tuple[str, set[int], object]]) -> None:
    with laid(tmp_path) as workspace:
        before = seen(workspace)
        for kind, raws, value in edits:
            change(workspace, Edit(kind, tuple(sorted(raws)), value))  # type: ignore[arg-type]
            assert workspace.run("SELECT count(*) FROM event") == [(len(ROWS),)]
        for number in range(1, len(edits) + 1):
            undo(workspace, number)
        assert seen(workspace) == before


def test_doing_again_what_was_undone(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        change(workspace, Edit("name", raw(workspace, "Card", "Invoice"), "Pay"))
        merged = seen(workspace)
        undo(workspace, 1)
        undo(workspace, 1, undone=False)
        assert seen(workspace) == merged


def test_an_older_file_is_brought_up_to_date_and_can_be_edited(tmp_path: Path) -> None:
    with laid(tmp_path) as workspace:
        now = seen(workspace)
    with duckdb.connect(str(workspace.path)) as older:
        for column in ("hidden", "floating", "by_company", "moment_of_truth", "planned_cost", "target_wait_s"):
            older.execute(f"ALTER TABLE touchpoint DROP COLUMN {column}")
        older.execute("ALTER TABLE channel DROP COLUMN assisted")
        older.execute("ALTER TABLE event DROP COLUMN raw")
        older.execute("DROP TABLE raw_touchpoint")
        older.execute("DROP TABLE edit")
        older.execute("DROP TABLE board_note")
        older.execute("DROP TABLE board_lane")
        older.execute("DROP SEQUENCE board_note_number")
        older.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with Workspace(workspace.path) as workspace:
        assert seen(workspace) == now
        change(workspace, Edit("name", raw(workspace, "Card", "Invoice"), "Pay"))
        undo(workspace, 1)
        assert seen(workspace) == now
