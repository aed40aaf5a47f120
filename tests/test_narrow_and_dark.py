"""The pages on a phone and in both themes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from screen import PHONE, Screen, tab
from server import CYRILLIC, Server, browser, made, server

from journey.charts.theme import contrast
from journey.scope import Scope

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser

SCOPE = Scope(contains=("Compare plans", "Basket"), avoids=("Complaint",), since="2026-02-01")

THEMES = {"dark": "#0F1620", "light": "#FFFFFF"}
"""The background of each."""


@pytest.mark.timeout(900)
def test_every_page_fits_a_phone_and_its_words_stand_out_in_both_themes(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("", "sample", SCOPE))
        for place in screen.places:
            screen.go(place)
            expect(screen.headline).to_be_visible()
            for theme, background in THEMES.items():
                screen.page.emulate_media(color_scheme=theme)
                app = screen.page.get_by_test_id("stApp")
                expect(app).to_have_css("background-color", _rgb(background))
                screen.settled()
                if place == "Map":
                    expect(screen.page.locator(".map")).to_have_attribute("data-mode", theme)
                assert contrast(_colour(screen, ".st-key-headline h3", "color"), background) >= 7, place
                assert contrast(_colour(screen, "[data-testid=stSidebar] a span", "color"), background) >= 4.5, place
            screen.fits_a_phone()


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


def _colour(screen: Screen, selector: str, what: str) -> str:
    """A computed colour as #RRGGBB."""
    found = screen.page.locator(selector).first.evaluate(f"node => getComputedStyle(node)['{what}']")
    red, green, blue = (round(float(part)) for part in re.findall(r"[\d.]+", found)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def _rgb(colour: str) -> str:
    """#RRGGBB as a browser tells a computed colour."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
