"""Names that mean something to a browser, a Markdown reader, a spreadsheet or a shell are shown as they are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from screen import Screen, plain, saved, tab, text
from server import HOSTILE, Server, browser, hostile, made, server

from journey.scope import Scope

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser

KEY = "<i>4</i> *k* :smile:"
LONG = HOSTILE[-1]

# Everything a name could have become, also inside the shadow trees of components.
_GROWN = """() => {
  const found = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      const address = node.getAttribute("href") ?? node.getAttribute("src") ?? "";
      const elsewhere = /^(x$|javascript:|mailto:)/.test(address) || new URL(address, location).host.includes("evil");
      if ([...node.attributes].some((one) => one.name.startsWith("on")) || elsewhere
        || node.matches("iframe:not(.stCustomComponentV1), object, embed, .katex, code:not(pre code)")) {
        found.push(node.outerHTML.slice(0, 200));
      }
      if (node.shadowRoot) look(node.shadowRoot);
    }
  };
  look(document);
  return found;
}"""


def assert_unharmed(screen: Screen) -> None:
    """No name has become anything but text."""
    screen.settled()
    for frame in screen.page.frames:
        assert frame.evaluate(_GROWN) == []
        assert frame.title() != "owned"
    assert screen.page.title() == "Desire Path"
    assert not screen.faults


@pytest.mark.timeout(900)
def test_every_page_stands_unharmed(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        asked: list[str] = []
        screen.page.on("request", lambda request: asked.append(request.url))
        screen.open(server.at("", "hostile"))
        for place in screen.places:
            screen.go(place)
            expect(screen.headline).to_be_visible()
            for fold in screen.page.locator("details summary:visible").all():
                fold.click()
                screen.settled()
            assert_unharmed(screen)
            assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
            screen.fits_a_phone()
        assert not [url for url in asked if "evil" in url]


def test_the_map_and_its_panel_show_names_as_they_are(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace="hostile"))
        boxes = screen.page.locator(".box:not(.node)")
        labels = [label.get_attribute("aria-label") or "" for label in boxes.all()]
        drawn = [name for name in HOSTILE if any(label.startswith(f"{name}, ") for label in labels)]
        assert len(drawn) == len(labels) >= 10
        for name in (drawn[0], next(name for name in drawn if "->" in name), drawn[-1]):
            box = boxes.nth(next(n for n, label in enumerate(labels) if label.startswith(f"{name}, ")))
            box.focus()
            screen.page.keyboard.press("Enter")
            expect(box).to_have_class(re.compile("selected"))
            expect(screen.key("place_close")).to_be_visible()
            expect(screen.page.locator("strong").filter(has_text=text(name))).to_be_visible()
            assert_unharmed(screen)


def test_chips_and_sentence_show_names_as_they_are(browser: Browser, server: Server) -> None:
    scope = Scope(contains=HOSTILE, starts_with=HOSTILE, channels=("*web* :smile:",))
    with tab(browser) as screen:
        screen.open(server.at("variants", "hostile", scope))
        expect(screen.chips).to_have_count(len(HOSTILE) + 2)
        shown = [plain(chip).split("\n")[0] for chip in screen.chips.all_inner_texts()]
        whole = ["Channel: *web* :smile:", *(f"Contains {name}" for name in scope.contains)]
        assert shown[:-1] == [chip if len(chip) <= 38 else f"{chip[:37].rstrip()}…" for chip in whole]
        sentence = plain(screen.page.get_by_text("Journeys where:").inner_text())
        assert all(name in sentence for name in HOSTILE)
        assert_unharmed(screen)
        screen.press("chip_0")
        expect(screen.chips).to_have_count(len(HOSTILE) + 1)
        # Too long for an address now: it is kept in the workspace, and the address says which.
        screen.page.wait_for_url(re.compile(r"scope=%40[0-9a-f]{12}$"))
        screen.page.reload()
        expect(screen.chips).to_have_count(len(HOSTILE) + 1)


def test_a_double_click_in_the_neighbourhood_opens_nothing(browser: Browser, server: Server) -> None:
    # The library looks for a title to open as an address; that there is none is what it stumbles over.
    with tab(browser, but="reading 'innerHTML'") as screen:
        screen.open(server.at("neighbourhood", "hostile"))
        canvas = screen.page.frame_locator("iframe").locator("canvas")
        expect(canvas).to_be_visible()
        room = canvas.bounding_box()
        assert room is not None
        tabs = len(screen.page.context.pages)
        for across in range(1, 16):
            for down in (0.35, 0.5, 0.65):
                screen.page.mouse.move(room["x"] + room["width"] * across / 16, room["y"] + room["height"] * down)
        screen.page.mouse.dblclick(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
        assert_unharmed(screen)
        assert len(screen.page.context.pages) == tabs


@pytest.mark.parametrize("name", [HOSTILE[0], HOSTILE[4], LONG], ids=["html", "markdown", "long"])
def test_an_address_carries_a_name_there_and_back(browser: Browser, server: Server, name: str) -> None:
    scope = Scope(avoids=(name,))
    with tab(browser) as screen:
        screen.open(server.at("journeys", "hostile", scope))
        expect(screen.chips).to_have_count(1)
        screen.page.reload()
        expect(screen.chips).to_have_count(1)
        assert screen.settled().scope == scope
        assert_unharmed(screen)


def test_variants_show_names_as_they_are(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("variants", "hostile"))
        expect(screen.page.locator(".row .path")).to_have_count(2)
        ways = [row.locator(".chevron .name").all_text_contents() for row in screen.page.locator(".row .path").all()]
        assert sorted(ways, key=len) == [list(HOSTILE[1:]), list(HOSTILE)]
        # A name of 500 signs is cut, with the whole of it in the tooltip, and leaves the others their room.
        last = screen.page.locator(".chevron").last
        assert last.get_attribute("title") == LONG
        assert last.bounding_box()["width"] < 230


def test_a_timeline_shows_names_values_and_comments_as_they_are(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("journeys", "hostile", journey=KEY))
        assert plain(screen.headline.inner_text()) == f"Journey {KEY}: 19 events in 18 h, completed."
        assert screen.page.locator(".timeline .head b").all_text_contents() == list(HOSTILE)
        assert screen.page.locator(".timeline blockquote").all_text_contents()[1:] == list(HOSTILE[:-1])
        assert plain(screen.page.get_by_text("other journeys").inner_text()).startswith("Customer =cust4 <b> has ")
        assert plain(screen.page.get_by_text("segment").inner_text()) == "segment <b>: =1+1"
        assert_unharmed(screen)


def test_a_field_offers_names_as_they_are(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("workspace", "hostile"))
        field = screen.page.get_by_role("combobox", name=re.compile("Lost"))
        for name in (HOSTILE[0], HOSTILE[5], HOSTILE[6]):
            field.fill(name)
            expect(screen.page.get_by_role("option")).to_have_text([name])
            field.fill("")
        assert_unharmed(screen)


def test_the_picture_taken_home_holds_text_only(browser: Browser, server: Server, tmp_path: Path) -> None:
    with tab(browser) as screen:
        screen.open(server.at(workspace="hostile"))
        svg = saved(screen, screen.page.get_by_role("button", name=re.compile("SVG")), tmp_path)
        png = saved(screen, screen.page.get_by_role("button", name=re.compile("PNG")), tmp_path)
        assert (svg.name, png.name) == ("hostile-map.svg", "hostile-map.png")
        assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        tree = ET.parse(svg)
        assert not {node.tag.rpartition("}")[2] for node in tree.iter()} & {
            "script",
            "foreignObject",
            "a",
            "image",
            "use",
        }
        assert not [name for node in tree.iter() for name in node.attrib if name.lower().startswith("on")]
        assert "<script>" in " ".join(tree.getroot().itertext())
        screen.page.goto(svg.as_uri())
        assert screen.page.title() != "owned"


def test_a_file_with_hostile_names_is_imported_unharmed(browser: Browser, server: Server) -> None:
    log = hostile().rename(columns={"customer": HOSTILE[0], "comment": HOSTILE[4], "segment <b>": HOSTILE[5]})
    file = {"name": f"{HOSTILE[0]} ../x.csv", "mimeType": "text/csv", "buffer": log.to_csv(index=False).encode()}
    with tab(browser) as screen:
        screen.open(server.at("import_log"))
        screen.page.locator("input[type=file]").first.set_input_files([file])
        expect(screen.headline).to_contain_text("columns")
        assert_unharmed(screen)
        screen.press("import_check")
        expect(screen.headline).to_contain_text("rows can be used")
        assert_unharmed(screen)
        screen.press("import_commit")
        expect(screen.headline).to_contain_text("events are in")
        assert_unharmed(screen)
        screen.press("import_map")
        expect(screen.count).to_have_text("40 of 40 journeys (100 %)")
        assert_unharmed(screen)
    names = {path.name for path in server.folder.iterdir()}
    assert not [name for name in names if re.search(r"[<>\"'/\\=]", name)]
