"""Saved views: kept, renamed, replaced and deleted; a page opens from its address as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import MakeLog
from hypothesis import given
from hypothesis import strategies as st
from server import CYRILLIC, made

from journey.errors import WrongInput
from journey.scope import Scope, Then
from journey.store.saved_views import (
    StaleView,
    delete_view,
    overwrite_view,
    rename_view,
    save_view,
    saved_view,
    saved_views,
)
from journey.text.scope_words import chips
from journey.views.session import LONGEST_ADDRESS, library, scope_text
from pages import headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]

ROWS = [("a", "Search", 0), ("a", "Pay", 1), ("b", "Search", 0)]
HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) :smile: *k* -> `c` $x$"


def test_a_view_is_kept_changed_and_let_go(log: MakeLog) -> None:
    workspace = log(ROWS)
    scope = Scope(contains=("Pay",), since="2026-02-01")
    first = save_view(workspace, "  Pay \n day ", "as_is/map", scope, {"show": "exit", "boxes": "9"})
    assert (first.name, first.version, first.scope, first.settings["boxes"]) == ("Pay day", 1, scope, "9")
    second = save_view(workspace, HOSTILE, "as_is/variants", Scope())
    assert [view.name for view in saved_views(workspace)] == [HOSTILE, "Pay day"]
    renamed = rename_view(workspace, first, "PAY DAY")  # its own name, in another case
    changed = overwrite_view(workspace, renamed, "as_is/board", Scope(), {"top": "50"})
    assert (changed.name, changed.page, changed.scope, changed.settings) == (
        "PAY DAY",
        "as_is/board",
        Scope(),
        {"top": "50"},
    )
    assert changed.version == 3
    delete_view(workspace, second)
    assert saved_views(workspace) == (changed,)
    assert save_view(workspace, "third", "as_is/map", Scope()).id == 3  # numbers are never used twice


def test_what_somebody_else_changed_is_not_overwritten(log: MakeLog) -> None:
    workspace = log(ROWS)
    mine = save_view(workspace, "x", "as_is/map", Scope())
    theirs = rename_view(workspace, mine, "y")
    for act in (
        lambda: rename_view(workspace, mine, "z"),
        lambda: overwrite_view(workspace, mine, "as_is/map", Scope()),
        lambda: delete_view(workspace, mine),
    ):
        with pytest.raises(StaleView, match="changed the view 'y'"):
            act()
    assert saved_views(workspace) == (theirs,)
    delete_view(workspace, theirs)
    with pytest.raises(StaleView, match="deleted the view"):
        rename_view(workspace, theirs, "z")
    with pytest.raises(WrongInput, match="no saved view"):
        saved_view(workspace, theirs.id)


@pytest.mark.parametrize(
    ("name", "said"), [("", "needs a name"), (" \n ", "needs a name"), ("x" * 121, "121 signs"), ("TAKEN", "already")]
)
def test_a_name_that_cannot_be_is_refused(log: MakeLog, name: str, said: str) -> None:
    workspace = log(ROWS)
    save_view(workspace, "taken", "as_is/map", Scope())
    with pytest.raises(WrongInput, match=said):
        save_view(workspace, name, "as_is/map", Scope())
    assert len(saved_views(workspace)) == 1


def test_any_words_and_settings_come_back_as_they_were(log: MakeLog) -> None:
    workspace = log(ROWS)

    # Lone surrogates are no text to a database; a browser cannot send them either.
    text = st.text(st.characters(codec="utf-8"), max_size=40)

    @given(text, st.dictionaries(text, text, max_size=4))
    def check(name: str, settings: dict[str, str]) -> None:
        words = " ".join("".join(c if c.isprintable() else " " for c in name).split())
        if not words:
            return
        kept = save_view(workspace, name, "as_is/map", Scope(contains=(name,)), settings)
        assert (kept.name, kept.settings, kept.scope.contains) == (words, settings, (name,))
        delete_view(workspace, kept)

    check()


def test_dates_of_a_scope_read_as_dates() -> None:
    scope = Scope(since="2026-02-01", until="2026-03-14T18:00", then=(Then("a", "b"),))
    assert chips(scope)[0].text == "1 Feb 2026 to 14 Mar 2026, 18:00"
    assert chips(Scope(until="soon"))[0].text == "Until soon"


@pytest.fixture
def shop(workspaces: Path) -> str:
    shutil.copy(workspaces / f"{CYRILLIC}.duckdb", workspaces / "shop.duckdb")
    return "shop"


def test_a_page_is_saved_listed_and_opened_as_it_was(workspaces: Path, shop: str) -> None:
    scope = Scope(contains=("Звонок в поддержку",))
    app = opened("as_is/map", shop, scope, show="exit", place="t1")
    assert not problems(app) and app.selectbox(key="map_overlay").value == "exit"
    app.text_input(key="view_name").input(HOSTILE)
    app.button(key="view_save").click().run()
    assert not problems(app)
    [view] = saved_views(library().get(shop))
    assert (view.name, view.page, view.scope) == (HOSTILE, "as_is/map", scope)
    assert (view.settings["show"], view.settings["place"]) == ("exit", "t1")
    # The same name again replaces it: another page, all journeys.
    app = opened("as_is/variants", shop)
    app.text_input(key="view_name").input(HOSTILE).run()
    assert app.button(key="view_save").label == "Replace the view of this name"
    app.button(key="view_save").click().run()
    [view] = saved_views(library().get(shop))
    assert (view.page, view.scope, view.version) == ("as_is/variants", Scope(), 2)
    app = opened("home/home", shop)
    assert not problems(app)
    assert "Saved views" in told(app) and "All journeys." in told(app)
    app.text_input(key=f"rename_{view.id}_2").input("Ways")
    app.button(key=f"renamed_{view.id}_2").click().run()
    assert saved_views(library().get(shop))[0].name == "Ways"
    app.button(key=f"delete_{view.id}_3").click().run()
    assert not problems(app) and not saved_views(library().get(shop))
    assert "Saved views" not in told(app)


def test_a_view_of_a_page_that_is_gone_and_of_a_long_scope_are_listed(workspaces: Path, shop: str) -> None:
    workspace = library().get(shop)
    long = Scope(contains=("Корзина ёж",), customers=tuple(f"customer {n}" for n in range(300)))
    save_view(workspace, "Gone", "as_is/gone", Scope())
    save_view(workspace, "Long", "as_is/map", long)
    app = opened("home/home", shop)
    assert not problems(app)
    assert "This page is not there any more." in told(app)
    text = scope_text(workspace, long)
    assert len(long.text()) > LONGEST_ADDRESS and text.startswith("@")
    assert "No journey matches" in plain(opened("as_is/map", shop, text).info[0].value)


@pytest.mark.parametrize(
    ("page", "given_", "kept"),
    [
        ("as_is/map", {"show": "wait-median", "boxes": "20"}, {"show": "wait-median", "boxes": "20"}),
        ("as_is/map", {"show": "galaxy", "boxes": "many", "curves": "-5", "place": "<b>"}, {}),
        ("as_is/variants", {"top": "50"}, {"top": "50"}),
        ("as_is/variants", {"top": "-1"}, {}),
        ("as_is/neighbourhood", {"at": "Payment"}, {"at": "Payment"}),
        ("as_is/neighbourhood", {"at": "nowhere"}, {}),
        ("as_is/channels", {"from": "web", "to": "chat"}, {"from": "web", "to": "chat"}),
        (
            "as_is/journeys",
            {"search": "7", "sort": "events", "largest": "yes"},
            {"search": "7", "sort": "events", "largest": "yes"},
        ),
        ("experience/voice", {"words": "late", "tone": "all"}, {"words": "late", "tone": "all"}),
        ("experience/voice", {"tone": "mild", "theme": "x", "stage": "nowhere", "sounds": "odd"}, {}),
        ("experience/drivers", {"result": "nothing"}, {}),
        ("experience/metrics", {"cell": "lost@1"}, {"cell": "lost@1"}),
        ("experience/metrics", {"cell": "<b>@x"}, {}),
        ("as_is/journeys", {"sort": "mood", "largest": "perhaps"}, {}),
    ],
)
def test_settings_stand_in_the_address_and_nonsense_does_not(
    workspaces: Path, page: str, given_: dict[str, str], kept: dict[str, str]
) -> None:
    app = opened(page, "sample", **given_)
    assert not problems(app)
    names = {"show", "boxes", "place", "top", "at", "from", "to", "search", "sort", "largest"}
    names |= {"words", "tone", "theme", "stage", "sounds", "result", "cell"}
    assert {k: v for k, v in app.query_params.items() if k in names} == kept


def test_another_workspace_forgets_scope_and_settings(workspaces: Path) -> None:
    app = opened("as_is/neighbourhood", "sample", at="Payment")
    app.selectbox(key="ws_sample").select(CYRILLIC).run()
    assert not problems(app)
    assert dict(app.query_params) == {"workspace": CYRILLIC}


def test_the_home_page_says_what_is_there(workspaces: Path) -> None:
    # 30 of the 39 journeys that can be judged reach the goal (test_pages).
    assert headline(opened("home/home", CYRILLIC)).endswith("; the goal is reached in time by 77 % (61-88), n 39.")
    app = opened("home/home", "one")
    assert headline(app).startswith("1 journey of 1 customer, ")
    assert "No goal is set yet" in told(app) and "What each page answers" in told(app)
