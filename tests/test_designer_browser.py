"""The to-be in a browser: ways and touchpoints moved by hand, and the walk from a friction to a trial and a board."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, expect
from screen import Screen, saved, tab
from server import Server, browser, made, server

from journey.ingest.load import Load
from journey.sample import definitions, generate, mapping

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser
SLOW = 300_000


def box(screen: Screen, name: str) -> Locator:
    return screen.page.locator(f'.box[aria-label^="{name},"]').first


def edit(screen: Screen, number: int) -> Locator:
    """The card of an edit."""
    return screen.page.locator(f".st-key-edit_{number}")


def drag(screen: Screen, grip: Locator, to: Locator) -> None:
    mouse = screen.page.mouse
    grip_at, to_at = grip.bounding_box(), to.bounding_box()
    assert grip_at is not None and to_at is not None
    mouse.move(grip_at["x"] + grip_at["width"] / 2, grip_at["y"] + grip_at["height"] / 2)
    mouse.down()
    for part in (0.5, 1.0):
        x = grip_at["x"] + part * (to_at["x"] + to_at["width"] / 2 - grip_at["x"])
        y = grip_at["y"] + part * (to_at["y"] + to_at["height"] / 2 - grip_at["y"])
        mouse.move(x, y, steps=4)
    mouse.up()


def test_ways_are_drawn_and_touchpoints_dragged(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        page = screen.page
        screen.open(server.at("designer", "sample"))
        page.get_by_role("button", name="Start from the as-is").click()
        expect(page.get_by_text("Edits, in the order they are made")).to_be_visible()
        screen.settled()
        # A way is drawn from the handle of a box to another, and stands in the list with its assumption.
        first, second = box(screen, "Coverage check"), box(screen, "Offer e-mail")
        first.scroll_into_view_if_needed()
        first.hover()
        drag(screen, first.locator(".handle .knob"), second)
        expect(edit(screen, 0)).to_contain_text("From Coverage check some go to Offer e-mail: share 10 %")
        expect(page.locator(".st-key-place_panel")).to_contain_text("Coverage check → Offer e-mail")
        expect(page.locator(".curve.selected")).to_have_count(1)
        # With the keyboard: D on a box, an arrow to the next, Enter; Delete cuts the curve again.
        box(screen, "Landing page").focus()
        page.keyboard.press("d")
        expect(page.locator("path.drawn")).to_have_count(1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(edit(screen, 1)).to_contain_text("From Landing page some go to Compare plans")
        page.locator('.curve[aria-label^="Landing page to Compare plans,"]').focus()
        page.keyboard.press("Delete")
        expect(edit(screen, 2)).to_contain_text("Landing page no longer leads to Compare plans")
        screen.press("scenario_undo")
        expect(edit(screen, 2)).to_have_count(0)
        screen.settled()
        # Dragged on the board into another stage, and with an arrow key back again.
        page.locator(".st-key-designer_view").get_by_text("Board", exact=True).click()
        expect(page.locator(".chip.movable").first).to_be_visible()
        screen.settled()
        chip = page.locator(".chip", has_text="Basket").first
        carried = {"dataTransfer": page.evaluate_handle("() => new DataTransfer()")}
        chip.dispatch_event("dragstart", carried)
        page.locator('.cell[data-lane="contacts"][data-stage="Buy"]').dispatch_event("drop", carried)
        expect(edit(screen, 2)).to_contain_text("Basket moves to the stage Buy")
        moved = page.locator('.cell[data-lane="contacts"][data-stage="Buy"] .chip', has_text="Basket")
        expect(moved).to_have_count(1)
        moved.focus()
        page.keyboard.press("ArrowLeft")
        expect(edit(screen, 3)).to_contain_text("Basket moves to the stage Choose")
        # A number of an edit is changed where it stands.
        screen.press("edit_change_0")
        opened = page.get_by_test_id("stPopoverBody")
        likely = opened.get_by_label("Share, 0 to 1")
        expect(likely).to_have_value("0.1")
        likely.fill("0.25")
        opened.get_by_role("textbox", name="high", exact=True).first.fill("0.5")
        opened.get_by_role("button", name="Change it").click()
        expect(edit(screen, 0)).to_contain_text("share 25 % (5.0 % to 50 %)")
        # Side by side: what is new on one map is not on the other, and both move as one.
        page.locator(".st-key-designer_view").get_by_text("Side by side", exact=True).click()
        expect(page.locator(".st-key-both_to_be .box").first).to_be_visible()
        screen.settled()
        page.locator(".st-key-both_as_is").get_by_role("button", name="Zoom in").click()
        zooms = [page.locator(f".st-key-both_{side} .stage").get_attribute("data-zoom") for side in ("as_is", "to_be")]
        assert zooms[0] == zooms[1]
        # Where there is no room, below each other.
        screen.fits_a_phone()
        page.set_viewport_size({"width": 390, "height": 900})
        page.wait_for_function(
            """() => { const [a, b] = ["as_is", "to_be"].map((side) =>
            document.querySelector(`.st-key-both_${side}`).getBoundingClientRect());
            return a.bottom <= b.top && b.width > 300; }"""
        )


@pytest.mark.timeout(900)  # on a machine that is busy, its forecast takes minutes
def test_from_a_friction_to_the_list_of_a_trial_and_the_board(browser: Browser, server: Server, tmp_path: Path) -> None:
    # A small workspace, which nobody has designed in yet.
    with Load(generate(journeys=3_000), server.folder / "walk.duckdb") as load:
        load.check(mapping())
        load.commit(definitions())
    with tab(browser) as screen:
        page = screen.page
        page.goto(server.at("friction", "walk"))
        expect(screen.headline).to_contain_text("the first is the long wait", timeout=SLOW)
        screen.settled().press("friction_look_1")
        expect(page.get_by_role("button", name="All frictions")).to_be_visible()
        screen.settled().key("case_ideas").get_by_role("button").click()
        page.wait_for_url("**/opportunities?*")
        expect(screen.headline).to_have_text("1 opportunity; none has value and effort yet.")
        # From the friction to an edit in a click; its forecast follows by itself.
        screen.settled().key("opportunity_move_1_0").get_by_role("button").click()
        expect(screen.key("opportunity_card").get_by_text("journeys touched")).to_be_visible(timeout=SLOW)
        expect(screen.headline).to_contain_text("say its effort")
        # With an effort it stands on the matrix, and is what to do first.
        screen.settled().key("opportunity_card").get_by_text("weeks", exact=True).click()
        expect(screen.headline).to_contain_text("for its effort")
        expect(page.locator(".js-plotly-plot")).to_be_visible()
        # The forecast was made already: the page has it at once, with its interval.
        screen.settled().press("opportunity_forecast")
        page.wait_for_url("**/forecast?*")
        expect(screen.headline).to_contain_text(re.compile(r"Conversion \+.* \(.* to .*\): from"))
        screen.settled().go("Opportunities").press("opportunity_prove_it")
        page.wait_for_url("**/prove_it?*")
        screen.press("trial_begin")
        expect(screen.headline).to_contain_text("Too early to tell")
        listed = screen.settled().key("download_trial-1-customers").locator("button")
        customers = pd.read_csv(saved(screen, listed, tmp_path))
        assert set(customers["group"]) == {"treated", "control"} and customers["customer"].is_unique
        screen.go("Board")
        expect(page.get_by_text("How might we ease").first).to_be_visible()
        board = saved(screen, screen.settled().key("board_file").locator("button"), tmp_path)
        assert "How might we ease" in board.read_text(encoding="utf-8")
