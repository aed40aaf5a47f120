"""Files that people take home, opened by a real browser without a network, printed, and looked at."""

from __future__ import annotations

import io
import math
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from server import HOSTILE, Server, browser, made, serving

from journey.analyses.funnel_question import Funnel
from journey.scope import Scope
from journey.store.board_notes import add_note
from journey.store.stories import add_story
from journey.store.story_pins import add_pin
from journey.store.workspace import Workspace
from journey.stories import Slide, slide_at
from journey.stories.privacy import private
from journey.takehome import chromium as printer
from journey.takehome.document import document
from journey.takehome.paper import pages_as_png
from journey.takehome.take_home import take_home

__all__ = ["browser", "made"]

pytestmark = pytest.mark.browser
LEAST_PT = 8.0


@pytest.fixture(scope="module", autouse=True)
def prints(browser: Browser) -> Iterator[None]:
    """Where the machine has no browser of its own, the one of the tests prints."""
    with pytest.MonkeyPatch.context() as patch:
        if printer.find() is None:
            patch.setenv(printer.CHOSEN, browser.browser_type.executable_path)
        yield


@pytest.fixture(scope="module")
def folder(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspaces, which no server holds yet."""
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("takehome") / "workspaces"))


@pytest.fixture(scope="module")
def server(slides: list[Slide], folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of those, once the slides are drawn."""
    with serving(folder, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def slides(folder: Path) -> list[Slide]:
    """One of each kind of picture, of the sample and of a log of odd names; private, as they go out."""
    scope = Scope(since="2026-01-01")
    with Workspace(folder / "sample.duckdb") as workspace:
        stages = [name for (name,) in workspace.run("SELECT name FROM stage ORDER BY id")]
        for n in range(14):
            add_note(
                workspace, "pains", stages[n % 3], f"Pain {n}: " + "the same question for the third time. " * (n % 4)
            )
        found = [slide_at(workspace, page, scope, {}, title=page) for page in PAGES]
        found = [private(workspace, slide) for slide in found]
        story = add_story(workspace, "Why people leave")
        for page in ("as_is/map", "friction/drop_off"):
            add_pin(workspace, story.id, page, Scope(), {}, title=f"About {page}", notes="Ask the room.")
    with Workspace(folder / "hostile.duckdb") as workspace:
        steps = Funnel(steps=tuple((name,) for name in HOSTILE[1:5]), optional=())
        found.append(slide_at(workspace, "as_is/map", Scope(), {"boxes": "19"}, title=HOSTILE[0], sentence=HOSTILE[1]))
        found.append(slide_at(workspace, "friction/drop_off", Scope(), {"funnel": steps.text()}, title=HOSTILE[4]))
        found.append(slide_at(workspace, "as_is/journeys", Scope(), {"journey": "<i>4</i> *k* :smile:"}))
    return found


PAGES = ("as_is/map", "as_is/board", "friction/drop_off", "experience/metrics")


@pytest.fixture
def offline(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page without a network; what it asked for, and what went wrong."""
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page, asked, wrong
    context.close()


def test_the_html_opens_offline_and_its_maps_pan_and_tell(
    offline: tuple[Page, list[str], list[str]], slides: list[Slide], tmp_path: Path
) -> None:
    page, asked, wrong = offline
    file = tmp_path / "story.html"
    file.write_text(document(slides, title=HOSTILE[1]), encoding="utf-8")
    page.goto(file.as_uri())
    articles = page.locator("article.slide")
    expect(articles).to_have_count(len(slides))
    expect(page.locator("h1")).to_have_text(HOSTILE[1])
    first = articles.first
    world = first.locator("svg.canvas > g").last
    canvas = first.locator("svg.canvas")
    canvas.scroll_into_view_if_needed()
    before = world.get_attribute("transform")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 200, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(world).not_to_have_attribute("transform", before or "")
    moved = world.get_attribute("transform")
    page.mouse.wheel(0, -300)
    expect(world).not_to_have_attribute("transform", moved or "")
    first.get_by_role("button", name="Show all").click()
    payment = first.locator(".box", has_text="Payment").first
    payment.hover()
    expect(first.locator(".tip")).to_contain_text("Journeys")
    # The board, the chart and the table of metrics are drawn, and the chart answers, too.
    expect(articles.nth(1).locator(".board .head").first).to_be_visible()
    chart = articles.nth(2).locator(".chart")
    chart.scroll_into_view_if_needed()
    chart.locator(".barlayer .point path").first.hover(force=True)
    expect(chart.locator(".hoverlayer .hovertext")).to_contain_text("came to")
    expect(articles.nth(3).locator("td .cell").first).to_be_visible()
    first.locator("summary").click()
    expect(first.locator(".numbers tbody tr").first).to_be_visible()
    for n in range(len(slides)):
        expect(articles.nth(n).locator(":scope > footer")).to_contain_text(
            re.compile(r"\d+ of [\d,]+ journeys.*data version")
        )
    # Names of a log are text in it, and nothing left it.
    assert page.title() == HOSTILE[1]
    assert articles.nth(4).locator("h2").inner_text() == HOSTILE[0]
    assert not wrong and [url for url in asked if url != file.as_uri() and not url.startswith("data:")] == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def letters(page: pypdfium2.PdfPage) -> list[tuple[float, str]]:
    """The size (pt) and the letter of each letter on a page."""
    text = page.get_textpage()
    found = []
    for n in range(text.count_chars()):
        letter = text.get_text_range(n, 1)
        if letter.strip():
            matrix = pdfium.FS_MATRIX()
            assert pdfium.FPDFText_GetMatrix(text.raw, n, matrix)
            found.append((pdfium.FPDFText_GetFontSize(text.raw, n) * math.hypot(matrix.c, matrix.d), letter))
    return found


@pytest.mark.parametrize(("paper", "size"), [("A4", (841.9, 595.3)), ("A3", (1190.6, 841.9))])
def test_a_printed_board_is_legible(slides: list[Slide], paper: str, size: tuple[float, float]) -> None:
    board = next(slide for slide in slides if slide.page == "as_is/board")
    pdf = take_home([board], "pdf", title="Board", paper=paper)  # type: ignore[arg-type]
    document_ = pypdfium2.PdfDocument(pdf)
    assert len(document_) >= (2 if paper == "A4" else 1)
    words = ""
    for page in document_:
        assert page.get_size() == pytest.approx(size, abs=1.5)
        assert min(letters(page)) >= (LEAST_PT, ""), sorted(letters(page))[:3]
        text = page.get_textpage().get_text_range()
        assert "data version" in text
        words += f" {text}"
    words = " ".join(words.split())
    for lane in ("Touchpoints", "Reach", "Pain points"):
        assert lane in words
    assert all(f"Pain {n}:" in words for n in range(14))
    for picture in pages_as_png(pdf, dpi=40):
        image = Image.open(io.BytesIO(picture)).convert("L")
        darkest, lightest = image.getextrema()
        assert image.width > image.height and darkest < 100 and lightest == 255


def test_a_story_is_printed_slide_by_slide_and_painted(slides: list[Slide]) -> None:
    pdf = pypdfium2.PdfDocument(take_home(slides, "pdf", title="All of it"))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert "All of it" in texts[0]
    for slide in slides[:4]:
        assert any(text.startswith(slide.title) for text in texts)
    assert all("data version" in text for text in texts)
    assert f"1 / {len(texts)}" in texts[0]
    # The numbers behind a picture come along, as many as fit.
    assert any("Landing page" in text and "Exit rate" in text for text in texts)
    packed = zipfile.ZipFile(io.BytesIO(take_home(slides[:2], "png", title="Two")))
    for name in packed.namelist():
        image = Image.open(io.BytesIO(packed.read(name)))
        assert image.format == "PNG" and image.width > 1600
        assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 50


def test_a_deck_holds_the_map_as_a_picture(slides: list[Slide]) -> None:
    show = Presentation(io.BytesIO(take_home(slides, "pptx", title="Deck")))
    pictures = [shape for page in show.slides for shape in page.shapes if shape.shape_type == 13]
    assert len(pictures) == 2
    image = Image.open(io.BytesIO(pictures[0].image.blob))
    assert image.width > 2000 and len(image.convert("RGB").getcolors(1 << 24) or ()) > 50
    assert pictures[0]._element.xpath(".//p:cNvPr")[0].get("descr") == slides[0].answer


def test_the_browser_that_prints_reaches_nothing(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    assert printer.find() is not None
    before = server.log.read_text()
    page = f'<!doctype html><img src="{server.url}/healthz"><img src="http://192.0.2.1/x"><p>Printed all the same'
    text = pypdfium2.PdfDocument(printer.to_pdf(page))[0].get_textpage().get_text_range()
    assert "Printed all the same" in text
    assert server.log.read_text() == before
    monkeypatch.setattr(printer, "LIMIT_S", 0.1)
    with pytest.raises(printer.WrongInput, match="took longer"):
        printer.to_pdf(page)
