"""A bar of the funnel leads to the journeys it counts, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from screen import tab
from server import JOURNEYS, Server, browser, made, server

__all__ = ["browser", "made", "server"]

pytestmark = pytest.mark.browser


def test_a_bar_opens_those_it_counts_and_they_become_the_scope(browser: Browser, server: Server) -> None:
    with tab(browser) as screen:
        screen.open(server.at("drop_off", "sample"))
        lost = screen.page.locator(".barlayer .trace").nth(1).locator(".point path")
        expect(lost).to_have_count(13, timeout=30_000)
        screen.settled()
        counted = re.search(r"after (.+): ([\d,]+) of [\d,]+\.", screen.headline.inner_text())
        assert counted is not None
        room = lost.nth(2).bounding_box()
        assert room is not None
        screen.page.mouse.click(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
        sentence = f"{counted[2]} entries went no further than {counted[1]}"
        expect(screen.page.get_by_text(sentence)).to_be_visible(timeout=20_000)
        screen.page.get_by_role("button", name="See only these on every page").click()
        expect(screen.page).to_have_url(re.compile("/journeys"), timeout=20_000)
        screen.settled()
        assert f"{counted[2]} of {JOURNEYS:,} journeys" in screen.page.locator(".st-key-scope_bar").inner_text()
