"""A page in a real browser: waiting until it is done, reading it, and using it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from journey.scope import Scope

WAIT_MS = 30_000
JOINER = "\N{WORD JOINER}"
expect.set_options(timeout=WAIT_MS)

_DONE = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton], [data-testid=stAppSkeleton]");
}"""

PHONE = 390
# Whatever reaches beyond the right edge, other than inside something that scrolls or is cut there on purpose.
_BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter((node) => {
  if (node.getBoundingClientRect().right <= innerWidth + 2 || !node.checkVisibility()) return false;
  for (let over = node.parentElement; over; over = over.parentElement) {
    const clips = getComputedStyle(over).overflowX !== "visible" && over.dataset.testid !== "stMain";
    if (clips && over.getBoundingClientRect().right <= innerWidth + 2) return false;
  }
  return true;
}).map((node) => node.outerHTML.slice(0, 120))"""


class Screen:
    """One tab of one browser session, and whatever went wrong in it.

    Parameters
    ----------
    but : str
        An error of a library's that is known and does no harm: errors with these words are no faults.
    """

    def __init__(self, page: Page, *, but: str = "") -> None:
        self.page = page
        self.faults: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: (but and but in str(error)) or self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def open(self, address: str) -> Screen:
        """Go to an address and wait for the page."""
        self.page.goto(address)
        return self.settled()

    def settled(self) -> Screen:
        """Wait until the script has run and everything it sent is drawn."""
        self.page.wait_for_function(_DONE)
        return self

    def go(self, name: str) -> Screen:
        """Follow a link of the menu."""
        link = self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)
        place = (link.get_attribute("href") or "").partition("?")[0].removeprefix("./")
        link.click()
        self.page.wait_for_url(re.compile(f"//[^/]+/{place}(\\?|$)"))
        return self.settled()

    def fits_a_phone(self) -> None:
        """Wait until nothing of the page runs out of a phone, then be wide again."""
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": PHONE, "height": 800})
        expect(self.headline).to_be_visible()
        self.settled().page.wait_for_function(f"() => document.documentElement.scrollWidth === {PHONE}")
        self.page.wait_for_function(f"() => ({_BEYOND})().length === 0")
        self.page.set_viewport_size(before)

    @property
    def places(self) -> list[str]:
        """The names of the links of the menu."""
        links = self.page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
        return [link.inner_text().split("\n")[-1] for link in links.all()]

    def key(self, name: str) -> Locator:
        """The widget or container of that key."""
        return self.page.locator(f".st-key-{name}")

    def press(self, key: str) -> Screen:
        """Press the button of that key."""
        self.key(key).locator("button:visible").click()
        return self

    @property
    def headline(self) -> Locator:
        """The answer of the page. For a moment that of the page before may stand beside it."""
        return self.key("headline").locator("h3").last

    @property
    def count(self) -> Locator:
        """How many journeys of how many are in scope."""
        return self.key("scope_bar").locator(":scope > .stElementContainer .stMarkdown p")

    @property
    def chips(self) -> Locator:
        """The parts of the scope."""
        return self.page.locator("[class*=st-key-chip_] button:visible")

    def box(self, name: str) -> Locator:
        """A box of the map."""
        label = json.dumps(f"{name},", ensure_ascii=False)
        return self.page.locator(f".box[aria-label^={label}]")

    def tick(self, row: int = 0) -> None:
        """Tick a row of the first table of the page that can be ticked; the table is a canvas."""
        table = self.page.get_by_test_id("stDataFrame").last
        table.scroll_into_view_if_needed()
        table.locator(".dvn-scroller").click(position={"x": 16, "y": 31 + 15 + 30 * row})

    @property
    def scope(self) -> Scope:
        """The scope that stands in the address."""
        return Scope.parse(self.page.evaluate("new URLSearchParams(location.search).get('scope') ?? ''"))


def text(name: str) -> re.Pattern[str]:
    """Finds a name that is shown as it is, with what is invisible in it."""
    return re.compile(f"{JOINER}?".join(map(re.escape, name)).replace("\\ ", "\\s"))


def plain(text: str) -> str:
    """Text as people read it: without what is invisible, and with plain spaces."""
    return text.replace(JOINER, "").replace("\u00a0", " ")


@contextmanager
def tab(
    browser: Browser, *, width: int = 1400, height: int = 900, dark: bool = False, stranger: bool = False, but: str = ""
) -> Iterator[Screen]:
    """A tab, which is a session of its own to the server. Nothing may have gone wrong in it at the end.

    Parameters
    ----------
    stranger : bool
        Whether it shares no cookie, storage and cache with the other tabs.
    but : str
        As of `Screen`.
    """
    context = browser.new_context() if stranger or not browser.contexts else browser.contexts[0]
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    screen = Screen(page, but=but)
    yield screen
    assert not screen.faults
    page.close()


def saved(screen: Screen, button: Locator, folder: Path) -> Path:
    """Press a button that saves a file, and give the file."""
    # A press while the page runs again is lost.
    screen.settled()
    with screen.page.expect_download() as pending:
        button.click()
    path = folder / pending.value.suggested_filename
    pending.value.save_as(path)
    return path
