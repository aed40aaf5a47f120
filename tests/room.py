"""Phones of a workshop in a real browser: joining, writing, and waiting until it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

__all__ = ["kept", "phone", "write"]


@contextmanager
def phone(browser: Browser, link: str, name: str, *, dark: bool = False) -> Iterator[Page]:
    """A phone that has joined. Nothing may have gone wrong in it, and nothing lies beside its page."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": 390, "height": 760}, is_mobile=True, has_touch=True, color_scheme=scheme
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(link)
    page.get_by_label("Your nickname").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.locator("main")).to_contain_text("You are in")
    yield page
    assert not faults and page.title() == "Desire Path"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def write(page: Page, stage: str, text: str, *, idea: bool = False) -> None:
    """Put a card on the wall."""
    page.get_by_label("Where on the journey?").select_option(stage)
    page.get_by_role("button", name="Idea" if idea else "Pain point").click()
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Put it on the wall").click()


def kept(page: Page) -> None:
    """Wait until the server has heard it all."""
    expect(page.locator("footer")).to_have_text("All saved")
