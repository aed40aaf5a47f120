"""The replay in a real browser: it plays, pauses and scrubs; what falls out is counted; names stay text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from screen import Screen
from server import JOURNEYS, Server, browser, made, server  # noqa: F401

pytestmark = pytest.mark.browser


def test_it_plays_pauses_and_scrubs(server: Server, browser: Browser) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    screen = Screen(page).open(server.at("replay", "sample", clock="calendar"))
    root, clock, counts = page.locator(".map"), page.locator("output.clock"), page.locator(".counts")
    expect(counts).to_contain_text("under way")
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    drawn = root.evaluate("root => root.frames")
    page.wait_for_timeout(400)
    assert root.evaluate("root => root.frames") - drawn <= 2, "a paused replay draws nothing"
    # At the end everybody has ended as the log says, and the key tells how many of each there are.
    page.get_by_role("slider", name="Time").fill("1000")
    expect(counts).to_contain_text("0 under way")
    told = dict(reversed(part.split(" ", 1)) for part in counts.inner_text().split(" · "))
    key = dict(entry.inner_text().rsplit("\n", 1) for entry in page.locator(".colours > span:not(.sample)").all())
    assert {name.lower(): n for name, n in key.items()} == {name: n for name, n in told.items() if name != "under way"}
    expect(page.locator(".sample")).to_contain_text(f"of {JOURNEYS:,} journeys move: a sample")
    # Colour and clock change without losing the page; the new clock begins anew.
    page.get_by_text("step by step").click()
    screen.settled()
    expect(clock).to_contain_text("Step")
    assert "clock=step" in page.url
    assert not screen.faults
    page.close()


def test_who_asks_for_calm_sees_it_standing(server: Server, browser: Browser) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 390, "height": 900}, reduced_motion="reduce")
    screen = Screen(page).open(server.at("replay", "hostile"))
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.get_by_role("slider", name="Time")).to_have_value("0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.title() != "owned" and not screen.faults
    page.close()
