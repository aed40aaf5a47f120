"""Two people at once: what one looks at, narrows or changes never shows in what the other sees, unless it should."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, expect
from screen import Screen, tab
from server import CYRILLIC, JOURNEYS, Server, browser, made, server

from journey.scope import Scope

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser

CALL = Scope(contains=("Звонок в поддержку",))


def test_two_sessions_hold_their_own_scope_and_workspace(browser: Browser, server: Server) -> None:
    with tab(browser, stranger=True) as ann, tab(browser, stranger=True) as ben:
        ann.open(server.at(workspace=CYRILLIC))
        ben.open(server.at(workspace=CYRILLIC))
        ann.box("Звонок в поддержку").click()
        ann.press("place_with")
        expect(ann.count).to_have_text("10 of 40 journeys (25 %)")
        ben.box("Корзина ёж").click()
        expect(ben.key("place_with")).to_be_visible()
        expect(ben.count).to_have_text("40 of 40 journeys (100 %)")
        ben.open(server.at("", "sample"))
        expect(ben.count).to_have_text(f"{JOURNEYS:,} of {JOURNEYS:,} journeys (100 %)")
        # Both go on through the pages, turn by turn.
        for page in ("Variants", "Journeys", "Map"):
            ann.settled().go(page)
            ben.settled().go(page)
            expect(ann.count).to_have_text("10 of 40 journeys (25 %)")
            expect(ben.count).to_have_text(f"{JOURNEYS:,} of {JOURNEYS:,} journeys (100 %)")
        assert ann.scope == CALL
        assert ben.scope == Scope()


def test_many_tabs_at_once_get_their_own_numbers(browser: Browser, server: Server) -> None:
    wanted = {
        server.at("", CYRILLIC): "40 of 40 journeys (100 %)",
        server.at("variants", CYRILLIC, CALL): "10 of 40 journeys (25 %)",
        server.at("", "sample", Scope(contains=("Complaint",))): "93 of 8,000 journeys (1.2 %)",
        server.at("journeys", "sample", Scope(contains=("Payment error",))): "254 of 8,000 journeys (3.2 %)",
        server.at("", "one"): "1 of 1 journey (100 %)",
    }
    context = browser.new_context()
    pages = [context.new_page() for _ in wanted]
    for page, address in zip(pages, wanted, strict=True):
        page.goto(address, wait_until="commit")
    for page, count in zip(pages, wanted.values(), strict=True):
        expect(Screen(page).count).to_have_text(count)
    context.close()


def test_definitions_changed_by_one_are_those_of_the_other(browser: Browser, server: Server) -> None:
    shutil.copy(server.folder / f"{CYRILLIC}.duckdb", server.folder / "shared.duckdb")
    with tab(browser) as ann, tab(browser) as ben:
        ann.open(server.at(workspace="shared"))
        expect(ann.headline).to_contain_text("77")
        ben.open(server.at("workspace", "shared"))
        ben.page.get_by_role("button", name="Remove Заказ оплачен").click()
        ben.settled().page.get_by_role("button", name="Apply").click()
        expect(ben.page.get_by_text("No goal is set")).to_be_visible()
        # The next look of the other asks anew.
        ann.page.reload()
        expect(ann.headline).to_contain_text("The longest usual wait is 20")


def test_a_workspace_deleted_under_an_open_page_is_told(browser: Browser, server: Server) -> None:
    shutil.copy(server.folder / f"{CYRILLIC}.duckdb", server.folder / "doomed.duckdb")
    with tab(browser) as ann, tab(browser) as ben:
        ann.open(server.at(workspace="doomed", scope=CALL))
        expect(ann.count).to_have_text("10 of 40 journeys (25 %)")
        ben.open(server.at("workspace", "doomed"))
        ben.page.get_by_role("button", name="Delete", exact=True).click()
        ben.page.get_by_role("button", name="Delete doomed").click()
        ben.page.wait_for_url(lambda url: "doomed" not in url)
        ann.box("Корзина ёж").click()
        expect(ann.page.get_by_text("There is no workspace 'doomed'.")).to_be_visible()
        field = ann.key("out_workspace").get_by_role("combobox")
        field.click()
        ann.page.get_by_role("option", name="one").click()
        expect(ann.count).to_have_text("1 of 1 journey (100 %)")
    assert "Traceback" not in server.log.read_text()


def test_a_workspace_replaced_under_an_open_page_shows_the_new_one(browser: Browser, server: Server) -> None:
    target = server.folder / "twice.duckdb"
    shutil.copy(server.folder / f"{CYRILLIC}.duckdb", target)
    with tab(browser) as ann, tab(browser) as ben:
        ann.open(server.at(workspace="twice", scope=CALL))
        expect(ann.count).to_have_text("10 of 40 journeys (25 %)")
        rows = "case,touchpoint,time\na,Visit,2026-01-01T10:00:00\nb,Visit,2026-01-02T10:00:00\n"
        ben.open(server.at("import_log"))
        file = {"name": "twice.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        ben.page.locator("input[type=file]").first.set_input_files([file])
        ben.settled().press("import_check")
        expect(ben.headline).to_contain_text("2 journeys")
        ben.page.get_by_text("Replace the one of that name").click()
        expect(ben.key("import_commit").locator("button")).to_be_enabled()
        ben.settled().press("import_commit")
        expect(ben.headline).to_contain_text("2 journeys, 2 events are in")
        # The filter of the old log means nothing in the new one: a sentence, and the way out.
        ann.press("chip_0")
        expect(ann.count).to_have_text("2 of 2 journeys (100 %)")
        ann.open(server.at(workspace="twice", scope=CALL))
        expect(ann.page.get_by_text("This log has no touchpoint 'Звонок в поддержку'.")).to_be_visible()
        ann.press("out_clear")
        expect(ann.count).to_have_text("2 of 2 journeys (100 %)")
    assert "Traceback" not in server.log.read_text()
