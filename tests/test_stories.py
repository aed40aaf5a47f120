"""Stories and their pins: kept, put in order, shared; two who write at once are both told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import MakeLog
from hypothesis import given
from hypothesis import strategies as st

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.stories import (
    StaleStory,
    add_story,
    delete_story,
    rename_story,
    share_story,
    stories,
    story_of_token,
    unshare_story,
)
from journey.store.story_pins import StalePin, add_pin, delete_pin, edit_pin, freeze_pin, move_pin, pin, pins

ROWS = [("a", "Search", 0), ("a", "Pay", 1), ("b", "Search", 0)]


def test_a_story_is_told_in_the_order_people_give_it(log: MakeLog) -> None:
    workspace = log(ROWS)
    held = add_story(workspace, "  Pay \n day ")
    scope = Scope(contains=("Pay",))
    a, b, c = (add_pin(workspace, held.id, "as_is/map", scope, {"show": "exit"}, title=name).id for name in "abc")
    assert (pin(workspace, a).scope, pin(workspace, a).settings) == (scope, {"show": "exit"})
    move_pin(workspace, c, a)
    move_pin(workspace, a, None)
    assert [one.title for one in pins(workspace, held.id)] == ["c", "b", "a"]
    move_pin(workspace, b, b)
    move_pin(workspace, b, 999)
    assert [one.id for one in pins(workspace, held.id)] == [c, b, a]
    delete_pin(workspace, pin(workspace, b))
    assert [one.title for one in pins(workspace, held.id)] == ["c", "a"]
    [now] = stories(workspace)
    assert (now.name, now.pins) == ("Pay day", 2)
    delete_story(workspace, now)
    assert not stories(workspace) and not pins(workspace, held.id)


def test_any_order_can_be_made_by_moving(log: MakeLog) -> None:
    workspace = log(ROWS)
    held = add_story(workspace, "order")
    ids = [add_pin(workspace, held.id, "as_is/map", Scope(), title=str(n)).id for n in range(5)]

    @given(st.permutations(ids))
    def check(wanted: list[int]) -> None:
        for number in wanted:
            move_pin(workspace, number, None)
        assert [one.id for one in pins(workspace, held.id)] == wanted

    check()


def test_two_who_write_at_once_are_both_told(log: MakeLog) -> None:
    workspace = log(ROWS)
    held = add_story(workspace, "x")
    mine = add_pin(workspace, held.id, "as_is/map", Scope(), title="mine", notes="first")
    theirs = edit_pin(workspace, mine, title="theirs", sentence="", notes="second")
    for act in (
        lambda: edit_pin(workspace, mine, title="other", sentence="", notes=""),
        lambda: freeze_pin(workspace, mine, "{}"),
        lambda: delete_pin(workspace, mine),
    ):
        with pytest.raises(StalePin) as told:
            act()
        assert told.value.theirs == theirs
    assert pins(workspace, held.id) == (theirs,)
    delete_pin(workspace, theirs)
    with pytest.raises(StalePin) as told:
        edit_pin(workspace, theirs, title="late", sentence="", notes="")
    assert told.value.theirs is None
    with pytest.raises(StaleStory, match="took a pin away"):
        delete_story(workspace, replace(held, pins=1))
    renamed = rename_story(workspace, held, "y")
    with pytest.raises(StaleStory, match="called 'y' now"):
        rename_story(workspace, held, "z")
    delete_story(workspace, renamed)
    with pytest.raises(WrongInput, match="not there any more"):
        add_pin(workspace, held.id, "as_is/map", Scope(), title="late")


def test_a_token_opens_its_story_until_it_is_taken_back(log: MakeLog) -> None:
    workspace = log(ROWS)
    one, other = add_story(workspace, "one"), add_story(workspace, "other")
    token = share_story(workspace, one)
    assert len(token) >= 32 and share_story(workspace, one) == token != share_story(workspace, other)
    found = story_of_token(workspace, token)
    assert found is not None and found.id == one.id
    assert story_of_token(workspace, token[:-1]) is None and story_of_token(workspace, "") is None
    unshare_story(workspace, one)
    assert story_of_token(workspace, token) is None
    assert share_story(workspace, one) != token


@pytest.mark.parametrize(
    ("title", "sentence", "said"),
    [
        ("", "", "needs a title"),
        (" \n", "", "needs a title"),
        ("x" * 121, "", "121 signs"),
        ("x", "y" * 301, "301 signs"),
    ],
)
def test_words_that_cannot_be_are_refused(log: MakeLog, title: str, sentence: str, said: str) -> None:
    workspace = log(ROWS)
    held = add_story(workspace, "taken")
    with pytest.raises(WrongInput, match=said):
        add_pin(workspace, held.id, "as_is/map", Scope(), title=title, sentence=sentence)
    with pytest.raises(WrongInput, match="already"):
        add_story(workspace, "TAKEN")
    assert not pins(workspace, held.id)
