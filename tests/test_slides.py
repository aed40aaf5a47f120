"""Slides of pages: numbers as the command line tells them, and a frozen form that reads back exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from work_laid_down import lay_down

from journey.__main__ import main
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.stories import add_story
from journey.store.story_pins import add_pin, freeze_pin
from journey.store.workspace import Workspace
from journey.stories import Slide, slide_at, slide_of
from journey.stories.pages import PAGES

JOURNEYS = 2_000
UNTOLD = "experience/drivers"
"""So few journeys do not tell what goes with their ends; `test_live_slides` has enough."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slides") / "shop.duckdb"
    assert main(["sample", "--workspace", str(path), "--journeys", str(JOURNEYS)]) == 0
    return path


@pytest.fixture(scope="module")
def slides(path: Path) -> dict[str, Slide]:
    scope = Scope(since="2025-01-01")
    with Workspace(path) as workspace:
        lay_down(workspace)
        (key,) = workspace.one("SELECT min(key) FROM journey")
        settings = {"as_is/journeys": {"journey": key}, "as_is/map": {"show": "exit", "boxes": "12"}}
        return {page: slide_at(workspace, page, scope, settings.get(page, {})) for page in PAGES if page != UNTOLD}


def told(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_slide_reads_back_as_it_was(slides: dict[str, Slide]) -> None:
    for slide in slides.values():
        assert Slide.read(json.loads(json.dumps(slide.to_json()))) == slide
        assert slide.answer.endswith(".") and slide.table.rows
        assert slide.footer.journeys_total == JOURNEYS


def test_the_numbers_are_those_of_the_command_line(
    slides: dict[str, Slide], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(path), "--from", "2025-01-01")
    flow = told(capsys, "map", *where)
    table = slides["as_is/map"].table
    assert dict(zip(table.column("Touchpoint"), table.column("Events"), strict=True)) == {
        one["name"]: one["events"] for one in flow["touchpoints"]
    }
    hurts = told(capsys, "friction", *where)
    table = slides["friction/friction"].table
    assert list(table.column("At stake")) == [one["at_stake"] for one in hurts]
    assert list(table.column("Journeys hit")) == [one["journeys"] for one in hurts]
    steps = slides["friction/drop_off"].table
    followed = told(capsys, "funnel", *where)
    assert list(steps.column("Step")) == [one["name"] for one in followed["steps"]]
    assert list(steps.column("Entries")) == [one["journeys"] for one in followed["steps"]]
    stages = told(capsys, "board", *where)
    assert list(slides["as_is/board"].table.column("Journeys")) == [one["journeys"] for one in stages["stages"]]
    measured = told(capsys, "metrics", *where)
    table = slides["experience/metrics"].table
    scored = {one["by"]: (one["value"], one["low"], one["n"]) for one in measured if one.get("score") == "csat"}
    mine = zip(*(table.column(name) for name in ("csat", "csat, low", "csat, n")), strict=True)
    assert dict(zip(table.column("Stage"), mine, strict=True)) == scored and len(scored) > 3


def test_a_frozen_pin_stays_and_a_live_one_follows_the_scope(path: Path) -> None:
    with Workspace(path) as workspace:
        story = add_story(workspace, "Quarter")
        pin = add_pin(workspace, story.id, "as_is/map", Scope(), {"show": "share"}, title="All", sentence="As it is.")
        live = slide_of(workspace, pin)
        assert (live.title, live.sentence, live.footer.scope) == ("All", "As it is.", "All journeys.")
        frozen = freeze_pin(workspace, pin, json.dumps(live.to_json()))
        assert slide_of(workspace, frozen) == live
        narrowed = slide_at(workspace, "as_is/map", Scope(contains=("Payment error",)), {})
        assert narrowed.footer.journeys_shown < live.footer.journeys_shown == JOURNEYS


def test_what_has_no_slide_says_why(path: Path) -> None:
    with Workspace(path) as workspace:
        for page, said in (
            ("as_is/journeys", "Open one journey"),
            ("data/import_log", "has no slide"),
            (UNTOLD, "would be chance"),
        ):
            with pytest.raises(WrongInput, match=said):
                slide_at(workspace, page, Scope(), {})
