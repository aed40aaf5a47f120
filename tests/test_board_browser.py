"""The board in a real browser: written, dragged, clashing, full-screen, taken along, and hostile."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect
from screen import Screen, saved, tab
from server import HOSTILE, Server, browser, made, server

from journey.ingest.import_log import import_log
from journey.model import Mapping
from journey.scope import Scope
from journey.store.board_notes import add_note
from journey.store.board_stages import new_board
from journey.store.personas import add_persona
from journey.store.pictures import drawn
from journey.store.workspace import Workspace

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser


def shown(screen: Screen, server: Server, workspace: str = "sample") -> Screen:
    kept(screen).open(server.at("board", workspace))
    expect(screen.page.locator(".board .head").first).to_be_visible()
    return screen


def kept(screen: Screen) -> Screen:
    """Wait until everything is kept: before that, the browser asks whoever leaves."""
    expect(screen.page.locator(".journey.unsaved")).to_have_count(0)
    return screen.settled() if screen.page.url.startswith("http") else screen


def cell(screen: Screen, lane: str, stage: str) -> Locator:
    return screen.page.locator(f'.cell[data-lane="{lane}"][data-stage="{stage}"]')


def write(screen: Screen, lane: str, stage: str, text: str) -> Locator:
    """Write a note, and wait until it is kept."""
    place = cell(screen, lane, stage)
    place.locator("button.add").click()
    place.locator("textarea").fill(text)
    place.locator("textarea").press("Control+Enter")
    note = place.locator(".note", has_text=text)
    expect(note).to_have_attribute("data-id", re.compile(r"\d+"))
    return note


def clear(screen: Screen) -> None:
    """Take every note off, one by one."""
    notes = screen.page.locator(".note")
    while notes.count():
        left = notes.count()
        notes.first.focus()
        notes.first.press("Delete")
        expect(notes).to_have_count(left - 1)
        kept(screen)


def test_comments_open_what_was_said_there(browser: Browser, server: Server) -> None:
    with tab(browser, height=1400) as screen:
        shown(screen, server)
        said = screen.page.locator('.cell[data-lane="voice"][data-stage="Get help"] .detail')
        n = said.inner_text().split()[0]
        said.press("Enter")
        screen.page.wait_for_url("**/voice?*stage=Get*")
        # In another thread while the page learns how words sound.
        expect(screen.page.locator("[data-testid=stMain]").get_by_text(f"{n} comments", exact=True)).to_be_visible(
            timeout=120_000
        )


def test_notes_are_written_changed_dragged_and_found_again(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        shown(screen, server)
        note = write(screen, "pains", "Buy", "Too slow")
        note.click()
        note.locator("textarea").fill("Far too slow\nand dear")
        screen.page.locator(".board .head").first.click()
        expect(cell(screen, "pains", "Buy").locator(".note:not(.saving) p")).to_have_text("Far too slow\nand dear")
        cell(screen, "pains", "Buy").locator(".note").drag_to(cell(screen, "ideas", "Set up"))
        expect(cell(screen, "ideas", "Set up").locator(".note:not(.saving)")).to_have_count(1)
        expect(cell(screen, "pains", "Buy").locator(".note")).to_have_count(0)
        shown(screen, server)
        there = cell(screen, "ideas", "Set up").locator(".note")
        expect(there.locator("p")).to_have_text("Far too slow\nand dear")
        there.focus()
        there.press("ArrowRight")
        expect(cell(screen, "ideas", "Get help").locator(".note:not(.saving)")).to_have_count(1)
        clear(screen)
        shown(screen, server)
        expect(screen.page.locator(".note")).to_have_count(0)


@pytest.mark.parametrize(
    ("figure", "told", "opens"),
    [('.cell[data-lane="reach"][data-stage="Buy"] .figure', "Reached · Buy", "Its"),
     ('.cell[data-lane="reach"][data-stage="Buy"] .warn', "Lost · Buy", "lost here"),
     (".key .said.opens", "answers from", "Its")],
)  # fmt: skip
def test_a_figure_tells_what_it_is_and_opens_its_journeys(
    browser: Browser, server: Server, figure: str, told: str, opens: str
) -> None:
    with tab(browser, height=1400) as screen:
        shown(screen, server).page.locator(figure).first.press("Enter")
        panel = screen.page.get_by_role("dialog")
        expect(panel).to_contain_text(told)
        button = panel.get_by_role("button", name=re.compile(opens))
        (n,) = re.findall(r"[\d,]+", button.inner_text())
        button.click()
        expect(screen.headline).to_contain_text(f"{n} of {n} journeys")


def test_a_touchpoint_of_the_board_opens_its_journeys(browser: Browser, server: Server) -> None:
    with tab(browser, height=1400) as screen:
        chip = shown(screen, server).page.locator(".chip", has_text="Landing page")
        chip.locator(".number").click()
        expect(screen.headline).to_contain_text("journeys match")
        assert screen.scope.contains == ("Landing page",)


def test_escape_leaves_a_note_as_it_was(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        note = write(shown(screen, server), "goal", "Buy", "Quick")
        note.click()
        note.locator("textarea").fill("Never mind")
        note.locator("textarea").press("Escape")
        expect(note.locator("p")).to_have_text("Quick")
        cell(screen, "goal", "Choose").locator("button.add").click()
        cell(screen, "goal", "Choose").locator("textarea").press("Escape")
        expect(cell(screen, "goal", "Choose").locator(".note")).to_have_count(0)
        clear(screen)


def test_what_is_done_in_quick_succession_is_all_kept(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        shown(screen, server)
        # In one go, with no time for an answer in between.
        screen.page.evaluate(
            """() => {
              const find = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
                [one, ...(one.shadowRoot ? find(one.shadowRoot) : [])]);
              const faces = find(document).filter((one) => one.matches?.('.option[data-value="-2"]'));
              for (const face of faces) face.click();
            }"""
        )
        screen.settled()
        expect(screen.page.locator('.option.on[data-value="-2"]')).to_have_count(7)
        shown(screen, server)
        expect(screen.page.locator('.option.on[data-value="-2"]')).to_have_count(7)
        screen.page.locator('.option.on[data-value="-2"]').first.click()
        expect(screen.page.locator('.option.on[data-value="-2"]')).to_have_count(6)


def test_words_are_kept_by_whoever_goes_on_to_another_page(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        place = cell(shown(screen, server), "thoughts", "Buy")
        place.locator("button.add").click()
        place.locator("textarea").fill("Half a thought")
        # A hand is down for a moment before it is up; the note is left as it goes down.
        screen.page.get_by_test_id("stSidebar").get_by_role("link", name="Variants").click(delay=80)
        screen.page.wait_for_url("**/variants?*")
        expect(screen.headline).to_contain_text("ways")
        screen.settled().go("Board")
        expect(place.locator(".note p")).to_have_text("Half a thought")
        clear(screen)


def test_who_goes_on_is_not_called_back_by_words_that_are_not_answered_yet(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        place = cell(shown(screen, server), "thoughts", "Buy")
        place.locator("button.add").click()
        place.locator("textarea").fill("Half a thought")
        with server.held():
            screen.page.get_by_test_id("stSidebar").get_by_role("link", name="Variants").click(delay=80)
            screen.page.wait_for_timeout(4000)  # More than twice what the board waits until it tells its words again.
        screen.page.wait_for_url("**/variants?*")
        expect(screen.headline).to_contain_text("ways")
        screen.settled().go("Board")
        expect(place.locator(".note p")).to_have_text("Half a thought")
        clear(screen)


def test_of_two_people_none_loses_words(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as one, tab(browser, height=2600) as other:
        write(shown(one, server), "pains", "Buy", "Slow")
        shown(other, server)
        mine = cell(other, "pains", "Buy").locator(".note")
        mine.click()
        mine.locator("textarea").fill("Mine")
        theirs = cell(one, "pains", "Buy").locator(".note")
        theirs.click()
        theirs.locator("textarea").fill("Theirs")
        theirs.locator("textarea").press("Control+Enter")
        expect(cell(one, "pains", "Buy").locator(".note:not(.saving) p")).to_have_text("Theirs")
        mine.locator("textarea").press("Control+Enter")
        asked = other.page.locator("[class*=st-key-board_clash_]")
        expect(asked).to_contain_text("Somebody else changed this note meanwhile")
        expect(asked).to_contain_text("Mine")
        expect(asked).to_contain_text("Theirs")
        expect(other.page.locator(".journey .notice")).to_contain_text("Leave the full screen")
        other.settled()
        asked.get_by_role("button", name="Keep both").click()
        expect(cell(other, "pains", "Buy").locator(".note p")).to_have_text(["Theirs", "Mine"])
        expect(asked).to_have_count(0)
        expect(other.page.locator(".journey .notice")).to_be_empty()
        clear(other)


def test_the_room_reads_it_on_the_full_screen(browser: Browser, server: Server) -> None:
    with tab(browser, width=1920, height=1080) as screen:
        shown(screen, server).page.locator(".journey > .full").click()
        screen.page.wait_for_function("document.fullscreenElement !== null")
        for what in (
            ".head h3",
            ".lane h4",
            ".figure",
            ".detail",
            ".chip .name",
            ".chip .number",
            ".said b",
            ".said small",
        ):
            size = screen.page.locator(what).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
            assert size >= 24, what
        write(screen, "goal", "Buy", "Quick")
        screen.page.wait_for_function("document.fullscreenElement !== null")
        clear(screen)


def test_a_lane_is_dragged_up(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        shown(screen, server)
        heads = screen.page.locator(".lane h4")
        expect(heads.first).to_have_text("Customer goal")
        screen.page.locator('.lane[data-lane="ideas"] h4').drag_to(screen.page.locator('.lane[data-lane="goal"]'))
        expect(heads.first).to_have_text("Opportunities")
        shown(screen, server)
        expect(heads.first).to_have_text("Opportunities")


def test_the_file_opens_without_a_network(browser: Browser, server: Server, tmp_path: Path) -> None:
    with tab(browser, height=2600) as screen:
        write(shown(screen, server), "pains", "Buy", "Slow <b>")
        path = saved(kept(screen), screen.key("board_file").locator("button"), tmp_path)
        clear(screen)
    context = browser.new_context(offline=True)
    page, asked, faults = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator(".head h3")).to_have_text(["Discover", "Choose", "Buy", "Set up", "Get help", "Use", "Leave"])
    expect(page.locator(".note p")).to_have_text("Slow <b>")
    expect(page.locator('[data-lane="reach"] .figure').first).to_have_text("100 %")
    assert asked == [path.as_uri()] and not faults
    assert page.locator("button").count() == 0
    context.close()


def test_hostile_names_and_notes_are_text(browser: Browser, server: Server, tmp_path: Path) -> None:
    rows = [
        (f"j{n % 4}", name, f"2026-01-01 {n:02}:00", f"{n % 3} {name[:200]}", name) for n, name in enumerate(HOSTILE)
    ]
    frame = pd.DataFrame(rows, columns=["journey", "touchpoint", "time", "stage", "comment"])
    mapping = Mapping(journey="journey", touchpoint=("touchpoint",), time="time", stage="stage", comment="comment")
    import_log(frame, server.folder / "staged.duckdb", mapping=mapping)
    with tab(browser, height=2600) as screen:
        shown(screen, server, "staged")
        title = screen.page.title()
        place = screen.page.locator('.cell[data-lane="pains"]').first
        for text in HOSTILE[:2]:
            place.locator("button.add").click()
            place.locator("textarea").fill(text)
            place.locator("textarea").press("Control+Enter")
            expect(place.locator(".note[data-id]", has_text=text)).to_have_count(1)
        path = saved(kept(screen), screen.key("board_file").locator("button"), tmp_path)
        assert screen.page.locator(".journey img, .journey script").count() == 0
        assert screen.page.title() == title
        screen.open(server.at("board", "staged"))
        expect(place.locator(".note p")).to_have_text(list(HOSTILE[:2]))
    with tab(browser) as screen:
        screen.page.goto(path.as_uri())
        expect(screen.page.locator(".note p")).to_have_text(list(HOSTILE[:2]))
        assert screen.page.locator("img").count() == 0 and screen.page.title() == "staged"


def test_a_board_without_a_log_is_built_by_hand(browser: Browser, server: Server, tmp_path: Path) -> None:
    new_board(server.folder / "plan.duckdb", ["Look", "Buy"])
    with Workspace(server.folder / "plan.duckdb") as workspace:
        add_note(workspace, "pains", "Buy", "Slow", evidence="page=map&scope=")
        face = io.BytesIO()
        Image.new("RGB", (300, 300), 128).save(face, "PNG")
        add_persona(workspace, "Mia <b>", Scope(), picture=drawn(face.getvalue(), "mia.png"))
    with tab(browser, height=2000) as screen:
        heads = shown(screen, server, "plan").page.locator(".head h3")
        expect(heads).to_have_text(["Look", "Buy"])
        screen.page.locator(".new-stage").click()
        screen.page.locator(".naming").fill("Use <i>")
        screen.page.locator(".naming").press("Enter")
        expect(heads).to_have_text(["Look", "Buy", "Use <i>"])
        kept(screen)
        screen.page.locator(".head").nth(1).click()
        screen.page.locator(".naming").fill("Purchase")
        screen.page.locator(".naming").press("Enter")
        expect(heads).to_have_text(["Look", "Purchase", "Use <i>"])
        expect(cell(kept(screen), "pains", "Purchase").locator(".note p")).to_have_text("Slow")
        screen.page.locator(".head").nth(2).focus()
        screen.page.locator(".head").nth(2).press("ArrowLeft")
        expect(heads).to_have_text(["Look", "Use <i>", "Purchase"])
        screen.page.locator(".head").nth(0).drag_to(screen.page.locator(".head").nth(2))
        expect(heads).to_have_text(["Use <i>", "Look", "Purchase"])
        write(kept(screen), "touchpoints", "Look", "Leaflet")
        shown(screen, server, "plan")
        expect(heads).to_have_text(["Use <i>", "Look", "Purchase"])
        link = screen.page.locator("a.rests")
        expect(link).to_have_attribute("href", "./map?workspace=plan")
        expect(link).to_have_attribute("rel", "noopener")
        expect(screen.page.locator(".persona b")).to_have_text("Mia <b>")
        assert screen.page.locator(".persona img").evaluate("one => one.complete && one.naturalWidth") == 256
        path = saved(kept(screen), screen.key("board_file").locator("button"), tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator(".head h3")).to_have_text(["Use <i>", "Look", "Purchase"])
    expect(page.locator(".persona img")).to_have_js_property("naturalWidth", 256)
    expect(page.locator("span.rests")).to_have_count(1)
    assert page.locator("a").count() == 0
    context.close()


def test_a_persona_opens_the_figures_of_its_segment(browser: Browser, server: Server) -> None:
    with tab(browser, height=2600) as screen:
        screen.open(server.at("board", "sample", Scope(channels=("shop",))))
        screen.page.get_by_role("button", name="Personas").click()
        screen.page.get_by_label("Name", exact=True).fill("Mia")
        screen.page.get_by_role("button", name="Make it").click()
        shown(screen, server)
        who = screen.page.locator(".persona", has_text="Mia")
        n = who.locator(".opens").first.inner_text().split()[0]
        screen.page.locator(".personas .key .lost.opens").first.press("Enter")
        panel = screen.page.get_by_role("dialog")
        expect(panel).to_contain_text("Lost · Discover")
        panel.get_by_role("button", name="Close").click()
        who.locator(".opens").first.press("Enter")
        expect(screen.headline).to_contain_text(f"{n} of {n} journeys")
        assert screen.scope.channels == ("shop",)
