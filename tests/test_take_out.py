"""Taking a source out again: the workspace is as it was, and what people set stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TIMES
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from two_sources import call, content, frame, paths, web

from journey.errors import WrongInput
from journey.ingest.append_log import append_log
from journey.ingest.import_log import import_log
from journey.ingest.take_out import take_out
from journey.model import Definitions, Grain, Mapping
from journey.store.board_notes import add_note, notes
from journey.store.edits import Edit, history
from journey.store.outcomes import read_definitions
from journey.store.rebuild import change, undo
from journey.store.workspace import Workspace

visits = st.lists(
    st.tuples(
        st.sampled_from(["v1", "v2", "v3", "ann"]), st.sampled_from(["ann", "bob", None]),
        st.sampled_from(["Basket", "Pay", "Help"]), st.integers(0, 60), st.sampled_from(["Oslo", "Rome", None]),
        st.sampled_from([None, 1, 5]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip
calls = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", "eve", "v1"]), st.sampled_from(["Help", "Card"]), st.integers(-5, 70),
        st.sampled_from(["Oslo", None]), st.sampled_from([None, 3]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
WEB = Mapping(
    journey="visit", customer="who", touchpoint=("step",), time="at", attributes=("city",), scores=("stars",)
)  # fmt: skip
CALLS = Mapping(
    customer="client", touchpoint=("about",), time="at", attributes=("city",), scores=("stars",), grain=Grain.CUSTOMER
)  # fmt: skip


def number(workspace: Workspace, name: str) -> tuple[int, ...]:
    return tuple(row[0] for row in workspace.run("SELECT id FROM raw_touchpoint WHERE name = ?", [name]))


@settings(max_examples=4 * TIMES, phases=[Phase.generate])
@given(visits, calls, st.booleans(), st.booleans())
def test_what_came_goes_without_a_trace(
    tmp_path_factory: pytest.TempPathFactory, visits: list, calls: list, edited: bool, by_visit: bool
) -> None:
    shop = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    import_log(frame(visits, "visit who step at city stars"), shop, mapping=WEB)
    with Workspace(shop) as workspace:
        add_note(workspace, "pains", "Buy", "Too slow")
        if edited:
            step = visits[0][2]
            change(
                workspace,
                Edit("name", number(workspace, step), "Basket"),
                Edit("stage", number(workspace, step), "Buy"),
            )
            change(workspace, Edit("hidden", (0,), True))
            undo(workspace, 3)
    before = content(shop)
    if by_visit:
        log = frame([(id, "eve", *rest) for id, *rest in calls], "visit who step at city stars")
        append_log(log, shop, mapping=WEB, source="calls", alone="keep")
    else:
        append_log(frame(calls, "client about at city stars"), shop, mapping=CALLS, source="calls", alone="keep")
    with Workspace(shop) as workspace:
        assert workspace.one("SELECT count(*) FROM event") == (len(visits) + len(calls),)
    gone = take_out(shop, "calls")
    assert (gone.removed, gone.events) == (len(calls), len(visits))
    after = content(shop)
    for was, now in zip(before, after, strict=True):
        assert now == was


def test_what_people_set_stays_and_speaks_of_the_source_when_it_comes_again(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb", goals=("Pay",))
    call(shop)
    with Workspace(shop) as workspace:
        change(workspace, Edit("name", number(workspace, "Call: Bill"), "Billing"))
        change(workspace, Edit("stage", number(workspace, "Call: Card"), "Get help"))
        add_note(workspace, "pains", "Get help", "Nobody answers")
    both = content(shop)
    take_out(shop, "calls")
    with Workspace(shop) as workspace:
        assert workspace.run("SELECT name FROM touchpoint ORDER BY id") == [("Basket",), ("Pay",)]
        with workspace.cursor() as cursor:
            assert [edit.kind for edit in history(cursor)] == ["name", "stage"]
        first = notes(workspace)[0]
        second = add_note(workspace, "pains", "Buy", "And again")
        assert (first.text, second.id > first.id) == ("Nobody answers", True)
        workspace.run("DELETE FROM board_note WHERE id = ?", [second.id])
    call(shop)
    assert content(shop)[:7] == both[:7]
    with Workspace(shop) as workspace:
        undo(workspace, 1)
        assert workspace.run("SELECT name FROM touchpoint WHERE name LIKE '%Bill%'") == [("Call: Bill",)]


def test_a_goal_that_goes_with_its_source_comes_back_with_it(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    call(shop)
    from journey.store.define import define

    with Workspace(shop) as workspace:
        define(workspace, Definitions(goals=("Call: Bill",)))
    take_out(shop, "calls")

    def asked() -> Definitions:
        with Workspace(shop) as workspace, workspace.cursor() as cursor:
            return read_definitions(cursor)[0]

    assert asked().goals == ()
    call(shop)
    assert asked().goals == ("Call: Bill",)


def test_the_first_source_can_go_and_come_again(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    call(shop)
    both = paths(shop)
    take_out(shop, "web")
    # Without visits each customer has one journey.
    assert paths(shop) == {"ann": ["Call: Card", "Call: Card", "Call: Bill", "Call: Bill"], "bob": ["Call: Card"]}
    from two_sources import WEB as ROWS
    from two_sources import WEB_MAPPING

    append_log(frame(ROWS, "visit who step at"), shop, mapping=WEB_MAPPING, source="web", alone="keep")
    # Events at one moment keep the order of the sources, and that is now another.
    assert {key: sorted(names) for key, names in paths(shop).items()} == {k: sorted(n) for k, n in both.items()}


@pytest.mark.parametrize(("name", "words"), [("phone", "no source 'phone'"), ("web", "'web' is the only source")])
def test_what_cannot_go_is_refused(tmp_path: Path, name: str, words: str) -> None:
    shop = web(tmp_path / "shop.duckdb")
    before = content(shop)
    with pytest.raises(WrongInput, match=words):
        take_out(shop, name)
    assert content(shop) == before
    assert [path.name for path in tmp_path.iterdir()] == ["shop.duckdb"]


def test_an_edit_made_before_speaks_of_newer_rows_as_well(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    with Workspace(shop) as workspace:
        change(workspace, Edit("group", value="Buy", pattern="^(Pay|Card)$"))
    log = frame([("ann", "Card", 2), ("bob", "Pay", 9)], "client about at")
    append_log(log, shop, mapping=Mapping(customer="client", touchpoint=("about",), time="at", grain=Grain.CUSTOMER))
    assert paths(shop) == {"v1": ["Basket", "Buy", "Buy"], "v2": ["Basket", "Buy"], "v3": ["Basket", "Buy"]}
