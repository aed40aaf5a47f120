"""A workshop as people meet it: the host on a big screen, three phones 390 px wide, and the board in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from room import kept, phone, write
from screen import Screen, tab
from server import Server, browser, serving

from journey.__main__ import main
from journey.store.board_stages import new_board

__all__ = ["browser"]
NAME = "<b>Ben</b> & 'co'"
MARKUP = "<img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("workshop")
    new_board(folder / "shop.duckdb", ["Discover", "Buy", "Use"])
    assert main(["sample", "--workspace", str(folder / "log.duckdb"), "--journeys", "4000"]) == 0
    with serving(folder, tmp_path_factory.mktemp("workshop_log")) as running:
        yield running


@pytest.mark.browser
def test_a_room_writes_votes_and_leaves_it_on_the_board(browser: Browser, server: Server) -> None:
    with tab(browser, stranger=True) as host:
        host.open(server.at("workshop", "shop"))
        host.press("workshop_start").settled()
        wall = host.page.locator(".wall")
        link = f"http://{wall.locator('.address b').inner_text()}"
        with (
            phone(browser, link, "Ann") as ann,
            phone(browser, link, NAME, dark=True) as ben,
            phone(browser, link, "Cem") as cem,
        ):
            expect(wall).to_contain_text("3 people in the room")
            expect(wall.locator(".names li")).to_have_text(["Ann", NAME, "Cem"])
            cards(host, ann, ben, cem)
            # A reload of the host's page loses nothing.
            host.page.reload()
            host.settled()
            expect(wall.locator(".card p:first-child")).to_have_text(["Papers asked twice", "Ask once", MARKUP])
            dots(host, ann, ben, cem)
            host.page.get_by_role("button", name="Rate the emotion").click()
            for one, feeling in ((ann, "Bad"), (ben, "Awful"), (cem, "Bad")):
                one.get_by_role("button", name=f"Buy: {feeling}").click()
                kept(one)
            expect(wall.locator(".key").nth(1)).to_contain_text("−1.3, n 3, spread 0.5")
            expect(host.headline).to_have_text("“Buy” feels worst to the room: −1.3 (n 3).")
            host.page.get_by_role("button", name="Judge value and effort").click()
            ann.get_by_role("button", name="Value, Ask once: 5").click()
            ann.get_by_role("button", name="Effort, Ask once: 2").click()
            expect(wall.locator(".items")).to_contain_text("value 5.0 (n 1), effort 2.0 (n 1)")
            expect(host.headline).to_have_text("“Ask once” gives most for its effort, the room says.")
            host.press("keep_result").settled()
            expect(host.page.get_by_text("Kept: 3 cards, the emotion of 1 stage, 1 opportunity.")).to_be_visible()
            host.press("workshop_end")
            expect(ann.locator("main")).to_contain_text("This workshop is over")
        host.go("Board")
        board = host.page.locator(".board")
        note = board.locator(".note.pains").first
        expect(note).to_contain_text("Papers asked twice\n+ They want papers again\n— From “Workshop of")
        expect(note).to_contain_text("4 dots")
        expect(board.locator("[data-lane=emotion]")).to_contain_text("−1.3n 3, spread 0.5")


def cards(host: Screen, ann: Page, ben: Page, cem: Page) -> None:
    wall = host.page.locator(".wall")
    host.page.get_by_role("button", name="Collect cards").click()
    write(ann, "Buy", "Papers asked twice")
    kept(ann)
    # Without a connection the card waits on the phone, and is put on the wall once.
    ben.locator("textarea").wait_for()
    ben.context.set_offline(True)
    write(ben, "Use", MARKUP)
    expect(ben.locator("footer")).to_contain_text("No connection")
    ben.context.set_offline(False)
    kept(ben)
    write(cem, "Buy", "They want papers again")
    write(cem, "Buy", "Rude words")
    kept(cem)
    expect(wall.locator(".card")).to_have_count(4)
    expect(ann.locator("article")).to_have_count(3)
    wall.locator(".card", has_text="Rude words").click()
    wall.get_by_role("button", name="Hide").click()
    expect(wall.locator("summary")).to_have_text("Hidden cards (1)")
    wall.locator(".card", has_text="They want").click()
    wall.get_by_role("button", name="Merge into …").click()
    wall.locator(".card", has_text="asked twice").click()
    expect(wall.locator(".part")).to_have_text("+ They want papers again")
    # By hand, as for a room without phones: the cursor stays in the line.
    line = host.key("by_hand").locator("textarea")
    line.fill("2: + Ask once")
    line.press("Enter")
    expect(wall.locator(".card.idea")).to_contain_text("Ask once")
    expect(line).to_be_focused()


def dots(host: Screen, ann: Page, ben: Page, cem: Page) -> None:
    wall = host.page.locator(".wall")
    host.key("dots_each").locator("input").fill("2")
    host.key("dots_each").locator("input").press("Enter")
    host.settled()
    host.page.get_by_role("button", name="Vote with dots").click()
    more = "One dot more: Papers asked twice"
    for one in (ann, ben):
        one.get_by_role("button", name=more).click()
        one.get_by_role("button", name=more).click()
        expect(one.locator(".purse")).to_have_text("0 of 2 dots left")
        expect(one.get_by_role("button", name=more)).to_be_disabled()
        kept(one)
    cem.get_by_role("button", name="One dot more: Ask once").click()
    kept(cem)
    # A phone that comes back has its dots.
    cem.reload()
    expect(cem.locator(".purse")).to_have_text("1 of 2 dots left")
    expect(wall.locator(".card", has_text="asked twice").locator(".dots b")).to_have_text("4")
    host.press("round_close").settled()
    expect(wall.locator(".ranked li").first).to_contain_text("Papers asked twice")
    expect(ann.locator("main")).to_contain_text("This round is closed")


@pytest.mark.browser
def test_a_room_bets_and_the_log_answers(browser: Browser, server: Server) -> None:
    with tab(browser, stranger=True) as host:
        host.open(server.at("workshop", "log"))
        host.press("workshop_start").settled()
        wall = host.page.locator(".wall")
        link = f"http://{wall.locator('.address b').inner_text()}"
        with phone(browser, link, "Ann") as ann, phone(browser, link, NAME, dark=True) as ben:
            host.page.get_by_text("Sealed guess: let the room bet").click()
            host.press("claim_add").settled()
            host.press("guess_begin").settled()
            for one, bet in ((ann, "Surely"), (ben, "Rather not")):
                one.locator("main button").and_(one.get_by_label(re.compile(f": {bet}$"))).click()
                kept(one)
            expect(wall).to_contain_text("2 bets, sealed")
            expect(host.headline).to_have_text("2 bets are sealed.")
            # Neither phone sees the other's bet.
            assert ann.locator("[aria-pressed=true]").count() == ben.locator("[aria-pressed=true]").count() == 1
            host.page.get_by_role("button", name="Close this round").click()
            host.settled()
            host.key("guess_opening").get_by_role("button").first.click()
            host.settled()
            expect(wall).not_to_contain_text("sealed")
            expect(wall).to_contain_text("Associated with, not proven to cause.")
            expect(wall).to_contain_text("How well the room knew")
            expect(host.headline).to_have_text(re.compile("^The log on 1 claim: 1 "))
