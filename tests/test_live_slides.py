"""Live slides beside their pages: the same answer, picture and numbers, whatever is chosen there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from server import made
from work_laid_down import lay_down

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.stories import stories
from journey.store.story_pins import pins
from journey.stories import Slide, slide_at, slide_of
from journey.stories.few.text import is_few, tells_few
from journey.stories.pages import PAGES
from journey.stories.picture import FigurePicture
from journey.stories.privacy import private
from journey.stories.table import table_of
from journey.views.session import library
from pages import opened, problems, workspaces

__all__ = ["made", "workspaces"]

# Pages that draw their picture by a component of their own tell no picture (`views.shown`).
APART = {"as_is/map", "as_is/board", "as_is/journeys", "experience/metrics", "friction/friction", "to_be/forecast"}


SINCE = Scope(since="2026-01-01")

# What is chosen on a page, as its address says it: anything but what it begins with.
CHOSEN = {
    "as_is/map": {"show": "exit"},
    "as_is/neighbourhood": {"at": "Payment error"},
    "as_is/variants": {"top": "50"},
    "as_is/channels": {"shade": "wait", "from": "web", "to": "call centre"},
    "experience/metrics": {"by": "channel"},
    "experience/voice": {"tone": "content", "by": "touchpoint", "theme": "1"},
    "experience/trends": {"figure": '{"kind": "conversion"}', "by": "month", "over": "a:plan", "day": "2026-02-01"},
    "experience/drivers": {"part": "importance"},
    "friction/friction": {"view": "stages"},
    "friction/paths": {"at": "Payment", "unroll": "before", "visit": "last", "steps": "3", "named": "4"},
    "friction/time_to_goal": {"by": "plan", "end": "dropped"},
    "friction/compare": {
        "way": "attribute",
        "attribute": "plan",
        "a": "Mobile Start",
        "b": "all others",
        "boxes": "24",
    },
    "friction/groups": {"groups": "2"},
    "to_be/designer": {"side": "exits"},
    "to_be/forecast": {"figure": "median_duration_s"},
    "to_be/conformance": {"view": "weeks"},
    "present/replay": {"colour": "attribute:plan", "boxes": "24"},
}
# These have nothing to choose, or no picture but the one.
FIXED = {
    "as_is/board",
    "as_is/journeys",
    "experience/alerts",
    "friction/loops",
    "friction/drop_off",
    "to_be/opportunities",
    "to_be/prove_it",
}


def both(page: str, scope: Scope = SINCE, **given: str) -> tuple[Slide, Any]:
    """The slide, and what the page has shown."""
    app = opened(page, "sample", scope, **given)
    assert not problems(app)
    told = app.session_state["settings_now"]
    assert given.items() <= told.items()
    slide = slide_at(library().get("sample"), page, scope, told)
    return slide, app.session_state["shown"]


def same(slide: Slide, shown: Any) -> None:
    """A slide says what its page says."""
    assert (slide.answer, slide.picture) == (shown.answer, shown.picture())
    table = table_of(shown.table())
    # Sums of several threads differ in their last digit.
    assert slide.table.columns == table.columns and [*slide.table.rows] == [pytest.approx(row) for row in table.rows]


@pytest.fixture(scope="module")
def design(workspaces: Path) -> None:
    """What the pages of work are about."""
    lay_down(library().get("sample"))


@pytest.mark.usefixtures("design")
@pytest.mark.parametrize("page", sorted(set(PAGES) - APART))
def test_a_live_slide_is_what_the_page_shows(page: str) -> None:
    usual, shown = both(page)
    same(usual, shown)
    assert Slide.read(json.loads(json.dumps(usual.to_json()))) == usual
    if page not in FIXED:
        chosen, shown = both(page, **CHOSEN[page])
        same(chosen, shown)
        assert (chosen.picture, chosen.table) != (usual.picture, usual.table)


@pytest.mark.usefixtures("design")
@pytest.mark.parametrize("page", sorted(APART - FIXED))
def test_a_setting_changes_the_slide(page: str) -> None:
    workspace = library().get("sample")
    usual, chosen = (slide_at(workspace, page, SINCE, settings) for settings in ({}, CHOSEN[page]))
    assert (chosen.picture, chosen.table) != (usual.picture, usual.table)


@pytest.mark.usefixtures("design")
@pytest.mark.parametrize("page", sorted(set(PAGES) - {"as_is/journeys"}))
def test_a_private_slide_tells_no_group_under_ten(page: str) -> None:
    workspace = library().get("sample")
    # So narrow that much of it is small.
    scope = Scope(since="2026-01-01", until="2026-01-06")
    try:
        slide = slide_at(workspace, page, scope, CHOSEN.get(page, {}))
    except WrongInput as error:
        assert error.hint
        return
    kept = private(workspace, slide)
    assert not kept.footer.few and private(workspace, kept) == kept
    assert not tells_few(kept.answer)
    for row in kept.table.rows:
        assert not [cell for cell in row if isinstance(cell, str) and tells_few(cell)]
        for name, cell in zip(kept.table.columns, row, strict=True):
            assert name not in ("Journeys", "Events", "Moves", "n") or isinstance(cell, str) or not is_few(cell), row
    if isinstance(kept.picture, FigurePicture):
        words = [trace.get(name) for trace in kept.picture.light["data"] for name in ("text", "hovertext")]
        assert not [text for texts in words if isinstance(texts, list) for text in texts if tells_few(str(text))]


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


@pytest.mark.usefixtures("design")
@pytest.mark.parametrize("page", ["as_is/variants", "to_be/designer", "to_be/prove_it"])
def test_a_pin_lives(page: str) -> None:
    app = opened(page, "sample")
    app = app.text_input(key="pin_story_name").set_value(page).run() if _has_name(app) else app
    app = app.button(key="pin_keep").click().run()
    assert not problems(app)
    workspace = library().get("sample")
    [held] = [one for story in stories(workspace) for one in pins(workspace, story.id) if one.page == page]
    assert held.frozen is None
    assert slide_of(workspace, held).page == page


def _has_name(app: Any) -> bool:
    """A first story needs a name; the next pin goes to it."""
    return any(one.key == "pin_story_name" for one in app.text_input)
