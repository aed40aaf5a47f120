"""Comments on a scenario: kept in their order, gone with it, and said on the page as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest
from server import made

from journey.design.kept import delete, keep, scenarios
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.store.scenario_comments import comment, comments
from journey.views.session import library
from pages import opened, problems, told, workspaces

__all__ = ["made", "workspaces"]


def test_said_on_the_page_kept_and_gone_with_the_scenario(workspaces: Path) -> None:
    workspace = library().get("sample")
    first, second = (keep(workspace, Scenario(name=name)) for name in ("one", "two"))
    comment(workspace, first, "", "of the first")
    comment(workspace, second, "Ada", "  Is *that* <b>so</b>? ")
    assert [(one.who, one.text) for one in comments(workspace, second)] == [("Ada", "Is *that* <b>so</b>?")]
    app = opened("to_be/designer", "sample")
    app.session_state["comments"] = True
    app = app.run()
    assert not problems(app)
    assert "Is *that* <b>so</b>?" in told(app) and "of the first" not in told(app)
    app.text_input(key="comment_who").set_value("Li")
    app.text_area(key=f"comment_text_{second}").set_value("Try it.")
    app = next(button for button in app.button if button.label == "Add comment").click().run()
    assert not problems(app)
    assert [(one.who, one.text) for one in comments(workspace, second)][1:] == [("Li", "Try it.")]
    assert app.text_area(key=f"comment_text_{second}").value == ""
    delete(workspace, next(kept for kept in scenarios(workspace) if kept.id == second))
    assert comments(workspace, second) == () and len(comments(workspace, first)) == 1


def test_nothing_to_say_and_nothing_to_say_it_of(workspaces: Path) -> None:
    workspace = library().get("sample")
    number = keep(workspace, Scenario(name="three"))
    with pytest.raises(WrongInput, match="empty"):
        comment(workspace, number, "Ada", " \n")
    with pytest.raises(WrongInput, match="deleted"):
        comment(workspace, number + 100, "Ada", "hello")
