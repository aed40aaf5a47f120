"""The pages on a phone and in both themes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from screen import Screen, tab
from server import CYRILLIC, Server, browser, made, server

from journey.charts.theme import contrast
from journey.scope import Scope

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser

PHONE = 390
SCOPE = Scope(contains=("Compare plans", "Basket"), avoids=("Complaint",), since="2026-02-01")

# Whatever reaches beyond the right edge, other than inside something that scrolls or is cut there on purpose.
_BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter((node) => {
  if (node.getBoundingClientRect().right <= innerWidth + 2 || !node.checkVisibility()) return false;
  for (let over = node.parentElement; over; over = over.parentElement) {
    const clips = getComputedStyle(over).overflowX !== "visible" && over.dataset.testid !== "stMain";
    if (clips && over.getBoundingClientRect().right <= innerWidth + 2) return false;
  }
  return true;
}).map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_nothing_runs_out_of_a_phone(browser: Browser, server: Server, name: str) -> None:
    with tab(browser) as screen:
        screen.open(server.at("", name, SCOPE if name == "sample" else ""))
        for place in screen.places:
            screen.go(place)
            screen.page.set_viewport_size({"width": PHONE, "height": 800})
            expect(screen.headline).to_be_visible()
            screen.settled().page.wait_for_function(f"() => document.documentElement.scrollWidth === {PHONE}")
            screen.page.wait_for_function(f"() => ({_BEYOND})().length === 0")
            screen.page.set_viewport_size({"width": 1400, "height": 900})


def test_the_scope_bar_folds_on_a_phone(browser: Browser, server: Server) -> None:
    with tab(browser, width=PHONE, height=800) as screen:
        screen.open(server.at("variants", "sample", SCOPE))
        expect(screen.count).to_contain_text("of 20,000 journeys")
        expect(screen.chips).to_have_count(0)
        expect(screen.key("scope_fold")).to_have_text(re.compile(r"Filters \(4\)"))
        screen.press("scope_fold")
        expect(screen.chips).to_have_count(4)
        screen.press("chip_0")
        expect(screen.chips).to_have_count(3)
        expect(screen.key("scope_fold")).to_have_text(re.compile(r"Filters \(3\)"))
        screen.settled().press("scope_fold")
        expect(screen.chips).to_have_count(0)
        screen.page.set_viewport_size({"width": 1200, "height": 800})
        expect(screen.key("scope_fold")).to_be_hidden()
        expect(screen.chips).to_have_count(3)


def test_the_menu_of_a_phone_closes_behind_a_link(browser: Browser, server: Server) -> None:
    # A stranger, as a browser remembers whether the menu is open.
    with tab(browser, width=PHONE, height=800, stranger=True) as screen:
        screen.open(server.at("", CYRILLIC))
        link = screen.page.get_by_test_id("stSidebar").get_by_role("link", name="Journeys")
        expect(link).not_to_be_in_viewport()
        screen.page.get_by_test_id("stExpandSidebarButton").click()
        expect(link).to_be_in_viewport()
        link.click()
        expect(screen.headline).to_contain_text("40 of 40 journeys match")
        expect(link).not_to_be_in_viewport()


@pytest.mark.parametrize(("dark", "background"), [(False, "#FFFFFF"), (True, "#0F1620")], ids=["light", "dark"])
def test_words_stand_out_in_both_themes(browser: Browser, server: Server, dark: bool, background: str) -> None:
    with tab(browser, dark=dark) as screen:
        screen.open(server.at("", "sample", SCOPE))
        expect(screen.page.locator(".map")).to_have_attribute("data-mode", "dark" if dark else "light")
        for place in screen.places:
            screen.go(place)
            expect(screen.headline).to_be_visible()
            assert _colour(screen, "[data-testid=stApp]", "background-color") == background, place
            assert contrast(_colour(screen, ".st-key-headline h3", "color"), background) >= 7, place
            assert contrast(_colour(screen, "[data-testid=stSidebar] a span", "color"), background) >= 4.5, place


def _colour(screen: Screen, selector: str, what: str) -> str:
    """A computed colour as #RRGGBB."""
    found = screen.page.locator(selector).first.evaluate(f"node => getComputedStyle(node)['{what}']")
    red, green, blue = (round(float(part)) for part in re.findall(r"[\d.]+", found)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"
