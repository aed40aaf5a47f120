"""Every page: on a phone, in both themes, and with nothing outside this machine called.

Not by the server and its helpers, not by the browser. One walk looks at all three, as a walk takes its minutes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from screen import PHONE, Screen, tab
from server import CYRILLIC, JOURNEYS, Server, browser, made, serving

from journey.charts.theme import contrast
from journey.scope import Scope

__all__ = ["browser", "made"]

SCOPE = Scope(contains=("Compare plans", "Basket"), avoids=("Complaint",), since="2026-02-01")

THEMES = {"dark": "#0F1620", "light": "#FFFFFF"}
"""The background of each."""

# Python loads a module of this name before anything else, in child processes too. What it refuses is written down.
GUARD = """
import os, sys

HERE = ("localhost", "127.0.0.1", "::1", "", None)

def refuse(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in HERE:
        with open(os.environ["OUTGOING"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise PermissionError(f"outgoing: {host}")

with open(os.environ["OUTGOING"] + ".guarded", "a") as log:
    log.write(f"{os.getpid()}\\n")
sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that may not call out."""
    folder = tmp_path_factory.mktemp("guard")
    (folder / "sitecustomize.py").write_text(GUARD)
    return {"PYTHONPATH": str(folder), "OUTGOING": str(folder / "outgoing")}


@pytest.fixture(scope="module")
def guarded(made: Path, guard: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server under guard, which nobody has visited."""
    workdir = tmp_path_factory.mktemp("offline")
    shutil.copytree(made, workdir / "workspaces")
    with serving(workdir / "workspaces", workdir, **guard) as running:
        yield running


@pytest.mark.parametrize(
    "call",
    ["socket.create_connection(('192.0.2.1', 80), 1)", "urllib.request.urlopen('http://example.org', timeout=1)",
     "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))"],
)  # fmt: skip
def test_the_guard_itself_refuses(guard: dict[str, str], tmp_path: Path, call: str) -> None:
    script = f"import socket, urllib.request\n{call}"
    environment = {**guard, "OUTGOING": str(tmp_path / "outgoing")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "outgoing: " in done.stderr
    assert (tmp_path / "outgoing").read_text()


@pytest.mark.browser
@pytest.mark.timeout(900)
def test_every_page_fits_a_phone_stands_out_in_both_themes_and_calls_nobody(
    browser: Browser, guarded: Server, guard: dict[str, str]
) -> None:
    with tab(browser, stranger=True) as screen:
        asked: set[str] = set()
        screen.page.context.on("request", lambda request: asked.add(request.url))
        screen.page.on("websocket", lambda socket: asked.add(socket.url))
        # A deep link is the first thing this server ever hears: it opens through the shell.
        screen.open(guarded.at("variants", "sample", Scope(contains=("Payment",))))
        expect(screen.count).to_contain_text(f"of {JOURNEYS:,} journeys")
        expect(screen.headline).to_contain_text("ways")
        assert "/variants" in screen.page.url
        screen.open(guarded.at("", "sample", SCOPE))
        for place in screen.places:
            screen.go(place)
            expect(screen.headline).to_be_visible()
            _stands_out(screen, place)
            screen.fits_a_phone()
        rows = "case,touchpoint,time\na,Visit,2026-01-01T10:00:00\na,Buy,2026-01-02T10:00:00\n"
        screen.open(guarded.at("import_log"))
        file = {"name": "tiny.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        screen.page.locator("input[type=file]").first.set_input_files([file])
        screen.settled().press("import_check")
        expect(screen.headline).to_contain_text("1 journey")
        screen.settled().press("import_commit")
        expect(screen.headline).to_contain_text("2 events are in")
        screen.settled().press("import_map")
        expect(screen.count).to_have_text("1 of 1 journey (100 %)")
        hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
        assert hosts == {"localhost"}
    outgoing = Path(guard["OUTGOING"])
    assert not outgoing.exists(), outgoing.read_text()
    # The server, and at least one helper of the import.
    assert len(set(Path(f"{outgoing}.guarded").read_text().split())) >= 2
    assert "Traceback" not in guarded.log.read_text()


@pytest.mark.browser
def test_the_scope_bar_folds_on_a_phone(browser: Browser, guarded: Server) -> None:
    with tab(browser, width=PHONE, height=800) as screen:
        screen.open(guarded.at("variants", "sample", SCOPE))
        expect(screen.count).to_contain_text(f"of {JOURNEYS:,} journeys")
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


@pytest.mark.browser
def test_the_menu_of_a_phone_closes_behind_a_link(browser: Browser, guarded: Server) -> None:
    # A stranger, as a browser remembers whether the menu is open.
    with tab(browser, width=PHONE, height=800, stranger=True) as screen:
        screen.open(guarded.at("", CYRILLIC))
        link = screen.page.get_by_test_id("stSidebar").get_by_role("link", name="Journeys")
        expect(link).not_to_be_in_viewport()
        screen.page.get_by_test_id("stExpandSidebarButton").click()
        expect(link).to_be_in_viewport()
        link.click()
        expect(screen.headline).to_contain_text("40 of 40 journeys match")
        expect(link).not_to_be_in_viewport()


def _stands_out(screen: Screen, place: str) -> None:
    """Words can be told from what is behind them, light and dark."""
    for theme, background in THEMES.items():
        screen.page.emulate_media(color_scheme=theme)
        app = screen.page.get_by_test_id("stApp")
        expect(app).to_have_css("background-color", _rgb(background))
        screen.settled()
        if place == "Map":
            expect(screen.page.locator(".map")).to_have_attribute("data-mode", theme)
        assert contrast(_colour(screen, ".st-key-headline h3", "color"), background) >= 7, place
        assert contrast(_colour(screen, "[data-testid=stSidebar] a span", "color"), background) >= 4.5, place


def _colour(screen: Screen, selector: str, what: str) -> str:
    """A computed colour as #RRGGBB."""
    found = screen.page.locator(selector).first.evaluate(f"node => getComputedStyle(node)['{what}']")
    red, green, blue = (round(float(part)) for part in re.findall(r"[\d.]+", found)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def _rgb(colour: str) -> str:
    """#RRGGBB as a browser tells a computed colour."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
