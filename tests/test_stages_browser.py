"""The first ten minutes of a new user in a real browser: stages by drag, the board, a second source joined to it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, expect
from screen import Screen, tab
from server import Server, browser, serving

from journey.ingest.import_log import import_log
from journey.store.workspace import Workspace

__all__ = ["browser"]

pytestmark = pytest.mark.browser

STEPS = (
    "T1 Check receipt",
    "T2 Print receipt",
    "T3 Draft advice",
    "T4 Send advice",
    "T5 Print permit",
    "T6 Send permit",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a small workspace without stages, and the same with them."""
    workdir = tmp_path_factory.mktemp("stages")
    (workdir / "workspaces").mkdir()
    rows = [(f"j{n}", name, f"2026-01-{1 + n:02}T{9 + at:02}:00:00", "Internet")
            for n in range(25) for at, name in enumerate(STEPS)]  # fmt: skip
    log = pd.DataFrame(rows, columns=["case", "step", "time", "channel"])
    import_log(log, workdir / "workspaces" / "permits.duckdb")
    staged = log.assign(stage=log["step"].str.split().str[-1].str.title())
    import_log(staged, workdir / "workspaces" / "joined.duckdb", mapping={"stage": "stage"})
    with serving(workdir / "workspaces", workdir) as running:
        yield running


def column(screen: Screen, stage: str) -> Locator:
    return screen.page.get_by_role("region", name=stage, exact=True)


def cards(screen: Screen, stage: str) -> list[str]:
    return [name.inner_text() for name in column(screen, stage).locator(".card .name").all()]


def counted(server: Server, name: str, folder: Path) -> tuple[int, int]:
    """Events and journeys as they lie on the disk: a copy, since the server holds the file itself."""
    for part in server.folder.glob(f"{name}.duckdb*"):
        shutil.copy(part, folder / part.name)
    with Workspace(folder / f"{name}.duckdb") as workspace:
        events, journeys = workspace.one("SELECT count(*), count(DISTINCT journey) FROM event")
    return events, journeys


def test_stages_by_drag_and_their_board(browser: Browser, server: Server, tmp_path: Path) -> None:
    with tab(browser, height=1600) as screen:
        page = screen.open(server.at("stages", "permits")).page
        page.get_by_role("button", name="Suggest stages").click()
        expect(column(screen, "Advice").locator(".card")).to_have_count(2)
        # A touchpoint is dragged into another stage.
        card = column(screen, "Advice").locator(".card", has_text="T4 Send advice")
        card.drag_to(column(screen, "Permit"))
        expect(column(screen, "Permit").locator(".card")).to_have_count(3)
        screen.settled().open(server.at("stages", "permits"))
        assert (cards(screen, "Advice"), len(cards(screen, "Permit"))) == (["T3 Draft advice"], 3)
        # So is a stage, by its head; and with the keyboard a touchpoint goes back.
        page.get_by_role("heading", name="Permit", exact=True).drag_to(column(screen, "Receipt"))
        expect(page.locator("section.column").first).to_have_attribute("aria-label", "Permit")
        screen.settled()
        card = column(screen, "Permit").locator(".card", has_text="T4 Send advice")
        card.focus()
        for stage in ("Receipt", "Advice"):
            card.press("ArrowRight")
            card = column(screen, stage).locator(".card", has_text="T4 Send advice")
            expect(card).to_be_visible()
            screen.settled()
            card.focus()
        # The order of the stages is undone; nothing was lost or counted twice on the way.
        page.get_by_text(re.compile(r"\d+ changes")).click()
        page.get_by_role("button", name="Undo").nth(2).click()
        expect(page.locator("section.column").first).to_have_attribute("aria-label", "Receipt")
        screen.settled().go("Board")
        heads = [head.inner_text() for head in page.locator(".board .head h3").all()]
        assert heads == ["Receipt", "Advice", "Permit"]
        expect(page.locator('.cell[data-lane="reach"]').first).to_contain_text("25 journeys")
    assert counted(server, "permits", tmp_path) == (25 * 6, 25)


def test_a_second_source_is_joined_and_finds_its_stage(browser: Browser, server: Server, tmp_path: Path) -> None:
    with tab(browser, height=1600) as screen:
        page = screen.page
        calls = pd.DataFrame(
            [
                (f"j{n}", "Call: complaint" if n % 4 else "Call: where is it", f"2026-01-{1 + n:02} 13:30", n % 5 + 1)
                for n in range(20)
            ],
            columns=["case", "reason", "called at", "csat"],
        )
        calls.to_csv(tmp_path / "calls.csv", index=False)
        screen.open(server.at("import_log", "joined"))
        page.get_by_test_id("stMain").get_by_test_id("stSelectbox").first.click()
        page.get_by_role("option", name="A source of joined").click()
        page.locator("input[type=file]").first.set_input_files(tmp_path / "calls.csv")
        page.get_by_role("textbox", name="Its channel").fill("Phone")
        page.keyboard.press("Enter")
        screen.settled()
        page.get_by_role("button", name="Compare with joined").click()
        page.get_by_role("button", name="Add the 20 new rows").click()
        # What came in has no stage, so the way leads there, and the board says so until it has one.
        page.get_by_role("button", name="Put 2 touchpoints into stages").click()
        page.wait_for_url(re.compile("/stages"))
        expect(column(screen.settled(), "No stage yet").locator(".card")).to_have_count(2)
        screen.go("Board")
        page.get_by_role("link", name=re.compile("2 touchpoints are in no stage")).click()
        page.wait_for_url(re.compile("/stages"))
        column(screen.settled(), "No stage yet").locator(".card", has_text="complaint").drag_to(
            column(screen, "Advice")
        )
        expect(column(screen, "Advice").locator(".card")).to_have_count(3)
        screen.settled().go("Board")
        expect(page.locator('.row[data-lane="emotion"]')).to_be_visible()
        expect(page.locator('.cell[data-lane="contacts"][data-stage="Advice"]')).to_contain_text("Call: complaint")
        screen.go("Channels")
        expect(page.get_by_text("switches are forced")).to_be_visible()
    assert counted(server, "joined", tmp_path) == (25 * 6 + 20, 25)
