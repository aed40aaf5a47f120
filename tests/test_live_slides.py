"""Live slides beside their pages: the same answer, picture and numbers, whatever is chosen there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from server import made

from journey.design.kept import keep
from journey.design.scenario import parse
from journey.scope import Scope
from journey.stories import Slide, slide_at
from journey.stories.pages import PAGES
from journey.stories.table import table_of
from journey.views.session import library
from pages import opened, problems, workspaces

__all__ = ["made", "workspaces"]

SCENARIO = {"name": "Fewer errors", "edits": [{"kind": "remove", "touchpoint": "Payment error"}]}

# Pages that draw their picture by a component of their own tell no picture (`views.shown`).
APART = {"as_is/map", "as_is/board", "as_is/journeys", "experience/metrics", "friction/friction", "to_be/forecast"}


def both(page: str, scope: Scope = Scope(), **given: str) -> tuple[Slide, Any]:  # noqa: B008
    """The slide, and what the page has shown."""
    app = opened(page, "sample", scope, **given)
    assert not problems(app)
    slide = slide_at(library().get("sample"), page, scope, app.session_state["settings_now"])
    return slide, app.session_state["shown"]


@pytest.fixture(scope="module")
def design(workspaces: Path) -> None:
    """A to-be, which the pages about one need."""
    keep(library().get("sample"), parse(json.dumps(SCENARIO)))


@pytest.mark.usefixtures("design")
@pytest.mark.parametrize("page", sorted(set(PAGES) - APART))
def test_a_live_slide_is_what_the_page_shows(page: str, workspaces: Path) -> None:
    slide, shown = both(page, Scope(since="2026-01-01"))
    assert (slide.answer, slide.picture) == (shown.answer, shown.picture())
    table = table_of(shown.table())
    # Sums of several threads differ in their last digit.
    assert slide.table.columns == table.columns and [*slide.table.rows] == [pytest.approx(row) for row in table.rows]


def test_a_name_given_to_a_group_stands_on_its_slide(workspaces: Path) -> None:
    app = opened("friction/groups", "sample")
    before = app.session_state["shown"].answer
    field = next(one for one in app.text_input if str(one.key).startswith("group_name_0_"))
    app = field.set_value("The quick ones").run()
    assert not problems(app)
    slide = slide_at(library().get("sample"), "friction/groups", Scope(), app.session_state["settings_now"])
    assert "The quick ones" in slide.answer != before
    assert slide.answer == app.session_state["shown"].answer
    field = next(one for one in app.text_input if str(one.key).startswith("group_name_0_"))
    assert field.value == "The quick ones"
    app = field.set_value("").run()
    assert app.session_state["shown"].answer == before and not app.session_state["settings_now"]["names"]
