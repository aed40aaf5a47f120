"""The hour with a room, in a real browser: views are pinned, put in order, and presented by keyboard, large enough to
read; three phones vote, the result is on the board, and the files that people take home tell the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from room import kept, phone, write
from screen import Screen, saved, tab
from server import Server, browser, serving

from journey.__main__ import main
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.takehome import chromium as printer

__all__ = ["browser"]

pytestmark = pytest.mark.browser

READ_PX = 24
STORY = "Why <b>they</b> leave"

# Every text on the stage with the height of its type on the screen, through shadows, zooms and drawings.
SMALLEST = """() => {
  const found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      const text = node.textContent.trim();
      if (!text || !parent || ["STYLE", "SCRIPT", "title"].includes(parent.tagName)) return;
      if (!parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (!box.width || box.right < 0 || box.left > innerWidth || box.bottom < 0 || box.top > innerHeight) return;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      const scale = parent.closest("svg") ? parent.getScreenCTM().d : parent.currentCSSZoom;
      found.push([size * scale, text]);
      return;
    }
    for (const child of [...(node.shadowRoot ? [node.shadowRoot] : []), ...node.childNodes]) walk(child);
  };
  const stage = (node) => node.shadowRoot?.querySelector(".present:not(.preview)");
  walk(stage([...document.querySelectorAll("*")].find(stage)));
  return found.sort((a, b) => a[0] - b[0])[0];
}"""


@pytest.fixture(scope="module")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workdir = tmp_path_factory.mktemp("present")
    folder = workdir / "workspaces"
    folder.mkdir()
    assert main(["sample", "--workspace", str(folder / "sample.duckdb"), "--journeys", "2000"]) == 0
    # Where the machine has no browser of its own, the one of the tests prints.
    prints = {} if printer.find() else {printer.CHOSEN: browser.browser_type.executable_path}
    with serving(folder, workdir, **prints) as running:
        yield running


def journey_of(path: Path) -> str:
    with Workspace(path) as workspace:
        return str(workspace.one("SELECT key FROM journey ORDER BY events, key LIMIT 1 OFFSET 1000")[0])


def pinned(screen: Screen, address: str, title: str, sentence: str, *, story: str = "", frozen: bool = False) -> None:
    """Pin the page at an address, as a person does."""
    page = screen.open(address).page
    page.locator(".st-key-scope_pin button").first.click()
    page.get_by_label("What the room is to see").fill(title)
    page.get_by_label("A sentence to it, if it needs one").fill(sentence)
    if story:
        page.get_by_label("Name of the story").fill(story)
    if frozen:
        page.locator(".st-key-pin_frozen").get_by_text("frozen: as it is now").click()
    page.locator(".st-key-pin_keep button").click()
    expect(page.get_by_text(f"Pinned: {title}")).to_be_visible()


def at(page: Page, number: int, kind: str) -> None:
    expect(page.locator(f'.present:not(.preview)[data-at="{number}"][data-kind="{kind}"]')).to_be_attached()
    page.wait_for_timeout(700)


@pytest.mark.timeout(900)  # the whole hour with a room, and three files that are printed
def test_views_become_a_story_that_is_presented_voted_on_and_taken_home(
    shop: Server, browser: Browser, tmp_path: Path
) -> None:
    key = journey_of(shop.folder / "sample.duckdb")
    with tab(browser, width=1920, height=1080) as screen:
        page = screen.page
        pinned(screen, shop.at("", "sample", show="exit"), "They leave early", "Before they order.", story=STORY)
        some = Scope(contains=("Payment error",))
        pinned(screen, shop.at("", "sample", some, show="exit"), "With an error", "", frozen=True)
        pinned(screen, shop.at("drop_off", "sample"), "The funnel", "")
        pinned(screen, shop.at("board", "sample"), "The board", "Stage by stage.")
        pinned(screen, shop.at("metrics", "sample"), "The metrics", "")
        pinned(screen, shop.at("journeys", "sample", journey=key), "One of them", "")
        pinned(screen, shop.at("paths", "sample", at="Payment"), "After the payment", "")

        page.get_by_role("link", name="Go to the story").click()
        expect(page.get_by_text("7 slides; 1 of them is frozen as it was.")).to_be_visible()
        screen.settled()
        rows = page.locator(".pins .pin")
        expect(rows).to_have_count(7)
        expect(rows.nth(1)).to_contain_text("frozen, data version 1.")
        # By keys the board goes before the funnel, and by drag back.
        rows.nth(3).focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(rows.nth(2)).to_contain_text("The board")
        screen.settled()
        rows.nth(3).drag_to(rows.nth(2), target_position={"x": 60, "y": 4})
        expect(rows.nth(2)).to_contain_text("The funnel")
        screen.settled()
        page.get_by_role("textbox", name="Notes for the speaker").fill("Ask the room first.")
        # In one breath: words that are kept are not lost to whoever goes on at once.
        page.get_by_role("button", name="Keep the words").click()
        page.locator(".st-key-story_present button").click()

        kinds = ("map", "map", "figure", "board", "metrics", "timeline", "figure")
        at(page, 1, "map")
        for number, kind in enumerate(kinds, start=1):
            at(page, number, kind)
            if kind == "figure":
                expect(page.locator(".of-figure .main-svg").first).to_be_visible()
            size, text = page.evaluate(SMALLEST)
            assert size >= READ_PX - 0.1, f"{text!r} is {size:.1f} px high on slide {number}"
            page.screenshot(path=tmp_path / f"{number}.png")
            page.keyboard.press("PageDown" if number % 2 else "ArrowRight")
        page.keyboard.press("Home")
        at(page, 1, "map")
        # Where the menu was there is the stage.
        assert page.evaluate("document.elementFromPoint(40, 500).closest('[data-testid=stSidebar]') === null")
        # Two scopes of one map: what stays keeps its element.
        held = page.locator(".of-map .box").nth(2).element_handle()
        page.keyboard.press("ArrowRight")
        at(page, 2, "map")
        assert held is not None and held.evaluate("node => node.isConnected")
        assert page.locator(".source").inner_text().count("frozen on") == 1
        page.keyboard.press("PageUp")
        at(page, 1, "map")
        # One stage, the rest dimmed; then one box, outlined.
        page.keyboard.press("ArrowDown")
        expect(page.locator(".of-map .map.focusing")).to_be_attached()
        assert 0 < page.locator(".box.lit").count() < page.locator(".of-map .box").count()
        page.keyboard.press("Escape")
        expect(page.locator(".of-map .map.focusing")).to_have_count(0)
        page.locator(".of-map .box").nth(2).click()
        expect(page.locator(".box.chosen")).to_have_count(1)
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        expect(page.locator(".present aside.notes")).to_contain_text("Ask the room first.")
        page.keyboard.press("t")
        expect(page.locator(".present .clock")).to_have_text("0:01")
        page.keyboard.press("b")
        expect(page.locator(".present .black")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        screen.settled()
        expect(page.locator(".pins .pin")).to_have_count(7)
        vote(screen, browser, shop)
        take_home(screen, browser, shop, tmp_path)

    with tab(browser, width=390, height=844, dark=True, stranger=True) as screen:
        # The address of the stage opens it for another person; on a phone a swipe walks.
        page = screen.page
        page.goto(shop.at("present", "sample", story="1", at="4"))
        at(page, 4, "board")
        assert page.locator(".present").get_attribute("data-mode") == "dark"
        page.locator(".present").evaluate(
            """root => {
              const told = (type, x) => root.dispatchEvent(new PointerEvent(type, {
                pointerType: "touch", clientX: x, clientY: 300, bubbles: true }));
              told("pointerdown", 300); told("pointerup", 120);
            }"""
        )
        at(page, 5, "metrics")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def vote(host: Screen, browser: Browser, shop: Server) -> None:
    """Three phones write and vote; the host keeps the result on the board."""
    host.open(shop.at("workshop", "sample")).press("workshop_start").settled()
    wall = host.page.locator(".wall")
    link = f"http://{wall.locator('.address b').inner_text()}"
    with phone(browser, link, "Ann") as ann, phone(browser, link, "Ben") as ben, phone(browser, link, "Cem") as cem:
        host.page.get_by_role("button", name="Collect cards").click()
        write(ann, "Buy", "Papers asked twice")
        kept(ann)
        host.settled()
        host.page.get_by_role("button", name="Vote with dots").click()
        for one in (ann, ben, cem):
            one.get_by_role("button", name="One dot more: Papers asked twice").click()
            kept(one)
        expect(wall.locator(".card .dots b")).to_have_text("3")
        host.press("keep_result").settled()
        host.press("workshop_end").settled()
    host.go("Board")
    expect(host.page.locator(".board .note.pains")).to_contain_text("3 dots")


def take_home(screen: Screen, browser: Browser, shop: Server, folder: Path) -> None:
    """The story as files, by clicks: they tell what the page of the funnel tells, and what the room said."""
    page = screen.open(shop.at("drop_off", "sample")).page
    drawn = page.locator(".js-plotly-plot").first
    reached, lost = drawn.evaluate("chart => chart.data.map((trace) => [...trace.x])")
    assert len(reached) > 2 and min(n for n in lost if n) >= 10
    screen.open(shop.at("story", "sample", story="1"))
    page.locator(".st-key-take_home button").first.click()
    files = {}
    for name, label in (("pptx", "PPTX: slides to edit"), ("html", "HTML: opens offline"), ("pdf", "PDF: to print")):
        page.get_by_role("radiogroup", name="As").get_by_text(label).click()
        screen.settled()
        page.locator(".st-key-take_home_make_story_1 button").click()
        save = page.get_by_role("button", name=re.compile(rf"Save .*\.{name}"))
        # Printing maps takes a while where others work, too.
        save.wait_for(timeout=300_000)
        files[name] = saved(screen, save, folder)

    slides = list(Presentation(str(files["pptx"])).slides)
    (chart,) = [shape.chart for one in slides for shape in one.shapes if shape.has_chart]
    assert [list(one.values) for one in chart.plots[0].series] == [reached, lost]
    cells = [
        cell.text for one in slides for shape in one.shapes if shape.has_table for cell in shape.table.iter_cells()
    ]
    assert any("Papers asked twice" in cell and "3 dots" in cell for cell in cells)
    assert sum(shape.shape_type == 13 for one in slides for shape in one.shapes) == 3  # two maps and the ribbons

    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    told = context.new_page()
    told.goto(files["html"].as_uri())
    article = told.locator("article.slide", has=told.get_by_role("heading", name="The funnel"))
    article.scroll_into_view_if_needed()
    shown = article.locator(".js-plotly-plot")
    assert shown.evaluate("chart => chart.data.map((trace) => [...trace.x])") == [reached, lost]
    expect(told.locator(".note.pains")).to_contain_text("3 dots")
    context.close()

    printed = pypdfium2.PdfDocument(str(files["pdf"]))
    words = "".join("".join(one.get_textpage().get_text_range().split()) for one in printed)
    assert "Papersaskedtwice" in words
    for one in printed:
        assert len(one.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20) or ()) > 50
