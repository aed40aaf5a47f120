"""The real thing: from an upload to the map, to one customer's timeline, in a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect
from screen import Screen, plain, saved, tab
from server import CYRILLIC, JOURNEYS, ROOT, Server, browser, cyrillic, made, server

from journey.scope import Scope, Then

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser


def test_from_upload_to_the_timeline_of_one_customer(browser: Browser, server: Server, tmp_path: Path) -> None:
    log = tmp_path / "Заказы.csv"
    cyrillic().to_csv(log, index=False)
    with tab(browser) as screen:
        screen.open(server.at("import_log"))
        screen.page.locator("input[type=file]").first.set_input_files(log)
        expect(screen.headline).to_contain_text("who, what and when are found")
        screen.settled().press("import_check")
        expect(screen.headline).to_contain_text("40 journeys over 4 touchpoints")
        screen.settled()
        goal = screen.page.get_by_role("combobox", name=re.compile("Success"))
        goal.fill("оплачен")
        goal.press("Enter")
        expect(screen.page.get_by_text("Заказ оплачен").first).to_be_visible()
        screen.settled().press("import_commit")
        expect(screen.headline).to_contain_text("40 journeys, 120 events are in")
        # Whoever goes on by the menu gets to the new log, too.
        link = screen.page.get_by_role("link", name="Variants")
        expect(link).to_have_attribute("href", re.compile(quote("Заказы")))
        screen.settled().press("import_map")
        expect(screen.count).to_have_text("40 of 40 journeys (100 %)")
        expect(screen.headline).to_contain_text("77")
        screen.box("Звонок в поддержку").click()
        expect(screen.page.get_by_text("10 of 40 journeys: 25 % (")).to_be_visible()
        screen.settled().press("behind_all_place")
        expect(screen.headline).to_contain_text("10 of 10 journeys match")
        screen.settled().press("clear_scope")
        expect(screen.count).to_have_text("40 of 40 journeys (100 %)")
        # Back on the map, what was open is open.
        screen.settled().go("Map")
        expect(screen.page.get_by_text("10 of 40 journeys: 25 % (")).to_be_visible()
        screen.settled().tick(0)
        screen.page.wait_for_url("**/journeys?*journey=*")
        expect(screen.headline).to_contain_text("Journey Ж-09: 4 events in 1")
        screen.settled().open(server.at("journeys", "Заказы", journey="Ж-00"))
        expect(screen.page.get_by_text("Customer Щукин has 1 other journey:")).to_be_visible()
        screen.press("other_0")
        expect(screen.headline).to_contain_text("Journey Ж-01: 4 events in 1")
        names = screen.page.locator(".timeline .head b").all_inner_texts()
        assert names == ["Визит на сайт", "Звонок в поддержку", "Корзина ёж", "Заказ оплачен"]


def test_a_box_narrows_the_scope_which_survives_reload_pages_and_new_tabs(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace=CYRILLIC))
        screen.box("Звонок в поддержку").click()
        expect(screen.page.get_by_text("10 of 40 journeys: 25 % (")).to_be_visible()
        screen.settled().press("place_with")
        expect(screen.chips).to_have_text([re.compile("Contains Звонок в поддержку")])
        expect(screen.count).to_have_text("10 of 40 journeys (25 %)")
        assert screen.scope == Scope(contains=("Звонок в поддержку",))
        expect(screen.page.get_by_text("Journeys where: contains Звонок в поддержку.")).to_be_visible()
        screen.page.reload()
        expect(screen.count).to_have_text("10 of 40 journeys (25 %)")
        for page in ("Variants", "Journeys", "Map"):
            screen.settled().go(page)
            expect(screen.count).to_have_text("10 of 40 journeys (25 %)")
        with screen.page.context.expect_page() as other:
            screen.page.get_by_role("link", name="Variants").click(modifiers=["ControlOrMeta"])
        expect(Screen(other.value).count).to_have_text("10 of 40 journeys (25 %)")
        assert "/variants" in other.value.url
        other.value.close()
        screen.press("chip_0")
        expect(screen.count).to_have_text("40 of 40 journeys (100 %)")
        expect(screen.chips).to_have_count(0)
        assert "scope" not in screen.page.url


def test_what_a_filter_has_taken_away_is_told_where_it_was(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace=CYRILLIC))
        screen.box("Звонок в поддержку").click()
        screen.press("place_without")
        expect(screen.count).to_have_text("30 of 40 journeys (75 %)")
        expect(screen.page.get_by_text("No journey in scope comes here.")).to_be_visible()
        screen.press("place_close")
        expect(screen.page.get_by_text("No journey in scope comes here.")).to_have_count(0)


def test_a_panel_opens_closes_and_opens_again_without_moving_the_map(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace="sample"))
        stage = screen.page.locator(".map .stage")
        screen.page.get_by_role("button", name="Zoom in").click()
        zoom = stage.get_attribute("data-zoom")
        assert zoom is not None
        for _ in range(2):
            screen.box("Compare plans").click()
            expect(
                screen.page.get_by_text("7,341 of 8,000 journeys: 92 % (91-92), 11,195 times in all")
            ).to_be_visible()
            screen.settled().press("place_close")
            expect(screen.key("place_panel")).to_have_count(0)
            expect(screen.page.locator(".map .selected")).to_have_count(0)
            screen.settled()
        assert stage.get_attribute("data-zoom") == zoom
        screen.box("Compare plans").click()
        expect(screen.key("place_panel")).to_be_visible()
        screen.page.keyboard.press("Escape")
        expect(screen.key("place_panel")).to_have_count(0)


def test_ticked_variants_become_the_scope(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("variants", "sample"))
        rows = screen.page.locator(".row:not(.head)")
        expect(rows.nth(3)).to_be_visible()
        journeys = [int(n.replace(",", "")) for n in rows.locator(".figure:nth-child(3) b").all_inner_texts()]
        ticks = screen.page.locator(".tick")
        ticks.nth(0).check()
        expect(screen.page.get_by_role("button", name="Show only 1 variant")).to_be_enabled()
        ticks.nth(3).check()
        expect(screen.page.get_by_role("button", name="Show only 2 variants")).to_be_enabled()
        screen.settled().press("variants_only")
        expect(screen.count).to_contain_text(f"{journeys[0] + journeys[3]:,} of {JOURNEYS:,} journeys")
        expect(rows).to_have_count(2)
        assert len(screen.scope.variants) == 2
        screen.settled().go("Map")
        expect(screen.count).to_contain_text(f"{journeys[0] + journeys[3]:,} of {JOURNEYS:,} journeys")


def test_back_and_forward_go_step_by_step(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace=CYRILLIC))
        screen.box("Корзина ёж").click()
        screen.press("place_with")
        expect(screen.chips).to_have_count(1)
        screen.settled().go("Variants")
        expect(screen.headline).to_contain_text("ways")
        screen.go("Journeys")
        expect(screen.headline).to_contain_text("40 of 40 journeys match")
        screen.tick(2)
        expect(screen.headline).to_contain_text("Journey Ж-02")
        steps = (("40 of 40 journeys match", 1), ("ways", 1), ("reach the goal", 1), ("reach the goal", 0))
        for text, chips in steps:
            screen.settled().page.go_back()
            expect(screen.headline).to_contain_text(text)
            expect(screen.chips).to_have_count(chips)
        for text, chips in (*reversed(steps[:-1]), ("Journey Ж-02", 1)):
            screen.settled().page.go_forward()
            expect(screen.headline).to_contain_text(text)
            expect(screen.chips).to_have_count(chips)


def test_one_denominator_from_the_page_to_the_copied_command(
    browser: Browser, server: Server, made: Path, tmp_path: Path
) -> None:
    scope = Scope(
        since="2026-02-01", until="2026-04-30", avoids=("Chat with agent",), hidden=("Landing page",),
        then=(Then("Basket", "Payment", within_s=86_400.0),),
    )  # fmt: skip
    with tab(browser) as screen:
        screen.open(server.at("", "sample", scope))
        shown = int(plain(screen.count.inner_text()).split(" of ")[0].replace(",", ""))
        labels = [node.get_attribute("aria-label") or "" for node in screen.page.locator(".box").all()]
        screen.press("scope_share")
        copied = screen.page.get_by_test_id("stCode")
        expect(copied).to_have_count(2)
        address, command = (plain(text) for text in copied.all_inner_texts())
        assert address.strip() == screen.page.url
        screen.page.keyboard.press("Escape")
        screen.key("table_touchpoints").locator("summary").click()
        button = screen.page.get_by_role("button", name="Download as CSV")
        table = pd.read_csv(saved(screen, button, tmp_path))
    told = _run(command.strip(), made, tmp_path)
    assert told["scope"] == scope.text()
    assert told["journeys"] == {"shown": shown, "total": JOURNEYS}
    assert 0 < shown < JOURNEYS
    figures = {t["name"]: (t["events"], t["journeys"], t["starts"], t["ends"]) for t in told["touchpoints"]}
    columns = table[["Events", "Journeys", "Starts", "Ends"]].itertuples(index=False, name=None)
    assert dict(zip(table["Touchpoint"], columns, strict=True)) == figures
    drawn = [name for name in figures if any(label.startswith(f"{name}, ") for label in labels)]
    assert len(drawn) > 5
    for name in drawn:
        label = next(label for label in labels if label.startswith(f"{name}, "))
        assert f"{figures[name][0]:,}" in label and f"{figures[name][1]:,}" in label


def _run(command: str, made: Path, folder: Path) -> dict[str, object]:
    """What a shell says to a command of the page, with workspaces nobody else holds open."""
    workspaces = folder / "workspaces"
    workspaces.mkdir()
    shutil.copy(made / "sample.duckdb", workspaces)
    done = subprocess.run(
        ["sh", "-c", f"{command.replace('python', sys.executable, 1)} --json"],
        cwd=ROOT, env={**os.environ, "DESIRE_PATH_WORKSPACES": str(workspaces)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
